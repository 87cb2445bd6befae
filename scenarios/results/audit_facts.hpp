#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/results/summary.hpp"

namespace fleetcast::scenarios::results {

/// Says how precise one headline estimate is.
struct PrecisionFact {
  std::string label;   ///< as people read it: "cost"
  std::string metric;  ///< path in result.json
  /// Half width of the 95 % interval as a share of the estimate; empty where there is no interval.
  std::optional<double> relative_half_width;
};

/// States what the self-audit records without judging it: what an estimate rests on.
struct AuditFacts {
  double warm_up_discarded_seconds = 0;  ///< simulated before the measured span, not counted and not billed
  std::uint64_t replications = 0;
  /// Largest standard error, relative, that requests that were not simulated add to one replication's mean latency or
  /// to the work of a pool or station; zero if all were simulated, nothing if it is unknown.
  std::optional<double> sampling_error;
  std::vector<PrecisionFact> precision;  ///< of cost, availability and p99 latency
};

/// Gathers the facts of a summary.
[[nodiscard]] AuditFacts audit_facts(const Summary& summary);

/// Writes what estimates rest on: "4 replications, warm-up discarded 10 min, sampling error 0".
[[nodiscard]] std::string basis_in_words(const AuditFacts& facts);
/// Writes how precise they are: "cost ± 0.4 %, availability ± 0.002 %, latency p99 unknown".
[[nodiscard]] std::string precision_in_words(const AuditFacts& facts);

}  // namespace fleetcast::scenarios::results
