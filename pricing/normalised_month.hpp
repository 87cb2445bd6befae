#pragma once
#include <cstdint>

#include "pricing/usage.hpp"

namespace fleetcast::pricing {

/// Scales a ledger that covers `horizon_seconds` to a month of `month_hours`, before tiers.
///
/// Every key's running total is scaled exactly and rounded half to even, a row being the step between two totals, so
/// that a key's sum is right to half a unit however many hours it has. Meters that are billed flat per month keep the
/// amount of their largest month. Throws std::invalid_argument unless both lengths are above zero.
[[nodiscard]] UsageLedger normalised_month(const UsageLedger& ledger, std::int64_t horizon_seconds,
                                           std::int64_t month_hours = 730);

}  // namespace fleetcast::pricing
