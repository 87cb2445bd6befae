#pragma once
#include <algorithm>
#include <cstdint>

#include "sim/chance/purpose.hpp"

namespace fleetcast::sim::rare_events {

/// Describes a station with Poisson arrivals and exponential service, seen from a first request to an empty station.
struct BusyStation {
  /// Requests per unit of time.
  double arrival_rate = 0;
  /// Requests that one server completes per unit of time.
  double service_rate = 0;
  std::uint32_t servers = 1;
};

/// Follows the number of requests at a station until it is empty; its height is that number.
class Backlog {
 public:
  /// Starts with one request.
  explicit Backlog(const BusyStation& station) : station_(station) {}

  /// Plays the next arrival or completion.
  void step(chance::Engine& engine) {
    const double completions = static_cast<double>(std::min<std::uint64_t>(present_, station_.servers)) *
                               station_.service_rate;
    const bool arrives = engine.uniform() * (station_.arrival_rate + completions) < station_.arrival_rate;
    if (arrives) {
      ++present_;
    } else {
      --present_;
    }
  }
  [[nodiscard]] std::uint64_t height() const { return present_; }
  [[nodiscard]] bool is_over() const { return present_ == 0; }

 private:
  BusyStation station_;
  std::uint64_t present_ = 1;
};

}  // namespace fleetcast::sim::rare_events
