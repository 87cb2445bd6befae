#include "scenarios/decisions/optimize_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "scenarios/documents/csv.hpp"
#include "scenarios/pages/page.hpp"
#include "scenarios/pages/table.hpp"
#include "scenarios/results/result_json.hpp"
#include "scenarios/results/wording.hpp"
#include "scenarios/terminal/wrap.hpp"
#include "sim/measures/intervals.hpp"

namespace fleetcast::scenarios::decisions {
namespace {

using documents::OrderedJson;
using sim::measures::Estimate;

constexpr const char* cost_metric = "cost_usd.total_month";
constexpr std::size_t most_losers = 40;

std::string in_words(const Candidate& candidate, const std::string& metric) {
  return results::estimate_in_words(metric, candidate.metrics.estimate(metric));
}

/// Returns by how much one candidate costs more than another, in the replications that both have.
Estimate more_than(const Candidate& one, const Candidate& other) {
  std::vector<double> first = observations_of(one, cost_metric);
  std::vector<double> second = observations_of(other, cost_metric);
  const std::size_t both = std::min(first.size(), second.size());
  first.resize(both);
  second.resize(both);
  return sim::measures::paired_difference(first, second);
}

std::string dollars(const Estimate& difference) {
  const std::string text = results::usd_in_words(std::abs(difference.mean));
  if (!difference.interval) return text;
  return text + " ± " + results::usd_in_words(difference.interval->half_width());
}

/// Returns the least confidence in any of a candidate's objectives.
double weakest(const Candidate& candidate) {
  double least = 1;
  for (const results::Verdict& verdict : candidate.objectives) least = std::min(least, verdict.confidence.value_or(1));
  return least;
}

/// Returns what a candidate came to in the objective that it misses most clearly.
std::string worst_objective(const Candidate& candidate) {
  const auto worst = std::ranges::min_element(candidate.objectives, {}, [](const results::Verdict& verdict) {
    return verdict.confidence.value_or(1);
  });
  if (worst == candidate.objectives.end()) return {};
  return fmt::format("{} is {}, not {}", worst->name, results::outcome_in_words(*worst),
                     results::target_in_words(*worst));
}

/// Returns the candidate that is most likely to meet its objectives, the cheapest of several; nothing if none was
/// built.
std::optional<std::size_t> nearest(const Optimum& optimum) {
  std::optional<std::size_t> found;
  const auto key = [&](std::size_t i) {
    const Candidate& one = optimum.candidates[i];
    return std::pair(-weakest(one), one.metrics.at(cost_metric).estimate->mean);
  };
  for (std::size_t i = 0; i < optimum.candidates.size(); ++i) {
    if (!optimum.candidates[i].problem.empty()) continue;
    if (!found || key(i) < key(*found)) found = i;
  }
  return found;
}

std::size_t left_over(const Optimum& optimum) {
  return static_cast<std::size_t>(std::ranges::count(optimum.contenders, Fate::alive, &Contender::fate));
}

/// Returns the candidates in the order in which they are told: the choice, those alive, the beaten by their cost, the
/// others.
std::vector<std::size_t> in_order(const Optimum& optimum) {
  std::vector<std::size_t> order(optimum.candidates.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, {}, [&](std::size_t i) {
    const Candidate& one = optimum.candidates[i];
    const int rank = i == optimum.best ? 0 : static_cast<int>(optimum.contenders[i].fate) + 1;
    const int shown = rank == 3 ? 2 : rank == 2 ? 3 : rank;
    return std::pair(shown, one.problem.empty() ? one.metrics.at(cost_metric).estimate->mean : 0.0);
  });
  return order;
}

}  // namespace

std::string optimum_verdict(const Optimum& optimum) {
  if (!optimum.best) {
    const auto near = nearest(optimum);
    if (!near) return "No choice can be built: " + optimum.candidates.front().problem;
    const Candidate& one = optimum.candidates[*near];
    return fmt::format("No choice is known to meet every objective. {} comes nearest, at {} a month: {}.", one.label,
                       in_words(one, cost_metric), worst_objective(one));
  }
  const Candidate& best = optimum.candidates[*optimum.best];
  const std::string what = best.objectives.empty() ? "is the cheapest" : "is the cheapest that meets every objective";
  std::string text = fmt::format("{} {}, at {} a month.", best.label, what, in_words(best, cost_metric));
  if (optimum.is_sure) {
    return text + fmt::format(" With {:.4g} % confidence none of the {} other choices is better by more than {}.",
                              100 * optimum.rules.confidence, optimum.candidates.size() - 1,
                              results::usd_in_words(optimum.rules.indifference));
  }
  return text + fmt::format(" That is not sure: {} other choices could not be told from it in {} replications; allow "
                            "more (max_replications) or care less (indifference).",
                            left_over(optimum) - 1, optimum.rules.most);
}

std::string fate_in_words(const Optimum& optimum, std::size_t candidate) {
  const Candidate& one = optimum.candidates.at(candidate);
  const Contender& contender = optimum.contenders.at(candidate);
  if (!one.problem.empty()) return "cannot be built: " + one.problem;
  const std::string after = fmt::format(" (after {} runs)", contender.replications);
  if (candidate == optimum.best) return "the choice" + after;
  if (contender.fate == Fate::infeasible) return worst_objective(one) + after;
  if (contender.fate == Fate::beaten) {
    const Candidate& winner = optimum.candidates[*contender.beaten_by];
    return fmt::format("costs {} a month more than {}{}", dollars(more_than(one, winner)), winner.label, after);
  }
  const bool is_known = contender.feasibility == Feasibility::met;
  if (!is_known) return "not sure to meet the objectives: " + worst_objective(one) + after;
  return "not told from the choice" + after;
}

std::string optimize_report(const Optimum& optimum, std::size_t width) {
  std::string text = terminal::wrapped(optimum_verdict(optimum), width);
  if (optimum.best) {
    const Candidate& best = optimum.candidates[*optimum.best];
    text += "\n";
    for (const auto& [pointer, value] : best.choice) text += fmt::format("  {}={}\n", pointer, value);
    for (const results::Verdict& verdict : best.objectives) {
      text += fmt::format("  {}: {} ({})\n", verdict.name, results::outcome_in_words(verdict),
                          results::target_in_words(verdict));
    }
  }
  text += "\nWhy the others lost:\n";
  std::size_t told = 0;
  for (const std::size_t i : in_order(optimum)) {
    if (i == optimum.best) continue;
    if (told++ == most_losers) break;
    text += terminal::wrapped("- " + optimum.candidates[i].label + ": " + fate_in_words(optimum, i), width);
  }
  if (told > most_losers) text += "and more in optimize.csv\n";
  std::size_t most = 0;
  for (const Candidate& one : optimum.candidates) most = std::max(most, one.runs.size());
  return text + "\n" +
         terminal::wrapped(fmt::format("{} choices, {} runs of {} ({} with as many for every choice), paired by seed "
                                       "{}. Procedure KN (Kim and Nelson, 2001) under common random numbers.",
                                       optimum.candidates.size(), optimum.runs(),
                                       results::span_in_words(optimum.horizon_seconds),
                                       most * optimum.candidates.size(), optimum.seed),
                           width);
}

std::string optimize_json(const Optimum& optimum) {
  OrderedJson json = {{"schema_version", 1},
                      {"scenario", optimum.scenario_name},
                      {"version", optimum.version},
                      {"seed", optimum.seed},
                      {"horizon_s", optimum.horizon_seconds},
                      {"confidence", optimum.rules.confidence},
                      {"indifference_usd", optimum.rules.indifference},
                      {"runs", optimum.runs()},
                      {"verdict", optimum_verdict(optimum)},
                      {"best", nullptr},
                      {"sure", optimum.is_sure},
                      {"candidates", OrderedJson::array()}};
  if (optimum.best) json["best"] = *optimum.best + 1;
  for (std::size_t i = 0; i < optimum.candidates.size(); ++i) {
    const Candidate& one = optimum.candidates[i];
    OrderedJson entry = {{"number", i + 1},
                         {"settings", OrderedJson::object()},
                         {"digest", one.digest},
                         {"replications", one.runs.size()},
                         {"fate", fate_in_words(optimum, i)},
                         {"objectives", OrderedJson::object()},
                         {"metrics", OrderedJson::object()}};
    for (const auto& [pointer, value] : one.choice) entry["settings"][pointer] = value;
    for (const results::Verdict& verdict : one.objectives) {
      entry["objectives"][verdict.name] = {{"estimate", results::estimate_json(verdict.estimate)},
                                           {"confidence", nullptr}};
      if (verdict.confidence) entry["objectives"][verdict.name]["confidence"] = *verdict.confidence;
    }
    for (const results::Metric& metric : one.metrics.all()) {
      entry["metrics"][metric.name()] = results::estimate_json(metric.estimate);
    }
    json["candidates"].push_back(std::move(entry));
  }
  return results::to_text(json);
}

std::string optimize_csv(const Optimum& optimum) {
  std::string text = "candidate";
  for (const auto& [pointer, value] : optimum.candidates.front().choice) text += "," + documents::csv_cell(pointer);
  text += ",replications,cost_usd_month,cost_half_width,availability,latency_p99_s,fate\r\n";
  for (std::size_t i = 0; i < optimum.candidates.size(); ++i) {
    const Candidate& one = optimum.candidates[i];
    text += std::to_string(i + 1);
    for (const auto& [pointer, value] : one.choice) text += "," + documents::csv_cell(value);
    text += fmt::format(",{}", one.runs.size());
    const auto number = [&](const char* metric, bool is_margin) {
      const auto estimate = one.metrics.estimate(metric);
      if (!estimate || (is_margin && !estimate->interval)) return std::string(",");
      return fmt::format(",{}", is_margin ? estimate->interval->half_width() : estimate->mean);
    };
    text += number(cost_metric, false) + number(cost_metric, true) + number("availability.ratio", false) +
            number("latency_s.p99", false);
    text += "," + documents::csv_cell(fate_in_words(optimum, i)) + "\r\n";
  }
  return text;
}

std::string optimize_html(const Optimum& optimum) {
  using pages::number;
  std::string page = fmt::format("<h1>{}: optimize</h1>\n<p class=\"soft\">{} choices, {} runs of {}, paired by seed "
                                 "{}</p>\n<p>{}</p>\n",
                                 pages::html_escaped(optimum.scenario_name), optimum.candidates.size(), optimum.runs(),
                                 results::span_in_words(optimum.horizon_seconds), optimum.seed,
                                 pages::html_escaped(optimum_verdict(optimum)));
  std::vector<pages::Cell> headings{number("#")};
  for (const std::string& name : short_names_of(optimum.candidates.front().choice)) headings.push_back({name});
  for (const char* name : {"runs", "USD a month", "availability", "p99"}) headings.push_back(number(name));
  headings.push_back({"why not"});
  pages::Table table(headings);
  for (const std::size_t i : in_order(optimum)) {
    const Candidate& one = optimum.candidates[i];
    std::vector<pages::Cell> row{number(std::to_string(i + 1))};
    for (const auto& [pointer, value] : one.choice) row.push_back({value});
    row.push_back(number(std::to_string(one.runs.size())));
    for (const char* metric : {cost_metric, "availability.ratio", "latency_s.p99"}) {
      row.push_back(number(in_words(one, metric)));
    }
    row.push_back(i == optimum.best ? pages::Cell{fate_in_words(optimum, i), "good"}
                                    : pages::Cell{fate_in_words(optimum, i)});
    table.add_row(row);
  }
  page += pages::section("choices", "Choices", table.to_string("Choices"));
  page += "<footer><p>± is the half width of the 95 % confidence interval.</p></footer>\n";
  return pages::html_page(optimum.scenario_name + ": optimize", page);
}

}  // namespace fleetcast::scenarios::decisions
