#pragma once
#include <cstddef>
#include <string>

#include "scenarios/results/summary.hpp"

namespace fleetcast::scenarios::results {

/// Writes that a run is too short to tell its stationary state, in a line of its own; empty if it is not.
[[nodiscard]] std::string stationary_alarm(const Summary& summary);

/// Writes in a sentence or two which part of the measured span is warm-up, and what to do about it.
[[nodiscard]] std::string warm_up_in_words(const Summary& summary);

/// Writes what the interval of an estimate is made of: "30 batches of 48 min", "20 replications", "cannot tell".
[[nodiscard]] std::string kind_in_words(const StationaryEstimate& estimate);

/// Writes the section on the stationary state for a terminal; empty where a scenario does not say that it has one.
[[nodiscard]] std::string stationary_report(const Summary& summary, std::size_t width);

}  // namespace fleetcast::scenarios::results
