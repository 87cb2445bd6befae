#pragma once
#include "pricing/bill.hpp"
#include "pricing/charges.hpp"

namespace fleetcast::pricing {

/// Tells whether usage is of spot instances.
[[nodiscard]] bool is_spot_instance(const UsageKey& usage);

/// Splits charges of spot instances by the prices of their hours, where options give them hour by hour: one charge per
/// price, in the order in which the prices come first. Hours without a price make a charge without one.
[[nodiscard]] Charges split_by_spot_price(Charges charges, const BillOptions& options);

}  // namespace fleetcast::pricing
