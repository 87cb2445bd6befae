#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/time.hpp"
#include "sim/traffic/ids.hpp"
#include "sim/traffic/station.hpp"

namespace fleetcast::sim::traffic {

/// Tells how a pool picks a member for a request.
enum class Algorithm : std::uint8_t {
  round_robin,
  least_outstanding,  ///< fewest in flight as seen by this entry node; ties at random
  random,
  two_choices,        ///< the less loaded of two picked at random
  weighted,           ///< at random by the members' weights
  by_object,          ///< the member whose index is the object's part: no other will do
};

/// Describes how the entry nodes of a pool check its members.
struct HealthCheckConfig {
  bool is_on = false;
  Duration interval = seconds(30);
  Duration time_out = seconds(5);
  std::uint32_t healthy_threshold = 5;
  std::uint32_t unhealthy_threshold = 2;
};

/// Describes a pool: interchangeable members, each with worker slots and a processor, behind one entry node per zone.
struct PoolConfig {
  std::string name;
  Algorithm algorithm = Algorithm::round_robin;
  /// Whether a node sends to members in all zones or in its own only.
  bool cross_zone = true;
  HealthCheckConfig health_check{};
  /// With fewer healthy members than this in reach, a node sends to all registered ones.
  std::uint32_t fail_open_below = 1;
  CauseId no_member{};     ///< there is none to send to
  CauseId refused{};       ///< the member refused, or vanished with the request in flight
  CauseId unreachable{};   ///< the member did not answer in time
  CauseId failing{};       ///< the member answered with an error
  Duration connect_time_out = seconds(10);
  /// Longest wait for an answer from a member that fell silent with the request in flight.
  Duration answer_time_out = seconds(60);
  /// How long a member that becomes healthy takes to reach its full share; zero for at once.
  Duration slow_start{};
  /// Prefix of the purpose names for health-check phases.
  std::string purpose;
  /// Keeps histograms of waits and sojourns at the members' processors.
  bool is_recorded = false;
};

/// Describes one member when it joins.
struct MemberConfig {
  std::uint64_t key = 0;  ///< the owner's own number for it: the identity of its randomness
  std::uint32_t zone = 0;
  std::uint32_t slots = 1;  ///< requests it works on at once
  std::uint32_t backlog = 0xFFFFFFFFu - 1;  ///< requests that may wait for a slot
  std::uint32_t servers = 1;  ///< processors
  double speed = 1;           ///< work units per second of one processor
  Discipline discipline = Discipline::processor_sharing;
  bool never_healthy = false;  ///< fails every health check: a broken revision
  Reachability reachability = Reachability::up;
};

/// Tells whether a member takes new requests (registered), only ends those it has (draining), or is no member.
enum class MemberState : std::uint8_t { unused, registered, draining };

/// One member's state. Health is kept per entry node, since nodes check on their own.
struct Member {
  PoolId pool{};
  MemberState state = MemberState::unused;
  Reachability reachability = Reachability::up;
  bool never_healthy = false;
  bool is_watched = false;  ///< health checks are simulated one by one
  std::uint32_t zone = 0;
  std::uint32_t version = 0;
  std::uint32_t watch = 0;  ///< counts the times watching ended, to void planned checks
  std::uint64_t key = 0;
  std::uint32_t slots = 0;      ///< station of worker slots
  std::uint32_t processor = 0;  ///< station of processors
  std::uint32_t healthy_nodes = 0;  ///< bit per entry node
  std::uint32_t seen_nodes = 0;     ///< bit per entry node that had its first result
  std::int64_t healthy_since = 0;
  std::vector<std::uint16_t> passes;
  std::vector<std::uint16_t> failures;
  std::uint64_t picked = 0;
  double weight = 1;  ///< where members are picked by weight

  /// Tells whether a connection to it, once it gets there, is accepted.
  [[nodiscard]] bool answers() const { return reachability == Reachability::up && state != MemberState::unused; }
  /// Tells whether it passes health checks, unless they wait too long.
  [[nodiscard]] bool seems_well() const {
    return !never_healthy && (reachability == Reachability::up || reachability == Reachability::failing);
  }
};

/// Counts what went through a pool.
struct PoolMeasures {
  std::uint64_t picked = 0;
  std::uint64_t no_member = 0;
  std::uint64_t refused = 0;
  std::uint64_t unreachable = 0;
  std::uint64_t failing = 0;
  std::uint64_t fail_open = 0;
  std::uint64_t checks_timed_out = 0;  ///< times a node took a member for unhealthy since it did not answer in time
  std::uint64_t checks_failed = 0;     ///< times a node did since the member refused, or answered wrongly
};

/// Tells how much of a pool's present member has been busy since measuring began.
struct MemberLoad {
  std::uint64_t key = 0;
  std::uint32_t zone = 0;
  double processors = 0;
  double busy_processor_seconds = 0;
  double slots = 0;
  double busy_slot_seconds = 0;
};

/// One pool's state.
struct PoolState {
  PoolConfig config;
  Discipline discipline = Discipline::processor_sharing;  ///< of its members' processors
  std::vector<std::uint32_t> members;                  ///< registered and draining, in order of joining
  std::vector<std::vector<std::uint32_t>> candidates;  ///< per node: members it may send to
  std::vector<bool> is_open;                           ///< per node: all members serve for want of healthy ones
  std::vector<std::uint32_t> cursors;                  ///< per node, for round robin
  std::uint32_t shifted_zones = 0;                     ///< bit per zone whose members nodes elsewhere leave alone
  std::uint64_t picks = 0;
  StationMeasures retired_processors;  ///< of members that left
  StationMeasures retired_slots;
  std::shared_ptr<StationRecord> record;
  PoolMeasures measures;
};

}  // namespace fleetcast::sim::traffic
