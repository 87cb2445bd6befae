#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/messages.hpp"
#include "pricing/bill.hpp"
#include "pricing/uncertain_prices.hpp"
#include "scenarios/results/error_budget.hpp"
#include "scenarios/results/independence.hpp"
#include "scenarios/results/input_uncertainty.hpp"
#include "scenarios/results/latency_bands.hpp"
#include "scenarios/results/metrics.hpp"
#include "scenarios/results/objectives.hpp"
#include "scenarios/results/precision.hpp"
#include "scenarios/results/run_result.hpp"
#include "scenarios/results/stationarity.hpp"
#include "scenarios/results/timeline.hpp"
#include "scenarios/results/tornado.hpp"
#include "scenarios/results/verdict.hpp"

namespace fleetcast::scenarios::results {

/// States one value that the scenario assumes without knowing it.
struct AssumedValue {
  std::string pointer;  ///< place in the scenario
  std::string value;    ///< with its unit
  std::string source;   ///< the reason given
};

/// Holds what a report says about its scenario; none of it comes from the runs.
struct Heading {
  std::string scenario_name;
  std::string scenario_digest;
  std::string version;  ///< of the program
  std::uint64_t seed = 0;
  std::string fidelity = "full";
  std::int64_t start_utc_seconds = 0;  ///< start of the measured span, since 1970-01-01T00:00:00Z
  double pre_roll_seconds = 0;
  bool is_stationary = false;  ///< whether the scenario says that its traffic and fleet are in a stationary state
  std::int64_t month_hours = 730;  ///< length of the normalised month
  std::size_t replications_per_input = 1;  ///< that share one draw of the uncertain inputs
  /// Share of requests that must be good in a minute, or it is an error minute.
  double good_share_of_minute = 0.99;
  std::vector<AssumedValue> assumptions;
};

/// Holds what is asked of the runs besides what they did: prices and objectives.
struct Terms {
  const pricing::PriceBook& book;
  pricing::BillOptions bill_options{};
  ObjectivesConfig objectives{};
};

/// Says how much of the lost availability one cause explains.
struct LossByCause {
  std::string cause;                   ///< "late", or a cause of failures
  sim::measures::Estimate lost_ratio;  ///< requests lost by it per request that counts; all causes sum to 1 - ratio
};

/// Sums up one check over all replications.
struct AuditVerdict {
  std::string check;          ///< "conservation", "littles_law/desk", "bill_recomputed", ...
  double worst_residual = 0;  ///< the largest by size
  double standard_error = 0;  ///< of the worst residual
  std::uint64_t passed = 0;   ///< replications in which it held
  std::uint64_t replications = 0;

  [[nodiscard]] bool is_passed() const { return passed == replications; }
};

/// Holds all that a report says, whatever its form.
struct Summary {
  Heading heading;
  std::string fingerprint;                ///< of all replications, in their order
  std::vector<std::string> fingerprints;  ///< one for each replication
  double horizon_seconds = 0;
  Metrics metrics;
  std::vector<LossByCause> losses;  ///< largest first
  std::vector<RootLoss> root_losses;  ///< failures by the event at their root, largest first
  std::vector<RedSpell> red_spells;   ///< noteworthy ones of the first replication
  std::optional<BudgetUse> budget_use;  ///< of the first replication, where there is an objective for availability
  std::vector<CausalEvent> events;    ///< the graph of causes of the first replication
  std::vector<MinuteLoss> minute_losses;  ///< minutes with failures of the first replication
  pricing::Bill mean_bill;          ///< of the horizon
  pricing::Bill mean_month_bill;    ///< of the normalised month
  std::vector<pricing::UncertainPrice> uncertain_prices;  ///< of the normalised month, the costliest first
  pricing::UsageLedger mean_usage;
  std::vector<pricing::UsageLedger> coverable_usage;  ///< by replication; see coverable_usage_of
  std::vector<Verdict> objectives;
  std::vector<models::Incident> incidents;  ///< of the first replication
  std::vector<AuditVerdict> audit;
  Timeline timeline;
  std::vector<LatencyBand> latency_bands;  ///< of all classes and replications
  std::optional<Stationarity> stationarity;  ///< where the scenario is to be stationary
  std::optional<PrecisionReport> precision;  ///< where a precision was asked for
  std::optional<Tornado> tornado;            ///< where it was asked for
  std::vector<InputUncertainty> input_uncertainty;  ///< of headline figures, where replications share draws
  std::optional<IndependenceGap> independence;  ///< where it was asked for

  [[nodiscard]] bool are_objectives_met() const;
  [[nodiscard]] bool is_audit_passed() const;
};

/// Sums up the replications of one scenario, given in their order.
///
/// Throws std::logic_error for no replications or for ones that do not belong together, pricing::MissingPrice, and
/// std::invalid_argument for objectives that cannot be judged.
[[nodiscard]] Summary summarise(std::span<const RunResult> results, Heading heading, const Terms& terms);

}  // namespace fleetcast::scenarios::results
