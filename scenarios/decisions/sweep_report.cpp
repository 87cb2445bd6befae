#include "scenarios/decisions/sweep_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "scenarios/documents/csv.hpp"
#include "scenarios/results/result_json.hpp"
#include "scenarios/results/wording.hpp"
#include "scenarios/terminal/table.hpp"
#include "scenarios/terminal/wrap.hpp"
#include "sim/measures/groups.hpp"
#include "sim/measures/intervals.hpp"

namespace fleetcast::scenarios::decisions {
namespace {

using documents::OrderedJson;
using sim::measures::Estimate;

constexpr const char* cost_metric = "cost_usd.total_month";
constexpr const char* ratio_metric = "availability.ratio";
constexpr std::size_t most_rows = 30;

std::string in_words(const Candidate& candidate, const char* metric) {
  return results::estimate_in_words(metric, candidate.metrics.estimate(metric));
}

std::string bare(const Candidate& candidate, const char* metric) {
  const auto estimate = candidate.metrics.estimate(metric);
  return estimate ? results::metric_in_words(metric, estimate->mean) : "-";
}

std::string margin(const Candidate& candidate, const char* metric) {
  const std::string text = results::margin_in_words(metric, candidate.metrics.estimate(metric));
  return text.empty() ? "-" : text.substr(std::string("± ").size());
}

std::vector<double> costs_of(const Candidate& candidate) {
  return sim::measures::means_of_groups(candidate.metrics.at(cost_metric).replications,
                                        candidate.metrics.group_size());
}

/// Returns the candidates that could be built, the cheapest first.
std::vector<std::size_t> by_cost(const Sweep& sweep) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < sweep.candidates.size(); ++i) {
    if (sweep.candidates[i].standing) order.push_back(i);
  }
  std::ranges::stable_sort(order, {}, [&](std::size_t i) {
    return sweep.candidates[i].metrics.at(cost_metric).estimate->mean;
  });
  return order;
}

std::string standing_in_words(const Sweep& sweep, std::size_t i) {
  const Standing& standing = *sweep.candidates[i].standing;
  if (standing.is_on_frontier) return "frontier";
  return fmt::format("{}{}", *standing.dominated_by + 1, standing.is_surely_dominated() ? "" : " ?");
}

std::string objectives_in_words(const Candidate& candidate) {
  if (candidate.objectives.empty()) return "-";
  const auto met = std::ranges::count(candidate.objectives, true, &results::Verdict::is_met);
  return candidate.are_objectives_met() ? "met" : fmt::format("{} of {}", met, candidate.objectives.size());
}

}  // namespace

std::string sweep_verdict(const Sweep& sweep) {
  const bool has_objectives = std::ranges::any_of(
      sweep.candidates, [](const Candidate& candidate) { return !candidate.objectives.empty(); });
  if (!has_objectives) {
    return "The scenario has no objectives, so that no candidate can be called the best; the frontier shows what "
           "availability costs.";
  }
  if (!sweep.best) return fmt::format("None of {} candidates meets every objective.", sweep.candidates.size());
  const Candidate& best = sweep.candidates[*sweep.best];
  std::string text = fmt::format("{} meets every objective at the least cost, {} a month.", best.label,
                                 in_words(best, cost_metric));
  if (!sweep.runner_up) return text + " No other candidate meets them all.";
  const Candidate& next = sweep.candidates[*sweep.runner_up];
  const Estimate difference = sim::measures::paired_difference(costs_of(next), costs_of(best));
  if (costs_of(next) == costs_of(best)) return text + " So does " + next.label + ", which costs the very same.";
  text += fmt::format(" The next, {}, costs {} more", next.label, results::usd_in_words(difference.mean));
  if (!difference.interval) return text + "; one replication cannot tell whether that is chance.";
  const double half = difference.interval->half_width();
  text += fmt::format(" ± {}", results::usd_in_words(half));
  return text + (difference.interval->low > 0 ? "." : ": not distinguishable.");
}

