#pragma once
#include <istream>

#include "pricing/importers/imported_figures.hpp"
#include "pricing/importers/price_list.hpp"

namespace fleetcast::pricing::importers {

/// Reads a Savings Plan offer file, JSON or CSV, in bounded memory: rates of Compute, EC2 Instance and Database Savings
/// Plans for what meters of the region use.
///
/// The stream must be seekable. Throws InvalidDocument with everything that is wrong.
[[nodiscard]] ImportedFigures read_savings_plan(std::istream& input, const ImportRequest& request);

}  // namespace fleetcast::pricing::importers
