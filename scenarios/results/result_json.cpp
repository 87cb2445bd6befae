#include "scenarios/results/result_json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "pricing/ledger_io.hpp"
#include "scenarios/results/audit_facts.hpp"
#include "scenarios/results/coverable_usage.hpp"

namespace fleetcast::scenarios::results {
namespace {

using documents::OrderedJson;

template <class Number>
OrderedJson value_or_null(const std::optional<Number>& value) {
  return value ? OrderedJson(*value) : OrderedJson(nullptr);
}

/// Puts a value where its path leads, making the objects on the way.
void place(OrderedJson& document, const Metric& metric) {
  OrderedJson* at = &document;
  for (std::size_t i = 0; i < metric.path.size(); ++i) {
    // An estimate on the way would be taken for an object.
    const bool is_last = i + 1 == metric.path.size();
    const bool is_object = at->is_null() || at->is_object();
    if (!is_object || at->contains("ci95") || (is_last && at->contains(metric.path[i])))
      throw std::logic_error("results: the figure '" + metric.name() + "' collides with another");
    at = &(*at)[metric.path[i]];
  }
  *at = estimate_json(metric.estimate);
}

OrderedJson losses_json(const Summary& summary) {
  OrderedJson list = OrderedJson::array();
  for (const LossByCause& loss : summary.losses) {
    list.push_back({{"cause", loss.cause}, {"lost_ratio", estimate_json(loss.lost_ratio)}});
  }
  return list;
}

// Amounts of money are text, as elsewhere in lines of bills: numbers would pass through binary floating point.
OrderedJson line_json(const pricing::BillLine& line) {
  OrderedJson json = {{"aws_service", line.tariff->catalogue.service_name},
                      {"meter", line.usage.meter},
                      {"period", pricing::to_iso(line.billing_period.first_hour).substr(0, 7)}};
  const auto add = [&](const char* name, const std::string& text) {
    if (!text.empty()) json[name] = text;
  };
  add("component", line.usage.service);
  add("fleet", line.usage.fleet);
  add("purchase_option", line.usage.purchase_option);
  add("pool", line.usage.pool);
  add("zone", line.usage.zone);
  add("peer_zone", line.usage.peer_zone);
  add("tier", line.tier);
  json["quantity"] = line.pricing_quantity.to_string();
  json["unit"] = line.tariff->pricing_unit;
  json["unit_price"] = line.list_unit_price.to_string();
  json["cost"] = line.billed_cost.to_string();
  if (line.commitment) {
    json["commitment"] = line.commitment->id;
    json["amortised_cost"] = line.effective_cost.to_string();
  }
  return json;
}

OrderedJson lines_json(const pricing::Bill& bill) {
  OrderedJson list = OrderedJson::array();
  for (const pricing::BillLine& line : bill.lines) list.push_back(line_json(line));
  return list;
}

OrderedJson objectives_json(const Summary& summary) {
  OrderedJson list = OrderedJson::array();
  for (const Verdict& verdict : summary.objectives) {
    OrderedJson json = {{"name", verdict.name},
                        {"metric", verdict.metric},
                        {"side", verdict.side == Side::at_least ? "at_least" : "at_most"},
                        {"target", verdict.target},
                        {"estimate", estimate_json(verdict.estimate)},
                        {"met", verdict.is_met},
                        {"confidence", value_or_null(verdict.confidence)}};
    if (verdict.in_share_of_months) json["in_share_of_months"] = *verdict.in_share_of_months;
    if (verdict.required_confidence) {
      json["required_confidence"] = *verdict.required_confidence;
      json["joint_confidence"] = value_or_null(verdict.joint_confidence);
    }
    list.push_back(std::move(json));
  }
  return list;
}

OrderedJson incidents_json(const Summary& summary) {
  OrderedJson list = OrderedJson::array();
  for (const models::Incident& incident : summary.incidents) {
    const auto second = static_cast<std::int64_t>(std::floor(incident.at.seconds()));
    list.push_back({{"at", to_iso(summary.heading.start_utc_seconds + second)},
                    {"at_s", incident.at.seconds()},
                    {"kind", incident.kind},
                    {"cause", incident.cause},
                    {"effect", incident.effect},
                    {"duration_s", incident.duration.seconds()}});
  }
  return list;
}

OrderedJson root_losses_json(const Summary& summary) {
  OrderedJson list = OrderedJson::array();
  for (const RootLoss& loss : summary.root_losses) {
    list.push_back({{"root", loss.root},
                    {"failed", estimate_json(loss.failed)},
                    {"share_of_failures", loss.share},
                    {"red_minutes", loss.red_minutes}});
  }
  return list;
}

/// Lists the minutes of the first replication in which requests failed for more than the background.
OrderedJson minute_losses_json(const Summary& summary) {
  OrderedJson list = OrderedJson::array();
  for (const MinuteLoss& loss : summary.minute_losses) {
    if (loss.chain.empty()) continue;
    const auto second = 60 * static_cast<std::int64_t>(loss.minute);
    list.push_back({{"at", to_iso(summary.heading.start_utc_seconds + second)},
                    {"minute", loss.minute},
                    {"red", loss.is_red},
                    {"noteworthy", loss.is_noteworthy},
                    {"failed", loss.failed},
                    {"background", loss.background},
                    {"root", loss.root},
                    {"chain", loss.chain}});
  }
  return list;
}

/// Lists the events of the first replication; "cause" is the position of the event that set one off.
OrderedJson events_json(const Summary& summary) {
  OrderedJson list = OrderedJson::array();
  for (const CausalEvent& event : summary.events) {
    list.push_back({{"at_s", event.at_s},
                    {"until_s", event.until_s},
                    {"kind", event.kind},
                    {"text", event.text},
                    {"cause", value_or_null(event.cause)}});
  }
  return list;
}

/// Groups "littles_law/desk" and its like under the part before the slash.
OrderedJson audit_json(const Summary& summary) {
  const AuditFacts facts = audit_facts(summary);
  OrderedJson json = {{"passed", summary.is_audit_passed()},
                      {"replications", facts.replications},
                      {"warm_up_s", facts.warm_up_discarded_seconds},
                      {"sampling_error", value_or_null(facts.sampling_error)},
                      {"precision", OrderedJson::array()}};
  for (const PrecisionFact& fact : facts.precision) {
    json["precision"].push_back(
        {{"metric", fact.metric}, {"relative_half_width", value_or_null(fact.relative_half_width)}});
  }
  for (const AuditVerdict& check : summary.audit) {
    const std::size_t slash = check.check.find('/');
    OrderedJson& group = json[check.check.substr(0, slash)];
    if (group.is_null()) group = {{"passed", true}, {"checks", OrderedJson::array()}};
    if (!check.is_passed()) group["passed"] = false;
    group["checks"].push_back({{"of", slash == std::string::npos ? "run" : check.check.substr(slash + 1)},
                               {"worst_residual", check.worst_residual},
                               {"standard_error", check.standard_error},
                               {"passed", check.passed},
                               {"replications", check.replications}});
  }
  return json;
}

OrderedJson assumptions_json(const Summary& summary) {
  OrderedJson list = OrderedJson::array();
  for (const AssumedValue& assumed : summary.heading.assumptions) {
    list.push_back({{"pointer", assumed.pointer}, {"value", assumed.value}, {"source", assumed.source}});
  }
  return list;
}

OrderedJson uncertain_prices_json(const Summary& summary) {
  OrderedJson list = OrderedJson::array();
  for (const pricing::UncertainPrice& price : summary.uncertain_prices) {
    list.push_back({{"meter", price.key.meter},
                    {"pool", price.key.pool},
                    {"purchase_option", price.key.purchase_option},
                    {"tier", price.tier},
                    {"unit_price_usd", price.unit_price.to_string()},
                    {"confidence", price.provenance.confidence},
                    {"source", price.provenance.source},
                    {"month_usd", price.billed_cost.to_string()}});
  }
  return list;
}

/// Returns each replication's own headline numbers, so that two result files can be compared in pairs.
OrderedJson replications_json(const Summary& summary) {
  OrderedJson json = {{"fingerprints", summary.fingerprints}};
  for (const Metric& metric : summary.metrics.all()) {
    const std::string& first = metric.path.front();
    const bool is_headline = metric.path.size() == 2 && (first == "requests" || first == "availability" ||
                                                         first == "latency_s" || first == "cost_usd");
    if (is_headline && !metric.replications.empty()) json[metric.name()] = metric.replications;
  }
  return json;
}

/// Lists how many times smaller control variates made the variance of the headline estimates.
OrderedJson variance_ratios_json(const Summary& summary) {
  OrderedJson json = OrderedJson::object();
  for (const Metric& metric : summary.metrics.all()) {
    if (metric.path.size() == 2 && metric.variance_ratio) json[metric.name()] = *metric.variance_ratio;
  }
  return json;
}

OrderedJson precision_json(const PrecisionReport& report) {
  OrderedJson json = {{"reached", report.is_reached()},
                      {"replications", report.replications},
                      {"max_replications", report.max_replications},
                      {"confidence_of_each", report.confidence_of_each},
                      {"more_replications_needed", value_or_null(report.more_needed)},
                      {"estimates", OrderedJson::array()}};
  for (const PrecisionOfEstimate& one : report.estimates) {
    const bool is_relative = one.scale == PrecisionScale::share_of_estimate;
    json["estimates"].push_back({{"name", one.name},
                                 {"metric", one.metric},
                                 {"scale", is_relative ? "relative" : "nines"},
                                 {"asked", one.asked},
                                 {"half_width", value_or_null(one.reached)},
                                 {"reached", one.is_reached}});
  }
  return json;
}

/// Writes what was found of the warm-up of a scenario that is to be stationary, and the estimates after it.
OrderedJson stationarity_json(const Stationarity& found) {
  OrderedJson json = {{"warm_up_s", value_or_null(found.warm_up_seconds)}, {"too_short", found.is_too_short}};
  OrderedJson list = OrderedJson::array();
  for (const StationaryEstimate& one : found.estimates) {
    OrderedJson entry = {{"metric", one.metric}, {"estimate", estimate_json(one.estimate)}, {"interval", nullptr}};
    if (one.kind == IntervalKind::replications) entry["interval"] = "replications";
    if (one.kind == IntervalKind::batch_means) {
      entry["interval"] = "batch_means";
      entry["batch_minutes"] = one.batch_minutes;
    }
    list.push_back(std::move(entry));
  }
  json["estimates"] = std::move(list);
  return json;
}

OrderedJson document_of(const Summary& summary) {
  const Heading& heading = summary.heading;
  const pricing::Bill& bill = summary.mean_bill;
  OrderedJson json = {
      {"schema_version", result_schema_version},
      {"scenario", {{"name", heading.scenario_name}, {"digest", heading.scenario_digest}}},
      {"version", heading.version},
      {"price_book", {{"name", bill.book_name}, {"date", bill.book_date}, {"digest", bill.book_digest}}},
      {"seed", heading.seed},
      {"replications", summary.fingerprints.size()},
      {"fidelity", heading.fidelity},
      {"start", to_iso(heading.start_utc_seconds)},
      {"horizon_s", summary.horizon_seconds},
      {"pre_roll_s", heading.pre_roll_seconds},
      {"month_hours", heading.month_hours},
      {"good_share_of_minute", heading.good_share_of_minute},
      {"fingerprint", summary.fingerprint}};
  for (const Metric& metric : summary.metrics.all()) place(json, metric);
  json["availability"]["by_cause"] = losses_json(summary);
  json["availability"]["by_root_cause"] = root_losses_json(summary);
  json["cost_usd"]["basis"] =
      "total_month, by_* and month_lines are for a normalised month of month_hours; "
      "total_horizon (as billed), amortised_horizon, per_million_successful and lines for the horizon; by_* and "
      "per_million_successful are amortised";
  json["cost_usd"]["lines"] = lines_json(summary.mean_bill);
  json["cost_usd"]["month_lines"] = lines_json(summary.mean_month_bill);
  json["objectives"] = objectives_json(summary);
  if (summary.precision) json["precision"] = precision_json(*summary.precision);
  if (!summary.input_uncertainty.empty()) {
    json["replications_per_input"] = summary.heading.replications_per_input;
    json["input_uncertainty"] = input_uncertainty_json(summary.input_uncertainty);
  }
  if (summary.independence) json["independence"] = gap_json(*summary.independence);
  if (summary.tornado) json["tornado"] = tornado_json(*summary.tornado);
  const OrderedJson ratios = variance_ratios_json(summary);
  if (!ratios.empty()) json["control_variates"] = {{"variance_ratio", ratios}};
  if (summary.stationarity) json["stationary"] = stationarity_json(*summary.stationarity);
  json["incidents"] = incidents_json(summary);
  json["failing_minutes"] = minute_losses_json(summary);
  json["cause_graph"] = events_json(summary);
  json["self_audit"] = audit_json(summary);
  json["assumptions"] = assumptions_json(summary);
  json["uncertain_prices"] = uncertain_prices_json(summary);
  json["by_replication"] = replications_json(summary);
  return json;
}

void write(const OrderedJson& value, const std::string& indent, std::string& text) {
  constexpr std::size_t longest_line = 118;
  std::string line = value.dump();
  if (!value.is_structured() || value.empty() || indent.size() + line.size() <= longest_line) {
    text += line;
    return;
  }
  const std::string deeper = indent + "  ";
  text += value.is_object() ? "{\n" : "[\n";
  std::size_t left = value.size();
  for (const auto& [key, member] : value.items()) {
    text += deeper;
    if (value.is_object()) text += OrderedJson(key).dump() + ": ";
    write(member, deeper, text);
    text += --left == 0 ? "\n" : ",\n";
  }
  text += indent + (value.is_object() ? "}" : "]");
}

}  // namespace

OrderedJson estimate_json(const std::optional<sim::measures::Estimate>& estimate) {
  if (!estimate) return nullptr;
  OrderedJson json = {{"mean", estimate->mean}, {"ci95", nullptr}, {"n", estimate->n}};
  if (estimate->interval) json["ci95"] = {estimate->interval->low, estimate->interval->high};
  return json;
}

std::string to_text(const OrderedJson& document) {
  std::string text;
  write(document, "", text);
  return text + "\n";
}

std::string result_json(const Summary& summary) {
  std::string text = to_text(document_of(summary));
  std::ostringstream usage;
  pricing::write_usage(usage, {summary.mean_usage, std::llround(summary.horizon_seconds)});
  // Usage keeps its own form, one row a line, as the last members.
  text.erase(text.rfind("\n}"));
  std::string rows = usage.str();
  rows.pop_back();
  text += ",\n  \"coverable_usage\": " + coverable_usage_json(summary.coverable_usage);
  return text + ",\n  \"usage\": " + rows + "\n}\n";
}

}  // namespace fleetcast::scenarios::results
