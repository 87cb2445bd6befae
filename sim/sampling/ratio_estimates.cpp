#include "sim/sampling/ratio_estimates.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/sampling/linear_system.hpp"

namespace fleetcast::sim::sampling {

namespace {

constexpr double windows_of_memory = 2000;
/// Windows that the penalty on differences between kinds, and on the parabola, is worth.
constexpr double windows_of_penalty = 10;
constexpr double octaves_of_penalty = 0.1;  ///< spread of the rate in those windows
constexpr double windows_of_drift = 60;
/// Standard deviations of the differences of late from which on the past is held to be another.
constexpr double surprising_drift = 4.5;
constexpr std::size_t powers = 2;  ///< of the logarithm of the rate
constexpr double beyond = 0.25;    ///< octaves outside the rates of windows for which the parabola still counts

}  // namespace

void RatioEstimates::enter(std::uint64_t state) { state_ = &states_[state]; }

std::vector<double> RatioEstimates::regressors(const Load& load) const {
  std::vector<double> values = load.arrivals;
  const double all = load.total();
  const double x = std::clamp(load.log_rate, state_->lowest - beyond, state_->highest + beyond) - state_->origin;
  values.push_back(all * x);
  values.push_back(all * x * x);
  return values;
}

void RatioEstimates::note_difference(const std::vector<double>& amounts, const std::vector<double>& expected,
                                     double arrivals, const std::vector<std::size_t>& watched) {
  const double scale = 1 / std::sqrt(arrivals);
  std::vector<double> difference(amounts.size());
  for (std::size_t i = 0; i < amounts.size(); ++i) difference[i] = (amounts[i] - expected[i]) * scale;
  State& state = *state_;
  state.drift.resize(watched.size());
  state.drift_squares.resize(watched.size());
  bool is_surprising = false;
  for (std::size_t i = 0; i < watched.size(); ++i) {
    const double own = difference[watched[i]];
    state.drift[i] = state.drift[i] * (1 - 1 / windows_of_drift) + own;
    // The sum of differences that fade has half the variance of as many that do not.
    state.drift_squares[i] = state.drift_squares[i] * (1 - 1 / windows_of_drift) + own * own;
    const double variance = state.drift_squares[i] / 2;
    const bool is_much = state.drift[i] * state.drift[i] > surprising_drift * surprising_drift * variance;
    if (is_much && state.windows > windows_of_drift) is_surprising = true;
  }
  if (is_surprising) {
    const double kept = windows_of_drift / state.windows;
    for (double& one : state.squares) one *= kept;
    for (double& one : state.products) one *= kept;
    state.windows = windows_of_drift;
    std::ranges::fill(state.drift, 0.0);
  }
  if (state.differences.size() < remembered) {
    state.differences.push_back(std::move(difference));
  } else {
    state.differences[state.next_difference] = std::move(difference);
    state.next_difference = (state.next_difference + 1) % remembered;
  }
}

std::vector<double> RatioEstimates::add(const std::vector<double>& amounts, const Load& load,
                                        const std::vector<std::size_t>& watched) {
  const double all = load.total();
  if (all <= 0) return {};
  State& state = *state_;
  std::vector<double> expected = expect(load);
  if (!expected.empty()) {
    note_difference(amounts, expected, all, watched);
  } else {
    state.origin = state.lowest = state.highest = load.log_rate;
  }
  state.lowest = std::min(state.lowest, load.log_rate);
  state.highest = std::max(state.highest, load.log_rate);
  const std::size_t n = load.arrivals.size() + powers;
  state.squares.resize(n * n);
  state.products.resize(n * amounts.size());
  const double kept = 1 - 1 / windows_of_memory;
  const std::vector<double> values = regressors(load);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      double& square = state.squares[i * n + j];
      square = square * kept + values[i] * values[j] / all;
    }
    const double weight = values[i] / all;
    double* row = &state.products[i * amounts.size()];
    for (std::size_t k = 0; k < amounts.size(); ++k) row[k] = row[k] * kept + weight * amounts[k];
  }
  state.windows = state.windows * kept + 1;
  state.is_fitted = false;
  return expected;
}

void RatioEstimates::fit(State& state) const {
  const auto n = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(state.squares.size()))));
  const std::size_t kinds = n - powers;
  const std::size_t sums = state.products.size() / n;
  std::vector<double> matrix = state.squares;
  std::vector<double> arrivals(kinds);
  for (std::size_t i = 0; i < kinds; ++i) {
    for (std::size_t j = 0; j < kinds; ++j) arrivals[i] += matrix[i * n + j];
  }
  const double all = std::accumulate(arrivals.begin(), arrivals.end(), 0.0);
  state.factors = state.products;
  std::vector<double> mean(sums);
  for (std::size_t i = 0; i < kinds; ++i) {
    for (std::size_t k = 0; k < sums; ++k) mean[k] += state.products[i * sums + k] / all;
  }
  for (std::size_t i = 0; i < kinds; ++i) {
    // Counts of a kind scatter as Poisson's: that is what a window tells of it. The least keeps the system regular.
    const double penalty = windows_of_penalty * std::max(arrivals[i] / all, 1e-6);
    matrix[i * n + i] += penalty;
    for (std::size_t k = 0; k < sums; ++k) state.factors[i * sums + k] += penalty * mean[k];
  }
  const double per_window = all / state.windows;
  const double spread = octaves_of_penalty * octaves_of_penalty;
  for (std::size_t i = kinds; i < n; ++i) matrix[i * n + i] += windows_of_penalty * per_window * spread;
  solve_positive(matrix, state.factors, n);
  state.is_fitted = true;
}

std::vector<double> RatioEstimates::expect(const Load& load) {
  if (!knows_state()) return {};
  if (!state_->is_fitted) fit(*state_);
  const std::vector<double> values = regressors(load);
  const std::size_t sums = state_->products.size() / values.size();
  std::vector<double> amounts(sums);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double* row = &state_->factors[i * sums];
    for (std::size_t k = 0; k < sums; ++k) amounts[k] += values[i] * row[k];
  }
  return amounts;
}

void RatioEstimates::scatter(std::vector<double>& amounts, double arrivals, const std::vector<double>& normals) const {
  const std::vector<std::vector<double>>& differences = state_->differences;
  if (differences.empty() || arrivals <= 0) return;
  const double scale = std::sqrt(arrivals / static_cast<double>(differences.size()));
  for (std::size_t i = 0; i < differences.size(); ++i) {
    const double weight = scale * normals[i];
    for (std::size_t k = 0; k < amounts.size(); ++k) amounts[k] += weight * differences[i][k];
  }
}

double RatioEstimates::per_arrival(std::size_t sum, double log_rate) {
  if (!knows_state()) return 0;
  if (!state_->is_fitted) fit(*state_);
  const auto n = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(state_->squares.size()))));
  const std::size_t sums = state_->products.size() / n;
  Load load{std::vector<double>(n - powers), log_rate};
  for (std::size_t i = 0; i < n - powers; ++i) {
    for (std::size_t j = 0; j < n - powers; ++j) load.arrivals[i] += state_->squares[i * n + j];
  }
  const std::vector<double> values = regressors(load);
  double amount = 0;
  for (std::size_t i = 0; i < n; ++i) amount += values[i] * state_->factors[i * sums + sum];
  return amount / load.total();
}

}  // namespace fleetcast::sim::sampling
