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

namespace fleetcast::models::secrets {

/// Configures one secret.
struct SecretConfig {
  std::vector<std::string> services{};
  bool is_cached_by_client = false;
  sim::Parameter replicas = 0;
  std::optional<sim::Parameter> rotation_period{};
  bool rotation_invalidates_old_value = false;
};

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, SecretConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("services", config.services,
              {.help = "Services and jobs whose tasks fetch the secret when they start; none stands for all."});
  visit.field("is_cached_by_client", config.is_cached_by_client,
              {.help = "Whether running tasks hold the secret in a client cache and refresh it after its time to live.",
               .source = "[doc: secretsmanager retrieving-secrets_cache-*]"});
  visit.field("replicas", config.replicas,
              {.unit = "secrets",
               .at_least = 0,
               .whole = true,
               .help = "Replicas in other regions; each is billed as a secret."});
  visit.field("rotation_period", config.rotation_period,
              {.unit = "s", .at_least = 14400, .help = "Time between rotations; never, if not given."});
  visit.field("rotation_invalidates_old_value", config.rotation_invalidates_old_value,
              {.help = "Whether the old value is refused at once (single user) or still works (alternating users).",
               .source = "behaviour 14"});
}

/// Configures Secrets Manager.
struct SecretsConfig {
  std::map<std::string, SecretConfig> secrets{};
  sim::chance::Distribution latency = sim::chance::Distribution::uniform(0.010, 0.050);
  sim::Parameter cache_time_to_live = 3600;
  sim::Parameter unreachable_time_out = 60;
};

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, SecretsConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("secrets", config.secrets, {.help = "Secrets by name."});
  visit.field("latency", config.latency,
              {.unit = "s",
               .at_least = 0,
               .help = "Time of one GetSecretValue call.",
               .source = "behaviour 14 [memory]",
               .mark = sim::Mark::assumed});
  visit.field("cache_time_to_live", config.cache_time_to_live,
              {.unit = "s",
               .at_least = 1,
               .help = "Age at which a client cache fetches a secret anew.",
               .source = "[doc: secretsmanager retrieving-secrets_cache-*]"});
  visit.field("unreachable_time_out", config.unreachable_time_out,
              {.unit = "s",
               .at_least = 1,
               .help = "Time after which a task gives up on an endpoint that does not answer.",
               .source = "[memory]",
               .mark = sim::Mark::assumed});
}

}  // namespace fleetcast::models::secrets
