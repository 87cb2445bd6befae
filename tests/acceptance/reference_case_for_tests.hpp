#pragma once
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

namespace fleetcast::tests::acceptance {

/// Returns a case of a file in tests/reference; throws std::invalid_argument if it has none of that id.
inline nlohmann::json reference_case(std::string_view file_name, std::string_view id) {
  std::ifstream file(std::filesystem::path(FLEETCAST_ROOT) / "tests" / "reference" / file_name);
  const nlohmann::json document = nlohmann::json::parse(file);
  for (const nlohmann::json& one : document.at("cases")) {
    if (one.at("id") == id) return one;
  }
  throw std::invalid_argument("there is no reference case " + std::string(id));
}

/// Holds an estimate from so many units to a case's value, whose tolerance widens as the sample shrinks.
inline void expect_metric(const nlohmann::json& one, const std::string& metric, double estimate, double units_used) {
  const nlohmann::json& expected = one.at("expected").at(metric);
  const double widened = std::sqrt(one.at("sim").at("N").get<double>() / units_used);
  testing::Test::RecordProperty(metric, std::to_string(estimate));
  EXPECT_NEAR(estimate, expected.at("value").get<double>(), expected.at("tol_abs").get<double>() * widened)
      << one.at("id") << ": " << metric;
}

}  // namespace fleetcast::tests::acceptance
