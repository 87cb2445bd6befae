#pragma once
#include <gtest/gtest.h>

#include <limits>
#include <sstream>
#include <string>

namespace fleetcast::sim {

/// Keeps a figure with all its digits in the report of the running test, where docs/validation.md takes it from.
inline void record_figure(const std::string& name, double figure) {
  std::ostringstream text;
  text.precision(std::numeric_limits<double>::max_digits10);
  text << figure;
  testing::Test::RecordProperty(name, text.str());
}

}  // namespace fleetcast::sim
