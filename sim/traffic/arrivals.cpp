#include "sim/traffic/arrivals.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/chance/sampler.hpp"

namespace fleetcast::sim::traffic {

Arrivals::Arrivals(chance::Stream stream, std::vector<RateSegment> segments)
    : stream_(stream), segments_(std::move(segments)) {
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    const RateSegment& segment = segments_[i];
    if (segment.end <= segment.begin) throw std::invalid_argument("arrivals: a segment must end after it begins");
    if (i > 0 && segment.begin < segments_[i - 1].end) throw std::invalid_argument("arrivals: segments overlap");
    if (segment.begin_rate < 0 || segment.end_rate < 0) throw std::invalid_argument("arrivals: a rate is negative");
  }
  refill();
}

double Arrivals::expected_until(Instant end) const {
  double expected = 0;
  for (const RateSegment& segment : segments_) {
    if (segment.begin >= end) break;
    const double length = (segment.end - segment.begin).seconds();
    const double part = std::min((end - segment.begin).seconds(), length);
    if (segment.is_counted()) {
      expected += static_cast<double>(segment.count) * part / length;
    } else {
      const double slope = (segment.end_rate - segment.begin_rate) / length;
      expected += part * (segment.begin_rate + 0.5 * slope * part);
    }
  }
  return expected;
}

ExpectedArrivals Arrivals::expected_next(Instant begin, Instant end) {
  while (expected_segment_ < segments_.size() && segments_[expected_segment_].end <= begin) ++expected_segment_;
  ExpectedArrivals expected;
  for (std::size_t i = expected_segment_; i < segments_.size() && segments_[i].begin < end; ++i) {
    const RateSegment& segment = segments_[i];
    const double from = (std::max(begin, segment.begin) - segment.begin).seconds();
    const double to = (std::min(end, segment.end) - segment.begin).seconds();
    const double length = (segment.end - segment.begin).seconds();
    if (segment.is_counted()) {
      expected.given += static_cast<double>(segment.count) * (to - from) / length;
    } else {
      const double slope = (segment.end_rate - segment.begin_rate) / length;
      expected.random += (to - from) * (segment.begin_rate + 0.5 * slope * (from + to));
    }
  }
  return expected;
}

Instant Arrivals::next_jump(Instant after, double share) {
  const auto rate = [](const RateSegment& segment, double given_rate) {
    if (!segment.is_counted()) return given_rate;
    return static_cast<double>(segment.count) / (segment.end - segment.begin).seconds();
  };
  for (; jump_segment_ < segments_.size(); ++jump_segment_) {
    const RateSegment& before = segments_[jump_segment_ - 1];
    const RateSegment& behind = segments_[jump_segment_];
    if (behind.begin <= after) continue;
    const double from = before.end < behind.begin ? 0 : rate(before, before.end_rate);
    const double to = rate(behind, behind.begin_rate);
    if (std::abs(to - from) > share * std::max(from, to)) return behind.begin;
  }
  return Instant{std::numeric_limits<std::int64_t>::max()};
}

void Arrivals::skip_until(Instant end) {
  while (at_ < batch_.size() && batch_[at_] <= end.ticks) ++at_;
  if (at_ < batch_.size()) return;
  while (segment_ < segments_.size() && segments_[segment_].end <= end) {
    ++segment_;
    passed_ = 0;
  }
  carried_ = -1;
  last_tick_ = std::max(last_tick_, end.ticks);
  if (segment_ < segments_.size()) {
    const RateSegment& segment = segments_[segment_];
    if (!segment.is_counted() && segment.begin < end) {
      const double into = (end - segment.begin).seconds();
      const double slope = (segment.end_rate - segment.begin_rate) / (segment.end - segment.begin).seconds();
      passed_ = into * (segment.begin_rate + 0.5 * slope * into);
    }
  }
  refill();
  while (at_ < batch_.size() && batch_[at_] <= end.ticks) advance();
}

double Arrivals::unit_exponential() {
  if (next_variate_ == variates_.size()) {
    variates_.resize(batch_size);
    chance::uniforms(stream_, drawn_, 0, variates_);
    chance::exponentials(variates_, 1.0, chance::widest_lanes());
    drawn_ += batch_size;
    next_variate_ = 0;
  }
  return variates_[next_variate_++];
}

bool Arrivals::fill_rated(const RateSegment& segment) {
  const double length = (segment.end - segment.begin).seconds();
  const double slope = (segment.end_rate - segment.begin_rate) / length;
  const double first_rate = segment.begin_rate;
  const double expected = length * (first_rate + 0.5 * slope * length);
  while (batch_.size() < batch_size) {
    if (carried_ < 0) carried_ = unit_exponential();
    const double wanted = passed_ + carried_;
    if (!(wanted < expected)) {
      carried_ -= std::max(0.0, expected - passed_);
      passed_ = 0;
      return true;
    }
    passed_ = wanted;
    carried_ = -1;
    // The root of rate * x + slope / 2 * x^2 = wanted, in the form that loses no digits when the slope is small. It is
    // taken from the segment's beginning, not from the arrival before, so that no arrival waits for another's root.
    const double root = std::sqrt(std::max(0.0, first_rate * first_rate + 2 * slope * wanted));
    const double into = std::min(length, 2 * wanted / (first_rate + root));
    last_tick_ = std::max(last_tick_, (segment.begin + seconds(into)).ticks);
    batch_.push_back(last_tick_);
  }
  return false;
}

void Arrivals::refill() {
  batch_.clear();
  at_ = 0;
  while (batch_.size() < batch_size && segment_ < segments_.size()) {
    const RateSegment& segment = segments_[segment_];
    if (segment.is_counted()) {
      fill_counted(segment);
      ++segment_;
    } else if (fill_rated(segment)) {
      ++segment_;
    }
  }
}

void Arrivals::fill_counted(const RateSegment& segment) {
  // Uniform order statistics are partial sums of exponentials over their total.
  std::vector<double> sums;
  sums.reserve(static_cast<std::size_t>(segment.count) + 1);
  double sum = 0;
  for (std::int64_t i = 0; i <= segment.count; ++i) {
    sum += unit_exponential();
    sums.push_back(sum);
  }
  const double length = static_cast<double>((segment.end - segment.begin).ticks);
  for (std::int64_t i = 0; i < segment.count; ++i) {
    const double share = sums[static_cast<std::size_t>(i)] / sum;
    batch_.push_back(segment.begin.ticks + static_cast<std::int64_t>(share * length));
  }
}

}  // namespace fleetcast::sim::traffic
