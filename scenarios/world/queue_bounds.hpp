#pragma once
#include <optional>

#include "sim/chance/distribution.hpp"
#include "sim/traffic/station.hpp"

namespace fleetcast::scenarios::world {

/// Describes a station without limits, for bounds: nobody is turned away, nobody leaves early.
struct UnlimitedStation {
  sim::traffic::Discipline discipline = sim::traffic::Discipline::first_come;
  double servers = 1;
  sim::chance::Distribution work;  ///< seconds one server needs for one request
};

/// Returns the probability that a request of M/M/c waits (Erlang's C), for an offered load below the servers.
[[nodiscard]] double erlang_c(double servers, double offered_load);

/// Bounds the mean number present from above, if Poisson arrivals never come faster than a rate (per second).
///
/// It is the mean in the stationary state at that rate: one server, first come: Pollaczek and Khinchine; several,
/// exponential work, or shared processors: Erlang's C (insensitivity); several, any work: the bound of Kingman (1970)
/// and Brumelle (1971). Nothing where the rate is too much for the servers or the work has no finite variance.
[[nodiscard]] std::optional<double> mean_present_at_most(const UnlimitedStation& station, double rate);

/// Returns a number of seconds not above E[min(work, cap)], within 1 % of it unless the work's tail is heavy.
[[nodiscard]] double capped_mean_at_least(const sim::chance::Distribution& work, double cap_seconds);

}  // namespace fleetcast::scenarios::world
