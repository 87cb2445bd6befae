#include "pricing/usage_rules.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace fleetcast::pricing {

std::int64_t billable_fast_restore_seconds(std::int64_t enabled_seconds) {
  return std::max<std::int64_t>(enabled_seconds, 3600);
}

std::array<std::int64_t, 3> io2_bands(std::int64_t iops) {
  constexpr std::int64_t band = 32'000;
  const std::int64_t first = std::min(iops, band);
  const std::int64_t second = std::min(iops - first, band);
  return {first, second, iops - first - second};
}

std::int64_t billable_cache_mib_seconds(std::string_view engine, std::int64_t stored_mib_seconds) {
  constexpr std::int64_t gb_hour = 1024 * 3600;
  if (engine == "valkey") return std::max(stored_mib_seconds, gb_hour / 10);
  if (engine == "redis") return std::max(stored_mib_seconds, gb_hour);
  throw std::invalid_argument("'" + std::string(engine) + "' is no engine of serverless caches: say valkey or redis");
}

std::int64_t processing_units(std::int64_t transferred_bytes) {
  return std::max<std::int64_t>(1, (transferred_bytes + 1023) / 1024);
}

std::int64_t early_delete_hours(std::int64_t minimum_days, std::int64_t kept_seconds) {
  return std::max<std::int64_t>(0, minimum_days * 86400 - kept_seconds) / 3600;
}

}  // namespace fleetcast::pricing
