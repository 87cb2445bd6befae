#include "models/spot/config.hpp"

#include <gtest/gtest.h>

#include "sim/described_fields_for_tests.hpp"

namespace fleetcast::models::spot {
namespace {

using sim::fields_of;

TEST(SpotConfig, EveryFieldIsListedOnceWithHelp) {
  EXPECT_EQ(fields_of(SpotPoolConfig{}), 6U);
  EXPECT_EQ(fields_of(AvailabilityTraceConfig{}), 2U);
  EXPECT_EQ(fields_of(SpotConfig{}), 21U);
}

}  // namespace
}  // namespace fleetcast::models::spot
