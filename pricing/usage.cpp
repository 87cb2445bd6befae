#include "pricing/usage.hpp"

#include <limits>
#include <stdexcept>

namespace fleetcast::pricing {
namespace {

void require_valid(const UsageKey& key, std::int64_t added) {
  if (added >= 0) return;
  throw std::invalid_argument("usage of " + key.meter + " by '" + key.service + "' is negative: " +
                              std::to_string(added));
}

std::int64_t sum(const UsageKey& key, std::int64_t held, std::int64_t added) {
  if (added > std::numeric_limits<std::int64_t>::max() - held) {
    throw std::invalid_argument("usage of " + key.meter + " by '" + key.service + "' exceeds 2^63-1 in one hour");
  }
  return held + added;
}

}  // namespace

void UsageLedger::add(const UsageKey& key, std::int64_t raw, std::int64_t billable) {
  require_valid(key, raw);
  require_valid(key, billable);
  UsageAmount& held = rows_[key];
  held = {sum(key, held.raw, raw), sum(key, held.billable, billable)};
}

void UsageLedger::merge(const UsageLedger& other) {
  for (const auto& [key, amount] : other.rows_) add(key, amount.raw, amount.billable);
}

}  // namespace fleetcast::pricing
