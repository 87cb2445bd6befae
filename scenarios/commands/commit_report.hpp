#pragma once
#include <string>
#include <vector>

#include "pricing/bill.hpp"
#include "pricing/commitments/advice.hpp"
#include "scenarios/commands/terminal.hpp"

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
  double mean_cost = 0;       ///< USD a month, commitment and what is left on demand
  double low_cost = 0;        ///< the 5 % quantile over the replications
  double high_cost = 0;       ///< the 95 % quantile
  double unused_share = 0;    ///< of the commitment
  double used_up_share = 0;   ///< of the hours
};

/// Holds what is known of one plan.
struct CommitCandidate {
  pricing::commitments::SavingsPlan plan;  ///< with the best amount
  std::vector<pricing::commitments::CoverableHours> replications;
  CommitPoint none;  ///< without a commitment
  CommitPoint best;
};

/// Finds the best amount of every plan, in thousandths of a dollar an hour as AWS sells them; the cheapest comes first.
[[nodiscard]] std::vector<CommitCandidate> find_commitments(
    const CommitInput& input, const std::vector<pricing::commitments::SavingsPlan>& plans);

/// Returns what an amount means for a candidate if only a share of the usage is left.
[[nodiscard]] CommitPoint point_of(const CommitCandidate& candidate, pricing::Money usd_per_hour,
                                   pricing::Decimal left_share = pricing::Decimal::from_integer(1));

/// Writes the plans side by side, the cost curve of the cheapest, and what happens when usage moves to spot.
void print_commit_table(const std::vector<CommitCandidate>& candidates, Terminal& terminal);

/// Writes the same as JSON.
void print_commit_json(const std::vector<CommitCandidate>& candidates, Terminal& terminal);

}  // namespace fleetcast::scenarios::commands
