#include "scenarios/pages/run_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "scenarios/pages/page.hpp"
#include "scenarios/pages/run_charts.hpp"
#include "scenarios/pages/table.hpp"
#include "scenarios/pages/tornado_charts.hpp"
#include "scenarios/results/audit_facts.hpp"
#include "scenarios/results/calendar.hpp"
#include "scenarios/results/incident_groups.hpp"
#include "scenarios/results/red_minutes_report.hpp"
#include "scenarios/results/stationary_report.hpp"
#include "scenarios/results/uncertain_prices.hpp"
#include "scenarios/results/wording.hpp"

namespace fleetcast::scenarios::pages {

using namespace fleetcast::scenarios::results;

namespace {

constexpr std::size_t most_incidents = 200;

std::string answer_card(const Summary& summary, const char* label, const std::string& name, const std::string& after) {
  const auto estimate = summary.metrics.estimate(name);
  const std::string value = estimate ? metric_in_words(name, estimate->mean) : "unknown";
  const std::string margin = margin_in_words(name, estimate);
  return fmt::format("<div class=\"answer\"><span>{}</span><b>{}</b><span>{}{}{}</span></div>\n", label, value, margin,
                     margin.empty() || after.empty() ? "" : ", ", after);
}

std::string answers(const Summary& summary) {
  const auto nines = summary.metrics.estimate("availability.nines");
  std::string text = "<div class=\"answers\">\n";
  text +=
      answer_card(summary, "cost", "cost_usd.total_month", fmt::format("a month of {} h", summary.heading.month_hours));
  text += answer_card(summary, "availability", "availability.ratio",
                      nines ? fmt::format("{:.1f} nines", nines->mean) : "no request was lost");
  text += answer_card(summary, "error minutes", "availability.error_minutes",
                      fmt::format("of {}", number_in_words(static_cast<double>(summary.timeline.minutes()))));
  text += answer_card(summary, "median latency", "latency_s.p50", "");
  text += answer_card(summary, "99th percentile", "latency_s.p99", "");
  text += answer_card(summary, "cost per million", "cost_usd.per_million_successful", "good answers");
  return text + "</div>\n";
}

std::string objectives(const Summary& summary) {
  if (summary.objectives.empty()) return "";
  Table table({{"objective"}, {"verdict"}, {"target"}, {"estimate"}, number("confidence")});
  for (const Verdict& verdict : summary.objectives) {
    const Cell met = verdict.is_met ? Cell{"met", "good"} : Cell{"missed", "bad"};
    table.add_row({{verdict.name},
                   met,
                   {target_in_words(verdict)},
                   {outcome_in_words(verdict)},
                   number(confidence_in_words(verdict.confidence))});
  }
  return table.to_string("Objectives");
}

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
  return table.to_string("Cost by part");
}

std::string losses(const Summary& summary) {
  if (summary.losses.empty()) return "<p>Every request that counts was answered well in time.</p>\n";
  Table table({{"cause"}, number("requests lost per million"), number("±")});
  for (const LossByCause& loss : summary.losses) {
    const auto& interval = loss.lost_ratio.interval;
    table.add_row({{loss.cause},
                   number(number_in_words(1e6 * loss.lost_ratio.mean)),
                   number(interval ? number_in_words(1e6 * interval->half_width()) : "-")});
  }
  return table.to_string("Why requests were lost");
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

std::string incidents(const Summary& summary) {
  const std::vector<IncidentGroup> groups =
      is_long(summary) ? group_by_cause(summary.incidents) : group_incidents(summary.incidents);
  if (groups.empty()) return "<p>None in the first replication.</p>\n";
  Table table({number("first at"), {"incident"}, number("times"), {"cause"}, {"effect of the first"},
                   number("last until")});
  for (std::size_t i = 0; i < std::min(groups.size(), most_incidents); ++i) {
    const IncidentGroup& group = groups[i];
    table.add_row({number(instant_in_words(group.first_second)),
                   {group.kind},
                   number(std::to_string(group.count)),
                   {group.cause},
                   {group.effect},
                   number(instant_in_words(group.last_second))});
  }
  std::string text = table.to_string("Incidents");
  if (groups.size() > most_incidents) {
    text += fmt::format("<p class=\"soft\">and {} more in result.json</p>\n", groups.size() - most_incidents);
  }
  return text;
}

std::string error_budget(const Summary& summary) {
  if (summary.root_losses.empty()) return "";
  Table table({{"root cause"}, number("failed requests"), number("±"), number("share"), number("red minutes")});
  for (const RootLoss& loss : summary.root_losses) {
    const auto& interval = loss.failed.interval;
    table.add_row({{loss.root},
                   number(number_in_words(loss.failed.mean)),
                   number(interval ? number_in_words(interval->half_width()) : "-"),
                   number(fmt::format("{:.1f} %", 100 * loss.share)),
                   number(number_in_words(loss.red_minutes))});
  }
  return table.to_string("Error budget by root cause");
}

std::string red_minutes(const Summary& summary) {
  const std::string budget = budget_use_in_words(summary);
  const std::string heading = "<p>In the first replication: " + html_escaped(red_minutes_in_words(summary)) +
                              (budget.empty() ? "" : "; " + html_escaped(budget)) + ".</p>\n";
  if (summary.red_spells.empty()) return heading;
  Table table({number("at"), number("minutes"), number("failed"), {"chain of causes in the worst of them"}});
  for (std::size_t i = 0; i < std::min(summary.red_spells.size(), most_incidents); ++i) {
    const RedSpell& spell = summary.red_spells[i];
    table.add_row({number(instant_in_words(60 * static_cast<double>(spell.first_minute))),
                   number(std::to_string(spell.minutes)),
                   number(number_in_words(static_cast<double>(spell.failed))),
                   {spell.chain}});
  }
  std::string text = heading + table.to_string("Red minutes");
  if (summary.red_spells.size() > most_incidents) {
    text +=
        fmt::format("<p class=\"soft\">and {} more in result.json</p>\n", summary.red_spells.size() - most_incidents);
  }
  return text;
}

std::string calendar(const Summary& summary) {
  if (!is_long(summary)) return "";
  Table table({{"from (UTC)"}, number("deploys"), number("out"), number("in"), number("failovers"),
                   number("spot"), number("zones"), number("red min"), number("failed"), {"mostly by"}});
  const auto count = [](std::size_t times) { return number(times == 0 ? "" : std::to_string(times)); };
  for (const CalendarEntry& day : calendar_of(summary)) {
    Cell red = count(day.red_minutes);
    if (day.red_minutes > 0) red.style = "number bad";
    table.add_row({{day.label}, count(day.deployments), count(day.scale_outs), count(day.scale_ins),
                   count(day.failovers), count(day.interruptions), count(day.zone_incidents), red,
                   number(number_in_words(static_cast<double>(day.failed))), {day.main_root}});
  }
  return "<p class=\"soft\">Deployments, scale-outs and scale-ins, failovers, interruptions of spot capacity, trouble "
         "of zones, red minutes beyond chance and what most of them go back to.</p>\n" +
         table.to_string("Calendar");
}

std::string audit(const Summary& summary) {
  Table table({{"check"}, number("worst residual"), number("standard error"), number("held in"), {"verdict"}});
  for (const AuditVerdict& check : summary.audit) {
    const Cell verdict = check.is_passed() ? Cell{"passed", "good"} : Cell{"failed", "bad"};
    table.add_row({{check.check},
                   number(number_in_words(check.worst_residual)),
                   number(number_in_words(check.standard_error)),
                   number(fmt::format("{} of {}", check.passed, check.replications)),
                   verdict});
  }
  const AuditFacts facts = audit_facts(summary);
  return fmt::format("<p>Based on {}. Precision reached (half widths of 95 % intervals): {}.</p>\n",
                     html_escaped(basis_in_words(facts)), html_escaped(precision_in_words(facts))) +
         table.to_string("Self-audit");
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

std::string assumptions(const Summary& summary) {
  if (summary.heading.assumptions.empty()) return "";
  Table table({{"place"}, {"value"}, {"reason"}});
  for (const AssumedValue& assumed : summary.heading.assumptions) {
    table.add_row({{assumed.pointer}, {assumed.value}, {assumed.source}});
  }
  return table.to_string("Assumptions");
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
  return table.to_string("Prices that nobody looked up");
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
  const std::string name = html_escaped(summary.heading.scenario_name);
  std::string page =
      fmt::format("<h1>{}</h1>\n<p class=\"soft\">{}, from {}</p>\n", name, html_escaped(runs_in_words(summary)),
                  to_iso(summary.heading.start_utc_seconds));
  page += answers(summary);
  page += section("objectives", "Objectives", objectives(summary));
  page += section("course", "Cost and course", cost_charts(summary) + course_charts(summary));
  page += section("cost-by-part", "Budget", budget(summary));
  page += section("losses", "Why requests were lost", losses(summary));
  page += section("calendar", "Calendar of the first replication", calendar(summary));
  page += section("error-budget", "Error budget by root cause", error_budget(summary));
  page += section("red-minutes", "Red minutes, and why", red_minutes(summary));
  page += section("latencies", "Latency", latencies(summary));
  page += section("incidents", "Incidents", incidents(summary));
  page += section("uncertain-inputs", "Uncertain inputs", input_uncertainty(summary));
  page += section("independence", "What pools share", summary.independence
                                          ? "<p>" + html_escaped(gap_in_words(*summary.independence)) + "</p>\n"
                                          : "");
  page += section("tornado", "What the assumptions are worth", summary.tornado ? tornado_charts(*summary.tornado) : "");
  page += section("stationary-state", "Stationary state", stationary_state(summary));
  page += section("self-audit", "Self-audit", audit(summary));
  page += section("assumptions", "Assumptions", assumptions(summary));
  page += section("uncertain-prices", "Prices that nobody looked up", uncertain_prices(summary));
  return html_page(summary.heading.scenario_name, page + footer(summary));
}

}  // namespace fleetcast::scenarios::pages
