#include "models/auto_scaling/config.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace fleetcast::models::auto_scaling {
namespace {

/// Collects the names of the fields a description lists, and checks that each is documented.
struct Names {
  template <class Value>
  void field(std::string_view name, Value&, const sim::Field& about) {
    EXPECT_TRUE(names.emplace(name).second) << name << " is listed twice";
    EXPECT_FALSE(about.help.empty()) << name << " has no help";
  }
  template <class Value, std::size_t count>
  void choice(std::string_view name, Value& value, const sim::Choices<Value, count>& choices, const sim::Field& about) {
    field(name, value, about);
    EXPECT_EQ(choices.size(), count);
  }
  std::set<std::string> names;
};

template <class Config>
std::size_t fields_of(Config config) {
  Names names;
  describe(names, config);
  return names.names.size();
}

TEST(AutoScalingGroupConfig, EveryFieldIsListedOnceWithHelp) {
  EXPECT_EQ(fields_of(LaunchTemplateOverride{}), 2U);
  EXPECT_EQ(fields_of(InstancesDistribution{}), 4U);
  EXPECT_EQ(fields_of(MixedInstancesPolicy{}), 2U);
  EXPECT_EQ(fields_of(FallbackConfig{}), 5U);
  EXPECT_EQ(fields_of(RateTriggeredFallback{}), 3U);
  EXPECT_EQ(fields_of(HedgeFallback{}), 2U);
  EXPECT_EQ(fields_of(TargetTrackingConfig{}), 8U);
  EXPECT_EQ(fields_of(AutoScalingGroupConfig{}), 16U);
}

}  // namespace
}  // namespace fleetcast::models::auto_scaling
