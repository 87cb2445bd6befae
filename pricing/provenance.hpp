#pragma once
#include <string>

namespace fleetcast::pricing {

/// Says where a figure of the book comes from and how well it is known.
struct Provenance {
  std::string source;      ///< a key of the book's sources
  std::string as_of;       ///< date of the source
  std::string confidence;  ///< "price_list_api", ..., "inferred", "memory"
};

}  // namespace fleetcast::pricing
