#pragma once
#include <cstddef>
#include <vector>

#include "pricing/bill.hpp"
#include "pricing/book.hpp"
#include "pricing/charges.hpp"
#include "pricing/price_finder.hpp"

namespace fleetcast::pricing {

/// Holds a charge with its price and what of it fell into the free allowance (position 0) and into each tier.
struct PricedCharge {
  const Charge* charge = nullptr;
  std::size_t price = 0;
  std::vector<Integer128> amounts;
};

/// Finds the price of every charge and spreads each month's charges of one meter over the free allowance and the
/// tiers, in the order of the hours; charges of one month and meter lie side by side. Throws MissingPrice.
[[nodiscard]] std::vector<PricedCharge> price_charges(const Charges& charges, PriceFinder& finder,
                                                      const PriceBook& book, const BillOptions& options);

}  // namespace fleetcast::pricing
