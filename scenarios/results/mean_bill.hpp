#pragma once
#include <span>

#include "pricing/bill.hpp"
#include "pricing/usage.hpp"

namespace fleetcast::scenarios::results {

/// Averages bills line by line: each line's quantity and cost is the mean over the bills, zero where a bill lacks it.
///
/// Lines are told apart by month, key, direction, tier and unit price, so that cost = unit price x quantity still holds
/// and the total is the mean of the totals, to within half a unit of the tenth decimal place per line. The bill of mean
/// usage would not do: tiers, allowances and capacity units are no straight lines. Throws std::logic_error for no
/// bills.
[[nodiscard]] pricing::Bill mean_bill(std::span<const pricing::Bill> bills);

/// Averages ledgers key by key; the sum over the hours of each key is the mean of the sums to half a unit.
///
/// Meant for looking at usage and for pricing it anew; see mean_bill for how far its bill may be off the mean of the
/// bills. Throws std::logic_error for no ledgers.
[[nodiscard]] pricing::UsageLedger mean_ledger(std::span<const pricing::UsageLedger* const> ledgers);

}  // namespace fleetcast::scenarios::results
