#include "pricing/normalised_month.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>

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
    const Integer128 twice_rest = (product - quotient * denominator) * 2;
    const bool up = twice_rest > denominator || (twice_rest == denominator && quotient % 2 != 0);
    return quotient + (up ? 1 : 0);
  }
};

/// Scales one of a key's two amounts, row after row.
class RunningTotal {
 public:
  [[nodiscard]] std::int64_t step(std::int64_t amount, const Ratio& ratio) {
    total_ += amount;
    const Integer128 before = scaled_;
    scaled_ = ratio.scaled(total_);
    const Integer128 grown = scaled_ - before;
    if (grown > std::numeric_limits<std::int64_t>::max()) {
      throw std::overflow_error("a row of the normalised month exceeds 2^63-1; the horizon is too short for it");
    }
    return static_cast<std::int64_t>(grown);
  }

 private:
  Integer128 total_ = 0;
  Integer128 scaled_ = 0;
};

/// Scales the rows of one key, in the order of their hours.
void scale(std::span<UsageRow> rows, const Ratio& ratio) {
  RunningTotal raw;
  RunningTotal billable;
  for (UsageRow& row : rows) {
    row.amount = {raw.step(row.amount.raw, ratio), billable.step(row.amount.billable, ratio)};
  }
}

bool is_flat_monthly(const UsageKey& key) {
  const Tariff* tariff = find_tariff(key.meter);
  return tariff != nullptr && tariff->is_flat_monthly;
}

}  // namespace

NormalisedMonth::NormalisedMonth(const UsageLedger& ledger, std::int64_t horizon_seconds, std::int64_t month_hours) {
  if (horizon_seconds <= 0 || month_hours <= 0) {
    throw std::invalid_argument("a normalised month needs a horizon and a month above zero, not " +
                                std::to_string(horizon_seconds) + " s and " + std::to_string(month_hours) + " h");
  }
  const Ratio ratio{Integer128{month_hours} * 3600, horizon_seconds};
  rows_.reserve(ledger.rows().size());
  for (auto row = ledger.rows().begin(); row != ledger.rows().end();) {
    const std::size_t first = rows_.size();
    const UsageKey& key = row->first;
    for (; row != ledger.rows().end() && row->first.equals_but_for_hour(key); ++row) {
      rows_.push_back({&row->first, row->second});
    }
    if (!is_flat_monthly(key)) {
      scale(std::span(rows_).subspan(first), ratio);
      continue;
    }
    const std::vector<UsageRow> uses(rows_.begin() + static_cast<std::ptrdiff_t>(first), rows_.end());
    rows_.resize(first);
    add_flat(uses);
  }
}

void NormalisedMonth::add_flat(std::span<const UsageRow> uses) {
  std::map<BillingMonth, UsageAmount> months;
  for (const UsageRow& use : uses) {
    UsageAmount& held = months[calendar_month(use.key->utc_hour)];
    held = {held.raw + use.amount.raw, held.billable + use.amount.billable};
  }
  UsageAmount most;
  for (const auto& [month, amount] : months) {
    most = {std::max(most.raw, amount.raw), std::max(most.billable, amount.billable)};
  }
  UsageKey& key = flat_keys_.emplace_back(*uses.front().key);
  key.utc_hour = months.begin()->first.first_hour;
  rows_.push_back({&key, most});
}

UsageLedger normalised_month(const UsageLedger& ledger, std::int64_t horizon_seconds, std::int64_t month_hours) {
  const NormalisedMonth month(ledger, horizon_seconds, month_hours);
  UsageLedger result;
  for (const UsageRow& row : month.rows()) {
    result.add(*row.key, row.amount.raw, row.amount.billable);
  }
  return result;
}

}  // namespace fleetcast::pricing
