#include "pricing/normalised_month.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <stdexcept>

#include "pricing/billing_month.hpp"
#include "pricing/decimal.hpp"
#include "pricing/tariff.hpp"

namespace fleetcast::pricing {
namespace {

struct Ratio {
  Integer128 numerator;
  Integer128 denominator;

  [[nodiscard]] Integer128 scaled(Integer128 amount) const {
    const Integer128 product = amount * numerator;
    const Integer128 quotient = product / denominator;
    const Integer128 twice_rest = product % denominator * 2;
    const bool up = twice_rest > denominator || (twice_rest == denominator && quotient % 2 != 0);
    return quotient + (up ? 1 : 0);
  }
};

/// Scales one of a key's two amounts, row after row.
class RunningTotal {
 public:
  [[nodiscard]] std::int64_t step(std::int64_t amount, const Ratio& ratio) {
    const Integer128 before = ratio.scaled(total_);
    total_ += amount;
    const Integer128 grown = ratio.scaled(total_) - before;
    if (grown > std::numeric_limits<std::int64_t>::max()) {
      throw std::overflow_error("a row of the normalised month exceeds 2^63-1; the horizon is too short for it");
    }
    return static_cast<std::int64_t>(grown);
  }

 private:
  Integer128 total_ = 0;
};

UsageKey without_hour(UsageKey key) {
  key.utc_hour = 0;
  return key;
}

void add_flat(UsageLedger& result, const std::map<UsageKey, std::map<BillingMonth, UsageAmount>>& flat) {
  for (const auto& [key, months] : flat) {
    UsageKey row = key;
    row.utc_hour = months.begin()->first.first_hour;
    UsageAmount most;
    for (const auto& [month, amount] : months) {
      most = {std::max(most.raw, amount.raw), std::max(most.billable, amount.billable)};
    }
    result.add(row, most.raw, most.billable);
  }
}

}  // namespace

UsageLedger normalised_month(const UsageLedger& ledger, std::int64_t horizon_seconds, std::int64_t month_hours) {
  if (horizon_seconds <= 0 || month_hours <= 0) {
    throw std::invalid_argument("a normalised month needs a horizon and a month above zero, not " +
                                std::to_string(horizon_seconds) + " s and " + std::to_string(month_hours) + " h");
  }
  const Ratio ratio{Integer128{month_hours} * 3600, horizon_seconds};
  UsageLedger result;
  std::map<UsageKey, std::map<BillingMonth, UsageAmount>> flat;
  const UsageKey* previous = nullptr;
  RunningTotal raw;
  RunningTotal billable;
  for (const auto& [key, amount] : ledger.rows()) {
    const Tariff* tariff = find_tariff(key.meter);
    if (tariff != nullptr && tariff->is_flat_monthly) {
      UsageAmount& held = flat[without_hour(key)][calendar_month(key.utc_hour)];
      held = {held.raw + amount.raw, held.billable + amount.billable};
      continue;
    }
    if (previous == nullptr || !key.equals_but_for_hour(*previous)) {
      raw = {};
      billable = {};
    }
    previous = &key;
    result.add(key, raw.step(amount.raw, ratio), billable.step(amount.billable, ratio));
  }
  add_flat(result, flat);
  return result;
}

}  // namespace fleetcast::pricing
