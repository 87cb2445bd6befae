#include "models/ec2/config.hpp"

#include <gtest/gtest.h>

#include "sim/described_fields_for_tests.hpp"

namespace fleetcast::models::ec2 {
namespace {

using sim::fields_of;

TEST(Ec2Config, EveryFieldIsListedOnceWithHelp) { EXPECT_EQ(fields_of(Ec2Config{}), 21U); }

}  // namespace
}  // namespace fleetcast::models::ec2
