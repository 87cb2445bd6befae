#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "models/messages.hpp"
#include "scenarios/results/causal_event.hpp"
#include "sim/control/simulation.hpp"

namespace fleetcast::scenarios::world {

/// Keeps the causal history of a run: what happened, what set it off, and how long requests could feel it.
///
/// It listens to the messages of all components, and hears each before any component does, so that a cause is on
/// record when its consequences come. Instances, tasks and launches carry the event that befell them; consequences of
/// one cause that follow one another within five minutes are one event that counts them.
class Chronicle {
 public:
  /// Takes the names of the zones by index.
  Chronicle(sim::control::Simulation& simulation, std::vector<std::string> zones);
  Chronicle(const Chronicle&) = delete;
  Chronicle& operator=(const Chronicle&) = delete;

  /// Opens or ends the trouble of a zone.
  void on(const models::ZoneChanged& change);
  /// Opens or ends a shift of traffic.
  void on(const models::ZoneShifted& shift);
  /// Opens or ends an impairment of the control plane.
  void on(const models::ControlPlaneChanged& change);
  /// Takes note of a reclaim, to which notices during its spread go back.
  void on(const models::PoolReclaimed& reclaim);
  /// Takes in an instance, as the replacement of the loss that waits longest in its group.
  void on(const models::InstancePending& pending);
  /// Puts a notice down to the reclaim of its pool, or to chance.
  void on(const models::InterruptionNotice& notice);
  /// Puts the end of an instance down to what befell it.
  void on(const models::InstanceTerminated& terminated);
  /// Puts a refused launch down to what made capacity or the API short.
  void on(const models::LaunchFailed& failed);
  /// Takes note that Fargate Spot takes back the capacity of a task.
  void on(const models::TaskInterruptionNotice& notice);
  /// Puts the loss of a Fargate task down to its zone.
  void on(const models::TaskLost& lost);
  /// Takes in a task.
  void on(const models::TaskStarted& started);
  /// Counts a task as lost that drains because of what befell its instance.
  void on(const models::TaskDeactivating& leaving);
  /// Puts the end of a task down to what befell its instance, or to scaling.
  void on(const models::TaskStopped& stopped);
  /// Puts failing health checks down to instance, zone or deployment, if one explains them.
  void on(const models::TargetHealth& health);
  /// Learns whether a service is whole and whether a deployment is under way.
  void on(const models::ServiceCounts& counts);
  /// Takes note of a scaling, and of the loss that it answers.
  void on(const models::SetDesiredCount& request);
  /// Takes what a component tells of itself: failovers, and failures of hardware.
  void on(const models::Incident& incident);
  /// Says that something which is nobody's message is about to happen, such as a scripted loss of a node.
  void note_loss(const std::string& kind, const std::string& text);
  /// Takes note of a surge of traffic that is known beforehand, between two instants.
  void note_flash_crowd(sim::Instant at, sim::Instant until, double multiplier);

  /// Ends the losses of services that are whole again; called once a minute with the healthy targets of a service, or
  /// nothing for one without.
  using HealthyTargets = std::function<std::optional<std::int64_t>(const std::string& service)>;
  void settle(const HealthyTargets& healthy_targets);

  /// Returns what happened, with instants counted from `begin`.
  [[nodiscard]] std::vector<results::CausalEvent> events(sim::Instant begin) const;

 private:
  using Position = std::size_t;
  using Cause = std::optional<Position>;
  struct Event {
    sim::Instant at{};
    sim::Instant last{};                  ///< when it was counted up last
    std::optional<sim::Instant> until{};  ///< none while it lasts
    std::string kind{};
    std::string text{};    ///< "%" stands for the count
    std::string plural{};  ///< the text for counts above one, if it differs
    results::Harm harm = results::Harm::none;
    Cause cause{};
    std::int64_t count = 1;
  };
  /// What is known of an instance.
  struct Instance {
    models::Pool pool;
    std::string group;
    models::PurchaseOption purchase = models::PurchaseOption::on_demand;
    Cause cause;  ///< of its end
  };
  struct Reclaim {
    Position event = 0;
    sim::Instant until;
  };
  using Key = std::tuple<std::string, std::string, Cause>;  ///< kind, subject, cause

  [[nodiscard]] sim::Instant now() const { return simulation_.now(); }
  Position add(Event event);
  Position count(const std::string& subject, Event event);
  void close(Position event) { events_[event].until = now(); }
  Position lose_tasks(const models::TaskPlace& place, Cause cause);
  void lose_instance(const models::InstanceTerminated& terminated, Cause cause);
  [[nodiscard]] Cause cause_of(const models::TaskPlace& place) const;
  [[nodiscard]] Cause trouble_in(models::ZoneIndex zone) const;
  [[nodiscard]] Cause any_lost_zone() const;
  [[nodiscard]] Cause cause_of_refusal(const models::LaunchFailed& failed) const;
  [[nodiscard]] Cause cause_of_failover(const models::Incident& incident) const;
  void forget_target(models::TaskId task);

  sim::control::Simulation& simulation_;
  std::vector<std::string> zones_;
  std::vector<Event> events_;
  std::map<Key, Position> latest_;
  std::vector<Cause> zone_events_;
  std::vector<Cause> shifts_;
  Cause control_plane_;
  std::map<models::Pool, Reclaim> reclaims_;
  std::map<models::InstanceId, Instance> instances_;
  std::map<models::TaskId, Cause> interrupted_tasks_;  ///< on Fargate
  std::map<models::TaskId, models::TaskPlace> tasks_;
  std::map<models::TaskId, Position> unhealthy_;
  std::map<Position, std::set<models::TaskId>> unhealthy_in_;
  std::set<models::TaskId> counted_;  ///< tasks whose loss is on record although they still drain
  std::map<std::string, std::set<Position>> open_losses_;  ///< by service
  std::map<std::string, models::ServiceCounts> counts_;
  std::map<std::string, Position> deployments_;            ///< under way, by service
  std::map<std::string, std::deque<Position>> to_replace_; ///< by group: losses that were not replaced yet
  std::map<std::string, Position> scripted_;               ///< losses that were announced, by kind
};

}  // namespace fleetcast::scenarios::world
