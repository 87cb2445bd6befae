#pragma once
#include <concepts>
#include <optional>
#include <type_traits>

#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::models::auto_scaling {

/// Launches on-demand instances once spot has been short for a while.
struct WaitThenOnDemand {
  sim::Parameter delay = 300;
};

/// Launches an on-demand instance for every spot instance that has notice or is refused.
struct ImmediateFallback {
  sim::Parameter delay = 10;
};

/// Does as ImmediateFallback while interruptions are frequent, and nothing otherwise.
struct RateTriggeredFallback {
  sim::Parameter interruptions = 3;
  sim::Parameter window = 3600;
  sim::Parameter delay = 10;
};

/// Keeps more spot instances than desired; on-demand ones only replace what is short of the desired capacity.
struct HedgeFallback {
  sim::Parameter extra = 1;
  sim::Parameter delay = 300;
};

/// Says what stands in for spot capacity that is not to be had: at most one policy is set, and without any, as in AWS,
/// nothing does.
struct FallbackConfig {
  std::optional<WaitThenOnDemand> wait_then_on_demand;
  std::optional<ImmediateFallback> immediate;
  std::optional<RateTriggeredFallback> rate_triggered;
  std::optional<HedgeFallback> hedge;
  sim::Parameter give_back_interval = 900;

  [[nodiscard]] int policies() const {
    return wait_then_on_demand.has_value() + immediate.has_value() + rate_triggered.has_value() + hedge.has_value();
  }
};

/// Lists the fields of WaitThenOnDemand.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, WaitThenOnDemand>
void describe(Visitor& visit, Config& config) {
  visit.field("delay", config.delay,
              {.unit = "s",
               .at_least = 0,
               .help = "Time for which spot is tried in vain before on-demand instances stand in.",
               .source = "own choice",
               .mark = sim::Mark::assumed});
}

/// Lists the fields of ImmediateFallback.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, ImmediateFallback>
void describe(Visitor& visit, Config& config) {
  visit.field("delay", config.delay,
              {.unit = "s",
               .at_least = 0,
               .at_most = 120,
               .help = "Time from a notice or a refused launch until an on-demand instance is asked for: an event, a "
                       "rule and a function.",
               .source = "own choice: EventBridge delivers within seconds",
               .mark = sim::Mark::assumed});
}

/// Lists the fields of RateTriggeredFallback.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, RateTriggeredFallback>
void describe(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("interruptions", config.interruptions,
              {.unit = "instances",
               .at_least = 1,
               .whole = true,
               .help = "Notices within the window from which on-demand instances replace spot.",
               .source = "own choice",
               .mark = Mark::assumed});
  visit.field("window", config.window,
              {.unit = "s",
               .at_least = 60,
               .help = "Time over which notices are counted.",
               .source = "own choice",
               .mark = Mark::assumed});
  visit.field("delay", config.delay,
              {.unit = "s",
               .at_least = 0,
               .at_most = 120,
               .help = "Time from a notice or a refused launch until an on-demand instance is asked for.",
               .source = "own choice: EventBridge delivers within seconds",
               .mark = Mark::assumed});
}

/// Lists the fields of HedgeFallback.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, HedgeFallback>
void describe(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("extra", config.extra,
              {.unit = "instances",
               .at_least = 1,
               .whole = true,
               .help = "Spot instances above the desired capacity, within max_size. Managed scaling with a "
                       "target_capacity of 100 would scale them in.",
               .source = "[paper: SkyServe, EuroSys'25, arXiv 2411.01438]: overprovisioning",
               .mark = Mark::assumed});
  visit.field("delay", config.delay,
              {.unit = "s",
               .at_least = 0,
               .help = "Time below the desired capacity before on-demand instances stand in.",
               .source = "own choice",
               .mark = Mark::assumed});
}

/// Lists the fields of FallbackConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, FallbackConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("wait_then_on_demand", config.wait_then_on_demand, {.help = "Tries spot for a while first."});
  visit.field("immediate", config.immediate, {.help = "Replaces what has notice or is refused at once."});
  visit.field("rate_triggered", config.rate_triggered, {.help = "Replaces at once while interruptions are frequent."});
  visit.field("hedge", config.hedge, {.help = "Keeps more spot instances than desired."});
  visit.field("give_back_interval", config.give_back_interval,
              {.unit = "s",
               .at_least = 60,
               .help = "Time after which instances that stand in are exchanged for spot again, as far as it is to be "
                       "had; the new ones run before the old ones leave.",
               .source = "own choice",
               .mark = sim::Mark::assumed});
}

}  // namespace fleetcast::models::auto_scaling
