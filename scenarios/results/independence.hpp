#pragma once
#include <cstddef>
#include <optional>
#include <string>

#include "scenarios/documents/json.hpp"
#include "sim/measures/intervals.hpp"

namespace fleetcast::scenarios::results {

/// Says what spot pools that are reclaimed independently would have made of a run, and how far that is from what pools
/// that share shocks make of it; replications are paired.
struct IndependenceGap {
  sim::measures::Estimate lost;              ///< requests per million, as modelled
  sim::measures::Estimate lost_independent;  ///< if pools were independent
  sim::measures::Estimate lost_difference;   ///< as modelled less independent
  sim::measures::Estimate cost_difference;   ///< USD of a month, as modelled less independent
  std::size_t replications = 0;
  std::size_t unchanged = 0;                 ///< replications that are the same either way, bit for bit
};

/// Writes the gap for people: one sentence, with what the replications cannot tell.
[[nodiscard]] std::string gap_in_words(const IndependenceGap& gap);

/// Returns the gap for result.json.
[[nodiscard]] documents::OrderedJson gap_json(const IndependenceGap& gap);

}  // namespace fleetcast::scenarios::results
