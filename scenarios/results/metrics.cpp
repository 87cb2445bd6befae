#include "scenarios/results/metrics.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "scenarios/documents/suggestion.hpp"
#include "sim/measures/control_variates.hpp"
#include "sim/measures/groups.hpp"

namespace fleetcast::scenarios::results {

std::string Metric::name() const {
  std::string name;
  for (const std::string& step : path) name += (name.empty() ? "" : ".") + step;
  return name;
}

void Metrics::add(Metric metric) {
  const std::string name = metric.name();
  if (!positions_.emplace(name, all_.size()).second) {
    throw std::logic_error("results: two figures of a run are called '" + name + "'");
  }
  all_.push_back(std::move(metric));
}

void Metrics::add_mean(std::vector<std::string> path, std::vector<double> replications) {
  const std::vector<double> independent = sim::measures::means_of_groups(replications, group_size_);
  Metric metric{std::move(path), sim::measures::mean_of(independent, confidence_), {}};
  std::vector<double> pulls;
  for (const double value : replications) pulls.push_back(value - metric.estimate->mean);
  correct(metric, pulls);
  metric.replications = std::move(replications);
  add(std::move(metric));
}

void Metrics::correct(Metric& metric, const std::vector<double>& pulls) const {
  const std::optional<sim::measures::Controlled> controlled = sim::measures::control(pulls, controls_);
  if (!controlled) return;
  metric.estimate->mean -= controlled->correction;
  metric.estimate->interval = sim::measures::interval_about(metric.estimate->mean, controlled->pulls, confidence_);
  metric.variance_ratio = controlled->variance_ratio;
}

void Metrics::add_ratio(std::vector<std::string> path, std::span<const double> numerators,
                        std::span<const double> denominators) {
  Metric metric = quotient_of(std::move(path), numerators, denominators, sim::measures::ratio_of_sums);
  if (metric.estimate && metric.estimate->interval) {
    correct(metric, *sim::measures::pulls_on_ratio(numerators, denominators));
  }
  add(std::move(metric));
}

void Metrics::add_availability(std::vector<std::string> path, std::span<const double> good,
                               std::span<const double> counted) {
  add(quotient_of(std::move(path), good, counted, sim::measures::availability_of));
}

Metric Metrics::quotient_of(std::vector<std::string> path, std::span<const double> numerators,
                            std::span<const double> denominators, RatioEstimator estimator) const {
  Metric metric{std::move(path), std::nullopt, {}};
  if (std::ranges::any_of(denominators, [](double value) { return value != 0; })) {
    // A ratio of sums over groups is that of the sums of their means.
    metric.estimate = estimator(sim::measures::means_of_groups(numerators, group_size_),
                                sim::measures::means_of_groups(denominators, group_size_), confidence_);
  }
  if (std::ranges::none_of(denominators, [](double value) { return value == 0; })) {
    for (std::size_t i = 0; i < numerators.size(); ++i) {
      metric.replications.push_back(numerators[i] / denominators[i]);
    }
  }
  return metric;
}

const Metric* Metrics::find(std::string_view name) const {
  const auto found = positions_.find(name);
  return found == positions_.end() ? nullptr : &all_[found->second];
}

const Metric& Metrics::at(std::string_view name) const {
  if (const Metric* metric = find(name)) return *metric;
  std::vector<std::string> names;
  for (const auto& [known, position] : positions_) names.push_back(known);
  throw std::invalid_argument("the result has no metric '" + std::string(name) + "'" +
                              documents::did_you_mean(name, names));
}

std::optional<sim::measures::Estimate> Metrics::estimate(std::string_view name) const {
  const Metric* metric = find(name);
  return metric == nullptr ? std::nullopt : metric->estimate;
}

std::vector<const Metric*> Metrics::below(std::initializer_list<std::string_view> steps) const {
  std::vector<const Metric*> found;
  for (const Metric& metric : all_) {
    const bool is_below =
        metric.path.size() > steps.size() && std::equal(steps.begin(), steps.end(), metric.path.begin());
    if (is_below) found.push_back(&metric);
  }
  return found;
}

}  // namespace fleetcast::scenarios::results
