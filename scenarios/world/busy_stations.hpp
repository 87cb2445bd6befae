#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "models/messages.hpp"
#include "scenarios/world/request_path.hpp"
#include "scenarios/world/surroundings.hpp"

namespace fleetcast::scenarios::world {

/// Watches minute by minute how busy the stations are that requests pass: the tasks of a service in a zone (processors
/// or workers, whichever are busier), the database's writer and readers, the cache's nodes.
class BusyStations {
 public:
  BusyStations(const Surroundings& around, RequestPath& path) : around_(around), path_(path) {}

  /// Takes the metrics of databases and caches; all others are left alone.
  void on(const models::MetricPoint& point);
  /// Closes a minute of the measured span that begins at `begin`; minutes come in their order.
  void sample(sim::Instant begin);

  /// Returns the busiest stations of a minute with the share of each that was busy, the busiest first.
  [[nodiscard]] std::vector<std::pair<std::string, double>> busiest(std::size_t minute) const;

 private:
  /// What the tasks of a service in one zone could do in a minute, and did.
  struct ZoneLoad {
    double processors = 0;
    double busy_processors = 0;
    double slots = 0;
    double busy_slots = 0;
  };
  using Shares = std::vector<std::pair<std::string, double>>;

  void sample_service(const std::string& service, Shares& shares);

  Surroundings around_;
  RequestPath& path_;
  std::map<std::pair<std::string, std::uint64_t>, std::pair<double, double>> before_;  ///< busy time by task
  std::vector<Shares> minutes_;
  std::map<std::int64_t, Shares> metrics_;  ///< by the minute since the world began in which the period ended
  sim::Instant begin_;
};

}  // namespace fleetcast::scenarios::world
