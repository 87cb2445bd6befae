#pragma once
#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <vector>

#include "sim/chance/purpose.hpp"
#include "sim/rare_events/rare_estimate.hpp"

namespace fleetcast::sim::rare_events {

/// Is a path that can be copied and goes on step by step until it is over; height tells how near the event is.
template <class Type>
concept Path = std::copyable<Type> && requires(Type path, const Type& seen, chance::Engine& engine) {
  path.step(engine);
  { seen.height() } -> std::convertible_to<std::uint64_t>;
  { seen.is_over() } -> std::convertible_to<bool>;
};

/// Says how splitting spends its effort.
struct SplittingPlan {
  /// Heights in ascending order; reaching the last one is the event.
  std::vector<std::uint64_t> levels;
  /// Paths started below each level.
  std::size_t paths = 1000;
  /// Independent repetitions, from which the interval comes.
  std::size_t replications = 30;
};

/// Holds what one repetition of splitting found.
struct SplittingOutcome {
  double probability = 1;
  std::uint64_t events = 0;
  /// Events of the paths from the start, which plain simulation would play as well.
  std::uint64_t first_events = 0;
};

/// Plays each level with the same number of paths, begun at states drawn from those that reached the level below.
template <Path Type>
SplittingOutcome split_once(const Type& start, const SplittingPlan& plan, const chance::Stream& stream,
                            std::uint64_t replication) {
  SplittingOutcome outcome;
  std::vector<Type> entries{start};
  for (std::size_t stage = 0; stage < plan.levels.size() && !entries.empty(); ++stage) {
    std::vector<Type> reached;
    for (std::size_t i = 0; i < plan.paths; ++i) {
      chance::Engine engine(stream, (replication * plan.levels.size() + stage) * plan.paths + i);
      const double position = engine.uniform() * static_cast<double>(entries.size());
      Type path = entries[static_cast<std::size_t>(position)];
      while (!path.is_over() && path.height() < plan.levels[stage]) {
        path.step(engine);
        ++outcome.events;
      }
      if (path.height() >= plan.levels[stage]) reached.push_back(path);
    }
    if (stage == 0) outcome.first_events = outcome.events;
    outcome.probability *= static_cast<double>(reached.size()) / static_cast<double>(plan.paths);
    entries = std::move(reached);
  }
  return outcome;
}

/// Combines repetitions into an estimate with a 95 % interval of Student's t.
///
/// Throws std::invalid_argument if there are fewer than 20, std::runtime_error if none reached the event.
RareEstimate combine(std::span<const SplittingOutcome> outcomes, std::size_t paths);

/// Estimates the probability that a path reaches the last level before it is over.
///
/// Throws std::invalid_argument if levels do not ascend or effort is missing; otherwise as `combine`.
template <Path Type>
RareEstimate probability_of_reaching(const Type& start, const SplittingPlan& plan, const chance::Stream& stream) {
  if (plan.levels.empty() || !std::ranges::is_sorted(plan.levels)) {
    throw std::invalid_argument("levels must ascend, and there must be one");
  }
  if (plan.paths < 2) throw std::invalid_argument("paths must be at least 2");
  std::vector<SplittingOutcome> outcomes;
  for (std::uint64_t i = 0; i < plan.replications; ++i) outcomes.push_back(split_once(start, plan, stream, i));
  return combine(outcomes, plan.paths);
}

}  // namespace fleetcast::sim::rare_events
