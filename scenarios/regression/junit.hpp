#pragma once
#include <string>

#include "scenarios/regression/regress.hpp"

namespace fleetcast::scenarios::regression {

/// Writes the outcome of a suite as JUnit XML: a test suite for each scenario, a test case for each metric. What has
/// not failed tells its verdict and parts as output.
[[nodiscard]] std::string junit_xml(const Regression& regression);

}  // namespace fleetcast::scenarios::regression
