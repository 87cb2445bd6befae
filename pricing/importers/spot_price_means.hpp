#pragma once
#include <istream>

#include "pricing/importers/imported_figures.hpp"
#include "pricing/importers/price_list.hpp"

namespace fleetcast::pricing::importers {

/// Reads a history of spot prices and makes one price per instance type of it, as books hold them: the mean over the
/// zones of each zone's mean from its first record to the last of the file.
///
/// The stream must be seekable. Throws InvalidDocument with everything that is wrong.
[[nodiscard]] ImportedFigures read_spot_price_means(std::istream& input, const ImportRequest& request);

}  // namespace fleetcast::pricing::importers
