#include "scenarios/traffic/modifiers.hpp"

#include <algorithm>
#include <iterator>

#include "sim/chance/logarithm.hpp"

namespace fleetcast::scenarios::traffic {
namespace {

class FlashCrowdCurve : public Curve {
 public:
  FlashCrowdCurve(const FlashCrowd& crowd, sim::Instant start)
      : rise_(start + crowd.at.duration()),
        top_(rise_ + crowd.ramp_up.duration()),
        fall_(top_ + crowd.hold.duration()),
        over_(fall_ + crowd.ramp_down.duration()),
        multiplier_(crowd.multiplier.value()) {}

  void add_corners(const Stretch& stretch, std::vector<sim::Instant>& corners) const override {
    corners.insert(corners.end(), {rise_, top_, fall_, over_});
    // The product of two straight lines is none, but over a minute it nearly is.
    add_grid({std::max(rise_, stretch.begin), std::min(top_, stretch.end)}, sim::minutes(1), corners);
    add_grid({std::max(fall_, stretch.begin), std::min(over_, stretch.end)}, sim::minutes(1), corners);
  }

  Ends over(const Stretch& stretch) const override {
    const sim::Instant middle = stretch.middle();
    if (middle < rise_ || middle >= over_) return {1, 1};
    if (middle >= top_ && middle < fall_) return {multiplier_, multiplier_};
    const bool is_rising = middle < top_;
    const auto at = [&](sim::Instant instant) {
      const double share = is_rising ? (instant - rise_).seconds() / (top_ - rise_).seconds()
                                     : (over_ - instant).seconds() / (over_ - fall_).seconds();
      return 1 + (multiplier_ - 1) * share;
    };
    return {at(stretch.begin), at(stretch.end)};
  }

 private:
  sim::Instant rise_;
  sim::Instant top_;
  sim::Instant fall_;
  sim::Instant over_;
  double multiplier_;
};

class BurstCurve : public Curve {
 public:
  BurstCurve(const Bursts& bursts, const RateContext& context, const sim::chance::Stream& stream)
      : bursts_(bursts), stream_(stream), multiplier_(bursts.multiplier.value()) {
    const double normal = bursts.mean_normal.value();
    const double burst = bursts.mean_burst.value();
    const bool bursts_at_start = sim::chance::uniform(stream, 0, 0) * (normal + burst) < burst;
    // A process of two states looks the same backwards.
    draw_path(context.start, context.start - context.begin, bursts_at_start, backwards);
    std::ranges::reverse(switches_);
    is_burst_at_first_ = bursts_at_start != (switches_.size() % 2 == 1);
    draw_path(context.start, context.end - context.start, bursts_at_start, forwards);
  }

  void add_corners(const Stretch&, std::vector<sim::Instant>& corners) const override {
    corners.insert(corners.end(), switches_.begin(), switches_.end());
  }

  Ends over(const Stretch& stretch) const override {
    const auto passed = std::distance(switches_.begin(), std::ranges::upper_bound(switches_, stretch.begin));
    const double factor = is_burst_at_first_ != (passed % 2 == 1) ? multiplier_ : 1.0;
    return {factor, factor};
  }

 private:
  static constexpr std::uint64_t forwards = 1;
  static constexpr std::uint64_t backwards = 2;

  // Appends the switches up to a distance from the start; `draw` tells the directions' random numbers apart.
  void draw_path(sim::Instant start, sim::Duration reach, bool is_burst, std::uint64_t draw) {
    sim::Duration distance{0};
    for (std::uint64_t stay = 0;; ++stay) {
      const double mean = is_burst ? bursts_.mean_burst.value() : bursts_.mean_normal.value();
      distance = distance + sim::seconds(-mean * sim::chance::logarithm(sim::chance::uniform(stream_, stay, draw)));
      if (distance >= reach) return;
      switches_.push_back(draw == forwards ? start + distance : start - distance);
      is_burst = !is_burst;
    }
  }

  Bursts bursts_;
  sim::chance::Stream stream_;
  double multiplier_;
  bool is_burst_at_first_ = false;  ///< before the first switch
  std::vector<sim::Instant> switches_;
};

class GrowthCurve : public Curve {
 public:
  GrowthCurve(double growth, sim::Instant start) : growth_(growth), start_(start) {}

  void add_corners(const Stretch& stretch, std::vector<sim::Instant>& corners) const override {
    add_grid(stretch, sim::hours(1), corners);
  }
  Ends over(const Stretch& stretch) const override { return {at(stretch.begin), at(stretch.end)}; }

 private:
  [[nodiscard]] double at(sim::Instant instant) const {
    constexpr double year_seconds = 365 * 86400.0;
    return sim::chance::power(growth_, (instant - start_).seconds() / year_seconds);
  }

  double growth_;
  sim::Instant start_;
};

}  // namespace

std::unique_ptr<Curve> flash_crowd_curve(const FlashCrowd& crowd, sim::Instant start) {
  return std::make_unique<FlashCrowdCurve>(crowd, start);
}

std::unique_ptr<Curve> burst_curve(const Bursts& bursts, const RateContext& context,
                                   const sim::chance::Stream& stream) {
  return std::make_unique<BurstCurve>(bursts, context, stream);
}

std::unique_ptr<Curve> growth_curve(double growth, sim::Instant start) {
  return std::make_unique<GrowthCurve>(growth, start);
}

std::vector<std::unique_ptr<Curve>> modifiers(const RateConfig& rate, const RateContext& context,
                                              sim::chance::Chance& chance) {
  std::vector<std::unique_ptr<Curve>> made;
  if (rate.scale.value() != 1) made.push_back(constant_curve(rate.scale.value()));
  if (rate.growth.value() != 1) made.push_back(growth_curve(rate.growth.value(), context.start));
  for (const FlashCrowd& crowd : rate.flash_crowds) made.push_back(flash_crowd_curve(crowd, context.start));
  if (rate.bursts) {
    made.push_back(burst_curve(*rate.bursts, context, chance.stream("traffic/bursts/" + context.source)));
  }
  return made;
}

}  // namespace fleetcast::scenarios::traffic
