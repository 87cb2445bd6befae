#include "scenarios/experiment/precise_runs.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "scenarios/experiment/sequential_stopping.hpp"

namespace fleetcast::scenarios::experiment {

SequentialRuns run_to_precision(const Scenario& scenario, const pricing::PriceBook& book,
                                const ExperimentOptions& options) {
  SequentialStopping stopping(scenario, book);
  SequentialRuns found;
  while (!found.precision) {
    const std::uint64_t done = found.runs.size();
    const std::uint64_t next = stopping.checkpoint();
    ExperimentOptions stage = options;
    if (options.progress) {
      stage.progress = [&](std::size_t now, std::size_t) { options.progress(done + now, next); };
    }
    std::ranges::move(run_replications(scenario, book, stage, done, next), std::back_inserter(found.runs));
    found.precision = stopping.look(found.runs);
  }
  return found;
}

}  // namespace fleetcast::scenarios::experiment
