#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pricing/bill.hpp"
#include "pricing/commitments/advice.hpp"
#include "scenarios/terminal/terminal.hpp"

namespace fleetcast::scenarios::commands {

/// Holds the usage for which a commitment is sought: replications of the same hours, and the prices that apply.
struct CommitInput {
  std::vector<pricing::UsageLedger> replications;
  pricing::BilledPeriod period;
  pricing::PriceBook book;
  pricing::BillOptions options;  ///< commitments that exist already come first
};

/// Holds what a commitment of one amount means over all replications, a month of 730 hours each.
struct CommitPoint {
  pricing::Money usd_per_hour;
  double mean_cost = 0;      ///< USD a month, commitment and what is left on demand
  double low_cost = 0;       ///< the 5 % quantile over the replications
  double high_cost = 0;      ///< the 95 % quantile
  double unused_share = 0;   ///< of the commitment
  double used_up_share = 0;  ///< of the hours
};

/// Holds what is known of one plan, or of one kind of reservation.
struct CommitCandidate {
  std::string id;
  std::string name;
  std::optional<pricing::Money> each{};  ///< USD an hour of one reservation; a Savings Plan is sold by the dollar
  std::vector<pricing::commitments::CoverableHours> replications;
  CommitPoint none;  ///< without a commitment
  CommitPoint best;
};

/// Finds the best amount of every plan, in thousandths of a dollar an hour as AWS sells them, and the best number of
/// every reservation, each for itself; what saves most comes first.
[[nodiscard]] std::vector<CommitCandidate> find_commitments(const CommitInput& input,
                                                            const pricing::commitments::Commitments& offers);

/// Returns what an amount means for a candidate if only a share of the usage is left.
[[nodiscard]] CommitPoint point_of(const CommitCandidate& candidate, pricing::Money usd_per_hour,
                                   pricing::Decimal left_share = pricing::Decimal::from_integer(1));

/// Writes the commitments side by side, the cost curve of the one that saves most, and what happens when usage moves to
/// spot.
/// `without_price` names what reservations could cover if the book had their prices.
void print_commit_table(const std::vector<CommitCandidate>& candidates, const std::vector<std::string>& without_price,
                        terminal::Terminal& terminal);

/// Writes the same as JSON.
void print_commit_json(const std::vector<CommitCandidate>& candidates, const std::vector<std::string>& without_price,
                       terminal::Terminal& terminal);

}  // namespace fleetcast::scenarios::commands
