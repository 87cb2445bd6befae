#include "models/ecs/placement.hpp"

#include <array>

namespace fleetcast::models::ecs {

namespace {

bool is_eligible(const PlacementQuestion& question, const ContainerInstance& instance) {
  if (instance.is_draining || !instance.free.fits(question.need)) return false;
  return !question.distinct_instance || instance.tasks_of(question.service) == 0;
}

/// What one strategy minimises when it places a task.
std::int64_t cost_of(const PlacementStrategyConfig& strategy, const PlacementQuestion& question,
                     const ContainerInstance& instance) {
  switch (strategy.type) {
    case PlacementType::spread:
      return strategy.field == PlacementField::instance_id ? instance.tasks_of(question.service)
                                                           : question.tasks_by_zone[instance.zone];
    case PlacementType::binpack:
      return strategy.field == PlacementField::memory ? instance.free.memory_mib : instance.free.cpu_units;
    case PlacementType::random: break;
  }
  return static_cast<std::int64_t>(sim::chance::word(question.chance, question.task, instance.id) >> 1);
}

}  // namespace

std::span<const PlacementStrategyConfig> effective_strategies(std::span<const PlacementStrategyConfig> strategies) {
  static constexpr std::array<PlacementStrategyConfig, 2> standard{
      {{PlacementType::spread, PlacementField::availability_zone},
       {PlacementType::spread, PlacementField::instance_id}}};
  return strategies.empty() ? std::span<const PlacementStrategyConfig>(standard) : strategies;
}

const ContainerInstance* place(const PlacementQuestion& question, const ContainerInstances::ById& instances) {
  const auto strategies = effective_strategies(question.strategies);
  const ContainerInstance* best = nullptr;
  for (const auto& [id, instance] : instances) {
    if (!is_eligible(question, instance)) continue;
    if (!best) {
      best = &instance;
      continue;
    }
    for (const PlacementStrategyConfig& strategy : strategies) {
      const std::int64_t cost = cost_of(strategy, question, instance);
      const std::int64_t best_cost = cost_of(strategy, question, *best);
      if (cost == best_cost) continue;
      if (cost < best_cost) best = &instance;
      break;
    }
  }
  return best;
}

std::int64_t room_in(const PlacementQuestion& question, const ContainerInstances::ById& instances, ZoneIndex zone) {
  std::int64_t room = 0;
  for (const auto& [id, instance] : instances) {
    if (instance.zone != zone || !is_eligible(question, instance)) continue;
    room += question.distinct_instance ? 1 : instance.free.times(question.need);
  }
  return room;
}

std::vector<std::int64_t> stop_rank(const PlacementQuestion& question, ZoneIndex zone,
                                    const ContainerInstance* instance) {
  std::vector<std::int64_t> rank;
  for (const PlacementStrategyConfig& strategy : effective_strategies(question.strategies)) {
    const bool is_by_zone = strategy.type == PlacementType::spread && strategy.field != PlacementField::instance_id;
    if (is_by_zone) rank.push_back(question.tasks_by_zone[zone]);
    // Fargate tasks have no instance, so that zones alone tell them apart.
    if (is_by_zone || !instance || strategy.type == PlacementType::random) continue;
    // For binpack the instance that is left with most free resources goes first: the emptiest one.
    rank.push_back(cost_of(strategy, question, *instance));
  }
  return rank;
}

}  // namespace fleetcast::models::ecs
