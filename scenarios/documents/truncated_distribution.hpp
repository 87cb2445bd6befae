#pragma once
#include <optional>

#include "sim/chance/distribution.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::scenarios::documents {

/// Represents the law of an uncertain number: a distribution, given that it lies between two ends.
///
/// An end that is not stated is the quantile that 0.1 % lie beyond, so that no draw is absurd.
class TruncatedDistribution : public sim::Law {
 public:
  static constexpr double cut_off_share = 0.001;

  /// Throws std::invalid_argument if the distribution never lies between the ends.
  TruncatedDistribution(sim::chance::Distribution distribution, std::optional<double> low, std::optional<double> high);

  [[nodiscard]] double quantile(double u) const override;
  [[nodiscard]] const sim::chance::Distribution& distribution() const { return distribution_; }
  [[nodiscard]] const std::optional<double>& stated_low() const { return stated_low_; }
  [[nodiscard]] const std::optional<double>& stated_high() const { return stated_high_; }

 private:
  sim::chance::Distribution distribution_;
  std::optional<double> stated_low_;
  std::optional<double> stated_high_;
  double low_ = 0;
  double high_ = 0;
  double low_share_ = cut_off_share;
  double high_share_ = 1 - cut_off_share;
};

}  // namespace fleetcast::scenarios::documents
