#include "scenarios/results/run_result_io.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

namespace fleetcast::scenarios::results {
namespace {

using nlohmann::json;
using sim::measures::Histogram;

json write_histogram(const Histogram& histogram) { return json::binary(histogram.to_bytes()); }

Histogram read_histogram(const json& bytes) { return Histogram::from_bytes(bytes.get_binary()); }

json write_class(const ClassResult& one) {
  return json::array(
      {one.name, one.deadline_seconds, one.offered, one.good, one.late, one.by_cause, write_histogram(one.latency)});
}

ClassResult read_class(const json& row) {
  ClassResult one;
  row.at(0).get_to(one.name);
  row.at(1).get_to(one.deadline_seconds);
  row.at(2).get_to(one.offered);
  row.at(3).get_to(one.good);
  row.at(4).get_to(one.late);
  row.at(5).get_to(one.by_cause);
  one.latency = read_histogram(row.at(6));
  return one;
}

json write_incident(const models::Incident& incident) {
  return json::array({incident.at.ticks, incident.kind, incident.cause, incident.effect, incident.duration.ticks});
}

models::Incident read_incident(const json& row) {
  return {{row.at(0).get<std::int64_t>()},
          row.at(1).get<std::string>(),
          row.at(2).get<std::string>(),
          row.at(3).get<std::string>(),
          {row.at(4).get<std::int64_t>()}};
}

json write_event(const CausalEvent& event) {
  return json::array({event.at_s, event.until_s, event.kind, event.text, static_cast<int>(event.harm),
                      event.cause ? json(*event.cause) : json(nullptr)});
}

CausalEvent read_event(const json& row) {
  CausalEvent event{.at_s = row.at(0).get<double>(),
                    .until_s = row.at(1).get<double>(),
                    .kind = row.at(2).get<std::string>(),
                    .text = row.at(3).get<std::string>(),
                    .harm = static_cast<Harm>(row.at(4).get<int>()),
                    .cause = std::nullopt};
  if (!row.at(5).is_null()) event.cause = row.at(5).get<std::size_t>();
  return event;
}

json write_loss(const MinuteLoss& loss) {
  return json::array({loss.minute, loss.failed, loss.background, loss.is_red, loss.root, loss.chain,
                      loss.is_noteworthy});
}

MinuteLoss read_loss(const json& row) {
  return {row.at(0).get<std::size_t>(), row.at(1).get<std::uint64_t>(), row.at(2).get<std::uint64_t>(),
          row.at(3).get<bool>(),        row.at(4).get<std::string>(),   row.at(5).get<std::string>(),
          row.at(6).get<bool>()};
}

json write_usage_row(const pricing::UsageKey& key, const pricing::UsageAmount& amount) {
  return json::array({key.meter, key.account, key.region, key.zone, key.peer_zone, key.service, key.fleet,
                      key.purchase_option, key.pool, key.tags, key.utc_hour, amount.raw, amount.billable});
}

void read_usage_row(const json& row, pricing::UsageLedger& ledger) {
  pricing::UsageKey key;
  std::size_t next = 0;
  for (std::string* text : {&key.meter, &key.account, &key.region, &key.zone, &key.peer_zone, &key.service, &key.fleet,
                            &key.purchase_option, &key.pool, &key.tags}) {
    row.at(next++).get_to(*text);
  }
  row.at(next++).get_to(key.utc_hour);
  const auto raw = row.at(next++).get<std::int64_t>();
  ledger.add(key, raw, row.at(next).get<std::int64_t>());
}

void write_traffic(const RunResult& result, json& document) {
  for (const ClassResult& one : result.classes) document["classes"].push_back(write_class(one));
  document["excluded_causes"] = result.excluded_causes;
  document["in_flight"] = {result.in_flight_at_begin, result.in_flight_at_end};
  document["counts"] = result.counts;
  for (const MinuteResult& minute : result.minutes) {
    document["minutes"].push_back(
        json::array({minute.offered, minute.good, minute.bad, minute.answered, minute.latency_seconds}));
  }
  for (const auto& [name, histogram] : result.stages) document["stages"][name] = write_histogram(histogram);
}

void read_traffic(const json& document, RunResult& result) {
  for (const json& row : document.at("classes")) result.classes.push_back(read_class(row));
  document.at("excluded_causes").get_to(result.excluded_causes);
  document.at("in_flight").at(0).get_to(result.in_flight_at_begin);
  document.at("in_flight").at(1).get_to(result.in_flight_at_end);
  document.at("counts").get_to(result.counts);
  for (const json& row : document.at("minutes")) {
    result.minutes.push_back({row.at(0).get<std::uint64_t>(), row.at(1).get<std::uint64_t>(),
                              row.at(2).get<std::uint64_t>(), row.at(3).get<std::uint64_t>(),
                              row.at(4).get<double>()});
  }
  for (const auto& [name, bytes] : document.at("stages").items()) result.stages.emplace(name, read_histogram(bytes));
}

json empty_document() {
  return {{"version", run_result_version}, {"classes", json::array()},   {"minutes", json::array()},
          {"stages", json::object()},      {"incidents", json::array()}, {"audit", json::array()},
          {"events", json::array()},       {"losses", json::array()},    {"usage", json::array()}};
}

}  // namespace

std::vector<std::uint8_t> to_bytes(const RunResult& result) {
  json document = empty_document();
  document["replication"] = result.replication;
  document["fingerprint"] = result.fingerprint;
  document["horizon_s"] = result.horizon_seconds;
  write_traffic(result, document);
  document["figures"] = result.figures;
  document["timeline"] = result.timeline;
  for (const models::Incident& incident : result.incidents) document["incidents"].push_back(write_incident(incident));
  for (const CausalEvent& event : result.events) document["events"].push_back(write_event(event));
  for (const MinuteLoss& loss : result.losses) document["losses"].push_back(write_loss(loss));
  for (const AuditResult& check : result.audit) {
    document["audit"].push_back(json::array({check.check, check.residual, check.standard_error, check.passed}));
  }
  for (const auto& [key, amount] : result.ledger.rows()) document["usage"].push_back(write_usage_row(key, amount));
  return json::to_cbor(document);
}

RunResult run_result_from_bytes(std::span<const std::uint8_t> bytes) try {
  const json document = json::from_cbor(bytes.begin(), bytes.end());
  if (document.at("version").get<int>() != run_result_version) {
    throw std::invalid_argument("its version is " + document.at("version").dump() + ", not " +
                                std::to_string(run_result_version) + "; run all parts at one version of the program");
  }
  RunResult result;
  document.at("replication").get_to(result.replication);
  document.at("fingerprint").get_to(result.fingerprint);
  document.at("horizon_s").get_to(result.horizon_seconds);
  read_traffic(document, result);
  document.at("figures").get_to(result.figures);
  document.at("timeline").get_to(result.timeline);
  for (const json& row : document.at("events")) result.events.push_back(read_event(row));
  for (const json& row : document.at("losses")) result.losses.push_back(read_loss(row));
  for (const json& row : document.at("incidents")) result.incidents.push_back(read_incident(row));
  for (const json& row : document.at("audit")) {
    result.audit.push_back(
        {row.at(0).get<std::string>(), row.at(1).get<double>(), row.at(2).get<double>(), row.at(3).get<bool>()});
  }
  for (const json& row : document.at("usage")) read_usage_row(row, result.ledger);
  return result;
} catch (const json::exception& error) {
  throw std::invalid_argument(std::string("the bytes of a run's result cannot be read: ") + error.what());
} catch (const std::invalid_argument& error) {
  throw std::invalid_argument(std::string("the bytes of a run's result cannot be read: ") + error.what());
}

}  // namespace fleetcast::scenarios::results
