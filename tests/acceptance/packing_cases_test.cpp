// Reference cases on packing, through ECS's own placement: the strategy binpack, an instance more whenever none fits.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "models/ecs/placement.hpp"
#include "tests/acceptance/reference_case_for_tests.hpp"

namespace fleetcast::tests::acceptance {
namespace {

using namespace fleetcast::models::ecs;
using nlohmann::json;

Resources resources_of_item(const json& item) {
  if (item.is_array()) return {item[0].get<std::int64_t>(), item[1].get<std::int64_t>(), 0};
  return {item.get<std::int64_t>(), 0, 0};
}

std::vector<Resources> items_of(const json& inputs) {
  std::vector<Resources> items;
  for (const json& item : inputs.contains("items") ? inputs.at("items") : inputs.at("items_in_order")) {
    items.push_back(resources_of_item(item));
  }
  return items;
}

Resources host_of(const json& inputs) {
  const json& capacity = inputs.at("capacity");
  return capacity.size() == 2 ? resources_of_item(capacity) : resources_of_item(capacity[0]);
}

std::vector<Resources> largest_first(std::vector<Resources> items) {
  std::stable_sort(items.begin(), items.end(), [](const Resources& a, const Resources& b) {
    return a.cpu_units != b.cpu_units ? a.cpu_units > b.cpu_units : a.memory_mib > b.memory_mib;
  });
  return items;
}

/// Returns how many instances ECS fills when it places tasks one after another.
std::size_t instances_for(const std::vector<Resources>& items, const Resources& host, PlacementField field) {
  const std::array<PlacementStrategyConfig, 1> binpack{{{PlacementType::binpack, field}}};
  ContainerInstances instances;
  fleetcast::models::TaskId task = 0;
  for (const Resources& need : items) {
    PlacementQuestion question;
    question.task = ++task;
    question.need = need;
    question.strategies = binpack;
    const ContainerInstance* found = place(question, instances.of_provider("web"));
    if (found == nullptr) {
      ContainerInstance made;
      made.id = instances.of_provider("web").size() + 1;
      made.capacity_provider = "web";
      made.total = made.free = host;
      found = &instances.add(made);
    }
    instances.occupy(*instances.find(found->id), task, 0, need);
  }
  return instances.of_provider("web").size();
}

void expect_instances(const json& one, const char* metric, std::size_t packed) {
  testing::Test::RecordProperty(metric, std::to_string(packed));
  EXPECT_EQ(packed, one.at("expected").at(metric).at("value"));
}

TEST(PackingCases, ArrivalsInTheWorstOrderTakeFiveThirdsOfTheOptimum) {
  const json one = reference_case("component_cases.json", "pack-01");
  const auto items = items_of(one.at("inputs"));
  const Resources host = host_of(one.at("inputs"));
  expect_instances(one, "first_fit", instances_for(items, host, PlacementField::cpu));
  expect_instances(one, "first_fit_decreasing", instances_for(largest_first(items), host, PlacementField::cpu));
}

TEST(PackingCases, EvenTheLargestFirstTakeElevenInsteadOfNine) {
  const json one = reference_case("component_cases.json", "pack-02");
  const std::size_t packed =
      instances_for(largest_first(items_of(one.at("inputs"))), host_of(one.at("inputs")), PlacementField::cpu);
  expect_instances(one, "best_fit_decreasing", packed);
  EXPECT_GT(packed, one["expected"]["optimum"]["value"]);
}

TEST(PackingCases, ProcessorsAndMemoryTogetherLeaveRoomThatNothingFits) {
  const json one = reference_case("component_cases.json", "pack-05");
  const auto items = items_of(one.at("inputs"));
  const Resources host = host_of(one.at("inputs"));
  expect_instances(one, "first_fit", instances_for(items, host, PlacementField::cpu));
  expect_instances(one, "first_fit_decreasing_cpu_then_mem",
                   instances_for(largest_first(items), host, PlacementField::cpu));
  EXPECT_GT(instances_for(items, host, PlacementField::memory), one["expected"]["optimum"]["value"]);
}

}  // namespace
}  // namespace fleetcast::tests::acceptance
