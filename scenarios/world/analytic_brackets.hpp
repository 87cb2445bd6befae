#pragma once
#include <map>
#include <string>
#include <vector>

#include "scenarios/scenario.hpp"
#include "sim/traffic/arrivals.hpp"

namespace fleetcast::scenarios::world {

/// Returns what theorems say about the mean number present of backends over the measured span, as figures
/// "backends.<name>.present_at_least" and, where there is one, "backends.<name>.present_at_most".
///
/// A backend has them if its requests come to it first and once, as a Poisson process whose rate may change with time,
/// and can neither be turned away nor leave nor come again, and the work that they bring does not differ too much
/// between replications (by 10 %, as standard deviation). The rates are those of one replication. Lower bound: each
/// request is present for at least its own work. Upper bound: the stationary mean at the highest rate, since leaving
/// requests out (which makes the lower rates) delays nobody.
[[nodiscard]] std::map<std::string, double> analytic_brackets(const Scenario& scenario,
                                                              const std::vector<sim::traffic::RateSegment>& segments,
                                                              sim::Instant begin, sim::Instant end);

}  // namespace fleetcast::scenarios::world
