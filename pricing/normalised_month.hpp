#pragma once
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "pricing/usage.hpp"

namespace fleetcast::pricing {

/// Scales a ledger that covers `horizon_seconds` to a month of `month_hours`, before tiers.
///
/// Every key's running total is scaled exactly and rounded half to even, a row being the step between two totals, so
/// that a key's sum is right to half a unit however many hours it has. Meters that are billed flat per month keep the
/// amount of their largest month, in the first hour of their first.
class NormalisedMonth {
 public:
  /// Throws std::invalid_argument unless both lengths are above zero, std::overflow_error where a scaled row exceeds
  /// 2^63-1. The ledger must outlive the month, which points to its keys.
  NormalisedMonth(const UsageLedger& ledger, std::int64_t horizon_seconds, std::int64_t month_hours);
  NormalisedMonth(const NormalisedMonth&) = delete;
  NormalisedMonth& operator=(const NormalisedMonth&) = delete;

  /// Returns the rows in the order of a ledger.
  [[nodiscard]] std::span<const UsageRow> rows() const { return rows_; }

 private:
  void add_flat(std::span<const UsageRow> uses);

  std::vector<UsageRow> rows_;
  std::deque<UsageKey> flat_keys_;  ///< keys that no row of the ledger has
};

/// Returns the rows of a normalised month as a ledger of its own.
[[nodiscard]] UsageLedger normalised_month(const UsageLedger& ledger, std::int64_t horizon_seconds,
                                           std::int64_t month_hours = 730);

}  // namespace fleetcast::pricing
