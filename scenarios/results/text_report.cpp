#include "scenarios/results/text_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <utility>
#include <vector>

#include "scenarios/results/audit_facts.hpp"
#include "scenarios/results/calendar.hpp"
#include "scenarios/results/incident_groups.hpp"
#include "scenarios/results/red_minutes_report.hpp"
#include "scenarios/results/stationary_report.hpp"
#include "scenarios/results/uncertain_prices.hpp"
#include "scenarios/results/wording.hpp"
#include "scenarios/terminal/table.hpp"
#include "scenarios/terminal/wrap.hpp"

namespace fleetcast::scenarios::results {
namespace {

using terminal::Align;
using terminal::Table;

constexpr std::size_t most_rows = 12;

std::string answer_line(const Summary& summary, const char* label, const std::string& name, const std::string& after) {
  const auto estimate = summary.metrics.estimate(name);
  const std::string value = estimate ? metric_in_words(name, estimate->mean) + after : "unknown";
  const std::string margin = margin_in_words(name, estimate);
  const std::string line = fmt::format("  {:<15}{:<38}{}", label, value, margin);
  return line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
}

std::string nines_of(const Summary& summary) {
  const auto nines = summary.metrics.estimate("availability.nines");
  if (nines) return fmt::format(" ({:.1f} nines)", nines->mean);
  const auto lossy = summary.metrics.estimate("availability.lossy_replications");
  if (!lossy || !lossy->interval || lossy->mean > 0) return " (no request was lost)";
  // Nothing lost is not nothing to lose.
  return fmt::format(" (none lost; at most {:.2g} % of runs lose any)", 100 * lossy->interval->high);
}

std::string answer(const Summary& summary) {
  const std::string hours = fmt::format(" a month ({} h)", summary.heading.month_hours);
  std::string text = answer_line(summary, "cost", "cost_usd.total_month", hours);
  text += answer_line(summary, "availability", "availability.ratio", nines_of(summary));
  if (summary.metrics.estimate("availability.independent_ratio")) {
    text += answer_line(summary, "  independent", "availability.independent_ratio", " with independent pools");
  }
  text += answer_line(summary, "error minutes", "availability.error_minutes",
                      fmt::format(" of {}", number_in_words(static_cast<double>(summary.timeline.minutes()))));
  text += answer_line(summary, "latency p50", "latency_s.p50", "");
  text += answer_line(summary, "latency p99", "latency_s.p99", "");
  if (summary.metrics.at("cost_usd.per_million_successful").estimate) {
    text += answer_line(summary, "cost", "cost_usd.per_million_successful", " per million good answers");
  }
  return text;
}

std::string objectives(const Summary& summary, std::size_t width) {
  if (summary.objectives.empty()) return "";
  const auto met = std::ranges::count_if(summary.objectives, &Verdict::is_met);
  Table table({{"objective"}, {"target"}, {"estimate"}, {"confidence", Align::right}, {""}});
  for (const Verdict& verdict : summary.objectives) {
    const auto confidence = verdict.required_confidence ? verdict.joint_confidence : verdict.confidence;
    table.add_row({verdict.name, target_in_words(verdict), outcome_in_words(verdict), confidence_in_words(confidence),
                   verdict.is_met ? "met" : "MISSED"});
  }
  return fmt::format("\nObjectives: {} of {} met\n", met, summary.objectives.size()) + table.to_string(width);
}

/// Returns the parts of a month's cost by one view, the dearest first.
std::vector<const Metric*> costs_by(const Summary& summary, const char* view) {
  std::vector<const Metric*> parts = summary.metrics.below({"cost_usd", view});
  std::ranges::stable_sort(parts, std::ranges::greater(), [](const Metric* one) { return one->estimate->mean; });
  return parts;
}

/// Returns the cells of a cost: its mean, its margin, and its share of a total.
std::array<std::string, 3> cost_cells(const sim::measures::Estimate& cost, double total) {
  return {usd_in_words(cost.mean).substr(1), cost.interval ? usd_in_words(cost.interval->half_width()).substr(1) : "-",
          total == 0 ? "-" : fmt::format("{:.0f} %", 100 * cost.mean / total)};
}

std::string bill(const Summary& summary, std::size_t width) {
  const auto total = summary.metrics.estimate("cost_usd.total_month");
  Table table({{"AWS service"}, {"USD a month", Align::right}, {"±", Align::right}, {"share", Align::right}});
  const auto add = [&](const std::string& name, const sim::measures::Estimate& cost) {
    const auto [mean, margin, share] = cost_cells(cost, total->mean);
    table.add_row({name, mean, margin, share});
  };
  for (const Metric* service : costs_by(summary, "by_service")) add(service->path.back(), *service->estimate);
  table.add_rule();
  add("total", *total);
  return fmt::format("\nBill of a month at the prices of {}, {}\n", summary.mean_bill.book_name,
                     summary.mean_bill.book_date) +
         table.to_string(width) +
         uncertain_prices_table(summary.uncertain_prices, summary.mean_month_bill.total, width);
}

// The dearest parts of each view; result.json and the HTML report hold all of them.
std::string budget(const Summary& summary, std::size_t width) {
  constexpr std::array<std::pair<const char*, const char*>, 3> views{
      {{"by_purchase_option", "purchase option"}, {"by_fleet", "fleet"}, {"by_zone", "zone"}}};
  constexpr std::size_t most_parts = 4;
  const double total = summary.metrics.estimate("cost_usd.total_month")->mean;
  Table table({{"of it by"}, {""}, {"USD a month", Align::right}, {"±", Align::right}, {"share", Align::right}});
  bool is_empty = true;
  for (const auto& [view, heading] : views) {
    const std::vector<const Metric*> parts = costs_by(summary, view);
    if (parts.size() < 2) continue;  // one part is the total again
    for (std::size_t i = 0; i < std::min(parts.size(), most_parts); ++i) {
      const auto [mean, margin, share] = cost_cells(*parts[i]->estimate, total);
      table.add_row({i == 0 ? heading : "", parts[i]->path.back(), mean, margin, share});
    }
    is_empty = false;
  }
  return is_empty ? "" : "\n" + table.to_string(width);
}

std::string requests(const Summary& summary, std::size_t width) {
  const auto offered = summary.metrics.estimate("requests.offered");
  Table table({{"requests of one replication"}, {"mean", Align::right}, {"±", Align::right}, {"share", Align::right}});
  const auto add = [&](const std::string& label, const std::string& name) {
    const auto count = summary.metrics.estimate(name);
    const std::string margin = count->interval ? number_in_words(count->interval->half_width()) : "-";
    const std::string share = offered->mean == 0 ? "-" : fmt::format("{:.4f} %", 100 * count->mean / offered->mean);
    table.add_row({label, number_in_words(count->mean), margin, share});
  };
  add("offered", "requests.offered");
  add("good", "requests.good");
  if (summary.metrics.estimate("requests.late")->mean > 0) add("late", "requests.late");
  for (const Metric* cause : summary.metrics.below({"requests", "by_cause"})) add(cause->path.back(), cause->name());
  add("in flight at the end", "requests.in_flight_at_end");
  return fmt::format("\n{}", table.to_string(width));
}

bool is_figure(const Metric& metric) {
  constexpr std::array reported = {"requests", "availability", "latency_s", "cost_usd", "incident_counts"};
  return std::ranges::find(reported, metric.path.front()) == reported.end();
}

std::string fleet(const Summary& summary, std::size_t width) {
  std::vector<const Metric*> figures;
  for (const Metric& metric : summary.metrics.all()) {
    if (is_figure(metric)) figures.push_back(&metric);
  }
  if (figures.empty()) return "";
  // What people look for first stands first.
  std::stable_partition(figures.begin(), figures.end(), [](const Metric* one) { return one->path.front() == "fleet"; });
  constexpr std::size_t most_figures = 2 * most_rows;
  Table table({{"fleet and components"}, {"mean", Align::right}, {"±", Align::right}});
  for (std::size_t i = 0; i < std::min(figures.size(), most_figures); ++i) {
    const auto& estimate = figures[i]->estimate;
    const bool has_margin = estimate && estimate->interval;
    table.add_row({figures[i]->name(), estimate ? number_in_words(estimate->mean) : "-",
                   has_margin ? number_in_words(estimate->interval->half_width()) : "-"});
  }
  std::string text = fmt::format("\n{}", table.to_string(width));
  if (figures.size() > most_figures) text += fmt::format("and {} more in result.json\n", figures.size() - most_figures);
  return text;
}

std::string incidents(const Summary& summary, std::size_t width) {
  const std::vector<IncidentGroup> groups = group_incidents(summary.incidents);
  if (groups.empty()) return "\nNo incidents in the first replication.\n";
  Table table({{"at", Align::right}, {"", Align::right}, {"incident"}, {"cause"}, {"effect"}});
  for (std::size_t i = 0; i < std::min(groups.size(), most_rows); ++i) {
    const IncidentGroup& group = groups[i];
    const std::string times = group.count == 1 ? "" : std::to_string(group.count) + " x";
    table.add_row({instant_in_words(group.first_second), times, group.kind, group.cause, group.effect});
  }
  std::string text = "\nIncidents of the first replication\n" + table.to_string(width);
  if (groups.size() > most_rows) text += fmt::format("and {} more in result.json\n", groups.size() - most_rows);
  return text;
}

/// Says how many times as many replications would have been as precise without control variates.
std::string gain_in_words(const Summary& summary) {
  std::string gains;
  constexpr std::array<std::pair<const char*, const char*>, 3> headlines{
      {{"cost", "cost_usd.total_month"},
       {"cost per million", "cost_usd.per_million_successful"},
       {"mean latency", "latency_s.mean"}}};
  for (const auto& [label, name] : headlines) {
    const Metric* metric = summary.metrics.find(name);
    if (metric == nullptr || !metric->variance_ratio) continue;
    gains += fmt::format("{}{} by {:.2f}", gains.empty() ? "" : ", ", label, *metric->variance_ratio);
  }
  return gains.empty() ? gains : "variances    divided by control variates: " + gains + "\n";
}

/// Lists the incidents of a long run by kind and cause.
std::string incidents_by_cause(const Summary& summary, std::size_t width) {
  const std::vector<IncidentGroup> groups = group_by_cause(summary.incidents);
  if (groups.empty()) return "\nNo incidents in the first replication.\n";
  constexpr std::size_t most_causes = 3 * most_rows;
  Table table({{"", Align::right}, {"incident"}, {"first", Align::right}, {"cause"}, {"effect of the first"}});
  for (std::size_t i = 0; i < std::min(groups.size(), most_causes); ++i) {
    const IncidentGroup& group = groups[i];
    table.add_row({number_in_words(static_cast<double>(group.count)) + " x", group.kind,
                   instant_in_words(group.first_second), group.cause, group.effect});
  }
  std::string text = "\nIncidents of the first replication by cause, the rarest first\n" + table.to_string(width);
  if (groups.size() > most_causes) text += fmt::format("and {} more in result.json\n", groups.size() - most_causes);
  return text;
}

std::string footing(const Summary& summary, const std::optional<double>& wall_seconds) {
  std::string text = "\n";
  if (summary.fingerprints.size() == 1) {
    text += "One replication has no margin: its numbers may be off by any amount.\n";
  } else {
    text += "± is the half width of the 95 % confidence interval.\n";
  }
  text += "self-audit   " + audit_in_words(summary) + "\n";
  const AuditFacts facts = audit_facts(summary);
  text += "based on     " + basis_in_words(facts) + "\n";
  text += "precision    " + precision_in_words(facts) + "\n";
  text += gain_in_words(summary);
  const std::size_t assumed = summary.heading.assumptions.size();
  if (assumed > 0) text += fmt::format("assumptions  {} assumed rather than known\n", assumed);
  text += fmt::format("fingerprint  {}  (seed {}, version {})\n", summary.fingerprint, summary.heading.seed,
                      summary.heading.version);
  if (wall_seconds) text += "took         " + seconds_in_words(*wall_seconds) + "\n";
  return text;
}

}  // namespace

std::string text_report(const Summary& summary, std::size_t width, std::optional<double> wall_seconds) {
  const std::string precision = summary.precision ? precision_report(*summary.precision, width) : "";
  const std::string alarm = audit_alarm(summary) + stationary_alarm(summary);
  return summary.heading.scenario_name + ": " + runs_in_words(summary) + "\n\n" + alarm +
         (alarm.empty() ? "" : "\n") + answer(summary) + precision +
         stationary_report(summary, width) +
         objectives(summary, width) + bill(summary, width) + budget(summary, width) + requests(summary, width) +
         red_minutes_report(summary, width) + calendar_report(summary, width) + fleet(summary, width) +
         (is_long(summary) ? incidents_by_cause(summary, width) : incidents(summary, width)) +
         input_uncertainty_report(summary.input_uncertainty, width) +
         (summary.independence ? "\n" + terminal::wrapped(gap_in_words(*summary.independence), width) : "") +
         (summary.tornado ? tornado_report(*summary.tornado, width) : "") +
         footing(summary, wall_seconds);
}

}  // namespace fleetcast::scenarios::results
