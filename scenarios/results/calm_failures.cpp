#include "scenarios/results/calm_failures.hpp"

#include <algorithm>
#include <cmath>

namespace fleetcast::scenarios::results {
namespace {

constexpr std::size_t minutes_of_week = 7 * 1440;

std::size_t hour_of(std::size_t minute) { return minute / 60 % 24; }

double ended(const MinuteFailures& minute) { return static_cast<double>(minute.good + minute.bad); }

/// Holds failures and requests of the minutes from which a rate is taken.
struct Totals {
  double bad = 0;
  double all = 0;

  void add(const MinuteFailures& minute) {
    bad += static_cast<double>(minute.bad);
    all += ended(minute);
  }
  [[nodiscard]] double rate() const { return (bad + 1) / std::max(all, 1.0); }
};

}  // namespace

double poisson_at_least(double mean, std::uint64_t count) {
  if (count == 0) return 1;
  const auto first = static_cast<double>(count);
  // Terms fall from the one nearest the mean outwards; the smaller tail is summed.
  if (first > mean) {
    double term = std::exp(first * std::log(mean) - mean - std::lgamma(first + 1));
    double sum = 0;
    for (double k = first; term > 1e-17 * sum; term *= mean / ++k) sum += term;
    return sum;
  }
  double k = first - 1;
  double term = std::exp(k * std::log(mean) - mean - std::lgamma(k + 1));
  double below = 0;
  for (; k >= 0 && term > 1e-17 * below; term *= k-- / mean) below += term;
  return 1 - below;
}

CalmFailures::CalmFailures(std::span<const MinuteFailures> minutes, std::vector<bool> is_suspect)
    : minutes_(minutes), is_suspect_(std::move(is_suspect)), stands_out_(minutes.size(), false) {
  const auto suspects = static_cast<std::size_t>(std::ranges::count(is_suspect_, true));
  const double suspect_level = false_listings / 2 / static_cast<double>(std::max<std::size_t>(suspects, 1));
  const double calm_level =
      false_listings / 2 / static_cast<double>(std::max<std::size_t>(minutes.size() - suspects, 1));
  // Minutes that stand out raise the rate until they are left out; more may stand out then, never fewer.
  for (bool has_changed = true; has_changed;) {
    has_changed = false;
    learn();
    for (std::size_t i = 0; i < minutes_.size(); ++i) {
      if (stands_out_[i] || minutes_[i].bad == 0) continue;
      const double level = is_suspect_[i] ? suspect_level : calm_level;
      if (poisson_at_least(expected(i), minutes_[i].bad) >= level) continue;
      stands_out_[i] = has_changed = true;
    }
  }
}

double CalmFailures::expected(std::size_t minute) const { return rates_[hour_of(minute)] * ended(minutes_[minute]); }

void CalmFailures::learn() {
  Totals overall;
  std::array<Totals, 24> hours;
  for (std::size_t i = 0; i < minutes_.size(); ++i) {
    if (is_suspect_[i] || stands_out_[i]) continue;
    overall.add(minutes_[i]);
    hours[hour_of(i)].add(minutes_[i]);
  }
  for (std::size_t hour = 0; hour < rates_.size(); ++hour) {
    const bool has_own = minutes_.size() >= minutes_of_week && hours[hour].all > 0;
    rates_[hour] = has_own ? hours[hour].rate() : overall.rate();
  }
}

}  // namespace fleetcast::scenarios::results
