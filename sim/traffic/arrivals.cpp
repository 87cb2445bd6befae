#include "sim/traffic/arrivals.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/chance/logarithm.hpp"

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

double Arrivals::unit_exponential() {
  if (next_variate_ == variates_.size()) {
    variates_.resize(batch_size);
    chance::uniforms(stream_, drawn_, 0, variates_);
    for (double& variate : variates_) variate = -chance::logarithm(1.0 - variate);
    drawn_ += batch_size;
    next_variate_ = 0;
  }
  return variates_[next_variate_++];
}

bool Arrivals::walk(const RateSegment& segment, double& need) {
  const double length = (segment.end - segment.begin).seconds();
  const double slope = (segment.end_rate - segment.begin_rate) / length;
  const double rate = segment.begin_rate + slope * into_segment_;
  const double rest = length - into_segment_;
  const double available = rest * (rate + 0.5 * slope * rest);
  if (available < need) {
    need -= std::max(0.0, available);
    return false;
  }
  // The root of rate * x + slope / 2 * x^2 = need, in the form that loses no digits when the slope is small.
  const double step = slope == 0 ? need / rate : 2 * need / (rate + std::sqrt(rate * rate + 2 * slope * need));
  into_segment_ += std::min(step, rest);
  return true;
}

void Arrivals::refill() {
  batch_.clear();
  at_ = 0;
  while (batch_.size() < batch_size && segment_ < segments_.size()) {
    const RateSegment& segment = segments_[segment_];
    if (segment.is_counted()) {
      fill_counted(segment);
      ++segment_;
      continue;
    }
    if (carried_ < 0) carried_ = unit_exponential();
    if (walk(segment, carried_)) {
      batch_.push_back((segment.begin + seconds(into_segment_)).ticks);
      carried_ = -1;
    } else {
      ++segment_;
      into_segment_ = 0;
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
