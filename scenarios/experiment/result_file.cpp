#include "scenarios/experiment/result_file.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "scenarios/documents/problems.hpp"
#include "scenarios/results/result_json.hpp"

namespace fleetcast::scenarios::experiment {
namespace {

using documents::Json;
using results::Metric;

[[noreturn]] void refuse(const std::string& origin, const std::string& pointer, std::string message) {
  throw documents::InvalidDocument(origin, {{pointer, std::move(message)}});
}

bool is_estimate(const Json& json) { return json.is_object() && json.contains("mean") && json.contains("ci95"); }

sim::measures::Estimate read_estimate(const Json& json) {
  sim::measures::Estimate estimate;
  json.at("mean").get_to(estimate.mean);
  json.at("n").get_to(estimate.n);
  const Json& interval = json.at("ci95");
  if (!interval.is_null()) estimate.interval = {interval.at(0).get<double>(), interval.at(1).get<double>()};
  return estimate;
}

// Takes every estimate at or below a place, with each replication's own value where the result has it.
void read_metrics(const Json& json, const std::vector<std::string>& path, const Json& by_replication,
                  results::Metrics& metrics) {
  if (is_estimate(json)) {
    Metric metric{path, read_estimate(json), {}};
    const auto values = by_replication.find(metric.name());
    if (values != by_replication.end()) values->get_to(metric.replications);
    metrics.add(std::move(metric));
    return;
  }
  if (!json.is_object()) return;
  for (const auto& [key, member] : json.items()) {
    std::vector<std::string> below = path;
    below.push_back(key);
    read_metrics(member, below, by_replication, metrics);
  }
}

pricing::Money total_of(const Json& lines) {
  pricing::Money total;
  for (const Json& line : lines) total += pricing::Money::parse(line.at("cost").get_ref<const std::string&>());
  return total;
}

results::Summary read(const Json& document) {
  results::Summary summary;
  const Json& by_replication = document.at("by_replication");
  document.at("scenario").at("name").get_to(summary.heading.scenario_name);
  document.at("scenario").at("digest").get_to(summary.heading.scenario_digest);
  document.at("version").get_to(summary.heading.version);
  document.at("seed").get_to(summary.heading.seed);
  document.at("fingerprint").get_to(summary.fingerprint);
  by_replication.at("fingerprints").get_to(summary.fingerprints);
  document.at("horizon_s").get_to(summary.horizon_seconds);
  summary.heading.replications_per_input = document.value("replications_per_input", std::size_t{1});
  summary.mean_bill.total = total_of(document.at("cost_usd").at("lines"));
  summary.mean_month_bill.total = total_of(document.at("cost_usd").at("month_lines"));
  read_metrics(document, {}, by_replication, summary.metrics);
  return summary;
}

}  // namespace

bool is_result(const Json& document) {
  return document.is_object() && document.contains("fingerprint") && document.contains("cost_usd");
}

results::Summary read_result(const Json& document, const std::string& origin) {
  if (!is_result(document)) refuse(origin, "", "is no result.json");
  const auto version = document.find("schema_version");
  if (version == document.end() || *version != results::result_schema_version) {
    refuse(origin, "/schema_version",
           "must be " + std::to_string(results::result_schema_version) + "; run the scenario again");
  }
  try {
    return read(document);
  } catch (const Json::exception& error) {
    refuse(origin, "", std::string("is damaged: ") + error.what());
  } catch (const std::invalid_argument& error) {
    refuse(origin, "", std::string("is damaged: ") + error.what());
  }
}

}  // namespace fleetcast::scenarios::experiment
