#include "pricing/usage_rules.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace fleetcast::pricing {
namespace {

constexpr std::int64_t hour = 3600;
constexpr std::int64_t cache_gb_hour = 1024 * hour;  // in MiB-seconds

constexpr StepRule fast_restore{1, hour};
constexpr StepRule valkey_data{1, cache_gb_hour / 10};
constexpr StepRule redis_data{1, cache_gb_hour};
constexpr StepRule cache_command{1024, 1};

}  // namespace

std::int64_t billed_steps(std::int64_t used, const StepRule& rule) {
  if (used < 0 || rule.step <= 0 || rule.minimum_steps < 0) {
    throw std::invalid_argument("a use of " + std::to_string(used) + " in steps of " + std::to_string(rule.step) +
                                ", at least " + std::to_string(rule.minimum_steps) +
                                ", cannot be billed: the step must be above 0, use and minimum at least 0");
  }
  const std::int64_t begun = used / rule.step + (used % rule.step == 0 ? 0 : 1);
  return std::max(begun, rule.minimum_steps);
}

std::int64_t billable_fast_restore_seconds(std::int64_t enabled_seconds) {
  return billed_steps(enabled_seconds, fast_restore);
}

std::array<std::int64_t, 3> io2_bands(std::int64_t iops) {
  constexpr std::int64_t band = 32'000;
  const std::int64_t first = std::min(iops, band);
  const std::int64_t second = std::min(iops - first, band);
  return {first, second, iops - first - second};
}

std::int64_t billable_cache_mib_seconds(std::string_view engine, std::int64_t stored_mib_seconds) {
  if (engine == "valkey") return billed_steps(stored_mib_seconds, valkey_data);
  if (engine == "redis") return billed_steps(stored_mib_seconds, redis_data);
  throw std::invalid_argument("'" + std::string(engine) + "' is no engine of serverless caches: say valkey or redis");
}

std::int64_t processing_units(std::int64_t transferred_bytes) {
  return billed_steps(transferred_bytes, cache_command);
}

std::int64_t early_delete_hours(std::int64_t minimum_days, std::int64_t kept_seconds) {
  return std::max<std::int64_t>(0, minimum_days * 24 * hour - kept_seconds) / hour;
}

}  // namespace fleetcast::pricing
