#pragma once
#include <concepts>
#include <map>
#include <string>
#include <type_traits>

#include "sim/chance/distribution.hpp"
#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::models::ecr {

/// Says how the network of a task is made; awsvpc attaches an interface of its own first.
enum class NetworkMode { awsvpc, bridge, host };
inline constexpr sim::Choices<NetworkMode, 3> network_modes{
    {{"awsvpc", NetworkMode::awsvpc}, {"bridge", NetworkMode::bridge}, {"host", NetworkMode::host}}};

/// Configures the image of a service or job, and how its tasks start from it on EC2.
struct ImageConfig {
  sim::Parameter size = 300e6;
  sim::Parameter changed_share = 0.2;
  sim::Parameter stored_revisions = 10;
  NetworkMode network_mode = NetworkMode::awsvpc;
  sim::chance::Distribution start_up = sim::chance::Distribution::lognormal_by_median(5, 0.5);
};

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, ImageConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("size", config.size,
              {.unit = "B", .at_least = 1e3, .help = "Compressed size of the image.", .mark = sim::Mark::assumed});
  visit.field("changed_share", config.changed_share,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 1,
               .help = "Share of its layers that a new revision changes; the others are pulled once per instance.",
               .mark = sim::Mark::assumed});
  visit.field("stored_revisions", config.stored_revisions,
              {.unit = "revisions",
               .at_least = 1,
               .whole = true,
               .help = "Revisions kept in the repository.",
               .mark = sim::Mark::assumed});
  visit.choice("network_mode", config.network_mode, network_modes,
               {.help = "How tasks are networked; an interface of their own takes several seconds to attach.",
                .source = "[doc: ECS/task-recommendations]"});
  visit.field("start_up", config.start_up,
              {.unit = "s",
               .at_least = 0,
               .help = "Time from the start of the container until it serves.",
               .mark = sim::Mark::assumed});
}

/// Names what the ECS agent does with an image it has.
enum class PullBehavior { standard, always, prefer_cached };
inline constexpr sim::Choices<PullBehavior, 3> pull_behaviors{{{"default", PullBehavior::standard},
                                                               {"always", PullBehavior::always},
                                                               {"prefer-cached", PullBehavior::prefer_cached}}};

/// Configures the registry and what container instances do to start a task.
struct EcrConfig {
  std::map<std::string, ImageConfig> images{};
  PullBehavior image_pull_behavior = PullBehavior::standard;
  sim::chance::Distribution interface_attachment = sim::chance::Distribution::lognormal_by_median(6, 0.4);
  sim::Parameter interface_time_out = 180;
  sim::Parameter cached_start = 1;
  sim::Parameter pull_rate = sim::Parameter::interval(30e6, 100e6);
  sim::Parameter unpack_rate = 100e6;
  sim::Parameter registry_bandwidth = 5e9;
  sim::Parameter manifest_time_out = 60;
};

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, EcrConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("images", config.images, {.help = "Image of each service and job, by its name."});
  visit.choice(
      "image_pull_behavior", config.image_pull_behavior, pull_behaviors,
      {.help = "default asks the registry and falls back to the cache; always needs the registry; prefer-cached "
               "does not ask.",
       .source = "[doc: github aws/amazon-ecs-agent README]"});
  visit.field("interface_attachment", config.interface_attachment,
              {.unit = "s",
               .at_least = 0,
               .help = "Time to attach a task's network interface (awsvpc).",
               .source = "[derived] behaviour 5.1",
               .mark = sim::Mark::assumed});
  visit.field("interface_time_out", config.interface_time_out,
              {.unit = "s",
               .at_least = 1,
               .help = "Time after which an interface that is not attached fails the task.",
               .source = "[doc: github aws/amazon-ecs-agent README], start timeout"});
  visit.field("cached_start", config.cached_start,
              {.unit = "s",
               .at_least = 0,
               .help = "Time to start from an image that the instance has.",
               .source = "[derived] behaviour 5.1",
               .mark = sim::Mark::assumed});
  visit.field("pull_rate", config.pull_rate,
              {.unit = "B/s",
               .at_least = 1e5,
               .help = "Fastest rate of one pull, when no link is shared.",
               .source = "[derived] behaviour 5.1",
               .mark = sim::Mark::assumed});
  visit.field("unpack_rate", config.unpack_rate,
              {.unit = "B/s",
               .at_least = 1e5,
               .help = "Rate at which compressed layers are unpacked.",
               .mark = sim::Mark::assumed});
  visit.field("registry_bandwidth", config.registry_bandwidth,
              {.unit = "B/s",
               .at_least = 1e6,
               .help = "Rate at which all pulls of a zone together get layers.",
               .mark = sim::Mark::assumed});
  visit.field("manifest_time_out", config.manifest_time_out,
              {.unit = "s",
               .at_least = 1,
               .help = "Time after which a registry that does not answer fails the pull.",
               .source = "[doc: github aws/amazon-ecs-agent README]"});
}

}  // namespace fleetcast::models::ecr
