#pragma once
#include <string>
#include <vector>

#include "pricing/book.hpp"

namespace fleetcast::pricing {

/// Says what kind of thing a check of a book found: a figure that cannot be right, or one that is not there.
enum class FindingKind { wrong, lacking };

/// Holds one finding about a book.
struct BookFinding {
  FindingKind kind = FindingKind::wrong;
  std::string place;    ///< the price, such as "ec2.instance_seconds, spot, 'm6i.large'"
  std::string message;  ///< what is wrong with it and what would be right

  bool operator==(const BookFinding&) const = default;
};

/// Checks a book beyond its form, and finds everything at once: absurd prices (above 100,000 USD a unit, machines for
/// nothing, spot above on-demand, tiers that grow dearer), figures without source, date or known confidence, prices of
/// types that the catalogue does not hold, types and meters without a price, and tiers that end.
[[nodiscard]] std::vector<BookFinding> check_book(const PriceBook& book);

/// Names a price by meter, purchase option and pool, as far as they choose it.
[[nodiscard]] std::string name_of(const PriceKey& key);

}  // namespace fleetcast::pricing
