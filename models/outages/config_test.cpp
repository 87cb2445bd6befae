#include "models/outages/config.hpp"

#include <gtest/gtest.h>

#include "sim/described_fields_for_tests.hpp"

namespace fleetcast::models::outages {
namespace {

using sim::fields_of;

TEST(OutagesConfig, EveryFieldIsListedOnceWithHelp) { EXPECT_EQ(fields_of(OutagesConfig{}), 15U); }

}  // namespace
}  // namespace fleetcast::models::outages
