#pragma once
#include <istream>
#include <optional>
#include <string>

#include "pricing/book.hpp"
#include "pricing/importers/imported_figures.hpp"
#include "pricing/importers/price_list.hpp"

namespace fleetcast::pricing::importers {

/// Reads spot-advisor-data.json: bands of interruption, and savings from which spot prices follow for the instance
/// types of which the book has an on-demand price. The file does not say its date ("2025-06-28"), so it must be given.
///
/// Throws InvalidDocument with everything that is wrong, and std::invalid_argument for no date.
[[nodiscard]] ImportedFigures read_spot_advisor(std::istream& input, const ImportRequest& request,
                                                const std::optional<std::string>& date, const PriceBook& book);

}  // namespace fleetcast::pricing::importers
