#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "models/messages.hpp"
#include "models/outages/config.hpp"
#include "sim/chance/purpose.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"

namespace fleetcast::models::outages {

/// Makes zones and the control plane fail, by script and by chance.
///
/// Modelled: outages of a zone that take a share of it, gray zones, a second zone lost to a common cause, impairments
/// of the region's control plane; durations are lognormal, arrivals Poisson. Overlapping events of a zone add up, and
/// the worst one shows. Left out: whole-region data plane outages, repairs that come back bit by bit. What an outage
/// does to instances, spot pools, caches and databases is for those components to say.
class Outages {
 public:
  /// Takes the names of the zones by index, e.g. "us-east-1a".
  Outages(sim::control::Simulation& simulation, sim::chance::Chance& chance, std::vector<std::string> zones,
          OutagesConfig config);
  Outages(const Outages&) = delete;
  Outages& operator=(const Outages&) = delete;

  sim::Port<ZoneChanged> zone_changed;
  sim::Port<ControlPlaneChanged> control_plane_changed;
  sim::Port<Incident> incidents;

  /// Schedules an outage of a zone that takes a share of its instances with it.
  void script_zone_outage(ZoneIndex zone, Instant at, Duration duration, double share_lost = 1);
  /// Schedules a time in which a zone is gray.
  void script_gray_zone(ZoneIndex zone, Instant at, Duration duration);
  /// Schedules an impairment of the control plane.
  void script_control_plane_outage(Instant at, Duration duration);

  /// Begins the outages that come by chance.
  void start();
  /// Does nothing: an outage uses nothing that is billed.
  void settle(Instant) {}

  /// Counts what happened.
  struct Report {
    std::int64_t zone_outages = 0;
    std::int64_t gray_zones = 0;
    std::int64_t control_plane_outages = 0;
  };
  [[nodiscard]] const Report& report() const { return report_; }
  [[nodiscard]] ZoneCondition condition(ZoneIndex zone) const;

 private:
  struct Zone {
    std::string name;
    int outages = 0;
    int grays = 0;
    std::uint64_t drawn = 0;  ///< events drawn so far
  };
  void require(ZoneIndex zone, Duration duration) const;
  void begin_outage(ZoneIndex zone, Duration duration, double share_lost, const std::string& cause);
  void begin_gray(ZoneIndex zone, Duration duration, const std::string& cause);
  void begin_control_plane_outage(Duration duration, const std::string& cause);
  void end_zone_event(ZoneIndex zone, bool was_gray);
  void plan_zone_event(ZoneIndex zone);
  void strike(ZoneIndex zone, std::uint64_t event);
  void plan_control_plane_outage();
  [[nodiscard]] std::uint64_t order_key(std::uint64_t offset) const;

  sim::control::Simulation& simulation_;
  OutagesConfig config_;
  sim::chance::Stream zone_stream_;
  sim::chance::Stream control_plane_stream_;
  std::vector<Zone> zones_;
  int control_plane_outages_ = 0;
  std::uint64_t control_plane_drawn_ = 0;
  Report report_;
};

}  // namespace fleetcast::models::outages
