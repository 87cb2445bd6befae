#pragma once
#include <vector>

#include "scenarios/traffic/config.hpp"
#include "scenarios/traffic/rate_context.hpp"
#include "scenarios/traffic/trace.hpp"
#include "sim/chance/purpose.hpp"
#include "sim/traffic/arrivals.hpp"

namespace fleetcast::scenarios::traffic {

/// Turns the description of a rate into the segments that the traffic plane needs, without gaps from begin to end.
///
/// Rates become straight lines, exactly for constants, steps and lone flash crowds, by pieces of 60 s for daily
/// rhythms. Traces become counts; what rounding takes from one interval it gives to the next, so that the sum is right.
/// Throws InvalidDocument with every problem of the description and of the trace's file.
[[nodiscard]] std::vector<sim::traffic::RateSegment> segments(const RateConfig& rate, const RateContext& context,
                                                              sim::chance::Chance& chance);

/// Does the same with a trace that was read before, so that its file is not read again for every replication.
[[nodiscard]] std::vector<sim::traffic::RateSegment> segments(const RateConfig& rate, const RateContext& context,
                                                              sim::chance::Chance& chance, const Trace& trace);

}  // namespace fleetcast::scenarios::traffic
