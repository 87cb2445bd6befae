#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "pricing/bill.hpp"
#include "scenarios/results/cost_metrics.hpp"
#include "scenarios/results/precision.hpp"
#include "scenarios/results/run_result.hpp"
#include "scenarios/scenario.hpp"

namespace fleetcast::scenarios::experiment {

/// Decides when a scenario with a `precision` has enough replications; the same whoever runs them.
///
/// It looks at the estimates at fixed checkpoints only (20 replications, or as many as the scenario has; then half as
/// many more each time), so that the answer depends neither on the number of processes nor on how long runs take.
class SequentialStopping {
 public:
  /// The book must outlive it. Throws std::logic_error for a scenario without a precision, and InvalidDocument for
  /// discounts and commitments that cannot be.
  SequentialStopping(const Scenario& scenario, const pricing::PriceBook& book);

  /// Returns how many replications the next look needs, those before included.
  [[nodiscard]] std::uint64_t checkpoint() const { return checkpoint_; }

  /// Looks at all replications so far, in their order: says how precise they are, or nothing when the next checkpoint
  /// has to be reached. Throws std::invalid_argument for an unknown estimate, and pricing::MissingPrice.
  [[nodiscard]] std::optional<results::PrecisionReport> look(std::span<const results::RunResult> runs);

 private:
  const pricing::PriceBook& book_;
  pricing::BillOptions bill_options_;
  std::int64_t month_hours_;
  std::uint64_t most_;
  std::vector<results::PrecisionOfEstimate> asked_;
  std::uint64_t checkpoint_;
  std::vector<results::PricedRun> priced_;
};

}  // namespace fleetcast::scenarios::experiment
