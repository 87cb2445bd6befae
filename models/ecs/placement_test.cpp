#include "models/ecs/placement.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

namespace fleetcast::models::ecs {
namespace {

const Resources host{2048, 8192, 10};
const Resources task{512, 1024, 1};

/// Three zones with instances, on which tasks of service 0 are placed one after the other.
struct Room {
  explicit Room(std::vector<PlacementStrategyConfig> wanted = {}, bool distinct = false)
      : strategies(std::move(wanted)) {
    question.need = task;
    question.distinct_instance = distinct;
    question.strategies = strategies;
    question.tasks_by_zone = by_zone;
  }
  void add(InstanceId id, ZoneIndex zone, Resources free = host) {
    ContainerInstance instance;
    instance.id = id;
    instance.capacity_provider = "nodes";
    instance.zone = zone;
    instance.total = instance.free = free;
    instances.add(instance);
  }
  InstanceId place_one() {
    const ContainerInstance* chosen = place(question, instances.of_provider("nodes"));
    if (!chosen) return 0;
    instances.occupy(*instances.find(chosen->id), ++question.task, question.service, task);
    ++by_zone[chosen->zone];
    return chosen->id;
  }
  std::vector<PlacementStrategyConfig> strategies;
  std::vector<std::int64_t> by_zone{0, 0, 0};
  ContainerInstances instances;
  PlacementQuestion question;
};

TEST(Placement, SpreadsOverZonesAndThenInstancesByDefault) {
  Room room;
  room.add(1, 0);
  room.add(2, 0);
  room.add(3, 1);
  room.add(4, 2);
  for (int i = 0; i < 8; ++i) EXPECT_NE(room.place_one(), 0u);
  EXPECT_EQ(room.by_zone, (std::vector<std::int64_t>{3, 3, 2}));
  EXPECT_EQ(room.instances.find(1)->tasks.size(), 2u);
  EXPECT_EQ(room.instances.find(2)->tasks.size(), 1u);
}

TEST(Placement, PlacesInAWrongZoneRatherThanWait) {
  Room room;
  room.add(1, 0);
  room.add(2, 1, {0, 0, 0});
  for (int i = 0; i < 4; ++i) EXPECT_EQ(room.place_one(), 1u);
  EXPECT_EQ(room.place_one(), 0u) << "full";
}

TEST(Placement, BinpacksOnTheInstanceWithLeastLeft) {
  Room room({{PlacementType::binpack, PlacementField::memory}});
  room.add(1, 0);
  room.add(2, 1, {2048, 3000, 10});
  EXPECT_EQ(room.place_one(), 2u);
  EXPECT_EQ(room.place_one(), 2u);
  EXPECT_EQ(room.place_one(), 1u);
}

TEST(Placement, KeepsDistinctInstancesApart) {
  Room room({}, true);
  room.add(1, 0);
  room.add(2, 0);
  EXPECT_EQ(room.place_one(), 1u);
  EXPECT_EQ(room.place_one(), 2u);
  EXPECT_EQ(room.place_one(), 0u);
}

TEST(Placement, IsBoundByNetworkInterfaces) {
  Room room;
  room.add(1, 0, {2048, 8192, 2});
  room.place_one();
  room.place_one();
  EXPECT_EQ(room.place_one(), 0u);
}

TEST(Placement, CountsTheRoomInAZone) {
  Room room;
  room.add(1, 0);
  room.add(2, 0, {600, 8192, 10});
  room.add(3, 1);
  EXPECT_EQ(room_in(room.question, room.instances.of_provider("nodes"), 0), 5);
}

TEST(Placement, StopsFromTheFullestZoneFirst) {
  Room room;
  room.add(1, 0);
  room.add(2, 1);
  room.by_zone = {2, 5, 0};
  EXPECT_LT(stop_rank(room.question, 0, room.instances.find(1)), stop_rank(room.question, 1, room.instances.find(2)));
}

TEST(ContainerInstances, RefusesWhatDoesNotFit) {
  Room room;
  room.add(1, 0, {100, 100, 1});
  EXPECT_THROW(room.instances.occupy(*room.instances.find(1), 1, 0, task), std::logic_error);
  EXPECT_THROW(room.add(1, 0), std::logic_error);
}

}  // namespace
}  // namespace fleetcast::models::ecs
