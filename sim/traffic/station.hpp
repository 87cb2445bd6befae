#pragma once
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/chance/distribution.hpp"
#include "sim/measures/histogram.hpp"
#include "sim/traffic/cold_start.hpp"
#include "sim/traffic/request.hpp"

namespace fleetcast::sim::traffic {

/// Tells in which order a station serves those present.
enum class Discipline : std::uint8_t {
  first_come,         ///< one request per server, others queue in order of arrival
  processor_sharing,  ///< all present share the servers equally, none gets more than one
};

/// Tells how something that requests reach over the network answers.
enum class Reachability : std::uint8_t {
  up,
  refusing,  ///< answers at once that it is not there (connection reset)
  silent,    ///< does not answer at all; only a time-out ends the wait
  failing,   ///< answers requests with an error at once, and health checks as if all were well
};

/// Describes a station when it is built.
struct StationConfig {
  std::string name;
  Discipline discipline = Discipline::first_come;
  std::uint32_t servers = 1;
  /// Most requests present at once, those in service included.
  std::uint32_t capacity = std::numeric_limits<std::uint32_t>::max();
  /// Work units done per second by one server.
  double speed = 1;
  /// Keeps histograms of waits and sojourns (some nanoseconds per visit).
  bool is_recorded = false;
  /// Seconds that a server takes to start; servers are then off while nobody needs them.
  std::optional<chance::Distribution> cold_start{};
};

/// Holds the distributions of a recorded station; times in ticks.
struct StationRecord {
  measures::Histogram waits;
  measures::Histogram sojourns;
  double sojourn_seconds_squared = 0;
  double slowdown = 0;  ///< sum over departures of sojourn / time needed alone (processor_sharing only)
};

/// Sums how long those at a station have been there at one instant, in ticks.
struct StationAges {
  double present = 0;  ///< over all present, since they came
  double queued = 0;   ///< over those that wait, since they came

  StationAges& operator+=(const StationAges& other) {
    present += other.present;
    queued += other.queued;
    return *this;
  }
};

/// Holds what a station measured since the beginning, or since the last reset; times in ticks.
struct StationMeasures {
  std::uint64_t arrivals = 0;
  std::uint64_t departures = 0;  ///< served to the end
  std::uint64_t blocked = 0;     ///< turned away because the station was full
  std::uint64_t abandoned = 0;   ///< left before the end: time-out, crash, lost patience
  std::uint64_t impatient = 0;   ///< of these, those who left the queue because it took them too long
  double present_ticks = 0;      ///< integral of the number present
  double busy_ticks = 0;         ///< integral of the number of busy servers
  double idle_ticks = 0;         ///< time with nobody present
  double full_ticks = 0;         ///< time with every server busy
  double starting_ticks = 0;     ///< integral of the number of servers being started (cold_start only)
  double sojourn_ticks = 0;      ///< sum of the times that departed requests spent here
  double wait_ticks = 0;         ///< sum of their times before service (first_come only)
  double abandoned_ticks = 0;       ///< sum of the times that those who left early spent here
  double abandoned_wait_ticks = 0;  ///< the same for those who left before their service began
  StationAges ages_at_begin{};      ///< when measuring began
  std::uint64_t waited = 0;      ///< departed requests that did not start at once (first_come only)

  /// Adds what another station, or an earlier one in the same place, measured.
  StationMeasures& operator+=(const StationMeasures& other);
};

/// Sets the time that stations kept against the time that their requests tell, for Little's and the utilisation law.
struct TimeAccount {
  std::string name;
  StationMeasures measures;  ///< of all stations of the account, those that left included
  StationAges ages;          ///< of those present now
  Discipline discipline = Discipline::first_come;

  /// Returns the integral of the number present as the requests tell it, in ticks.
  [[nodiscard]] double present_told() const {
    return measures.sojourn_ticks + measures.abandoned_ticks + ages.present - measures.ages_at_begin.present;
  }
  /// Returns the integral of the number of busy servers as the requests tell it, in ticks (first_come only).
  [[nodiscard]] double busy_told() const {
    return present_told() -
           (measures.wait_ticks + measures.abandoned_wait_ticks + ages.queued - measures.ages_at_begin.queued);
  }
};

/// One station's state; the kernel moves requests in and out.
struct Station {
  /// A job under processor sharing: it leaves when the station's virtual time reaches `finish`.
  struct SharedJob {
    double finish = 0;
    double alone_ticks = 0;   ///< time it would need with the station to itself
    std::uint64_t order = 0;  ///< request number and attempt, for ties
    std::uint32_t slot = 0;
  };

  Discipline discipline = Discipline::first_come;
  Reachability reachability = Reachability::up;
  bool is_cold = false;  ///< whether `cold` is there, told where every visit looks anyway
  std::uint32_t servers = 1;
  std::uint32_t capacity = 0;
  std::uint32_t busy = 0;     ///< first_come: servers taken; processor_sharing: jobs present
  std::uint32_t waiting = 0;  ///< first_come: requests queued
  std::uint32_t head = Request::none;
  std::uint32_t tail = Request::none;
  double speed = 1;
  double ticks_per_unit = 0;  ///< ticks one server needs for one work unit
  std::int64_t changed = 0;   ///< tick up to which the integrals run
  // Processor sharing: virtual time is the work, in ticks of a full server, each present job has received.
  double virtual_time = 0;
  std::int64_t departure_due = std::numeric_limits<std::int64_t>::max();
  std::uint32_t departure_version = 0;
  bool is_departure_planned = false;
  std::vector<SharedJob> jobs;  ///< a binary heap, earliest finish first
  StationMeasures measures;
  std::shared_ptr<ColdStart> cold;        ///< none unless servers start on demand; `servers` counts those that are on
  std::shared_ptr<StationRecord> record;  ///< none unless asked for; members of a pool share one

  [[nodiscard]] std::uint32_t present() const { return busy + waiting; }
  /// Returns how many servers work. Where it is first come, first served, those that were taken away while they served
  /// finish what they began, so that there may be more than there are left.
  [[nodiscard]] std::uint32_t busy_servers() const {
    return discipline == Discipline::first_come || busy < servers ? busy : servers;
  }
  /// Returns the ticks of work each present job gets per tick.
  [[nodiscard]] double share() const {
    return busy <= servers ? 1.0 : static_cast<double>(servers) / static_cast<double>(busy);
  }

  /// Brings the integrals (and the virtual time) up to a tick; call before every change.
  void settle(std::int64_t now) {
    const double step = static_cast<double>(now - changed);
    measures.present_ticks += step * present();
    measures.busy_ticks += step * busy_servers();
    if (present() == 0) {
      measures.idle_ticks += step;
    } else if (busy >= servers) {
      measures.full_ticks += step;
    }
    if (discipline == Discipline::processor_sharing && busy > 0) virtual_time += step * share();
    changed = now;
  }
};

/// Orders shared jobs so that the standard heap functions keep the earliest finish in front.
inline bool finishes_later(const Station::SharedJob& a, const Station::SharedJob& b) {
  return a.finish != b.finish ? a.finish > b.finish : a.order > b.order;
}

}  // namespace fleetcast::sim::traffic
