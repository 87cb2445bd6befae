#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "pricing/bill.hpp"
#include "pricing/book.hpp"
#include "pricing/commitments/commitment.hpp"
#include "pricing/decimal.hpp"

namespace fleetcast::pricing::commitments {

/// Holds some usage of one hour that a plan would cover: what it costs on demand and under the plan.
struct CoverableSlice {
  Money on_demand;
  Money under_plan;
};

/// Holds an hour's slices in the order in which the plan takes them.
using CoverableHour = std::vector<CoverableSlice>;

/// Holds the hours of one replication, those without usage included.
using CoverableHours = std::vector<CoverableHour>;

/// Returns what a further plan could cover of each hour of a period: the ledger's usage that the options' commitments
/// leave. The plan's amount does not matter. Throws MissingPrice and MissingRate.
[[nodiscard]] CoverableHours coverable_hours(const UsageLedger& ledger, const BilledPeriod& period,
                                             const SavingsPlan& plan, const PriceBook& book,
                                             const BillOptions& options);

/// Returns the same of further reservations of one kind, of which AWS takes the smallest sizes first: what each slice
/// costs `under_plan` is its part of reserved instances. The number reserved does not matter.
[[nodiscard]] CoverableHours coverable_hours(const UsageLedger& ledger, const BilledPeriod& period,
                                             const Reservation& reservation, const PriceBook& book,
                                             const BillOptions& options);

/// Holds what a commitment of so much an hour would have cost one replication.
struct CommitmentOutcome {
  Money cost;    ///< the commitment, and on demand what it does not cover
  Money unused;  ///< part of the commitment that met no usage
  std::int64_t hours = 0;
  std::int64_t hours_used_up = 0;  ///< in which nothing was unused
};

/// Returns what a commitment costs over the hours of a replication; `left_share` scales all usage first, as a fleet
/// that moves to spot capacity leaves only a share of it.
[[nodiscard]] CommitmentOutcome outcome_of(const CoverableHours& hours, Money usd_per_hour,
                                           Decimal left_share = Decimal::from_integer(1));

/// Returns the smallest commitment in USD per hour that minimises the mean cost over all replications, by the discrete
/// distribution of their hours: the cost is convex and bends only where a slice of some hour ends, so that the least of
/// these amounts is the least of all. Where all usage saves the same share, it is the newsvendor's quantile.
[[nodiscard]] Money best_commitment(std::span<const CoverableHours> replications,
                                    Decimal left_share = Decimal::from_integer(1));

/// Returns the smallest number of reservations, at `each` USD per hour, that minimises the mean cost likewise.
[[nodiscard]] std::int64_t best_count(std::span<const CoverableHours> replications, Money each,
                                      Decimal left_share = Decimal::from_integer(1));

}  // namespace fleetcast::pricing::commitments
