#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pricing/commitments/offers.hpp"
#include "pricing/decimal.hpp"
#include "pricing/tariff.hpp"

namespace fleetcast::pricing::importers {

/// Describes the file that figures were imported from.
struct ImportSource {
  std::string name;   ///< key among the book's sources, such as "import AmazonEC2 20250912225308"
  std::string kind;   ///< "AWS Price List offer file"
  std::string where;  ///< the file's name
  std::string as_of;  ///< "2025-09-12"
};

/// Holds one tier of an imported price, in pricing units of the meter.
struct ImportedTier {
  Decimal from;
  std::optional<Decimal> to;
  Money price;
};

/// Holds an imported price with what a reader should know of it.
struct ImportedPrice {
  std::vector<ImportedTier> tiers;
  std::string as_of;
  std::string confidence = "imported";
  std::string note;
};

/// Holds an imported price of a commitment.
template <class Offer>
struct ImportedOffer {
  Offer offer;
  std::string note;
};

/// Holds everything that an import changes in a book.
struct ImportedFigures {
  ImportSource source;
  std::string region;
  std::map<PriceKey, ImportedPrice> prices{};
  std::map<commitments::ReservationOfferKey, ImportedOffer<commitments::ReservationOffer>> reservations{};
  std::map<commitments::SavingsPlanOfferKey, ImportedOffer<commitments::SavingsPlanOffer>> savings_plans{};
  /// Spot Advisor bands by instance type.
  std::map<std::string, std::int64_t> interruption_bands{};
  std::int64_t records = 0;  ///< products, rates or rows that were read
  /// What was left as it was in the book, and why; a note for the user.
  std::vector<std::string> notes{};
};

}  // namespace fleetcast::pricing::importers
