#include <fmt/format.h>

#include <algorithm>

#include "scenarios/decisions/frontier_chart.hpp"
#include "scenarios/decisions/sweep_report.hpp"
#include "scenarios/pages/page.hpp"
#include "scenarios/pages/table.hpp"
#include "scenarios/results/wording.hpp"

namespace fleetcast::scenarios::decisions {
namespace {

using pages::Cell;
using pages::number;
using pages::html_escaped;

Cell standing_cell(const Candidate& candidate) {
  const Standing& standing = *candidate.standing;
  if (standing.is_on_frontier) return {"frontier", "good"};
  return {fmt::format("{} {}", standing.is_surely_dominated() ? "beaten by" : "seems beaten by",
                      *standing.dominated_by + 1)};
}

std::string table_of(const Sweep& sweep) {
  std::vector<Cell> headings{number("#")};
  for (const std::string& name : short_names_of(sweep.candidates.front().choice)) headings.push_back({name});
  for (const char* name : {"USD a month", "availability", "p99"}) headings.push_back(number(name));
  headings.push_back({"objectives"});
  headings.push_back({"standing"});
  pages::Table table(headings);
  for (std::size_t i = 0; i < sweep.candidates.size(); ++i) {
    const Candidate& one = sweep.candidates[i];
    if (!one.standing) continue;
    std::vector<Cell> row{number(std::to_string(i + 1))};
    for (const auto& [pointer, value] : one.choice) row.push_back({value});
    for (const char* metric : {"cost_usd.total_month", "availability.ratio", "latency_s.p99"}) {
      row.push_back(number(results::estimate_in_words(metric, one.metrics.estimate(metric))));
    }
    row.push_back(one.objectives.empty()       ? Cell{"-"}
                  : one.are_objectives_met() ? Cell{"met", "good"}
                                               : Cell{"missed", "bad"});
    row.push_back(standing_cell(one));
    table.add_row(row);
  }
  return table.to_string("Candidates");
}

}  // namespace

std::string sweep_html(const Sweep& sweep) {
  std::string page = fmt::format(
      "<h1>{0}: sweep</h1>\n<p class=\"soft\">{1} candidates, {2} replications each of {3}, paired by seed {4}</p>\n"
      "<p class=\"verdict {5}\">{6}</p>\n",
      html_escaped(sweep.scenario_name), sweep.candidates.size(), sweep.replications,
      results::span_in_words(sweep.horizon_seconds), sweep.seed, sweep.best ? "met" : "missed",
      html_escaped(sweep_verdict(sweep)));
  page += pages::section("frontier", "Cost and availability", frontier_figure(sweep));
  page += pages::section("candidates", "Candidates", table_of(sweep));
  page +=
      "<footer><p>± is the half width of the 95 % confidence interval. A candidate is beaten when another costs less "
      "and loses less, with 95 % confidence for all that are called so together; it seems beaten when the means say "
      "so.</p></footer>\n";
  return pages::html_page(sweep.scenario_name + ": sweep", page);
}

}  // namespace fleetcast::scenarios::decisions
