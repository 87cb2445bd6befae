#include "scenarios/traffic/day_curve.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include "scenarios/traffic/local_time.hpp"
#include "sim/chance/logarithm.hpp"

namespace fleetcast::scenarios::traffic {
namespace {

constexpr std::int64_t day_seconds = 86400;
constexpr double longest_piece_seconds = 60;

// Returns exp(k) / I0(k); the series of I0 has positive terms only, so it loses no digits.
double peak_of(double concentration) {
  double term = 1;
  double bessel = 1;
  for (int m = 1; term > bessel * 1e-17; ++m) {
    const double factor = concentration / (2.0 * m);
    term *= factor * factor;
    bessel += term;
  }
  return sim::chance::exponential(concentration) / bessel;
}

// Returns the cosine of an angle in turns. Own code, since the bits of std::cos depend on the machine: the Taylor
// series of a quarter of the angle, then twice the formula for the double angle.
double cosine_of_turns(double turns) {
  const double distance = std::fabs(turns - std::floor(turns + 0.5));  // 0 to 0.5
  const double quarter_angle = distance * (std::numbers::pi / 2);      // 0 to pi / 4
  const double square = quarter_angle * quarter_angle;
  double cosine = 1;
  for (int n = 18; n >= 2; n -= 2) cosine = 1 - square * cosine / (n * (n - 1.0));
  const double half = 2 * cosine * cosine - 1;
  return 2 * half * half - 1;
}

// Returns the factors of Monday to Sunday, with the mean 1.
std::array<double, 7> weekday_factors(const DiurnalRate& diurnal) {
  std::array<double, 7> factors{};
  double sum = 0;
  for (std::size_t day = 0; day < 7; ++day) {
    factors[day] = day >= 5 ? diurnal.weekend_factor.value() : 1.0;
    if (!diurnal.weekly.empty()) factors[day] = diurnal.weekly.at(day).value();
    sum += factors[day];
  }
  for (double& factor : factors) factor *= 7 / sum;
  return factors;
}

class DiurnalCurve : public Curve {
 public:
  DiurnalCurve(const DiurnalRate& diurnal, const RateContext& context)
      : shape_(diurnal.peak_to_mean.value()),
        local_time_(context.time_zone, context.calendar.unix_seconds(context.begin),
                    context.calendar.unix_seconds(context.end) + 1),
        factors_(weekday_factors(diurnal)),
        mean_(diurnal.mean.value()),
        peak_at_(diurnal.peak_at.value()),
        unix_at_zero_(context.calendar.unix_seconds(sim::Instant{0})) {}

  void add_corners(const Stretch& stretch, std::vector<sim::Instant>& corners) const override {
    for (const std::int64_t at : local_time_.days_and_changes()) corners.push_back(instant_of(at));
    // Pieces begin at whole minutes of UTC, and so do local days.
    const std::int64_t first = (stretch.begin.ticks / sim::ticks_per_second + unix_at_zero_) / 60 * 60;
    add_grid({instant_of(first), stretch.end}, sim::seconds(longest_piece_seconds), corners);
  }

  Ends over(const Stretch& stretch) const override {
    const std::int64_t middle = unix_at_zero_ + stretch.middle().ticks / sim::ticks_per_second;
    const std::int64_t offset = local_time_.offset(middle);
    const std::int64_t local_day = (middle + offset) / day_seconds;
    const double factor = mean_ * factors_[static_cast<std::size_t>((local_day + 3) % 7)];  // day 0 was a Thursday
    const auto midnight = static_cast<double>(local_day * day_seconds - offset - unix_at_zero_);
    const auto at = [&](sim::Instant instant) {
      return factor * shape_.at((instant.seconds() - midnight - peak_at_) / static_cast<double>(day_seconds));
    };
    return {at(stretch.begin), at(stretch.end)};
  }

 private:
  [[nodiscard]] sim::Instant instant_of(std::int64_t unix_seconds) const {
    return {(unix_seconds - unix_at_zero_) * sim::ticks_per_second};
  }

  DayShape shape_;
  LocalTime local_time_;
  std::array<double, 7> factors_;
  double mean_;
  double peak_at_;             ///< seconds after local midnight
  std::int64_t unix_at_zero_;  ///< Unix second at which the world begins
};

}  // namespace

DayShape::DayShape(double peak_to_mean) : peak_(peak_to_mean) {
  if (!(peak_to_mean >= 1 && peak_to_mean <= 10)) {
    throw std::invalid_argument("peak_to_mean must be between 1 and 10");
  }
  double low = 0;
  double high = 32;  // exp(32) / I0(32) is above 14
  constexpr int halvings = 60;
  for (int i = 0; i < halvings; ++i) {
    const double middle = 0.5 * (low + high);
    (peak_of(middle) < peak_to_mean ? low : high) = middle;
  }
  concentration_ = peak_to_mean == 1 ? 0 : low;
}

double DayShape::at(double days_after_peak) const {
  // exp(k cos x) / I0(k), written with its peak, needs no Bessel function.
  return peak_ * sim::chance::exponential(concentration_ * (cosine_of_turns(days_after_peak) - 1));
}

std::unique_ptr<Curve> diurnal_curve(const DiurnalRate& diurnal, const RateContext& context) {
  return std::make_unique<DiurnalCurve>(diurnal, context);
}

}  // namespace fleetcast::scenarios::traffic
