#pragma once
#include <map>
#include <span>
#include <string>
#include <vector>

#include "pricing/book.hpp"
#include "pricing/usage.hpp"

namespace fleetcast::scenarios::regression {

/// Holds what a book charged for, by what is charged ("ec2.instance_seconds, m6i.large, on_demand"): the price of each
/// tier as text, such as "0.096 per Hrs" or "0.09 per GB from 0, 0.085 per GB from 10240", and what is free.
using UnitPrices = std::map<std::string, std::string>;

/// Returns the unit prices of a book that ledgers are billed at.
[[nodiscard]] UnitPrices unit_prices_of(std::span<const pricing::UsageLedger> ledgers, const pricing::PriceBook& book);

/// Says which texts differ, such as unit prices, one in a line: "nat.hours: 0.045 per Hrs -> 0.046 per Hrs".
[[nodiscard]] std::vector<std::string> changes_of(const UnitPrices& before, const UnitPrices& after);

}  // namespace fleetcast::scenarios::regression
