#pragma once
#include <string_view>

#include "scenarios/documents/problems.hpp"
#include "scenarios/traffic/config.hpp"

namespace fleetcast::scenarios::traffic {

/// Adds what is wrong with a rate across its fields; reads no file.
void check(const RateConfig& rate, std::string_view pointer, documents::Problems& problems);

/// Adds what is wrong with traffic across its fields, the time zone included; reads no trace.
void check(const TrafficConfig& traffic, std::string_view pointer, documents::Problems& problems);

}  // namespace fleetcast::scenarios::traffic
