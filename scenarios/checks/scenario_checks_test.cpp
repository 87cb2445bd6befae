#include "scenarios/checks/scenario_checks.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "scenarios/documents/document.hpp"
#include "scenarios/scenario_fields.hpp"

namespace fleetcast::scenarios::checks {
namespace {

using documents::Json;
using documents::Problem;
using testing::AllOf;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// A small stack in which everything is right; tests patch it and look at what is said.
const char* const stack = R"({
  "name": "small",
  "traffic": {"rate": {"constant": {"rate": 10}}},
  "classes": {"page": {"service": "web"}},
  "alb": {},
  "services": {"web": {
    "task": {"cpu": 1, "memory": "1 GiB"},
    "desired_count": 2,
    "deregistration_delay": "60 s",
    "capacity_provider_strategy": [{"capacity_provider": "fleet"}],
    "application": {"requests": {"page": {}}}}},
  "capacity_providers": {"fleet": {"auto_scaling_group": {
    "max_size": 4, "min_size": 1,
    "mixed_instances_policy": {"override": [{"instance_type": "m6i.large"}, {"instance_type": "c6i.large"}]}}}}
})";

documents::Findings find(const char* patch) {
  Json document = Json::parse(stack);
  document.merge_patch(Json::parse(patch));
  documents::Findings findings;
  check_scenario(documents::read<Scenario>(document, "patched"), findings);
  return findings;
}

std::vector<Problem> problems(const char* patch) { return find(patch).problems.list(); }
std::vector<Problem> warnings(const char* patch) { return find(patch).warnings.list(); }

auto at(const std::string& pointer, const std::string& words) {
  return Contains(AllOf(Field(&Problem::pointer, pointer), Field(&Problem::message, HasSubstr(words))));
}

TEST(ScenarioChecks, FindNothingWhereNothingIsWrong) {
  EXPECT_THAT(problems("{}"), IsEmpty());
  EXPECT_THAT(warnings("{}"), IsEmpty());
}

TEST(ScenarioChecks, WarnThatStartedHoursCountTooMuchInAMonth) {
  EXPECT_THAT(warnings(R"({"horizon": "2 h"})"), IsEmpty());
  EXPECT_THAT(warnings(R"({"horizon": "90 min"})"), at("/horizon", "counts 33 % too much"));
  EXPECT_THAT(warnings(R"({"horizon": "90 min", "alb": null})"), Not(at("/horizon", "too much")));
}

TEST(ScenarioChecks, TheNameMustDoForAFolder) {
  EXPECT_THAT(problems(R"({"name": "../elsewhere"})"), at("/name", "folder of results"));
  EXPECT_THAT(problems(R"({"name": ".."})"), at("/name", "folder of results"));
}

TEST(ScenarioChecks, ZonesAreLettersAndDifferent) {
  EXPECT_THAT(problems(R"({"availability_zones": []})"), at("/availability_zones", "at least one zone"));
  const auto found = problems(R"({"availability_zones": ["a", "us-east-1b", "a"]})");
  EXPECT_THAT(found, at("/availability_zones/1", "one letter from a to z"));
  EXPECT_THAT(found, at("/availability_zones/2", "occurs twice"));
}

TEST(ScenarioChecks, TheStartIsAnInstantOfTheCalendar) {
  EXPECT_THAT(problems(R"({"start": "2026-02-30T00:00:00Z"})"), at("/start", "2026-02-30"));
  EXPECT_THAT(problems(R"({"start": "tomorrow"})"), at("/start", "tomorrow"));
  EXPECT_THAT(problems(R"({"horizon": "300000 d"})"), at("/horizon", "36525 days"));
}

TEST(ScenarioChecks, EveryReplicationLastsTheSameWholeMinutes) {
  EXPECT_THAT(problems(R"({"horizon": "90 s"})"), at("/horizon", "whole number of minutes"));
  EXPECT_THAT(problems(R"({"pre_roll": "1.5 min"})"), at("/pre_roll", "whole number of minutes"));
  EXPECT_THAT(problems(R"({"horizon": "1..3 h"})"), at("/horizon", "not an interval"));
  EXPECT_THAT(problems(R"({"seed": "1..3"})"), at("/seed", "not an interval"));
}

