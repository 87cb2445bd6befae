#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/alb/config.hpp"
#include "models/app/config.hpp"
#include "models/application_auto_scaling/config.hpp"
#include "models/aurora/config.hpp"
#include "models/auto_scaling/config.hpp"
#include "models/backend/config.hpp"
#include "models/cloudfront/config.hpp"
#include "models/cloudwatch/config.hpp"
#include "models/ec2/config.hpp"
#include "models/ecr/config.hpp"
#include "models/ecs/config.hpp"
#include "models/elasticache/config.hpp"
#include "models/eventbridge/config.hpp"
#include "models/fargate/config.hpp"
#include "models/jobs/config.hpp"
#include "models/nat/config.hpp"
#include "models/outages/config.hpp"
#include "models/route53/config.hpp"
#include "models/s3/config.hpp"
#include "models/secrets/config.hpp"
#include "models/sns/config.hpp"
#include "models/spot/config.hpp"
#include "models/vpc/config.hpp"
#include "models/waf/config.hpp"
#include "models/workers/config.hpp"
#include "scenarios/decision.hpp"
#include "scenarios/prices/commitment_spec.hpp"
#include "scenarios/prices/discount_spec.hpp"
#include "scenarios/prices/spot_price_spec.hpp"
#include "scenarios/request_class.hpp"
#include "scenarios/results/objectives.hpp"
#include "scenarios/results/precision_config.hpp"
#include "scenarios/results/uncertainty_config.hpp"
#include "scenarios/results/variance_reduction_config.hpp"
#include "scenarios/scripted_event.hpp"
#include "scenarios/traffic/config.hpp"

namespace fleetcast::scenarios {

/// Names how requests are simulated.
enum class Fidelity { full, sampled };

/// Describes one ECS service: how it is scheduled and scaled, and what its tasks do with requests.
struct ServiceSpec {
  models::ecs::ServiceConfig ecs;
  std::optional<models::application_auto_scaling::ScalableTargetConfig> autoscaling;
  models::ecr::ImageConfig image;
  models::alb::TargetGroupConfig target_group;
  std::optional<models::app::AppConfig> application;
  sim::Parameter log_bytes_per_request = 0;
};

/// Describes a capacity provider: the Auto Scaling group behind it and how ECS scales the group.
struct CapacityProviderSpec {
  models::auto_scaling::AutoScalingGroupConfig auto_scaling_group;
  models::ecs::CapacityProviderConfig scaling;
};

/// Says which prices apply.
struct PricingSpec {
  std::optional<std::string> book;
  sim::Parameter month_hours = 730;
  std::map<std::string, std::string> spot_usd_per_hour;
  std::optional<prices::SpotPriceHistorySpec> spot_price_history;
  bool has_free_allowances = true;
  prices::DiscountSpec discounts;
  std::vector<prices::CommitmentSpec> commitments;
};

/// Describes a stack, its traffic, what happens to it and what is expected of it.
struct Scenario {
  std::string name;
  std::string description;
  std::string account = "main";
  std::string region = "us-east-1";
  std::vector<std::string> availability_zones = {"a", "b", "c"};
  std::string start = "2026-11-02T00:00:00Z";
  sim::Parameter horizon = 86400;
  sim::Parameter pre_roll = 0;
  bool is_stationary = false;
  sim::Parameter seed = 1;
  sim::Parameter replications = 4;
  std::optional<results::PrecisionConfig> precision;
  results::VarianceReductionConfig variance_reduction;
  results::UncertaintyConfig uncertainty;
  Fidelity fidelity = Fidelity::full;

  traffic::TrafficConfig traffic;
  std::map<std::string, RequestClassSpec> classes;
  std::optional<ClosedClientsSpec> closed_clients;
  std::map<std::string, models::backend::BackendConfig> backends;
  std::map<std::string, models::backend::ObjectStoreConfig> stores;

  std::optional<models::route53::Route53Config> route53;
  std::optional<models::cloudfront::CloudFrontConfig> cloudfront;
  std::optional<models::waf::WebAclConfig> waf;
  std::optional<models::alb::AlbConfig> alb;
  models::vpc::VpcConfig vpc;
  models::nat::NatConfig nat;
  sim::Parameter same_zone_latency = 0.00015;
  sim::Parameter cross_zone_latency = 0.0004;
  std::map<std::string, ServiceSpec> services;
  std::map<std::string, CapacityProviderSpec> capacity_providers;
  models::ecs::ClusterConfig ecs;
  bool awsvpc_trunking = false;
  models::ec2::Ec2Config ec2;
  models::spot::SpotConfig spot;
  bool uses_spot_advisor = true;
  models::fargate::FargateConfig fargate;
  models::jobs::JobsConfig jobs;
  std::map<std::string, models::workers::WorkersConfig> workers;
  std::optional<models::elasticache::ElastiCacheConfig> elasticache;
  std::optional<models::aurora::AuroraConfig> aurora;
  std::map<std::string, models::s3::BucketConfig> buckets;
  models::secrets::SecretsConfig secrets;
  models::ecr::EcrConfig ecr;
  models::cloudwatch::CloudWatchConfig cloudwatch;
  models::eventbridge::EventBridgeConfig eventbridge;
  models::sns::SnsConfig sns;
  models::outages::OutagesConfig outages;

  std::vector<ScriptedEvent> events;
  results::ObjectivesConfig objectives;
  std::optional<DecisionSpec> decision;
  PricingSpec pricing;
};

}  // namespace fleetcast::scenarios
