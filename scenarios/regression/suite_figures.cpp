#include "scenarios/regression/suite_figures.hpp"

#include <algorithm>

#include "scenarios/documents/suggestion.hpp"

namespace fleetcast::scenarios::regression {

using experiment::Figures;

std::optional<double> figure_of(const Figures& figures, const std::string& metric) {
  const auto found = figures.metrics.find(metric);
  if (found != figures.metrics.end()) return found->second;
  return metric.starts_with("cost_usd.by_") ? std::optional(0.0) : std::nullopt;
}

std::vector<double> values_of(std::span<const Figures> runs, const std::string& metric) {
  std::vector<double> values;
  for (const Figures& run : runs) values.push_back(figure_of(run, metric).value());
  return values;
}

void require_metrics(std::span<const MetricRule> rules, const std::string& scenario, std::span<const Figures> runs,
                     documents::Problems& problems) {
  for (const MetricRule& rule : rules) {
    if (std::ranges::all_of(runs, [&](const Figures& run) { return figure_of(run, rule.name).has_value(); })) continue;
    std::vector<std::string> names;
    for (const auto& [name, value] : runs.front().metrics) names.push_back(name);
    problems.add(documents::child_pointer("/metrics", rule.name),
                 "is not known of every replication of '" + scenario + "'" +
                     documents::did_you_mean(rule.name, names) +
                     "; name a number of result.json, and make the baseline anew with --update");
  }
}

}  // namespace fleetcast::scenarios::regression