TEST(ScenarioChecks, WhatChangesAtASetTimeIsNotStationary) {
  EXPECT_THAT(problems(R"({"stationary": true})"), IsEmpty());
  const char* diurnal = R"({"stationary": true, "traffic": {"rate": {"constant": null, "growth": 1.5,
    "diurnal": {"mean": "10/s", "peak_to_mean": 2, "peak_at": "20:00"}}}})";
  EXPECT_THAT(problems(diurnal), at("/traffic/rate/diurnal", "cannot be stationary"));
  EXPECT_THAT(problems(diurnal), at("/traffic/rate/growth", "cannot be stationary"));
}

TEST(ScenarioChecks, TheRegionNeedsAPriceBook) {
  EXPECT_THAT(problems(R"({"region": "us-east-l"})"), at("/region", "did you mean 'us-east-1'?"));
  EXPECT_THAT(problems(R"({"pricing": {"book": "nowhere"}})"), at("/pricing/book", "there is no price book 'nowhere'"));
}

TEST(ScenarioChecks, ObjectivesHaveOneLimit) {
  EXPECT_THAT(problems(R"({"objectives": {"more": [{"metric": "latency_s.p99"}]}})"),
              at("/objectives/more/0", "exactly one of at_least and at_most"));
}

TEST(ScenarioChecks, TrafficIsNeededForClasses) {
  EXPECT_THAT(problems(R"({"traffic": null})"), Contains(Field(&Problem::pointer, HasSubstr("/traffic"))));
}

TEST(ScenarioChecks, AClassGoesOneWay) {
  EXPECT_THAT(problems(R"({"classes": {"page": {"bucket": "assets"}}, "buckets": {"assets": {}}})"),
              at("/classes/page", "exactly one of service, bucket and steps, not 2"));
  EXPECT_THAT(problems(R"({"classes": {"asset": {"bucket": "asets"}}, "buckets": {"assets": {}}})"),
              at("/classes/asset/bucket", "there is no bucket 'asets' (did you mean 'assets'?)"));
  EXPECT_THAT(problems(R"({"classes": {"other": {}}})"), at("/classes/other", "not 0"));
}

TEST(ScenarioChecks, AClassReachesItsService) {
  EXPECT_THAT(problems(R"({"classes": {"page": {"service": "wep"}}})"),
              at("/classes/page/service", "there is no service 'wep' (did you mean 'web'?)"));
  EXPECT_THAT(problems(R"({"alb": null})"), at("/alb", "is required, since class 'page' goes to service 'web'"));
  EXPECT_THAT(problems(R"({"services": {"web": {"application": null}}})"),
              at("/services/web/application", "is required"));
  EXPECT_THAT(problems(R"({"services": {"web": {"application": {"requests": {"page": null}}}}})"),
              at("/services/web/application/requests/page", "is required"));
  EXPECT_THAT(problems(R"({"services": {"web": {"has_target_group": false}}})"),
              at("/classes/page/service", "no target group"));
}

TEST(ScenarioChecks, StepsAreCompleteAndLeadSomewhere) {
  const auto found = problems(R"({"backends": {"desk": {}}, "classes": {"job": {"steps": [
      {"backend": "desk"}, {"backend": "dsk", "work": 1}, {}, {"store": "shelf", "on_miss": [{"delay": 1, "exit": 1}]},
      {"delay": 1, "work": 1}, {"delay": 1, "on_miss": [{"delay": 1}]}]}}})");
  EXPECT_THAT(found, at("/classes/job/steps/0/work", "is required"));
  EXPECT_THAT(found, at("/classes/job/steps/1/backend", "(did you mean 'desk'?)"));
  EXPECT_THAT(found, at("/classes/job/steps/2", "not 0"));
  EXPECT_THAT(found, at("/classes/job/steps/3/store", "there is no store 'shelf'; there is none at all"));
  EXPECT_THAT(found, at("/classes/job/steps/3/on_miss/0", "not 2"));
  EXPECT_THAT(found, at("/classes/job/steps/4/work", "no backend"));
  EXPECT_THAT(found, at("/classes/job/steps/5/on_miss", "no store"));
}

TEST(ScenarioChecks, PatienceAndColdStartsNeedAQueue) {
  const auto found = problems(R"({"backends": {"desk": {"discipline": "processor_sharing", "cold_start": 1},
      "pool": {"instances": 2, "cold_start": 1}}, "classes": {"job": {"steps": [
      {"backend": "desk", "work": 1, "patience": 1}, {"delay": 1, "patience": 1}]}}})");
  EXPECT_THAT(found, at("/classes/job/steps/0/patience", "all requests share the servers"));
  EXPECT_THAT(found, at("/classes/job/steps/1/patience", "no backend"));
  EXPECT_THAT(found, at("/backends/desk/cold_start", "first_come"));
  EXPECT_THAT(found, at("/backends/pool/cold_start", "one instance"));
}

