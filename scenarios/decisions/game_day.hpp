#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pricing/book.hpp"
#include "scenarios/experiment/experiment.hpp"
#include "scenarios/experiment/scenario_file.hpp"
#include "scenarios/results/comparison.hpp"
#include "sim/measures/intervals.hpp"

namespace fleetcast::scenarios::decisions {

/// Says when and where the drills of a game day take place.
struct GameDayPlan {
  std::optional<double> at_seconds;  ///< after the start; at the busiest minute if empty
  std::optional<std::string> zone;   ///< letter; the first of the scenario's if empty
  double duration_seconds = 3600;
};

/// Holds what one drill did: differences to the same replications without it.
struct Drill {
  std::string name;
  std::string story;             ///< what happens, in a sentence
  results::Comparison comparison;  ///< second: with the drill
  sim::measures::Estimate usd;     ///< more on the bill of the horizon
  sim::measures::Estimate lost;    ///< more requests that failed or came too late
  sim::measures::Estimate notices;  ///< more interruption notices
  /// Per interruption notice, where the drill sends any: dollars, and requests lost.
  std::optional<sim::measures::Estimate> usd_per_notice{};
  std::optional<sim::measures::Estimate> lost_per_notice{};
  sim::measures::Estimate availability;  ///< during the drill
  sim::measures::Estimate availability_without;  ///< of the same minutes without it
  /// Minutes until as much capacity is healthy as without the drill, over the replications in which it is so in time.
  std::optional<sim::measures::Estimate> minutes_to_recover{};
  std::size_t not_recovered = 0;  ///< replications in which it is not within the horizon
};

/// Holds the outcome of a game day.
struct GameDay {
  std::string scenario_name;
  std::uint64_t seed = 0;
  std::size_t replications = 0;
  double horizon_seconds = 0;
  double at_seconds = 0;
  double duration_seconds = 0;
  bool is_at_peak = false;
  double rate = 0;  ///< requests per second in the minute of the drills
  std::string zone;
  std::vector<Drill> drills;
};

/// Runs a scenario as it is, then once more for each drill with the same random numbers: the zone's spot instances are
/// reclaimed; the zone is lost; the zone is lost while nothing can be launched, since everyone else asks as well.
///
/// Throws std::invalid_argument for a zone that the scenario lacks, a time beyond its horizon, or a horizon that is
/// too short, and what run_replications throws.
[[nodiscard]] GameDay hold_game_day(const experiment::ScenarioFile& file, const pricing::PriceBook& book,
                                    const GameDayPlan& plan, const std::string& program_version,
                                    const experiment::ExperimentOptions& options);

}  // namespace fleetcast::scenarios::decisions
