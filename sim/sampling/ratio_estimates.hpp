#pragma once
#include <cstdint>
#include <map>
#include <vector>

#include "sim/sampling/load.hpp"

namespace fleetcast::sim::sampling {

/// Estimates what stretches bring of every sum that requests contribute to, from windows that were simulated.
///
/// In each state of what requests meet, every sum is taken to be a linear function of the arrivals of each kind, plus a
/// parabola in the logarithm of the rate times all arrivals. It is fitted by least squares with weights 1 / arrivals,
/// which makes the residuals of all windows add up to 0 (a generalised regression estimator: Saerndal, Swensson and
/// Wretman, Model Assisted Survey Sampling, 1992, chapter 6). A penalty worth some windows keeps kinds alike and the
/// parabola flat until windows say otherwise. Windows fade; faster if they disagree with the past. States know nothing
/// of each other.
class RatioEstimates {
 public:
  /// Says in which state windows are from now on, by any number that stands for it.
  void enter(std::uint64_t state);
  /// Tells whether there was a window in this state.
  [[nodiscard]] bool knows_state() const { return state_ != nullptr && state_->windows > 0; }
  /// Learns what a window brought; `watched` are the sums whose disagreement with the past counts. Returns what had
  /// been expected of it; empty for the first window in this state.
  std::vector<double> add(const std::vector<double>& amounts, const Load& load,
                          const std::vector<std::size_t>& watched);
  /// Returns what a stretch brings on average; empty before the first window in this state.
  [[nodiscard]] std::vector<double> expect(const Load& load);
  /// Adds to the amounts of a stretch how they would scatter about their averages: the differences that windows showed
  /// from what had been expected of them, times standard normal variates (one for each window that is remembered).
  void scatter(std::vector<double>& amounts, double arrivals, const std::vector<double>& normals) const;
  /// Returns what one arrival in the usual mixture brings of one sum at a rate; 0 before the first window.
  [[nodiscard]] double per_arrival(std::size_t sum, double log_rate);
  /// Windows whose differences are remembered for scatter.
  static constexpr std::size_t remembered = 8;

 private:
  struct State {
    double windows = 0;
    std::vector<double> squares;    ///< regressors by regressors
    std::vector<double> products;   ///< regressors by sums
    std::vector<double> factors;    ///< of the fit: regressors by sums
    bool is_fitted = false;
    double origin = 0;              ///< log rate of the first window
    double lowest = 0;              ///< log rate of windows
    double highest = 0;
    std::vector<std::vector<double>> differences;  ///< of the latest windows, each over the root of its arrivals
    std::size_t next_difference = 0;
    std::vector<double> drift;      ///< sums of differences of watched sums, of late
    std::vector<double> drift_squares;
  };

  [[nodiscard]] std::vector<double> regressors(const Load& load) const;
  void fit(State& state) const;
  void note_difference(const std::vector<double>& amounts, const std::vector<double>& expected, double arrivals,
                       const std::vector<std::size_t>& watched);

  std::map<std::uint64_t, State> states_;
  State* state_ = nullptr;
};

}  // namespace fleetcast::sim::sampling
