// How instances are lost, replaced and promoted.
#include <algorithm>

#include "models/aurora/aurora.hpp"

namespace fleetcast::models::aurora {

using sim::traffic::Reachability;

namespace {

constexpr std::size_t failover_part = 2;
constexpr std::size_t warm_up_part = 3;
constexpr std::size_t first_instance_part = 8;
/// The storage keeps two of six copies in each of three zones and needs four to write.
constexpr std::ptrdiff_t zones_lost_without_quorum = 2;
constexpr double warm_up_steps_each_time = 20;
constexpr double times_until_warm = 6;

}  // namespace

void Aurora::on(const ZoneChanged& change) {
  catch_up();
  const bool goes_down = change.condition == ZoneCondition::down;
  if (zone_is_down_.at(change.zone) == goes_down) return;
  zone_is_down_[change.zone] = goes_down;
  const auto lost_zones = std::count(zone_is_down_.begin(), zone_is_down_.end(), true);
  kernel_.set_gate(quorum_gate_, 0, 0, lost_zones >= zones_lost_without_quorum ? 1 : 0);
  if (goes_down) ++zone_losses_;
  const auto stream = chance_.stream("aurora/" + name_ + "/lost_with_zone");
  for (std::size_t i = 0; i < instances_.size(); ++i) {
    if (instances_[i].zone != change.zone || instances_[i].is_deleted) continue;
    if (goes_down) {
      const bool is_hit = sim::chance::uniform(stream, i, zone_losses_) < change.share_lost;
      if (is_hit) lose(i, Reachability::silent, "zone " + metering_.zone(change.zone) + " is down");
    } else if (!instances_[i].is_up) {
      plan_recovery(i);
    }
  }
}

void Aurora::lose_writer(const std::string& cause) {
  catch_up();
  if (is_failing_) return;
  const std::size_t lost = writer_;
  lose(lost, Reachability::refusing, cause);
  plan_recovery(lost);
}

void Aurora::lose(std::size_t index, Reachability reachability, const std::string& cause) {
  Instance& instance = instances_[index];
  if (!instance.is_up) return;
  instance.is_up = false;
  ++instance.losses;
  if (index == writer_) {
    if (!is_failing_) begin_failover(reachability, cause);
    return;
  }
  if (!instance.member) return;
  kernel_.set_reachability(*instance.member, reachability);
  simulation_.at(simulation_.now() + config_.reader_endpoint_ttl.duration(), order(first_instance_part + index),
                 [this, index, loss = instance.losses] { drop_reader(index, loss); });
}

void Aurora::begin_failover(Reachability reachability, const std::string& cause) {
  is_failing_ = true;
  is_promotion_due_ = false;
  lost_at_ = simulation_.now();
  failover_cause_ = cause;
  kernel_.set_reachability(writer_member_, reachability);
  const double time = draw(config_.failover_time, "failover_time", static_cast<std::uint64_t>(failovers_), 0);
  simulation_.at(lost_at_ + sim::seconds(time), order(failover_part), [this] {
    catch_up();
    is_promotion_due_ = true;
    promote_if_possible();
  });
}

/// Makes a reader the writer once it is time; without one, the lost writer itself as soon as it is back.
void Aurora::promote_if_possible() {
  if (!is_failing_ || !is_promotion_due_) return;
  for (std::size_t i = 0; i < instances_.size(); ++i) {
    if (i != writer_ && instances_[i].is_up) return promote(i);
  }
  if (instances_[writer_].is_up) promote(writer_);
}

void Aurora::promote(std::size_t heir) {
  const std::size_t former = writer_;
  if (heir != former) {
    Instance& promoted = instances_[heir];
    // The engine restarts as a writer: reads in hand are reset.
    if (promoted.member) kernel_.remove_member(*promoted.member);
    instances_[former].member.reset();
    promoted.member = writer_member_;
    writer_ = heir;
    kernel_.set_member_zone(writer_member_, promoted.zone);
    apply_capacity(heir);
  }
  kernel_.set_reachability(writer_member_, Reachability::up);
  is_failing_ = false;
  ++failovers_;
  if (former != heir && instances_[former].is_up) {
    instances_[former].cold_since = simulation_.now();
    join_readers(former);
  }
  update_endpoints();
  warm_up();
  incidents.send({lost_at_, "failover", failover_cause_,
                  "database " + name_ + " took no writes; " +
                      (former == heir ? std::string("its writer came back")
                                      : "a reader in " + metering_.zone(instances_[heir].zone) + " took over"),
                  simulation_.now() - lost_at_});
}

/// Takes a lost reader out of the reader endpoint, once clients have looked up the name again.
void Aurora::drop_reader(std::size_t index, std::uint64_t loss) {
  Instance& instance = instances_[index];
  if (instance.is_up || instance.losses != loss || !instance.member) return;
  catch_up();
  kernel_.remove_member(*instance.member);
  instance.member.reset();
  update_endpoints();
}

/// Builds a lost instance again where it was, as long as its zone works.
void Aurora::plan_recovery(std::size_t index) {
  const std::uint64_t loss = instances_[index].losses;
  const double time = draw(config_.replacement_time, "replacement_time", index, loss);
  simulation_.at(simulation_.now() + sim::seconds(time), order(first_instance_part + index), [this, index, loss] {
    const Instance& instance = instances_[index];
    if (instance.is_up || instance.is_deleted || instance.losses != loss || zone_is_down_[instance.zone]) return;
    recover(index);
  });
}

void Aurora::recover(std::size_t index) {
  catch_up();
  Instance& instance = instances_[index];
  instance.is_up = true;
  instance.cold_since = simulation_.now();
  promote_if_possible();
  if (index == writer_) return;
  join_readers(index);
  update_endpoints();
  warm_up();
}

void Aurora::join_readers(std::size_t index) {
  Instance& instance = instances_[index];
  if (instance.member) {
    kernel_.set_reachability(*instance.member, Reachability::up);
    return;
  }
  instance.member = kernel_.add_member(reader_pool_, member_config(index));
  apply_capacity(index);
}

/// Follows buffer pools that fill, step by step until all are warm.
void Aurora::warm_up() {
  const double time = config_.buffer_pool.warm_up_time.value();
  bool is_any_cold = false;
  for (Instance& instance : instances_) {
    if (!instance.cold_since) continue;
    if ((simulation_.now() - *instance.cold_since).seconds() >= times_until_warm * time) {
      instance.cold_since.reset();
    } else {
      is_any_cold = true;
    }
  }
  update_hit_ratios();
  if (!is_any_cold || is_warming_up_) return;
  is_warming_up_ = true;
  simulation_.at(simulation_.now() + sim::seconds(time / warm_up_steps_each_time), order(warm_up_part), [this] {
    catch_up();
    is_warming_up_ = false;
    warm_up();
  });
}

}  // namespace fleetcast::models::aurora
