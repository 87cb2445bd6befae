#include "scenarios/traffic/replay_curve.hpp"

#include <algorithm>
#include <cmath>

#include "scenarios/documents/quantity.hpp"

namespace fleetcast::scenarios::traffic {
namespace {

using documents::child_pointer;

class ReplayCurve : public Curve {
 public:
  ReplayCurve(const Trace& trace, sim::Instant origin, double factor)
      : trace_(trace),
        origin_(origin),
        interval_seconds_(static_cast<double>(trace.interval_milliseconds) / 1000),
        rate_of_one_(factor / interval_seconds_) {}

  void add_corners(const Stretch& stretch, std::vector<sim::Instant>& corners) const override {
    const std::int64_t last = interval_at(stretch.end) + 1;
    for (std::int64_t i = interval_at(stretch.begin); i <= last; ++i) {
      corners.push_back(origin_ + sim::seconds(static_cast<double>(i) * interval_seconds_));
    }
  }

  Ends over(const Stretch& stretch) const override {
    std::int64_t interval = interval_at(stretch.middle());
    if (interval >= trace_.intervals) interval %= trace_.intervals;
    const double rate = rate_of_one_ * trace_.count(std::max(interval, -trace_.earlier));
    return {rate, rate};
  }

 private:
  [[nodiscard]] std::int64_t interval_at(sim::Instant at) const {
    return static_cast<std::int64_t>(std::floor((at - origin_).seconds() / interval_seconds_));
  }

  const Trace& trace_;
  sim::Instant origin_;  ///< where the part that is replayed begins
  double interval_seconds_;
  double rate_of_one_;  ///< per second, of one request in an interval
};

}  // namespace

std::unique_ptr<Curve> replay_curve(const ReplayRate& replay, const Trace& trace, const RateContext& context,
                                    const std::string& pointer, documents::Problems& problems) {
  const double length = static_cast<double>(trace.intervals * trace.interval_milliseconds) / 1000;
  const sim::Instant origin = context.start - replay.time_offset.duration();
  const double needed = (context.end - origin).seconds();
  if (needed > length && !replay.repeat) {
    problems.add(child_pointer(pointer, "repeat"),
                 "the part that is replayed lasts " + documents::format_quantity(length, "s") + ", but " +
                     documents::format_quantity(needed, "s") +
                     " are needed: shorten the horizon, replay more of the trace, or let it repeat");
    return nullptr;
  }
  double factor = replay.scale ? replay.scale->value() : 1.0;
  if (replay.mean) {
    const double total = trace.total();
    if (total <= 0) {
      problems.add(child_pointer(pointer, "mean"), "cannot be reached: the part that is replayed has no request");
      return nullptr;
    }
    factor = replay.mean->value() * length / total;
  }
  return std::make_unique<ReplayCurve>(trace, origin, factor);
}

}  // namespace fleetcast::scenarios::traffic
