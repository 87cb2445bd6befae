#include "sim/measures/level.hpp"

#include <stdexcept>
#include <string>

namespace fleetcast::sim::measures {

double Level::integral_s(Instant until) const {
  return static_cast<double>(integral(until)) / static_cast<double>(ticks_per_second);
}

std::optional<double> Level::mean(Instant until) const {
  const WideInteger area = integral(until);
  const std::int64_t length = (until - start_).ticks;
  if (length == 0) return std::nullopt;
  return static_cast<double>(area) / static_cast<double>(length);
}

void Level::restart(Instant at) {
  if (at < changed_) refuse(at);
  *this = Level(at, level_);
}

void Level::refuse(Instant at) const {
  throw std::logic_error("measures: a level last changed at " + std::to_string(changed_.seconds()) +
                         " s was used at the earlier instant " + std::to_string(at.seconds()) + " s");
}

}  // namespace fleetcast::sim::measures
