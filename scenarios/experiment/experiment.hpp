#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "pricing/book.hpp"
#include "scenarios/results/run_result.hpp"
#include "scenarios/scenario.hpp"

namespace fleetcast::scenarios::experiment {

/// Sets how the replications of an experiment are run; none of it changes a result.
struct ExperimentOptions {
  int jobs = 1;  ///< processes at once, at least 1
  /// Called whenever a replication has ended.
  std::function<void(std::size_t done, std::size_t total)> progress{};
};

/// Reports a replication that gave no result: its scenario, seed and number, and what happened.
class RunFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Runs all replications of a scenario, each in a process of its own, and returns their results in their order.
///
/// The first replication that fails ends all others and throws RunFailed; a scenario that cannot be built throws
/// std::invalid_argument, SIGINT and SIGTERM throw sim::replication::Interrupted. The calling process must be
/// single-threaded.
[[nodiscard]] std::vector<results::RunResult> run_replications(const Scenario& scenario,
                                                               const pricing::PriceBook& book,
                                                               const ExperimentOptions& options);

/// Runs the replications from a first one to before an end, in the same way.
[[nodiscard]] std::vector<results::RunResult> run_replications(const Scenario& scenario,
                                                               const pricing::PriceBook& book,
                                                               const ExperimentOptions& options, std::uint64_t first,
                                                               std::uint64_t end);

/// Holds the result of one replication, or why its scenario cannot be built.
struct Attempt {
  std::optional<results::RunResult> result;
  std::string problem;
};

/// Runs one replication in this process, which can do so only once, if its scenario can be built.
[[nodiscard]] Attempt attempt_replication(const Scenario& scenario, const pricing::PriceBook& book,
                                          std::uint64_t replication);

/// Runs one replication in this process, which can do so only once.
[[nodiscard]] results::RunResult run_replication(const Scenario& scenario, const pricing::PriceBook& book,
                                                 std::uint64_t replication);

/// Serves frames (see sim/replication/serve.hpp) until the end of input: each request is answered by the bytes of a
/// run's result.
void serve_replications(int in, int out);

}  // namespace fleetcast::scenarios::experiment
