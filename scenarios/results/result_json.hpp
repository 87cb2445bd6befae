#pragma once
#include <optional>
#include <string>

#include "scenarios/documents/json.hpp"
#include "scenarios/results/summary.hpp"
#include "sim/measures/intervals.hpp"

namespace fleetcast::scenarios::results {

/// Version of the format of result.json.
inline constexpr int result_schema_version = 1;

/// Returns result.json: the whole summary but for the timeline, and the mean usage, so that it can be priced anew.
///
/// The same summary gives the same bytes: numbers have the shortest form that reads back the same, and nothing depends
/// on the time of day or on how long the runs took. Throws std::logic_error if the names of two figures collide.
[[nodiscard]] std::string result_json(const Summary& summary);

/// Returns a document as text: what fits on a line stands on one, the rest is indented by two.
[[nodiscard]] std::string to_text(const documents::OrderedJson& document);

/// Returns an estimate as {"mean", "ci95", "n"}; an unknown interval is null, and so is an unknown estimate.
[[nodiscard]] documents::OrderedJson estimate_json(const std::optional<sim::measures::Estimate>& estimate);

}  // namespace fleetcast::scenarios::results
