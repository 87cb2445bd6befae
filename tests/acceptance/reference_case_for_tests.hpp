#pragma once
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace fleetcast::tests::acceptance {

/// Returns a case of a file in tests/reference; throws std::invalid_argument if it has none of that id.
nlohmann::json reference_case(std::string_view file_name, std::string_view id);

/// Holds an estimate from so many units to a case's value, whose tolerance widens as the sample shrinks.
inline void expect_metric(const nlohmann::json& one, const std::string& metric, double estimate, double units_used) {
  const nlohmann::json& expected = one.at("expected").at(metric);
  const double widened = std::sqrt(one.at("sim").at("N").get<double>() / units_used);
  const double tolerance = expected.at("tol_abs").get<double>() * widened;
  testing::Test::RecordProperty(metric, nlohmann::json(estimate).dump());
  testing::Test::RecordProperty(metric + ".tolerance", nlohmann::json(tolerance).dump());
  EXPECT_NEAR(estimate, expected.at("value").get<double>(), tolerance)
      << one.at("id") << ": " << metric;
}

}  // namespace fleetcast::tests::acceptance
