#include "models/spot/up_time.hpp"

#include <algorithm>

#include "sim/chance/distribution.hpp"
#include "sim/chance/logarithm.hpp"

namespace fleetcast::models::spot {

namespace {

using sim::chance::Distribution;
using sim::chance::power;

// Longer than any run; keeps rare draws within the range of an instant.
constexpr double furthest_seconds = 1e9;

}  // namespace

UpTime::UpTime(double shape, Duration mean)
    : shape_(shape),
      scale_seconds_(Distribution::weibull_by_mean(shape, mean.seconds()).canonical().parameter(1).front()) {}

double UpTime::hazard_until(double age_seconds) const {
  return age_seconds > 0 ? power(age_seconds / scale_seconds_, shape_) : 0;
}

void UpTime::begin(Instant at, double u) {
  since_ = at;
  age_at_since_ = 0;
  rest_ = -sim::chance::logarithm(u);
}

void UpTime::begin_in_equilibrium(Instant at, double u_length, double u_age) {
  // The up-time that covers an instant is length-biased: (length / scale)^shape is gamma with shape 1 + 1 / shape, and
  // the instant is uniform within it.
  const double gamma_shape = 1 + 1 / shape_;
  const double target = Distribution::gamma(gamma_shape, gamma_shape).quantile(u_length);
  since_ = at;
  age_at_since_ = u_age * scale_seconds_ * power(target, 1 / shape_);
  rest_ = std::max(0.0, target - hazard_until(age_at_since_));
}

void UpTime::set_factor(Instant at, double factor) {
  if (at > since_) {
    const double age = age_at_since_ + (at - since_).seconds();
    rest_ = std::max(0.0, rest_ - factor_ * (hazard_until(age) - hazard_until(age_at_since_)));
    age_at_since_ = age;
    since_ = at;
  }
  factor_ = factor;
}

Instant UpTime::due() const {
  const double total = hazard_until(age_at_since_) + rest_ / factor_;
  const double age = total > 0 ? scale_seconds_ * power(total, 1 / shape_) : 0;
  return since_ + sim::seconds(std::clamp(age - age_at_since_, 0.0, furthest_seconds));
}

}  // namespace fleetcast::models::spot
