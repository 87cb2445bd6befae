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

// Compares first what differs most often.
bool UsageKey::equals_but_for_hour(const UsageKey& other) const {
  return std::tie(meter, service, zone, peer_zone, pool, fleet, purchase_option, account, region, tags) ==
         std::tie(other.meter, other.service, other.zone, other.peer_zone, other.pool, other.fleet,
                  other.purchase_option, other.account, other.region, other.tags);
}

void UsageLedger::add(const UsageKey& key, std::int64_t raw, std::int64_t billable) {
  require_valid(key, raw);
  require_valid(key, billable);
  // Rows that arrive in order, as from another ledger, need no search.
  const bool comes_last = rows_.empty() || rows_.rbegin()->first < key;
  UsageAmount& held = comes_last ? rows_.emplace_hint(rows_.end(), key, UsageAmount{})->second : rows_[key];
  held = {sum(key, held.raw, raw), sum(key, held.billable, billable)};
}

void UsageLedger::merge(const UsageLedger& other) {
  for (const auto& [key, amount] : other.rows_) add(key, amount.raw, amount.billable);
}

}  // namespace fleetcast::pricing
