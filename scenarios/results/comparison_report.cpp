#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "scenarios/results/comparison.hpp"
#include "scenarios/results/result_json.hpp"
#include "scenarios/results/wording.hpp"
#include "scenarios/terminal/table.hpp"
#include "scenarios/terminal/wrap.hpp"

namespace fleetcast::scenarios::results {
namespace {

using documents::OrderedJson;
using sim::measures::Estimate;

std::string value_in_words(const std::string& metric, const std::optional<Estimate>& estimate) {
  return estimate ? metric_in_words(metric, estimate->mean) : "-";
}

std::string signed_in_words(const Difference& one) {
  if (!one.difference) return "-";
  const bool is_share = one.metric.starts_with("availability.") && one.metric.ends_with("ratio");
  const double size = std::abs(one.difference->mean);
  const std::string value = is_share ? fmt::format("{:.3g} %", 100 * size) : metric_in_words(one.metric, size);
  return (one.difference->mean < 0 ? "-" : size == 0 ? "" : "+") + value;
}

/// Returns the last step of a long name, since its table says the rest.
std::string label_of(const std::string& metric) {
  for (const char* prefix : {"cost_usd.by_service.", "requests.by_cause."}) {
    if (metric.starts_with(prefix)) return metric.substr(std::string(prefix).size());
  }
  return metric;
}

}  // namespace

std::string comparison_report(const Comparison& comparison, std::size_t width) {
  using terminal::Align;
  std::string text = terminal::wrapped(verdict_sentence(comparison), width) + "\n";
  terminal::Table table({{"metric"},
                         {"first", Align::right},
                         {"second", Align::right},
                         {"difference", Align::right},
                         {"±", Align::right},
                         {""}});
  for (const Difference& one : comparison.differences) {
    const bool has_margin = one.difference && one.difference->interval;
    const std::string margin = has_margin ? margin_in_words(one.metric, one.difference).substr(3) : "-";
    table.add_row({label_of(one.metric), value_in_words(one.metric, one.first), value_in_words(one.metric, one.second),
                   signed_in_words(one), margin, one.is_significant() ? "*" : ""});
  }
  text += fmt::format("first: {}\nsecond: {}\n\n", comparison.first_name, comparison.second_name);
  text += table.to_string(width);
  text += "\n";
  text += terminal::wrapped(
      fmt::format("{} replications each, {}; * real: of cost, availability and p99 with 95 % for the three together, "
                  "of all other rows with 95 % for those together (Holm).",
                  comparison.replications, comparison.is_paired ? "in pairs" : "with different seeds"),
      width);
  return text;
}

std::string comparison_json(const Comparison& comparison) {
  OrderedJson json = {{"schema_version", 1},
                      {"first", comparison.first_name},
                      {"second", comparison.second_name},
                      {"replications", comparison.replications},
                      {"paired", comparison.is_paired},
                      {"identical", comparison.is_identical},
                      {"verdict", verdict_sentence(comparison)},
                      {"differences", OrderedJson::object()}};
  for (const Difference& one : comparison.differences) {
    json["differences"][one.metric] = {{"first", estimate_json(one.first)},
                                       {"second", estimate_json(one.second)},
                                       {"difference", estimate_json(one.difference)},
                                       {"joint_p_value", nullptr},
                                       {"significant", one.is_significant()}};
    if (one.joint_p_value) json["differences"][one.metric]["joint_p_value"] = *one.joint_p_value;
  }
  return to_text(json);
}

}  // namespace fleetcast::scenarios::results
