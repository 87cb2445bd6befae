#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/messages.hpp"
#include "models/outages/config.hpp"
#include "sim/chance/purpose.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"

namespace fleetcast::models::outages {

/// Says how bad the network of a gray zone is.
struct GrayExtent {
  double extra_latency_seconds = 0;
  double lost_connections_share = 0;
  auto operator<=>(const GrayExtent&) const = default;
};

/// Makes zones and the control plane fail, by script and by chance.
///
/// Modelled: outages of a zone that take a share of it, gray zones, a second zone lost to a common cause, impairments
/// of the region's control plane; durations are lognormal, arrivals Poisson. Overlapping events of a zone add up, and
/// the worst one shows. Traffic is shifted away from one zone at a time, by an operator or, if asked for, by AWS some
/// time after a zone's trouble began; this needs no control plane. Left out: whole-region data plane outages (there is
/// no second region to fail over to), repairs that come back bit by bit, practice runs of shifts. What an outage does
/// to instances, spot pools, caches and databases is for those components to say.
class Outages {
 public:
  /// Takes the names of the zones by index, e.g. "us-east-1a".
  Outages(sim::control::Simulation& simulation, sim::chance::Chance& chance, std::vector<std::string> zones,
          OutagesConfig config);
  Outages(const Outages&) = delete;
  Outages& operator=(const Outages&) = delete;

  sim::Port<ZoneChanged> zone_changed;
  sim::Port<ZoneShifted> zone_shifted;
  sim::Port<ControlPlaneChanged> control_plane_changed;
  sim::Port<Incident> incidents;

  /// Schedules an outage of a zone that takes a share of its instances with it.
  void script_zone_outage(ZoneIndex zone, Instant at, Duration duration, double share_lost = 1);
  /// Schedules a time in which a zone is gray; the configuration says how bad unless an extent is given.
  void script_gray_zone(ZoneIndex zone, Instant at, Duration duration, std::optional<GrayExtent> extent = {});
  /// Schedules a shift of traffic away from a zone; it is refused while another zone is shifted away.
  void script_zonal_shift(ZoneIndex zone, Instant at, Duration duration);
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
    std::int64_t zonal_shifts = 0;
    std::int64_t zonal_shifts_refused = 0;  ///< since another zone was shifted away
  };
  [[nodiscard]] const Report& report() const { return report_; }
  [[nodiscard]] ZoneCondition condition(ZoneIndex zone) const;
  /// Tells whether traffic is shifted away from a zone.
  [[nodiscard]] bool is_shifted_away(ZoneIndex zone) const { return shifted_zone_ == zone; }
  /// Returns how bad a gray zone is unless its event says otherwise.
  [[nodiscard]] GrayExtent usual_gray() const { return {config_.gray_latency.value(), config_.gray_loss.value()}; }

 private:
  struct Zone {
    std::string name;
    int outages = 0;
    std::vector<GrayExtent> grays;   ///< of the events under way
    std::uint64_t drawn = 0;         ///< events drawn so far
    std::uint64_t changes = 0;       ///< times its condition changed
  };
  void require(ZoneIndex zone, Duration duration) const;
  void begin_outage(ZoneIndex zone, Duration duration, double share_lost, const std::string& cause);
  void begin_gray(ZoneIndex zone, Duration duration, const GrayExtent& extent, const std::string& cause);
  void begin_control_plane_outage(Duration duration, const std::string& cause);
  void end_outage(ZoneIndex zone);
  void end_gray(ZoneIndex zone, const GrayExtent& extent);
  void tell(ZoneIndex zone, double share_lost);
  void begin_shift(ZoneIndex zone, const std::string& cause);
  void end_shift(ZoneIndex zone);
  void plan_autoshift(ZoneIndex zone);
  [[nodiscard]] GrayExtent extent(ZoneIndex zone) const;
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
  std::optional<ZoneIndex> shifted_zone_;
  Report report_;
};

}  // namespace fleetcast::models::outages
