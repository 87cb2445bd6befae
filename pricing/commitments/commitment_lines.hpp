#pragma once
#include <cstdint>
#include <map>
#include <vector>

#include "pricing/bill_line.hpp"
#include "pricing/book.hpp"
#include "pricing/commitments/coverage.hpp"

namespace fleetcast::pricing::commitments {

/// Holds hours that are billed together, within one billing month.
struct BilledHours {
  BillingMonth month;
  std::int64_t first_hour = 0;  ///< UTC hour
  std::int64_t end_hour = 0;    ///< UTC hour, exclusive
};

/// Scales the hours of a horizon to a normalised month; the identity where the horizon itself is billed.
struct Scale {
  std::int64_t numerator = 1;
  std::int64_t denominator = 1;
  bool is_normalised_month = false;  ///< what is paid in advance then counts by the month's share of it
};

/// Holds a charge as it stands in the bill, with its prices.
struct BilledCharge {
  const Charge* charge = nullptr;
  Money list_unit_price;
  Money contracted_unit_price;
};

/// Returns the lines of commitments over some hours: what is paid for each, the usage it covers, and what of it is
/// unused; what a commitment costs in these hours is the exact sum of its used and unused lines' effective costs.
[[nodiscard]] std::vector<BillLine> commitment_lines(const Commitments& commitments, const PriceBook& book,
                                                     const Coverage& coverage, const BilledHours& hours,
                                                     const Scale& scale,
                                                     const std::map<ChargeName, BilledCharge>& charges);

/// Returns how many parts of a charge are covered in all, scaled, and no more than it has.
[[nodiscard]] Integer128 covered_parts(const std::map<std::size_t, CoveredUse>& uses, const Scale& scale,
                                       Integer128 most);

}  // namespace fleetcast::pricing::commitments
