#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "models/messages.hpp"
#include "pricing/usage.hpp"
#include "scenarios/results/causal_event.hpp"
#include "sim/measures/histogram.hpp"

namespace fleetcast::scenarios::results {

/// Holds how one class's requests ended in one replication; latencies in ticks, as the client sees them.
struct ClassResult {
  std::string name;
  double deadline_seconds = 0;
  std::uint64_t offered = 0;
  std::uint64_t good = 0;
  std::uint64_t late = 0;
  std::map<std::string, std::uint64_t> by_cause;  ///< failed or excluded; causes that occurred
  sim::measures::Histogram latency;
};

/// Holds one minute of one replication, counted from the start of the measured span.
struct MinuteResult {
  std::uint64_t offered = 0;
  std::uint64_t good = 0;
  std::uint64_t bad = 0;
  std::uint64_t answered = 0;  ///< good and late replies
  double latency_seconds = 0;  ///< sum over answered requests
};

/// Holds one check of a run upon itself: what should be zero, how large it may be by chance, and whether it held.
struct AuditResult {
  std::string check;          ///< "conservation", "littles_law/desk", "utilisation_law/desk", ...
  double residual = 0;        ///< relative, except for conservation, where it counts requests
  double standard_error = 0;  ///< zero where the check is exact
  bool passed = true;
};

/// Holds everything one replication has to say; reports are made from these alone.
struct RunResult {
  std::uint64_t replication = 0;
  std::string fingerprint;
  double horizon_seconds = 0;
  std::vector<ClassResult> classes;
  std::vector<std::string> excluded_causes;
  std::uint64_t in_flight_at_begin = 0;
  std::uint64_t in_flight_at_end = 0;
  std::map<std::string, std::uint64_t> counts;  ///< "attempts", "time_outs", "wasted", "events", ...
  std::vector<MinuteResult> minutes;
  std::map<std::string, sim::measures::Histogram> stages;  ///< time in a stage, in ticks
  /// Figures by dotted path, such as "fleet.instances" (a mean over time) or "cloudfront.hit_ratio".
  std::map<std::string, double> figures;
  /// Levels sampled at the end of each minute, by name, such as "fleet.spot_instances".
  std::map<std::string, std::vector<double>> timeline;
  std::vector<models::Incident> incidents;  ///< instants counted from the start of the measured span
  std::vector<CausalEvent> events;          ///< the graph of causes, in order of record
  std::vector<MinuteLoss> losses;           ///< minutes with failed requests, and what they are put down to
  std::vector<AuditResult> audit;
  pricing::UsageLedger ledger;
};

}  // namespace fleetcast::scenarios::results
