#pragma once
#include <cstddef>
#include <span>
#include <string>

#include "pricing/decimal.hpp"
#include "pricing/uncertain_prices.hpp"

namespace fleetcast::scenarios::results {

/// Says in a table, at most `width` columns wide, which prices of low confidence a bill of a given total used; empty
/// where there are none.
[[nodiscard]] std::string uncertain_prices_table(std::span<const pricing::UncertainPrice> prices, pricing::Money total,
                                                 std::size_t width);

/// Names a price by meter, pool, purchase option and tier, as far as it has them.
[[nodiscard]] std::string name_of(const pricing::UncertainPrice& price);

}  // namespace fleetcast::scenarios::results
