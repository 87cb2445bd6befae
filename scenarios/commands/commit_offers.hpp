#pragma once
#include <string>
#include <vector>

#include "pricing/commitments/commitment.hpp"
#include "scenarios/commands/commit.hpp"
#include "scenarios/commands/commit_report.hpp"

namespace fleetcast::scenarios::commands {

/// Holds the reservations that a book offers for what is used, and what is used without one on offer.
struct ReservationOffers {
  std::vector<pricing::commitments::Reservation> offers;
  std::vector<std::string> without_price;  ///< pools, such as "cache.r7g.large/valkey"
};

/// Lists the regional reservations that the book has prices of and that would cover some of the usage: of each family,
/// term and payment one size, the smallest that is used or, where the book lacks those, the smallest that it has.
[[nodiscard]] ReservationOffers reservations_on_offer(const CommitInput& input);

/// Lists what there is to choose from: a file's commitments, a discount's plan, the book's reservations. Throws
/// InvalidDocument and std::invalid_argument where there is nothing.
[[nodiscard]] pricing::commitments::Commitments read_offers(const CommitOptions& options, const CommitInput& input,
                                                            std::vector<std::string>& without_price);

}  // namespace fleetcast::scenarios::commands
