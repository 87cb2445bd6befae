#include "models/workers/arrivals.hpp"

#include <stdexcept>
#include <string>

#include "sim/chance/logarithm.hpp"

namespace fleetcast::models::workers {

Arrivals::Arrivals(const WorkersConfig& config, sim::Calendar calendar, const sim::chance::Stream& chance)
    : calendar_(calendar), chance_(chance) {
  const auto& profile = config.hourly_profile;
  if (!profile.empty() && profile.size() != rate_per_s_.size()) {
    throw std::invalid_argument("workers/" + config.service + "/hourly_profile: give 24 numbers, not " +
                                std::to_string(profile.size()));
  }
  for (std::size_t hour = 0; hour < rate_per_s_.size(); ++hour) {
    rate_per_s_[hour] = config.arrival_rate.value() * (profile.empty() ? 1.0 : profile[hour].value());
    is_silent_ = is_silent_ && rate_per_s_[hour] <= 0;
  }
}

std::optional<sim::Instant> Arrivals::next() {
  if (is_silent_) return std::nullopt;
  double left = -sim::chance::logarithm(uniform(chance_, arrivals_++, 0));
  while (true) {
    const std::int64_t utc_hour = calendar_.utc_hour(at_);
    const double rate = rate_per_s_[static_cast<std::size_t>(utc_hour % 24)];
    const sim::Instant end_of_hour = calendar_.start_of_hour(utc_hour + 1);
    const double expected_in_hour = rate * (end_of_hour - at_).seconds();
    if (left < expected_in_hour) {
      at_ = at_ + sim::seconds(left / rate);
      return at_;
    }
    left -= expected_in_hour;
    at_ = end_of_hour;
  }
}

}  // namespace fleetcast::models::workers
