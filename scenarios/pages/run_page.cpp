#include "scenarios/pages/run_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <vector>

#include "scenarios/pages/answer.hpp"
#include "scenarios/pages/causes.hpp"
#include "scenarios/pages/page.hpp"
#include "scenarios/pages/run_charts.hpp"
#include "scenarios/pages/table.hpp"
#include "scenarios/pages/tornado_charts.hpp"
#include "scenarios/results/audit_facts.hpp"
#include "scenarios/results/stationary_report.hpp"
#include "scenarios/results/uncertain_prices.hpp"
#include "scenarios/results/wording.hpp"

namespace fleetcast::scenarios::pages {

using namespace fleetcast::scenarios::results;

namespace {

std::string budget(const Summary& summary) {
  constexpr std::array<std::pair<const char*, const char*>, 5> views{{{"by_service", "AWS service"},
                                                                      {"by_component", "component"},
                                                                      {"by_fleet", "fleet"},
                                                                      {"by_purchase_option", "purchase option"},
                                                                      {"by_zone", "zone"}}};
  Table table({{"by"}, {"part"}, number("USD a month"), number("±")});
  for (const auto& [view, heading] : views) {
    for (const Metric* part : summary.metrics.below({"cost_usd", view})) {
      const auto& cost = *part->estimate;
      table.add_row({{heading},
                     {part->path.back()},
                     number(usd_in_words(cost.mean).substr(1)),
                     number(cost.interval ? usd_in_words(cost.interval->half_width()).substr(1) : "-")});
    }
  }
  return table.rows() == 0
             ? ""
             : folded("Cost by service, component, fleet, purchase option and zone", table.to_string("Cost by part"));
}

std::string latencies(const Summary& summary) {
  Table table({{"latency"}, number("mean"), number("p50"), number("p95"), number("p99"), number("p99.9")});
  const auto add = [&](const std::string& label, const std::string& place) {
    std::vector<Cell> cells{{label}};
    for (const char* what : {".mean", ".p50", ".p95", ".p99", ".p999"}) {
      const auto estimate = summary.metrics.estimate(place + what);
      cells.push_back(number(estimate ? seconds_in_words(estimate->mean) : "-"));
    }
    table.add_row(cells);
  };
  add("all requests", "latency_s");
  for (const char* group : {"by_class", "by_stage"}) {
    for (const Metric* metric : summary.metrics.below({"latency_s", group})) {
      if (metric->path.back() != "mean") continue;
      const std::string label = (std::string(group) == "by_stage" ? "stage " : "class ") + metric->path[2];
      add(label, "latency_s." + std::string(group) + "." + metric->path[2]);
    }
  }
  return table.to_string("Latency");
}

std::string audit(const Summary& summary) {
  Table table({{"check"}, number("worst residual"), number("standard error"), number("held in"), {"verdict"}});
  std::vector<AuditVerdict> checks = summary.audit;
  std::stable_partition(checks.begin(), checks.end(), [](const AuditVerdict& check) { return !check.is_passed(); });
  for (const AuditVerdict& check : checks) {
    const Cell verdict = check.is_passed() ? Cell{"passed", "good"} : Cell{"failed", "bad"};
    table.add_row({{check.check},
                   number(number_in_words(check.worst_residual)),
                   number(number_in_words(check.standard_error)),
                   number(fmt::format("{} of {}", check.passed, check.replications)),
                   verdict});
  }
  const AuditFacts facts = audit_facts(summary);
  return fmt::format("<p>{}. Based on {}. Precision reached (half widths of 95 % intervals): {}.</p>\n",
                     html_escaped(audit_in_words(summary)), html_escaped(basis_in_words(facts)),
                     html_escaped(precision_in_words(facts))) +
         folded("All checks", table.to_string("Self-audit"));
}

/// Tells whether nothing but a decision of the author stands behind a value.
bool has_no_source(const AssumedValue& assumed) {
  return assumed.source.empty() || assumed.source.starts_with("own choice");
}

std::string assumptions(const Summary& summary) {
  std::vector<AssumedValue> values = summary.heading.assumptions;
  if (values.empty()) return "";
  const auto sourced = std::stable_partition(values.begin(), values.end(), has_no_source);
  const auto unsourced = static_cast<std::size_t>(sourced - values.begin());
  const auto table_of = [](std::span<const AssumedValue> some, const char* name) {
    Table table({{"place"}, {"value"}, {"reason"}});
    for (const AssumedValue& one : some) {
      table.add_row({{one.pointer}, {one.value}, {one.source.empty() ? "none given" : one.source}});
    }
    return table.to_string(name);
  };
  const std::span<const AssumedValue> all(values);
  std::string text = fmt::format(
      "<p>{} values are marked as assumed rather than known; {} of them rest on nothing but a choice. "
      "<code>fleetcast run --tornado</code> tells which of them matter.</p>\n",
      values.size(), unsourced);
  if (unsourced > 0) {
    text += folded(fmt::format("{} without a source", unsourced),
                   table_of(all.first(unsourced), "Assumptions without a source"));
  }
  if (unsourced < values.size()) {
    text += folded(fmt::format("{} with a source", values.size() - unsourced),
                   table_of(all.subspan(unsourced), "Assumptions with a source"));
  }
  return text;
}

std::string input_uncertainty(const Summary& summary) {
  if (summary.input_uncertainty.empty()) return "";
  Table table({{"figure"}, number("of the variance"), number("p"), number("±"), number("± if inputs were known")});
  for (const InputUncertainty& one : summary.input_uncertainty) {
    const auto share = one.split.share_between();
    table.add_row({{one.metric}, number(share ? fmt::format("{:.0f} %", 100 * *share) : "-"),
                   number(fmt::format("{:.2g}", one.split.p_value)),
                   number(one.half_width ? number_in_words(*one.half_width) : "-"),
                   number(number_in_words(one.half_width_of_chance))});
  }
  return table.to_string("Uncertain inputs");
}

std::string uncertain_prices(const Summary& summary) {
  if (summary.uncertain_prices.empty()) return "";
  Table table({{"price"}, {"USD each"}, {"USD a month"}, {"known by"}, {"source"}});
  for (const pricing::UncertainPrice& price : summary.uncertain_prices) {
    table.add_row({{name_of(price)},
                   {price.unit_price.to_string()},
                   {price.billed_cost.to_string(2)},
                   {price.provenance.confidence},
                   {price.provenance.source}});
  }
  return folded(fmt::format("{} prices", summary.uncertain_prices.size()),
                table.to_string("Prices that nobody looked up"));
}

std::string stationary_state(const Summary& summary) {
  if (!summary.stationarity) return "";
  Table table({{"after the warm-up"}, number("estimate"), {"interval"}});
  for (const StationaryEstimate& one : summary.stationarity->estimates) {
    table.add_row({{one.metric}, number(estimate_in_words(one.metric, one.estimate)), {kind_in_words(one)}});
  }
  return "<p>" + html_escaped(warm_up_in_words(summary)) + "</p>\n" + table.to_string("Stationary state");
}

std::string footer(const Summary& summary) {
  const Heading& heading = summary.heading;
  const char* margins = summary.fingerprints.size() == 1
                            ? "One replication has no margin: its numbers may be off by any amount."
                            : "± is the half width of the 95 % confidence interval.";
  return fmt::format(
      "<footer><p>{} Dashed lines mark incidents of the first replication. Costs are at the prices of {}, {} (digest "
      "<code>{}</code>).</p>\n<p>Fingerprint <code>{}</code>, scenario digest <code>{}</code>, seed {}, version "
      "{}.</p></footer>\n",
      margins, html_escaped(summary.mean_bill.book_name), html_escaped(summary.mean_bill.book_date),
      html_escaped(summary.mean_bill.book_digest), summary.fingerprint, html_escaped(heading.scenario_digest),
      heading.seed, html_escaped(heading.version));
}

}  // namespace

std::string run_page(const Summary& summary) {
  std::string page = fmt::format(
      "<h1>{}</h1>\n<p class=\"soft\">{}, from {}</p>\n<p class=\"verdict {}\">{}</p>\n",
      html_escaped(summary.heading.scenario_name), html_escaped(runs_in_words(summary)),
      to_iso(summary.heading.start_utc_seconds), summary.are_objectives_met() ? "met" : "missed",
      html_escaped(run_verdict(summary)));
  if (!summary.is_audit_passed()) {
    page += "<p class=\"alarm\" role=\"alert\">" + html_escaped(audit_alarm(summary)) + "</p>\n";
  }
  page += answer_cards(summary);
  std::string sections = section("objectives", "Objectives", objective_gauges(summary));
  sections += section("latency-heading", "Latency", latency_charts(summary) + latencies(summary));
  sections += section("cost-heading", "Cost", cost_charts(summary) + budget(summary));
  sections += section("fleet-heading", "Fleet", fleet_charts(summary));
  sections += section("incidents", "Incidents", incident_charts(summary) + incident_table(summary));
  sections += section("failures", "Why requests failed", failures(summary));
  sections += section("calendar", "Calendar of the first replication", calendar_table(summary));
  sections += section("course", "Requests, services and queues over time", course_charts(summary));
  sections += section("stationary-state", "Stationary state", stationary_state(summary));
  sections += section("uncertain-inputs", "Uncertain inputs", input_uncertainty(summary));
  sections += section("independence", "What pools share",
                      summary.independence ? "<p>" + html_escaped(gap_in_words(*summary.independence)) + "</p>\n" : "");
  sections += section("tornado", "What the assumptions are worth",
                      summary.tornado ? tornado_charts(*summary.tornado) : "");
  sections += section("assumptions", "Assumptions", assumptions(summary));
  sections += section("uncertain-prices", "Prices that nobody looked up", uncertain_prices(summary));
  sections += section("self-audit", "Self-audit", audit(summary));
  return html_page(summary.heading.scenario_name, page + contents_of(sections) + sections + footer(summary));
}

}  // namespace fleetcast::scenarios::pages
