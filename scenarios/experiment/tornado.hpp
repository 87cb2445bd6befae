#pragma once
#include <span>

#include "scenarios/experiment/experiment.hpp"
#include "scenarios/experiment/scenario_file.hpp"
#include "scenarios/results/summary.hpp"
#include "scenarios/results/tornado.hpp"

namespace fleetcast::scenarios::experiment {

/// Varies every assumption of a scenario and tells which move its cost and its availability most.
///
/// Each end of each range is run once, against the base's first replication and with its random numbers. The ten
/// assumptions that move cost most and the ten that move availability most are then run for every replication. Prices
/// that nobody looked up are halved and doubled in the bill of `summary`. Throws what run_replications does.
[[nodiscard]] results::Tornado find_tornado(const ScenarioFile& file, const pricing::PriceBook& book,
                                            const results::Summary& summary, const ExperimentOptions& options);

}  // namespace fleetcast::scenarios::experiment
