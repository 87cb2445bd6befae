#include "models/ecs/managed_scaling.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "models/ecs/capacity_provider_reservation.hpp"

namespace fleetcast::models::ecs {
namespace {

const Resources quarter_host{512, 1024, 0};
const std::vector<Resources> host{{2048, 7782, 10}};

double reservation(std::int64_t instances, std::int64_t in_use, std::int64_t waiting, ManagedScalingConfig config = {},
                   const Resources& need = quarter_host, bool distinct = false) {
  ReservationQuestion question;
  question.instances = instances;
  question.instances_with_tasks = in_use;
  if (waiting > 0) question.provisioning = {{need, distinct, waiting}};
  question.instance_types = host;
  return capacity_provider_reservation(question, config);
}

TEST(CapacityProviderReservation, IsTheShareInUseWhenNothingWaits) {
  EXPECT_EQ(reservation(10, 7, 0), 70);
  EXPECT_EQ(reservation(0, 0, 0), 100);
}

TEST(CapacityProviderReservation, PacksWaitingTasksOnTheLargestType) {
  EXPECT_EQ(reservation(10, 10, 30), 180);
  EXPECT_EQ(reservation(10, 10, 32), 180);
  EXPECT_EQ(reservation(10, 10, 33), 190);
  EXPECT_EQ(reservation(0, 0, 1), 200);
  EXPECT_EQ(reservation(10, 10, 3, {}, quarter_host, true), 130);
}

TEST(CapacityProviderReservation, IsStuckAt100WhenNoTypeSuits) {
  EXPECT_EQ(reservation(10, 10, 5, {}, Resources{4096, 1024, 0}), 100);
}

TEST(CapacityProviderReservation, ClampsTheStep) {
  ManagedScalingConfig config;
  config.maximum_scaling_step_size = 3;
  EXPECT_EQ(reservation(10, 10, 30, config), 130);
  config.maximum_scaling_step_size = 10000;
  config.minimum_scaling_step_size = 9;
  EXPECT_EQ(reservation(10, 10, 30, config), 190);
}

/// Feeds one value a minute and keeps the desired capacity, as the group would.
struct Minutes {
  explicit Minutes(std::int64_t instances, ManagedScalingConfig config = {})
      : scaling(config), size(instances), desired(instances) {}
  void pass(double value) {
    now = now + sim::minutes(1);
    const auto wanted = scaling.evaluate({now, value, size, desired, newest});
    if (wanted) desired = *wanted;
  }
  ManagedScaling scaling;
  std::int64_t size;
  std::int64_t desired;
  sim::Instant now{};
  std::optional<sim::Instant> newest{};
};

TEST(ManagedScaling, TakesOneStepAndThenWaitsForTheWarmUp) {
  Minutes minutes(10);
  minutes.pass(180);
  EXPECT_EQ(minutes.desired, 18);
  minutes.newest = minutes.now;  // the instances register at once
  minutes.size = 18;
  for (int minute = 1; minute < 5; ++minute) minutes.pass(150);
  EXPECT_EQ(minutes.desired, 18) << "warming up";
  minutes.pass(150);
  EXPECT_EQ(minutes.desired, 27) << "300 s later";
}

TEST(ManagedScaling, KeepsSpareCapacityBelowATargetOf100) {
  ManagedScalingConfig config;
  config.target_capacity = 90;
  Minutes minutes(10, config);
  minutes.pass(100);
  EXPECT_EQ(minutes.desired, 12);
}

TEST(ManagedScaling, GoesFromZeroToTwoAndBackToOne) {
  Minutes minutes(0);
  minutes.pass(reservation(0, 0, 1));
  EXPECT_EQ(minutes.desired, 2);
  minutes.size = 2;
  for (int minute = 1; minute < 15; ++minute) minutes.pass(50);
  EXPECT_EQ(minutes.desired, 2);
  minutes.pass(50);
  EXPECT_EQ(minutes.desired, 1) << "15 of 15";
}

TEST(ManagedScaling, RemovesOneAMinuteAfterFifteenAndStartsAgainWhenDisturbed) {
  Minutes minutes(10);
  for (int minute = 0; minute < 14; ++minute) minutes.pass(50);
  minutes.pass(110);  // asks for 11
  EXPECT_EQ(minutes.desired, 11);
  minutes.size = 11;
  for (int minute = 0; minute < 14; ++minute) minutes.pass(50);
  EXPECT_EQ(minutes.desired, 11);
  minutes.pass(50);
  EXPECT_EQ(minutes.desired, 10);
  minutes.pass(50);
  EXPECT_EQ(minutes.desired, 9);
}

}  // namespace
}  // namespace fleetcast::models::ecs
