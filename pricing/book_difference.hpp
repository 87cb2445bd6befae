#pragma once
#include <optional>
#include <string>
#include <vector>

#include "pricing/book.hpp"

namespace fleetcast::pricing {

/// Says how one figure differs between two books; a figure that one of them lacks has no value there.
struct BookDifference {
  std::string name;  ///< the price with its tier, or the allowance
  std::string unit;
  std::optional<Decimal> first;
  std::optional<Decimal> second;

  bool operator==(const BookDifference&) const = default;
};

/// Lists every price and allowance in which two books differ, in the order of their names.
[[nodiscard]] std::vector<BookDifference> differences(const PriceBook& first, const PriceBook& second);

}  // namespace fleetcast::pricing