TEST(ScenarioChecks, SomeClassHasAShare) {
  EXPECT_THAT(problems(R"({"classes": {"page": {"share": 0}}})"), at("/classes", "a share above 0"));
}

TEST(ScenarioChecks, NamesOfClassesElsewhereAreKnown) {
  EXPECT_THAT(problems(R"({"closed_clients": {"request_class": "pages"}})"),
              at("/closed_clients/request_class", "(did you mean 'page'?)"));
  EXPECT_THAT(problems(R"({"cloudfront": {"cache_behaviors": {"pgae": {}}}})"),
              at("/cloudfront/cache_behaviors/pgae", "(did you mean 'page'?)"));
  EXPECT_THAT(problems(R"({"services": {"web": {"application": {"requests": {"pag": {}}}}}})"),
              at("/services/web/application/requests/pag", "(did you mean 'page'?)"));
  EXPECT_THAT(problems(R"({"waf": {"key_groups": {"viewer": {}}}})"),
              at("/classes/page/key_group", "(did you mean 'viewer'?)"));
}

TEST(ScenarioChecks, CallsNameWhatThereIs) {
  const auto found = problems(R"({"services": {"web": {"application": {"requests": {"page": {"calls": [
      {"cache": "main"}, {"database": "main"}, {"bucket": "x"}, {}, {"bucket": "x", "cache": "y"}]}}}}}})");
  const std::string calls = "/services/web/application/requests/page/calls/";
  EXPECT_THAT(found, at(calls + "0/cache", "describe one under /elasticache"));
  EXPECT_THAT(found, at(calls + "1/database", "describe one under /aurora"));
  EXPECT_THAT(found, at(calls + "2/bucket", "there is no bucket 'x'"));
  EXPECT_THAT(found, at(calls + "3", "must name a cache"));
  EXPECT_THAT(found, at(calls + "4", "must name a cache"));
}

TEST(ScenarioChecks, OnePolicyRulesAGroup) {
  EXPECT_THAT(problems(R"({"capacity_providers": {"fleet": {
                  "auto_scaling_group": {"target_tracking": {"cpu": {"target_value": 50}}},
                  "managed_scaling": {"enabled": true}}}})"),
              at("/capacity_providers/fleet/auto_scaling_group/target_tracking", "managed_scaling"));
}

// Returns what is wrong with a capacity provider strategy of the stack's service.
std::vector<Problem> strategy_problems(const std::string& strategy) {
  return problems((R"({"services": {"web": {"capacity_provider_strategy": )" + strategy + "}}}").c_str());
}

TEST(ScenarioChecks, StrategiesFollowTheRulesOfEcs) {
  const std::string place = "/services/web/capacity_provider_strategy";
  EXPECT_THAT(strategy_problems("[]"), at(place, "at least one capacity provider"));
  EXPECT_THAT(strategy_problems(R"([{"capacity_provider": "flet"}])"),
              at(place + "/0/capacity_provider", "(did you mean 'fleet'?)"));
  EXPECT_THAT(strategy_problems(R"([{"capacity_provider": "fleet"}, {"capacity_provider": "FARGATE"}])"),
              at(place, "which ECS forbids"));
  EXPECT_THAT(strategy_problems(R"([{"capacity_provider": "FARGATE", "base": 1},
                                    {"capacity_provider": "FARGATE_SPOT", "base": 2}])"),
              at(place, "only one capacity provider may have a base"));
  EXPECT_THAT(strategy_problems(R"([{"capacity_provider": "fleet", "weight": 0}])"), at(place, "above 0"));
  EXPECT_THAT(strategy_problems(R"([{"capacity_provider": "fleet"}, {"capacity_provider": "fleet"}])"),
              at(place + "/1/capacity_provider", "occurs twice"));
}

