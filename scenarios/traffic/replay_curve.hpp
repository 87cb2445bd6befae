#pragma once
#include <memory>

#include "scenarios/documents/problems.hpp"
#include "scenarios/traffic/curve.hpp"
#include "scenarios/traffic/trace.hpp"

namespace fleetcast::scenarios::traffic {

/// Makes the curve of a trace, level within each interval; the trace must outlive it.
///
/// The scenario's start falls `time_offset` after the beginning of the part that is replayed. Before that beginning the
/// trace's own earlier intervals serve, and before those its earliest one. Adds a problem and returns null if the trace
/// ends before the scenario does and may not repeat, or if it is to be scaled to a mean but has no request.
[[nodiscard]] std::unique_ptr<Curve> replay_curve(const ReplayRate& replay, const Trace& trace,
                                                  const RateContext& context, const std::string& pointer,
                                                  documents::Problems& problems);

}  // namespace fleetcast::scenarios::traffic
