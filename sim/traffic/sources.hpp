#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "sim/chance/distribution.hpp"
#include "sim/time.hpp"
#include "sim/traffic/arrivals.hpp"
#include "sim/traffic/ids.hpp"

namespace fleetcast::sim::traffic {

/// Describes a source that requests arrive from at a given rate, whatever happens to them.
struct OpenSourceConfig {
  std::string name;
  std::vector<RateSegment> segments;
  std::vector<ClassId> classes;
  std::vector<double> shares;  ///< of the classes; need not add up to 1
};

/// Describes a population of clients that each wait for the answer, think, and ask again.
struct ClosedSourceConfig {
  std::string name;
  std::uint32_t population = 1;
  chance::Distribution think_time;  ///< seconds
  ClassId request_class{};
  Instant begin;
};

}  // namespace fleetcast::sim::traffic