TEST(ScenarioChecks, CountsAreInOrder) {
  EXPECT_THAT(problems(R"({"services": {"web": {"autoscaling": {"min_capacity": 4, "max_capacity": 8}}}})"),
              at("/services/web/desired_count", "4 and 8, not 2"));
  EXPECT_THAT(problems(R"({"services": {"web": {"autoscaling": {"min_capacity": 4, "max_capacity": 2}}}})"),
              at("/services/web/autoscaling", "min_capacity must not be above max_capacity"));
  EXPECT_THAT(problems(R"({"services": {"web": {"deployment_maximum_percent": 100}}})"),
              at("/services/web/deployment_maximum_percent", "no task could ever be replaced"));
  EXPECT_THAT(problems(R"({"capacity_providers": {"fleet": {"auto_scaling_group": {"min_size": 5}}}})"),
              at("/capacity_providers/fleet/auto_scaling_group/min_size", "which is 4"));
  EXPECT_THAT(problems(R"({"capacity_providers": {"fleet": {"auto_scaling_group": {"desired_capacity": 9}}}})"),
              at("/capacity_providers/fleet/auto_scaling_group/desired_capacity", "1 and 4, not 9"));
}

TEST(ScenarioChecks, InstanceTypesAreInTheBook) {
  const std::string place = "/capacity_providers/fleet/auto_scaling_group/mixed_instances_policy/override";
  const auto override_problems = [](const std::string& list) {
    return problems((R"({"capacity_providers": {"fleet": {"auto_scaling_group": {"mixed_instances_policy":
                          {"override": )" + list + "}}}}}").c_str());
  };
  EXPECT_THAT(override_problems(R"([{"instance_type": "m6i.larg"}])"),
              at(place + "/0/instance_type", "there is no instance type 'm6i.larg' (did you mean 'm6i.large'?)"));
  EXPECT_THAT(override_problems("[]"), at(place, "at least one instance type"));
  EXPECT_THAT(override_problems(R"([{"instance_type": "m6i.large"}, {"instance_type": "m6i.large"}])"),
              at(place + "/1/instance_type", "occurs twice"));
}

TEST(ScenarioChecks, TasksFitTheirInstances) {
  // A large instance has 2 vCPU; c6i.large registers less than 4 GiB.
  EXPECT_THAT(problems(R"({"services": {"web": {"task": {"cpu": 4}}}})"),
              at("/services/web/task", "fits no instance type of capacity provider 'fleet': the task needs 4 vCPU"));
  EXPECT_THAT(warnings(R"({"services": {"web": {"task": {"memory": "4 GiB"}}}})"),
              at("/services/web/task", "does not fit every instance type"));
  EXPECT_THAT(problems(R"({"services": {"web": {"task": {"memory": "4 GiB"}}}})"), IsEmpty());
  EXPECT_THAT(problems(R"({"services": {"web": {"task": {"cpu": 3},
                           "capacity_provider_strategy": [{"capacity_provider": "FARGATE"}]}}})"),
              at("/services/web/task", "Fargate offers"));
  EXPECT_THAT(problems(R"j({"jobs": {"jobs": {"night": {"capacity_provider": "fleet", "cpu": 16,
                           "schedule_expression": "rate(1 day)"}}}})j"),
              at("/jobs/jobs/night", "fits no instance type"));
}

TEST(ScenarioChecks, ProtectionNeedsTheGroupsProtection) {
  EXPECT_THAT(problems(R"({"capacity_providers": {"fleet": {"managed_termination_protection": true}}})"),
              at("/capacity_providers/fleet/managed_termination_protection", "protect_from_scale_in"));
}

TEST(ScenarioChecks, UnusedProvidersAreMentioned) {
  EXPECT_THAT(warnings(R"({"services": {"web": {"capacity_provider_strategy": [{"capacity_provider": "FARGATE"}],
                           "task": {"memory": "2 GiB"}}}})"),
              at("/capacity_providers/fleet", "no service and no job"));
}

TEST(ScenarioChecks, SpotNeedsFastDrainsAndManyPools) {
  const char* const spot = R"({"availability_zones": ["a", "b"],
      "services": {"web": {"deregistration_delay": "5 min"}}, "ecs": {"spot_instance_draining": true},
      "capacity_providers": {"fleet": {"auto_scaling_group": {"mixed_instances_policy": {"instances_distribution":
        {"on_demand_percentage_above_base_capacity": 0}}}}}})";
  const auto found = warnings(spot);
  EXPECT_THAT(found, at("/services/web/deregistration_delay", "take 330 s"));
  EXPECT_THAT(found, at("/services/web/deregistration_delay", "within the 120 s of an interruption notice"));
  EXPECT_THAT(found, at("/services/web/deployment_minimum_healthy_percent", "is 100 with spot_instance_draining"));
  EXPECT_THAT(found, at("/capacity_providers/fleet/auto_scaling_group/mixed_instances_policy/override",
                        "gives 4 spot pools"));
  EXPECT_THAT(problems(spot), IsEmpty());
}

