#pragma once
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "sim/chance/distribution.hpp"
#include "sim/describe.hpp"
#include "sim/parameter.hpp"

// A small document with one field of every kind, for tests of what is said about documents in general.
namespace fleetcast::scenarios::documents::sample {

/// Has a name for each way of choosing.
enum class Algorithm { round_robin, least_outstanding_requests };
inline constexpr sim::Choices<Algorithm, 2> algorithms = {
    {{"round_robin", Algorithm::round_robin}, {"least_outstanding_requests", Algorithm::least_outstanding_requests}}};

/// Has numbers and a distribution.
struct Task {
  sim::Parameter cpu = 1;
  sim::Parameter memory = 2147483648.0;
  sim::chance::Distribution service_time = 0.02;
};

/// Has a struct, a list and an optional choice.
struct Service {
  Task task;
  sim::Parameter desired_count = 2;
  std::string image;
  std::vector<std::string> instance_types;
  std::optional<Algorithm> algorithm;
};

/// Is there or not, as a whole.
struct Autoscaling {
  sim::Parameter target_value = 0.7;
  sim::Parameter cooldown = 300;
};

/// Is the document.
struct Stack {
  std::string name;
  sim::Parameter horizon = 2592000;
  sim::Parameter rate = 1000;
  sim::Parameter bandwidth = 1.25e9;
  bool is_public = true;
  Algorithm algorithm = Algorithm::round_robin;
  std::map<std::string, Service> services;
  std::optional<Autoscaling> autoscaling;
  std::optional<sim::Parameter> limit = sim::Parameter(10);
  std::vector<sim::Parameter> weights{1, 2};
  std::map<std::string, std::string> tags;
};

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, Task>
void describe(Visitor& visit, Config& config) {
  visit.field("cpu", config.cpu, {.unit = "vCPU", .at_least = 0.25, .at_most = 192, .help = "vCPUs of one task."});
  visit.field("memory", config.memory, {.unit = "B", .at_least = 0, .help = "Memory of one task."});
  visit.field(
      "service_time", config.service_time,
      {.unit = "s", .at_least = 0, .help = "Time of one request.", .source = "[T1]", .mark = sim::Mark::assumed});
}

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, Service>
void describe(Visitor& visit, Config& config) {
  visit.field("task", config.task, {.help = "What one task needs."});
  visit.field("desired_count", config.desired_count,
              {.unit = "tasks", .at_least = 0, .at_most = 5000, .whole = true, .help = "Tasks to run."});
  visit.field("image", config.image, {.required = true, .help = "Name of the image."});
  visit.field("instance_types", config.instance_types, {.at_most = 3, .help = "Where tasks may run."});
  visit.choice("algorithm", config.algorithm, algorithms,
               {.help = "How the next task is picked, if not as elsewhere."});
}

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, Autoscaling>
void describe(Visitor& visit, Config& config) {
  visit.field("target_value", config.target_value, {.unit = "ratio", .at_least = 0.1, .at_most = 1, .help = "Target."});
  visit.field("cooldown", config.cooldown, {.unit = "s", .at_least = 0, .at_most = 3600, .mark = sim::Mark::assumed});
}

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, Stack>
void describe(Visitor& visit, Config& config) {
  visit.field("name", config.name, {.required = true, .help = "Name of the stack."});
  visit.field("horizon", config.horizon, {.unit = "s", .at_least = 1, .help = "Simulated time."});
  visit.field("rate", config.rate, {.unit = "1/s", .at_least = 0, .help = "Mean request rate."});
  visit.field("bandwidth", config.bandwidth, {.unit = "B/s", .at_least = 0, .help = "Bandwidth of the way in."});
  visit.field("is_public", config.is_public, {.help = "Reachable from outside?"});
  visit.choice("algorithm", config.algorithm, algorithms, {.help = "How the next target is picked."});
  visit.field("services", config.services, {.help = "What runs."});
  visit.field("autoscaling", config.autoscaling, {.help = "Scales by load, if given."});
  visit.field("limit", config.limit, {.at_least = 1, .whole = true, .help = "Most tasks, null for no limit."});
  visit.field("weights", config.weights, {.at_least = 0, .help = "Weights of the zones."});
  visit.field("tags", config.tags, {.help = "Tags on the bill."});
}

}  // namespace fleetcast::scenarios::documents::sample
