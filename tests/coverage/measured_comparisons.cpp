#include "tests/coverage/measured_comparisons.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "scenarios/experiment/experiment.hpp"
#include "scenarios/experiment/report.hpp"
#include "scenarios/experiment/scenario_file.hpp"
#include "scenarios/results/comparison.hpp"

namespace fleetcast::tests::coverage {
namespace {

namespace experiment = scenarios::experiment;
using scenarios::results::Difference;
using scenarios::results::Summary;

constexpr std::size_t replications = 20;
// Seeds of the second of a pair begin here, beyond those of the first.
constexpr std::uint64_t other_seeds = 1'000'000;
// Variances of 20 differences each: ten per cent of relative error after so many experiments.
constexpr std::uint64_t most_for_variances = 50;

struct Model {
  std::string name;
  std::string metric;
  std::string change;
};

std::vector<Model> models() {
  return {{"queue", "latency_s.mean", "/classes/customer/steps/0/work/exponential/mean=3.8 ms"},
          {"loss", "availability.ratio", "/classes/customer/steps/0/work/exponential/mean=35 ms"},
          {"cost", "cost_usd.total_month", "/traffic/rate/constant/rate=52/s"}};
}

Summary run(const std::string& path, std::vector<std::string> settings, std::uint64_t seed, int jobs) {
  settings.push_back("/seed=" + std::to_string(seed));
  settings.push_back("/replications=" + std::to_string(replications));
  const auto file = experiment::load_scenario(path, settings);
  const auto book = experiment::price_book_of(file.scenario);
  return experiment::summary_of(file, book, experiment::run_replications(file.scenario, book, {jobs, {}}), "coverage");
}

double variance_of_difference(const Summary& first, const Summary& second, const std::string& metric) {
  const std::vector<double>& before = first.metrics.at(metric).replications;
  const std::vector<double>& after = second.metrics.at(metric).replications;
  double mean = 0;
  for (std::size_t i = 0; i < before.size(); ++i) mean += (after[i] - before[i]) / static_cast<double>(before.size());
  double squares = 0;
  for (std::size_t i = 0; i < before.size(); ++i) squares += std::pow(after[i] - before[i] - mean, 2);
  return squares / static_cast<double>(before.size() - 1);
}

MeasuredComparisons measure(const Model& model, const std::string& folder, std::uint64_t experiments, int jobs) {
  const std::string path = folder + "/" + model.name + ".json";
  MeasuredComparisons row;
  row.model = model.name;
  row.metric = model.metric;
  row.change = model.change;
  row.replications = replications;
  row.experiments = experiments;
  const std::uint64_t for_variances = std::min(experiments, most_for_variances);
  for (std::uint64_t seed = 1; seed <= experiments; ++seed) {
    const Summary first = run(path, {}, seed, jobs);
    const Summary second = run(path, {}, seed + other_seeds, jobs);
    const auto comparison = scenarios::results::compare(first, second);
    row.called_different += std::ranges::any_of(comparison.differences, [](const Difference& one) {
      return one.is_headline() && one.is_significant();
    });
    const auto difference = sim::measures::paired_difference(second.metrics.at(model.metric).replications,
                                                             first.metrics.at(model.metric).replications);
    row.excludes_zero += difference.interval && !difference.interval->contains(0) ? 1 : 0;
    if (seed > for_variances) continue;
    const Summary changed = run(path, {model.change}, seed, jobs);
    const auto share = 1 / static_cast<double>(for_variances);
    row.paired_variance += variance_of_difference(first, changed, model.metric) * share;
    row.independent_variance += variance_of_difference(second, changed, model.metric) * share;
  }
  return row;
}

}  // namespace

double MeasuredComparisons::standard_error() const { return std::sqrt(0.95 * 0.05 / static_cast<double>(experiments)); }

std::vector<MeasuredComparisons> measure_comparisons(const std::string& folder, std::uint64_t experiments, int jobs) {
  std::vector<MeasuredComparisons> rows;
  for (const Model& model : models()) rows.push_back(measure(model, folder, experiments, jobs));
  return rows;
}

}  // namespace fleetcast::tests::coverage
