#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/application_auto_scaling/application_auto_scaling.hpp"
#include "models/auto_scaling/auto_scaling_group.hpp"
#include "models/auto_scaling/target_tracking.hpp"
#include "models/cloudwatch/cloudwatch.hpp"
#include "models/ec2/ec2.hpp"
#include "models/ecr/image_registry.hpp"
#include "models/ecs/cluster.hpp"
#include "models/eventbridge/event_bridge.hpp"
#include "models/fargate/fargate.hpp"
#include "models/jobs/jobs.hpp"
#include "models/nat/nat_gateways.hpp"
#include "models/outages/outages.hpp"
#include "models/secrets/secrets.hpp"
#include "models/sns/sns.hpp"
#include "models/spot/market.hpp"
#include "models/vpc/vpc.hpp"
#include "models/workers/worker_queue.hpp"
#include "pricing/book.hpp"
#include "scenarios/scenario.hpp"
#include "scenarios/world/chronicle.hpp"
#include "scenarios/world/surroundings.hpp"

namespace fleetcast::scenarios::world {

/// Holds everything that runs tasks: instances, groups, the ECS cluster, what scales them, what they start from, and
/// the events that befall them. Built from a scenario and wired here, in one place.
class Fleet {
 public:
  /// The chronicle hears every message before any component does.
  Fleet(const Surroundings& around, const Scenario& scenario, const pricing::PriceBook& book, Chronicle& chronicle);
  Fleet(const Fleet&) = delete;
  Fleet& operator=(const Fleet&) = delete;

  /// Begins everything; what listens is wired by then.
  void start();
  void settle(sim::Instant now);
  /// Meters what is held back until the end of the run.
  void finish(sim::Instant now);

  [[nodiscard]] const std::map<std::string, std::unique_ptr<models::auto_scaling::AutoScalingGroup>>& groups() const {
    return groups_;
  }
  /// The target tracking of the groups that have such policies, by group.
  [[nodiscard]] const std::map<std::string, std::unique_ptr<models::auto_scaling::TargetTracking>>& tracking() const {
    return tracking_;
  }

  models::outages::Outages outages;
  models::nat::NatGateways nat;
  models::vpc::Vpc vpc;
  models::cloudwatch::CloudWatch cloudwatch;
  models::eventbridge::EventBridge eventbridge;
  models::sns::Sns sns;
  models::spot::SpotMarket spot;
  models::ec2::Ec2 ec2;
  models::ecs::Cluster cluster;
  models::secrets::Secrets secrets;
  models::ecr::ImageRegistry ecr;
  models::fargate::Fargate fargate;
  models::jobs::Jobs jobs;
  models::application_auto_scaling::ApplicationAutoScaling scaling;

  [[nodiscard]] const std::vector<std::unique_ptr<models::workers::WorkerQueue>>& queues() const { return queues_; }

 private:
  void wire_chronicle(Chronicle& chronicle);
  void wire_outages();
  void wire_instances();
  void wire_group(models::auto_scaling::AutoScalingGroup& group);
  void wire_tracking(models::auto_scaling::TargetTracking& tracking, models::auto_scaling::AutoScalingGroup& group);
  void wire_tasks();
  void wire_metrics(const Scenario& scenario);
  void wire_queue(models::workers::WorkerQueue& queue);

  sim::control::Simulation& simulation_;
  std::map<std::string, std::unique_ptr<models::auto_scaling::AutoScalingGroup>> groups_;
  std::map<std::string, std::unique_ptr<models::auto_scaling::TargetTracking>> tracking_;
  std::vector<std::unique_ptr<models::workers::WorkerQueue>> queues_;
};

}  // namespace fleetcast::scenarios::world
