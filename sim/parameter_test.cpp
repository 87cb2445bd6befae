#include "sim/parameter.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace fleetcast::sim {
namespace {

TEST(Parameter, DrawsUniformlyByInversion) {
  Parameter parameter = Parameter::interval(10, 30);
  EXPECT_EQ(parameter.value(), 20);
  parameter.resolve(0.25);
  EXPECT_EQ(parameter.value(), 15);
}

TEST(Parameter, DrawsFromATriangleByInversion) {
  Parameter parameter = Parameter::triangular(0, 1, 4);
  EXPECT_DOUBLE_EQ(parameter.value(), 5.0 / 3);
  // A quarter of the triangle lies left of its top, and of the rest a third right of 4 - sqrt(3).
  parameter.resolve(0.25);
  EXPECT_DOUBLE_EQ(parameter.value(), 1);
  parameter.resolve(0.0625);
  EXPECT_DOUBLE_EQ(parameter.value(), 0.5);
  parameter.resolve(0.75);
  EXPECT_DOUBLE_EQ(parameter.value(), 4 - std::sqrt(3.0));
}

TEST(Parameter, MeanOfDrawsIsTheTriangles) {
  double sum = 0;
  constexpr int points = 10000;
  for (int i = 0; i < points; ++i) {
    Parameter parameter = Parameter::triangular(2, 2, 8);
    parameter.resolve((i + 0.5) / points);
    sum += parameter.value();
  }
  // The midpoint rule errs by less than the largest step of the inverse, near its steep end.
  EXPECT_NEAR(sum / points, 4, 6 / std::sqrt(points) / points * 2);
}

}  // namespace
}  // namespace fleetcast::sim
