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
  StepCurve(const std::vector<RateStep>& steps, sim::Instant start) {
    for (const RateStep& step : steps) {
      begins_.push_back(start + step.at.duration());
      rates_.push_back(step.rate.value());
    }
  }
  void add_corners(const Stretch&, std::vector<sim::Instant>& corners) const override {
    corners.insert(corners.end(), begins_.begin(), begins_.end());
  }
  // The first rate holds before the start as well.
  Ends over(const Stretch& stretch) const override {
    const auto after = std::upper_bound(begins_.begin(), begins_.end(), stretch.begin);
    const auto at = after == begins_.begin() ? 0 : std::distance(begins_.begin(), after) - 1;
    const double rate = rates_[static_cast<std::size_t>(at)];
    return {rate, rate};
  }

 private:
  std::vector<sim::Instant> begins_;
  std::vector<double> rates_;
};

}  // namespace

std::unique_ptr<Curve> constant_curve(double rate) { return std::make_unique<ConstantCurve>(rate); }

std::unique_ptr<Curve> step_curve(const std::vector<RateStep>& steps, sim::Instant start) {
  return std::make_unique<StepCurve>(steps, start);
}

void add_grid(const Stretch& stretch, sim::Duration step, std::vector<sim::Instant>& corners) {
  for (sim::Instant at = stretch.begin; at < stretch.end; at = at + step) corners.push_back(at);
}

}  // namespace fleetcast::scenarios::traffic
