#pragma once
#include <istream>
#include <string>

#include "pricing/importers/offer_collector.hpp"
#include "pricing/importers/price_list.hpp"

namespace fleetcast::pricing::importers {

/// Holds what an offer file says of itself.
struct OfferHeading {
  std::string offer_code;        ///< "AmazonEC2"
  std::string version;           ///< "20250912225308"
  std::string publication_date;  ///< "2025-09-12T22:53:08Z"
};

/// Reads the JSON form of an offer file into a collector; returns its heading and counts products.
[[nodiscard]] OfferHeading read_price_list_json(std::istream& input, const ImportRequest& request,
                                                OfferCollector& collector, ProblemList& problems,
                                                ImportedFigures& figures);

/// Reads the CSV form of an offer file into a collector; returns its heading and counts rows.
[[nodiscard]] OfferHeading read_price_list_csv(std::istream& input, const ImportRequest& request,
                                               OfferCollector& collector, ProblemList& problems,
                                               ImportedFigures& figures);

}  // namespace fleetcast::pricing::importers
