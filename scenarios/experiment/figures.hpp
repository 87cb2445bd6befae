#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pricing/book.hpp"
#include "pricing/usage.hpp"
#include "scenarios/experiment/experiment.hpp"
#include "scenarios/results/metrics.hpp"
#include "scenarios/scenario.hpp"

namespace fleetcast::scenarios::experiment {

/// Asks for the figures of one replication of a scenario; both referred to must outlive the run.
struct FiguresJob {
  const Scenario* scenario = nullptr;
  const pricing::PriceBook* book = nullptr;
  std::uint64_t replication = 0;
  std::string label{};  ///< what sets the scenario apart from others, for complaints
  bool is_usage_wanted = false;
};

/// Holds what one replication came to, where thousands of replications are run and their whole results would fill the
/// memory.
struct Figures {
  std::string fingerprint;
  bool is_audit_passed = true;
  std::map<std::string, double> metrics;  ///< by the names of results::Metrics; unknown ones are absent
  pricing::UsageLedger usage{};           ///< empty unless asked for
};

/// Adds the availability of replications to metrics under a path, pooled over them as in a run's own result; not at all
/// where one had no request that counts.
void add_availability(std::span<const Figures> runs, std::vector<std::string> path, results::Metrics& metrics);

/// Holds the figures of a replication, or why the scenario cannot be built.
struct FiguresOutcome {
  std::optional<Figures> figures;
  std::string problem;
};

/// Runs one replication for each job, each in a process of its own, and returns their figures in the order of the jobs.
///
/// A scenario that cannot be built gives a problem; a run that is lost throws RunFailed, SIGINT and SIGTERM throw
/// sim::replication::Interrupted. `on_done` is called with the position of each job that has ended, in the order in
/// which they end. The calling process must be single-threaded.
[[nodiscard]] std::vector<FiguresOutcome> run_figures(
    std::span<const FiguresJob> jobs, const ExperimentOptions& options,
    const std::function<void(std::size_t job, const FiguresOutcome&)>& on_done = {});

}  // namespace fleetcast::scenarios::experiment
