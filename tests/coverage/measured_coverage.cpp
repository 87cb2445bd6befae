#include "tests/coverage/measured_coverage.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <iterator>
#include <span>
#include <stdexcept>
#include <utility>

#include "scenarios/experiment/experiment.hpp"
#include "scenarios/experiment/report.hpp"
#include "scenarios/experiment/scenario_file.hpp"

namespace fleetcast::tests::coverage {
namespace {

namespace experiment = scenarios::experiment;
using scenarios::results::Metric;
using scenarios::results::Summary;

/// States a truth about a model, or about what changes add to it.
struct Known {
  std::string metric;
  double truth = 0;
  std::string source;
  std::vector<std::string> changes;
};

struct Model {
  std::string name;
  std::vector<Known> known;
};

/// Returns the share of customers turned away by M/M/c/K, from the balance equations.
double blocked_share(double load, int servers, int capacity) {
  double sum = 0;
  double term = 1;
  for (int n = 0; n <= capacity; ++n) {
    if (n > 0) term *= load / std::min(n, servers);
    sum += term;
  }
  return term / sum;
}

// Dollars of a month of 730 hours for one request a second: $0.0004 for a thousand GET requests.
constexpr double month_usd_of_rate = 730 * 3600 * 0.0004 / 1000;

std::vector<Model> models() {
  const std::string queue = "sojourn times are exponential with rate mu - lambda";
  const std::string balance = "balance equations";
  const std::string price = "rate times the price of a request";
  const std::string cost = "cost_usd.total_month";
  return {{"queue",
           {{"latency_s.mean", 1 / 50.0, queue, {}},
            {"latency_s.p99", std::log(100) / 50, queue, {}},
            {"latency_s.mean",
             1 / 112.5 - 1 / 50.0,
             queue,
             {"/classes/customer/steps/0/work/exponential/mean=3.2 ms"}}}},
          {"slow_queue",
           {{"latency_s.mean", 1 / 50.0, queue, {}}, {"latency_s.p99", std::log(100) / 50, queue, {}}}},
          {"loss", {{"availability.ratio", 1 - blocked_share(40 / 30.0, 3, 7), balance, {}}}},
          {"rare_loss", {{"availability.ratio", 1 - blocked_share(25 / 30.0, 3, 7), balance, {}}}},
          {"cost",
           {{cost, 50 * month_usd_of_rate, price, {}},
            {cost, 10 * month_usd_of_rate, price, {"/traffic/rate/constant/rate=60/s"}}}},
          {"small_cost", {{cost, 0.05 * month_usd_of_rate, price, {}}}}};
}

constexpr std::size_t most_replications = 20;
// Experiments of fewer replications are the first of those of more.
constexpr std::array<std::size_t, 2> sizes = {5, most_replications};

/// Holds the runs of one experiment, summed up once for each size.
using Sums = std::vector<Summary>;

Sums run(const std::string& path, std::vector<std::string> settings, std::uint64_t seed, int jobs) {
  settings.push_back("/seed=" + std::to_string(seed));
  settings.push_back("/replications=" + std::to_string(most_replications));
  const auto file = experiment::load_scenario(path, settings);
  const auto book = experiment::price_book_of(file.scenario);
  const auto runs = experiment::run_replications(file.scenario, book, {jobs, {}});
  Sums sums;
  for (const std::size_t size : sizes) {
    sums.push_back(experiment::summary_of(file, book, std::span(runs).first(size), "coverage"));
  }
  return sums;
}

void record_difference(const Known& known, const Summary& first, const Summary& second, MeasuredCoverage& row) {
  const std::vector<double>& before = first.metrics.at(known.metric).replications;
  const std::vector<double>& after = second.metrics.at(known.metric).replications;
  std::vector<double> differences(before.size());
  std::ranges::transform(after, before, differences.begin(), std::minus<>());
  row.record(sim::measures::paired_difference(after, before), differences);
}

/// Returns one row for each truth and size, in that order.
std::vector<MeasuredCoverage> measure(const Model& model, const std::string& folder, std::uint64_t experiments,
                                      int jobs) {
  const std::string path = folder + "/" + model.name + ".json";
  std::vector<MeasuredCoverage> rows;
  for (const Known& known : model.known) {
    const std::string what = (known.changes.empty() ? "" : "paired difference of ") + known.metric;
    for (const std::size_t size : sizes) {
      MeasuredCoverage& row = rows.emplace_back();
      row.model = model.name;
      row.what = what;
      row.truth = known.truth;
      row.source = known.source;
      row.replications = size;
    }
  }
  for (std::uint64_t seed = 1; seed <= experiments; ++seed) {
    const Sums first = run(path, {}, seed, jobs);
    auto row = rows.begin();
    for (const Known& known : model.known) {
      const Sums second = known.changes.empty() ? Sums() : run(path, known.changes, seed, jobs);
      for (std::size_t i = 0; i < sizes.size(); ++i, ++row) {
        if (second.empty()) {
          const Metric& metric = first[i].metrics.at(known.metric);
          row->record(metric.estimate, metric.replications);
        } else {
          record_difference(known, first[i], second[i], *row);
        }
      }
    }
  }
  return rows;
}

}  // namespace

void MeasuredCoverage::record(const std::optional<sim::measures::Estimate>& estimate,
                              const std::vector<double>& values) {
  ++experiments;
  const sim::measures::Estimate plain = sim::measures::mean_of(values);
  std::vector<double> pulls;
  for (const double value : values) pulls.push_back(value - plain.mean);
  held_by_student += sim::measures::student_interval(plain.mean, pulls, 0.95).contains(truth) ? 1 : 0;
  if (!estimate || !estimate->interval) {
    ++unknown;
    return;
  }
  held += estimate->interval->contains(truth) ? 1 : 0;
  half_widths += estimate->interval->half_width();
}

double MeasuredCoverage::standard_error() const { return std::sqrt(0.95 * 0.05 / static_cast<double>(experiments)); }

std::vector<MeasuredCoverage> measure(const std::string& folder, std::uint64_t experiments, int jobs,
                                      const std::vector<std::string>& names) {
  const std::vector<Model> all = models();
  for (const std::string& name : names) {
    if (std::ranges::find(all, name, &Model::name) == all.end()) throw std::invalid_argument("no model '" + name + "'");
  }
  std::vector<MeasuredCoverage> rows;
  for (const Model& model : all) {
    if (!names.empty() && std::ranges::find(names, model.name) == names.end()) continue;
    std::ranges::move(measure(model, folder, experiments, jobs), std::back_inserter(rows));
  }
  return rows;
}

}  // namespace fleetcast::tests::coverage
