#pragma once
#include <span>
#include <vector>

#include "pricing/bill.hpp"
#include "scenarios/results/metrics.hpp"
#include "scenarios/results/run_result.hpp"

namespace fleetcast::scenarios::results {

/// Holds the bills of one replication.
struct PricedRun {
  pricing::Bill horizon;
  pricing::Bill month;        ///< of the normalised month
  pricing::Money recomputed;  ///< the horizon's total, computed by the second route
};

/// Prices a replication's ledger for its horizon and for a normalised month; throws pricing::MissingPrice.
[[nodiscard]] PricedRun price_run(const RunResult& result, const pricing::PriceBook& book,
                                  const pricing::BillOptions& options, std::int64_t month_hours);

/// Adds what the replications cost: in all, by AWS service, component, fleet, purchase option and zone.
void add_cost_metrics(std::span<const RunResult> results, std::span<const PricedRun> priced, Metrics& metrics);

/// Returns all numbers of the replications, given with their bills in their order, with intervals of a confidence;
/// `group_size` replications in a row share one draw of the uncertain inputs.
[[nodiscard]] Metrics metrics_of(std::span<const RunResult> results, std::span<const PricedRun> priced,
                                 double good_share_of_minute, double confidence = 0.95, std::size_t group_size = 1);

}  // namespace fleetcast::scenarios::results
