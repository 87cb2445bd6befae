#pragma once
#include <vector>

#include "pricing/bill.hpp"
#include "pricing/charges.hpp"
#include "pricing/commitments/coverage.hpp"

namespace fleetcast::pricing {

/// Picks the charges that a commitment could cover, with their list prices. Throws MissingPrice, and
/// std::invalid_argument where such a price has tiers or an allowance, which commitments cannot be applied to.
[[nodiscard]] std::vector<commitments::CoverableCharge> coverable_charges(const Charges& charges, const PriceBook& book,
                                                                          const BillOptions& options);

}  // namespace fleetcast::pricing
