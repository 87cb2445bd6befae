#pragma once
#include <istream>
#include <string>

#include "pricing/importers/imported_figures.hpp"
#include "pricing/importers/progress.hpp"

namespace fleetcast::pricing::importers {

/// Says how a file is to be read.
struct ImportRequest {
  std::string document;  ///< the file's name, for messages and as the source of its figures
  std::string region;    ///< "us-east-1": what is of other regions is left out
  Progress progress{};
};

/// Reads an AWS Price List offer file, JSON or CSV, or the answer of `aws pricing get-products`, in bounded memory.
///
/// The stream must be seekable. Throws InvalidDocument with what is wrong: not such a file, cut off, prices that are
/// negative, absurd or in another currency, SKUs listed twice, tiers with gaps, nothing of the region.
[[nodiscard]] ImportedFigures read_price_list(std::istream& input, const ImportRequest& request);

}  // namespace fleetcast::pricing::importers
