#pragma once
#include <string>
#include <vector>

#include "models/metering/metering.hpp"
#include "sim/calendar.hpp"
#include "sim/chance/purpose.hpp"
#include "sim/control/simulation.hpp"
#include "sim/traffic/kernel.hpp"

namespace fleetcast::scenarios::world {

/// Names what the parts of a world share.
struct Surroundings {
  sim::control::Simulation& simulation;
  sim::traffic::Kernel& kernel;
  sim::chance::Chance& chance;
  models::Metering& metering;
  sim::Calendar calendar;
  std::vector<std::string> zones;  ///< names, e.g. "us-east-1a"
};

}  // namespace fleetcast::scenarios::world
