#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "pricing/decimal.hpp"
#include "pricing/importers/problem_list.hpp"

namespace fleetcast::pricing::importers {

/// Reads a price of a file: USD from 0 to ten million, at most 12 decimal places; adds a problem at `place` and returns
/// none for anything else, such as "NaN", "1e30", "-0.1" or an empty text.
[[nodiscard]] std::optional<Money> read_price(std::string_view text, const std::string& place, ProblemList& problems);

/// Reads where a tier begins or ends, from 0 to 10^12; adds a problem and returns none for anything else.
[[nodiscard]] std::optional<Decimal> read_bound(std::string_view text, const std::string& place,
                                                ProblemList& problems);

/// Shows a text of a file in a message: shortened, in quotes, printable.
[[nodiscard]] std::string quoted(std::string_view text);

}  // namespace fleetcast::pricing::importers
