#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pricing/importers/product.hpp"
#include "pricing/tariff.hpp"

namespace fleetcast::pricing::importers {

/// Says which prices of a book a product of an offer file sets, and how its units compare with the meter's.
struct OfferTarget {
  std::vector<PriceKey> keys;  ///< several where one price of AWS's is several of the book's
  std::vector<std::string_view> units;  ///< spellings of the unit that are understood
  std::int64_t per = 1;  ///< AWS's units in one pricing unit of the meter
  std::int64_t of = 1;   ///< pricing units of the meter in one of AWS's

  bool operator==(const OfferTarget&) const = default;
};

/// Returns what a product sets in a region's book; none for what no meter uses or is of another region.
[[nodiscard]] std::optional<OfferTarget> find_target(const Product& product, std::string_view region);

}  // namespace fleetcast::pricing::importers
