#include "scenarios/traffic/segments.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <stdexcept>

#include "scenarios/traffic/check.hpp"
#include "scenarios/traffic/day_curve.hpp"
#include "scenarios/traffic/local_time.hpp"
#include "scenarios/traffic/modifiers.hpp"
#include "scenarios/traffic/replay_curve.hpp"

namespace fleetcast::scenarios::traffic {
namespace {

using sim::traffic::RateSegment;

// Rounds a running sum instead of its parts, so that no request gets lost.
class Carry {
 public:
  std::int64_t take(double count) {
    exact_ += count;
    const std::int64_t given = std::llround(exact_) - given_;
    given_ += given;
    return given;
  }

 private:
  double exact_ = 0;
  std::int64_t given_ = 0;
};

void check_before_use(const RateConfig& rate, const RateContext& context) {
  if (context.begin > context.start || context.start >= context.end) {
    throw std::logic_error("traffic: the stretch of time must begin before the start and end after it");
  }
  documents::Problems problems;
  check(rate, context.pointer, problems);
  if (rate.diurnal) {
    if (const auto wrong = time_zone_problem(context.time_zone)) problems.add(context.pointer, *wrong);
  }
  problems.throw_if_any(context.origin);
}

std::unique_ptr<Curve> base_curve(const RateConfig& rate, const RateContext& context) {
  if (rate.constant) return constant_curve(rate.constant->rate.value());
  if (rate.diurnal) return diurnal_curve(*rate.diurnal, context);
  const auto& every = rate.repeat_steps_every;
  return step_curve(rate.steps, every ? std::optional(every->duration()) : std::nullopt, context.start);
}

std::vector<sim::Instant> corners_of(const std::vector<std::unique_ptr<Curve>>& curves, const Stretch& whole) {
  std::vector<sim::Instant> corners = {whole.begin, whole.end};
  for (const std::unique_ptr<Curve>& curve : curves) curve->add_corners(whole, corners);
  std::erase_if(corners, [&](sim::Instant at) { return at < whole.begin || at > whole.end; });
  std::ranges::sort(corners);
  corners.erase(std::unique(corners.begin(), corners.end()), corners.end());
  return corners;
}

// Multiplies a rate with all factors; `are_counts` rounds each piece to a number of requests.
std::vector<RateSegment> multiply(const std::vector<std::unique_ptr<Curve>>& curves, const RateContext& context,
                                  bool are_counts) {
  const std::vector<sim::Instant> corners = corners_of(curves, {context.begin, context.end});
  std::vector<RateSegment> made;
  made.reserve(corners.size());
  Carry carry;
  for (std::size_t i = 0; i + 1 < corners.size(); ++i) {
    const Stretch piece{corners[i], corners[i + 1]};
    Ends rate{1, 1};
    for (const std::unique_ptr<Curve>& curve : curves) {
      const Ends factor = curve->over(piece);
      rate = {rate.begin * factor.begin, rate.end * factor.end};
    }
    RateSegment segment{.begin = piece.begin, .end = piece.end, .begin_rate = rate.begin, .end_rate = rate.end};
    if (are_counts) segment.count = carry.take(0.5 * (rate.begin + rate.end) * piece.seconds());
    made.push_back(segment);
  }
  return made;
}

std::vector<RateSegment> replayed(const RateConfig& rate, const RateContext& context, sim::chance::Chance& chance,
                                  const Trace& trace) {
  documents::Problems problems;
  const std::string pointer = documents::child_pointer(context.pointer, "replay");
  std::unique_ptr<Curve> base = replay_curve(*rate.replay, trace, context, pointer, problems);
  problems.throw_if_any(context.origin);
  std::vector<std::unique_ptr<Curve>> curves = modifiers(rate, context, chance);
  curves.push_back(std::move(base));
  return multiply(curves, context, true);
}

}  // namespace

std::vector<RateSegment> segments(const RateConfig& rate, const RateContext& context, sim::chance::Chance& chance) {
  check_before_use(rate, context);
  if (rate.replay) {
    documents::Problems problems;
    const std::string pointer = documents::child_pointer(context.pointer, "replay");
    const auto trace = read_trace(*rate.replay, context.folder, context.start - context.begin, pointer, problems);
    problems.throw_if_any(context.origin);
    return replayed(rate, context, chance, *trace);
  }
  std::vector<std::unique_ptr<Curve>> curves = modifiers(rate, context, chance);
  curves.push_back(base_curve(rate, context));
  return multiply(curves, context, false);
}

std::vector<RateSegment> segments(const RateConfig& rate, const RateContext& context, sim::chance::Chance& chance,
                                  const Trace& trace) {
  check_before_use(rate, context);
  if (!rate.replay) throw std::logic_error("traffic: a trace was given for a rate that replays none");
  return replayed(rate, context, chance, trace);
}

}  // namespace fleetcast::scenarios::traffic
