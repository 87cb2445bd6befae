#pragma once
#include <map>
#include <string>
#include <vector>

#include "models/ec2/ec2.hpp"
#include "models/spot/market.hpp"
#include "pricing/usage.hpp"

namespace fleetcast::tests::spot {

/// Keeps a fleet of spot instances in each of three zones, and tells how they are lost: market and EC2, nothing else.
class FleetStage {
 public:
  static constexpr int size = 16;
  static constexpr models::ZoneIndex zones = 3;
  static constexpr const char* instance_type = "p3.2xlarge";

  /// Holds one loss: the notices of a pool that come within three minutes of the first.
  struct Loss {
    models::ZoneIndex zone = 0;
    sim::Instant first;
    int alive_before = 0;
    int lost = 0;
  };

  FleetStage(models::spot::SpotConfig config, std::uint64_t seed)
      : chance_(seed),
        metering_(ledger_, sim::Calendar(1'793'491'200), {"main", "us-east-1", names(), sim::Instant{}}),
        market_(simulation_, chance_, names(), pools(), quiet(std::move(config))),
        ec2_(simulation_, chance_, metering_, steady(), zone_ids(), {{"fleet", zones * size * 2, {0, 1, 2}, 1e9}}) {
    market_.pool_capacity.connect([this](const models::PoolCapacity& message) {
      is_dry_[message.pool.zone] = message.capacity == 0;
      ec2_.on(message);
    });
    market_.pool_hazard.connect([this](const models::PoolHazard& message) { ec2_.on(message); });
    market_.pool_reclaimed.connect([this](const models::PoolReclaimed& message) { ec2_.on(message); });
    ec2_.instance_pending.connect([this](const models::InstancePending& message) {
      zone_of_[message.instance] = message.pool.zone;
    });
    ec2_.instance_running.connect([this](const models::InstanceRunning& message) { ++alive_[message.pool.zone]; });
    ec2_.launch_failed.connect([this](const models::LaunchFailed& message) { --wanted_[message.pool.zone]; });
    ec2_.instance_terminated.connect([this](const models::InstanceTerminated& message) {
      --wanted_[message.pool.zone];
      zone_of_.erase(message.instance);
    });
    ec2_.interruption_notice.connect([this](const models::InterruptionNotice& message) { note(message.instance); });
    market_.start();
    simulation_.every(sim::minutes(20), sim::Instant{} + sim::minutes(20), 1, [this] { fill(); });
  }

  void run(double hours) { simulation_.run_until(sim::Instant{} + sim::hours(hours)); }

  [[nodiscard]] const std::vector<Loss>& losses() const { return losses_; }
  /// Returns the share that each loss took of what a zone's fleet had left.
  [[nodiscard]] std::vector<double> shares_lost(models::ZoneIndex zone) const {
    std::vector<double> shares;
    for (const Loss& loss : losses_) {
      if (loss.zone == zone) shares.push_back(static_cast<double>(loss.lost) / loss.alive_before);
    }
    return shares;
  }

  static std::vector<std::string> names() { return {"us-east-1a", "us-east-1b", "us-east-1c"}; }

 private:
  static std::vector<models::Pool> pools() { return {{instance_type, 0}, {instance_type, 1}, {instance_type, 2}}; }
  static models::spot::SpotConfig quiet(models::spot::SpotConfig config) {
    config.price_update_period = 1e8;
    return config;
  }
  static models::ec2::Ec2Config steady() {
    models::ec2::Ec2Config config;
    config.hardware_failures_per_year = 0;
    config.api_refill = 1000;
    return config;
  }
  std::vector<sim::control::ZoneId> zone_ids() {
    return {simulation_.add_zone("a"), simulation_.add_zone("b"), simulation_.add_zone("c")};
  }
  void fill() {
    for (models::ZoneIndex zone = 0; zone < zones; ++zone) {
      for (; !is_dry_[zone] && wanted_[zone] < size; ++wanted_[zone]) {
        ec2_.on(models::LaunchRequest{"fleet", {instance_type, zone}, models::PurchaseOption::spot});
      }
    }
  }
  void note(models::InstanceId instance) {
    const models::ZoneIndex zone = zone_of_.at(instance);
    const sim::Instant now = simulation_.now();
    if (!open_.contains(zone) || now - losses_[open_[zone]].first > sim::minutes(3)) {
      open_[zone] = losses_.size();
      losses_.push_back({zone, now, alive_[zone], 0});
    }
    ++losses_[open_[zone]].lost;
    --alive_[zone];
  }

  sim::control::Simulation simulation_;
  sim::chance::Chance chance_;
  pricing::UsageLedger ledger_;
  models::Metering metering_;
  models::spot::SpotMarket market_;
  models::ec2::Ec2 ec2_;
  std::map<models::ZoneIndex, bool> is_dry_;
  std::map<models::ZoneIndex, int> wanted_;
  std::map<models::ZoneIndex, int> alive_;
  std::map<models::ZoneIndex, std::size_t> open_;
  std::map<models::InstanceId, models::ZoneIndex> zone_of_;
  std::vector<Loss> losses_;
};

}  // namespace fleetcast::tests::spot
