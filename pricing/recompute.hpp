#pragma once
#include "pricing/bill.hpp"

namespace fleetcast::pricing {

/// Computes the total of a bill a second time, by another route, for the self-audit: row by row in the order of the
/// hours, with its own units and its own tier arithmetic, sharing with bill() only the decimal type and the book.
/// Equals bill(...).total to the last digit; throws std::out_of_range for a price that the book lacks. Credits of
/// service level agreements are no part of it, since only add_sla_credits puts them on a bill, by hand; its test
/// computes them a second time from this.
[[nodiscard]] Money recompute(const UsageLedger& ledger, const PriceBook& book, const BillOptions& options = {});

}  // namespace fleetcast::pricing