std::string sweep_report(const Sweep& sweep, std::size_t width) {
  using terminal::Align;
  std::string text = terminal::wrapped(sweep_verdict(sweep), width) + "\n";
  std::vector<terminal::Table::Column> columns{{"#", Align::right}};
  for (const std::string& name : short_names_of(sweep.candidates.front().choice)) columns.push_back({name});
  for (const char* name : {"USD a month", "±", "availability"}) columns.push_back({name, Align::right});
  columns.push_back({"goals"});
  columns.push_back({"beaten by"});
  terminal::Table table(columns);
  const std::vector<std::size_t> order = by_cost(sweep);
  for (std::size_t k = 0; k < std::min(order.size(), most_rows); ++k) {
    const Candidate& one = sweep.candidates[order[k]];
    std::vector<std::string> row{std::to_string(order[k] + 1)};
    for (const auto& [pointer, value] : one.choice) row.push_back(value);
    for (std::string cell : {bare(one, cost_metric), margin(one, cost_metric), bare(one, ratio_metric),
                             objectives_in_words(one), standing_in_words(sweep, order[k])}) {
      row.push_back(std::move(cell));
    }
    table.add_row(std::move(row));
  }
  text += table.to_string(width);
  if (order.size() > most_rows) text += fmt::format("and {} dearer ones in sweep.csv\n", order.size() - most_rows);
  for (const Candidate& one : sweep.candidates) {
    if (!one.problem.empty()) text += terminal::wrapped("cannot be built: " + one.label + ": " + one.problem, width);
  }
  for (const Candidate& one : sweep.candidates) {
    if (!std::ranges::all_of(one.runs, &experiment::Figures::is_audit_passed)) {
      text += terminal::wrapped("SELF-AUDIT FAILED for " + one.label + ": run it by itself to see where", width);
    }
  }
  text += "\n" + terminal::wrapped(
                     fmt::format("{} candidates, {} replications each of {}, paired by seed {}{}. A candidate is "
                                 "beaten by one that costs less and loses less, with 95 % for all that are so called "
                                 "(Holm); '?': by the means only.",
                                 sweep.candidates.size(), sweep.replications,
                                 results::span_in_words(sweep.horizon_seconds), sweep.seed,
                                 sweep.runs_from_journal == 0
                                     ? ""
                                     : fmt::format(" ({} runs from an earlier start)", sweep.runs_from_journal)),
                     width);
  return text;
}

std::string sweep_json(const Sweep& sweep) {
  OrderedJson json = {{"schema_version", 1},
                      {"scenario", sweep.scenario_name},
                      {"version", sweep.version},
                      {"seed", sweep.seed},
                      {"replications", sweep.replications},
                      {"horizon_s", sweep.horizon_seconds},
                      {"verdict", sweep_verdict(sweep)},
                      {"best", nullptr},
                      {"candidates", OrderedJson::array()}};
  if (sweep.best) json["best"] = *sweep.best + 1;
  for (std::size_t i = 0; i < sweep.candidates.size(); ++i) {
    const Candidate& one = sweep.candidates[i];
    OrderedJson entry = {{"number", i + 1}, {"settings", OrderedJson::object()}, {"digest", one.digest}};
    for (const auto& [pointer, value] : one.choice) entry["settings"][pointer] = value;
    if (!one.problem.empty()) {
      entry["problem"] = one.problem;
      json["candidates"].push_back(std::move(entry));
      continue;
    }
    entry["fingerprints"] = OrderedJson::array();
    for (const experiment::Figures& run : one.runs) entry["fingerprints"].push_back(run.fingerprint);
    entry["frontier"] = one.standing->is_on_frontier;
    entry["dominated_by"] = nullptr;
    if (one.standing->dominated_by) entry["dominated_by"] = *one.standing->dominated_by + 1;
    entry["dominated_joint_p_value"] = nullptr;
    if (one.standing->joint_p_value) entry["dominated_joint_p_value"] = *one.standing->joint_p_value;
    entry["objectives"] = OrderedJson::object();
    for (const results::Verdict& verdict : one.objectives) entry["objectives"][verdict.name] = verdict.is_met;
    entry["metrics"] = OrderedJson::object();
    for (const results::Metric& metric : one.metrics.all()) {
      entry["metrics"][metric.name()] = results::estimate_json(metric.estimate);
    }
    json["candidates"].push_back(std::move(entry));
  }
  return results::to_text(json);
}

std::string sweep_csv(const Sweep& sweep) {
  std::set<std::string> names;
  for (const Candidate& one : sweep.candidates) {
    for (const experiment::Figures& run : one.runs) {
      for (const auto& [name, value] : run.metrics) names.insert(name);
    }
  }
  std::string text = "candidate";
  for (const auto& [pointer, value] : sweep.candidates.front().choice) text += "," + documents::csv_cell(pointer);
  text += ",replication,fingerprint,frontier";
  for (const std::string& name : names) text += "," + documents::csv_cell(name);
  text += "\r\n";
  for (std::size_t i = 0; i < sweep.candidates.size(); ++i) {
    const Candidate& one = sweep.candidates[i];
    for (std::size_t replication = 0; replication < one.runs.size(); ++replication) {
      const experiment::Figures& run = one.runs[replication];
      text += std::to_string(i + 1);
      for (const auto& [pointer, value] : one.choice) text += "," + documents::csv_cell(value);
      text += fmt::format(",{},{},{}", replication, run.fingerprint, one.standing->is_on_frontier ? 1 : 0);
      for (const std::string& name : names) {
        const auto found = run.metrics.find(name);
        text += found == run.metrics.end() ? "," : fmt::format(",{}", found->second);
      }
      text += "\r\n";
    }
  }
  return text;
}

}  // namespace fleetcast::scenarios::decisions