TEST(ScenarioChecks, SpotHasOneFallbackAndTracesOfItsPools) {
  const auto found = problems(R"({"availability_zones": ["a", "b"],
      "capacity_providers": {"fleet": {"auto_scaling_group": {
        "fallback": {"immediate": {}, "wait_then_on_demand": {}}}}},
      "spot": {"traces": {"m7i.large/us-east-1a": {"file": "x.json"}, "m6i.large": {"file": "x.json"}}}})");
  EXPECT_THAT(found, at("/capacity_providers/fleet/auto_scaling_group/fallback", "more than one policy"));
  EXPECT_THAT(found, at("/spot/traces/m7i.large~1us-east-1a", "there is no spot pool"));
  EXPECT_THAT(found, at("/spot/traces/m6i.large", "in a zone"));
}

TEST(ScenarioChecks, PricedTypesAreInTheBook) {
  const auto found = problems(R"({"elasticache": {"node_type": "cache.r7g.larg"},
      "aurora": {"instance_class": "db.r6g.larg"},
      "pricing": {"spot_usd_per_hour": {"m6i.larg": "0.03", "m6i.large/us-east-1z": "0.03", "m6i.large": "cheap"}},
      "spot": {"pools": {"m7i.large": {}}}})");
  EXPECT_THAT(found, at("/elasticache/node_type", "(did you mean 'cache.r7g.large'?)"));
  EXPECT_THAT(found, at("/aurora/instance_class", "there is no database class 'db.r6g.larg'"));
  EXPECT_THAT(found, at("/pricing/spot_usd_per_hour/m6i.larg", "(did you mean 'm6i.large'?)"));
  EXPECT_THAT(found, at("/pricing/spot_usd_per_hour/m6i.large~1us-east-1z", "there is no zone"));
  EXPECT_THAT(found, at("/pricing/spot_usd_per_hour/m6i.large", "no amount of dollars"));
  EXPECT_THAT(found, at("/spot/pools/m7i.large", "there is no spot pool"));
  EXPECT_THAT(problems(R"({"region": "eu-west-1", "pricing": {"book": "eu-west-1"},
                           "elasticache": {"node_type": "cache.r7g.large"}})"),
              at("/elasticache/node_type", "price book 'eu-west-1' holds no price of any cache node type"));
}

TEST(ScenarioChecks, WhatRunsInTheBackgroundRefersToWhatThereIs) {
  const auto found = problems(R"j({
      "workers": {"mail": {"service": "mailer", "hourly_profile": [1, 2]}},
      "jobs": {"jobs": {"night": {"capacity_provider": "FARGATE_SPO", "schedule_expression": "every night"},
                        "web": {"schedule_expression": "rate(1 day)", "event_source": "x"}}},
      "secrets": {"secrets": {"password": {"services": ["web", "wbe"]}}},
      "eventbridge": {"rules": {"both": {"targets": {"nigth": {}}}}},
      "nat": {"placement": "single", "availability_zone": "f"}})j");
  EXPECT_THAT(found, at("/workers/mail/service", "there is no service 'mailer'"));
  EXPECT_THAT(found, at("/workers/mail/hourly_profile", "24 numbers"));
  EXPECT_THAT(found, at("/jobs/jobs/night/capacity_provider", "(did you mean 'FARGATE_SPOT'?)"));
  EXPECT_THAT(found, at("/jobs/jobs/night/schedule_expression", "every night"));
  EXPECT_THAT(found, at("/jobs/jobs/web", "only one of"));
  EXPECT_THAT(found, at("/services/web", "a job has the same name"));
  EXPECT_THAT(found, at("/secrets/secrets/password/services/1", "(did you mean 'web'?)"));
  EXPECT_THAT(found, at("/eventbridge/rules/both", "exactly one of"));
  EXPECT_THAT(found, at("/eventbridge/rules/both/targets/nigth", "(did you mean 'night'?)"));
  EXPECT_THAT(found, at("/nat/availability_zone", "there is no zone 'f'"));
  EXPECT_THAT(warnings(R"({"jobs": {"jobs": {"idle": {}}}})"), at("/jobs/jobs/idle", "nothing ever starts this job"));
}

