#pragma once
#include <array>
#include <cstdint>
#include <optional>

#include "models/workers/config.hpp"
#include "sim/calendar.hpp"
#include "sim/chance/purpose.hpp"
#include "sim/time.hpp"

namespace fleetcast::models::workers {

/// Generates Poisson arrivals whose rate is constant within each UTC hour, by inverting the integrated rate.
class Arrivals {
 public:
  /// Throws std::invalid_argument if the profile has not 24 numbers.
  Arrivals(const WorkersConfig& config, sim::Calendar calendar, const sim::chance::Stream& chance);

  /// Returns the next arrival after the last one, or nothing if the rate is zero all day.
  [[nodiscard]] std::optional<sim::Instant> next();

 private:
  std::array<double, 24> rate_per_s_{};
  bool is_silent_ = true;
  sim::Calendar calendar_;
  sim::chance::Stream chance_;
  std::uint64_t arrivals_ = 0;
  sim::Instant at_;
};

}  // namespace fleetcast::models::workers
