#pragma once
#include <optional>
#include <string>

#include "pricing/decimal.hpp"
#include "scenarios/documents/problems.hpp"

namespace fleetcast::scenarios::prices {

/// Reads an amount of dollars of at most 10 decimal places, from 0 to a billion; adds a problem and returns 0 else.
[[nodiscard]] pricing::Money read_amount(const std::string& text, const std::string& pointer,
                                         documents::Problems& problems);

/// Reads a share from 0 to below 1; adds a problem and returns 0 otherwise.
[[nodiscard]] pricing::Decimal read_share(const std::string& text, const std::string& pointer,
                                          documents::Problems& problems);

}  // namespace fleetcast::scenarios::prices
