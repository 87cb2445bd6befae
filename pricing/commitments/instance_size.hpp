#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "pricing/book.hpp"

namespace fleetcast::pricing::commitments {

/// Holds where an instance, node or database type stands in its family.
struct InstanceSize {
  std::string family;  ///< what sizes are exchanged within: "m6i", "cache.r7g/valkey", "db.r7g"
  /// Normalisation factor in quarters, such as 1 for nano and 16 for large.
  std::int64_t quarters = 0;
};

/// Returns the family of a type, such as "m6i" for "m6i.large".
[[nodiscard]] std::string family_of(std::string_view type);

/// Returns the size of a type, or none for one without a normalisation factor; metal sizes without a number count as
/// the size with as many vCPUs, which the book tells.
[[nodiscard]] std::optional<InstanceSize> size_of(std::string_view type, const PriceBook& book);

/// Tells whether AWS exchanges the sizes of a family: all but G4ad, G4dn, G5 and G5g.
[[nodiscard]] bool is_size_flexible(std::string_view family);

}  // namespace fleetcast::pricing::commitments