TEST(ScenarioChecks, AServiceThatNobodyBalancesHasNoTargetGroup) {
  const char* const mailer = R"({"services": {"mailer": {
      "capacity_provider_strategy": [{"capacity_provider": "fleet"}]}}})";
  EXPECT_THAT(problems(mailer), at("/services/mailer/has_target_group", "must be false"));
}

TEST(ScenarioChecks, EventsHaveOneKindAndHappenSomewhere) {
  const char* const events = R"({"horizon": "1 h", "events": [
      {"at": 0}, {"at": 0, "zone_outage": {"zone": "d"}}, {"at": 0, "deployment": {"service": "weeb"}},
      {"at": 0, "spot_reclaim": {"instance_type": "m6i.xlarge", "zone": "a"}},
      {"at": 0, "cache_node_loss": {}}, {"at": 0, "aurora_failover": {}},
      {"at": "2 h", "zone_outage": {"zone": "us-east-1a"}}, {"at": 0, "faulty_tasks": {"service": "weeb"}}]})";
  const auto found = problems(events);
  EXPECT_THAT(found, at("/events/0", "must have exactly one kind"));
  EXPECT_THAT(found, at("/events/1/zone_outage/zone", "there is no zone in availability_zones 'd'"));
  EXPECT_THAT(found, at("/events/2/deployment/service", "(did you mean 'web'?)"));
  EXPECT_THAT(found, at("/events/3/spot_reclaim/instance_type", "(did you mean 'm6i.large'?)"));
  EXPECT_THAT(found, at("/events/4/cache_node_loss", "there is no cache"));
  EXPECT_THAT(found, at("/events/5/aurora_failover", "there is no database"));
  EXPECT_THAT(found, Not(at("/events/6/zone_outage/zone", "")));
  EXPECT_THAT(found, at("/events/7/faulty_tasks/service", "(did you mean 'web'?)"));
  EXPECT_THAT(warnings(events), at("/events/6/at", "after the horizon"));
}

TEST(ScenarioChecks, ShardsCountFromZero) {
  EXPECT_THAT(problems(R"({"elasticache": {}, "events": [{"at": 0, "cache_node_loss": {"shard": 1}}]})"),
              at("/events/0/cache_node_loss/shard", "which is 1"));
}

// A network of one subnet, whose security groups are given.
std::vector<Problem> network_warnings(const std::string& service_ingress) {
  return warnings((R"({"availability_zones": ["a"], "vpc": {
      "subnets": {"all": {"availability_zone": "a", "cidr_block": "10.0.0.0/24", "route_table": "public"}},
      "route_tables": {"public": {"routes": [{"target": "internet_gateway"}]}},
      "security_groups": {"alb": {"ingress": [{"from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}]},
                          "service": {"ingress": )" + service_ingress + R"(}},
      "roles": {"alb": {"subnets": ["all"], "security_groups": ["alb"]},
                "service": {"subnets": ["all"], "security_groups": ["service"]}}}})").c_str());
}

TEST(ScenarioChecks, BlockedFlowsTimeOut) {
  EXPECT_THAT(network_warnings("[]"), at("/vpc", "from alb to service, port 8080"));
  EXPECT_THAT(network_warnings("[]"), at("/vpc", "connections will time out"));
  EXPECT_THAT(network_warnings(R"([{"from_port": 8080, "to_port": 8080, "security_groups": ["alb"]}])"),
              Not(at("/vpc", "from alb to service")));
}

TEST(ScenarioChecks, TheNetworkIsComplete) {
  EXPECT_THAT(problems(R"({"vpc": {"subnets": {"all": {"availability_zone": "z", "cidr_block": "10.0.0.0/24",
                           "route_table": "public"}}}})"),
              at("/vpc", "there is no zone 'z'"));
  EXPECT_THAT(problems(R"({"availability_zones": ["a"], "vpc": {"route_tables": {"public": {}},
      "subnets": {"all": {"availability_zone": "a", "cidr_block": "10.0.0.0/24", "route_table": "public"}}}})"),
              at("/vpc/roles/service", "is required"));
}

TEST(ScenarioChecks, WithoutGatewaysTasksReachNoRegistry) {
  EXPECT_THAT(warnings(R"({"nat": {"placement": "none"}})"),
              at("/nat/placement", "tasks reach ecr.dkr only through one"));
}

}  // namespace
}  // namespace fleetcast::scenarios::checks
