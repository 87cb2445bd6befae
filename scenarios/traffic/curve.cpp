#include "scenarios/traffic/curve.hpp"

#include <algorithm>
#include <iterator>

namespace fleetcast::scenarios::traffic {
namespace {

class ConstantCurve : public Curve {
 public:
  explicit ConstantCurve(double rate) : rate_(rate) {}
  void add_corners(const Stretch&, std::vector<sim::Instant>&) const override {}
  Ends over(const Stretch&) const override { return {rate_, rate_}; }

 private:
  double rate_;
};

class StepCurve : public Curve {
 public:
  StepCurve(const std::vector<RateStep>& steps, std::optional<sim::Duration> period, sim::Instant start)
      : period_(period), start_(start) {
    for (const RateStep& step : steps) {
      begins_.push_back(step.at.duration());
      rates_.push_back(step.rate.value());
    }
  }
  void add_corners(const Stretch& stretch, std::vector<sim::Instant>& corners) const override {
    const sim::Instant last = period_ ? stretch.end : start_;
    for (sim::Instant round = round_of(stretch.begin); round <= last; round = round + *period_) {
      for (const sim::Duration begin : begins_) corners.push_back(round + begin);
      if (!period_) break;
    }
  }
  // Without a period the first rate holds before the start as well.
  Ends over(const Stretch& stretch) const override {
    const sim::Duration since = stretch.begin - round_of(stretch.begin);
    const auto after = std::upper_bound(begins_.begin(), begins_.end(), since);
    const auto at = after == begins_.begin() ? 0 : std::distance(begins_.begin(), after) - 1;
    const double rate = rates_[static_cast<std::size_t>(at)];
    return {rate, rate};
  }

 private:
  /// Returns when the round of steps began that holds at an instant.
  [[nodiscard]] sim::Instant round_of(sim::Instant at) const {
    if (!period_) return start_;
    const std::int64_t since = (at - start_).ticks;
    const std::int64_t within = (since % period_->ticks + period_->ticks) % period_->ticks;
    return at - sim::Duration{within};
  }

  std::optional<sim::Duration> period_;
  sim::Instant start_;
  std::vector<sim::Duration> begins_;
  std::vector<double> rates_;
};

}  // namespace

std::unique_ptr<Curve> constant_curve(double rate) { return std::make_unique<ConstantCurve>(rate); }

std::unique_ptr<Curve> step_curve(const std::vector<RateStep>& steps, std::optional<sim::Duration> period,
                                  sim::Instant start) {
  return std::make_unique<StepCurve>(steps, period, start);
}

void add_grid(const Stretch& stretch, sim::Duration step, std::vector<sim::Instant>& corners) {
  for (sim::Instant at = stretch.begin; at < stretch.end; at = at + step) corners.push_back(at);
}

}  // namespace fleetcast::scenarios::traffic
