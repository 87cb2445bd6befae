// Nodes that fail by themselves, one at a time.
#include <algorithm>

#include "models/elasticache/elasticache.hpp"

namespace fleetcast::models::elasticache {

namespace {

constexpr std::size_t nodes_of_a_shard = 8;
constexpr std::uint64_t first_failure_order = 512;
// Longer than any run; keeps rare draws within the range of an instant.
constexpr double longest_life_seconds = 1e9;

}  // namespace

/// Fails a node again and again; one that is down when its turn comes is left alone.
void ElastiCache::plan_hardware_failure(std::size_t index, std::size_t node, std::uint64_t ordinal) {
  const double rate = config_.node_failures_per_year.value();
  if (rate <= 0) return;
  const auto life = sim::chance::Distribution::exponential(365.25 * 86400 / rate);
  const double drawn = draw(life, "hardware_failures", index * nodes_of_a_shard + node, ordinal);
  const double time = std::min(longest_life_seconds, drawn);
  simulation_.at(simulation_.now() + sim::seconds(time), order(first_failure_order + index),
                 [this, index, node, ordinal] {
                   fail_hardware(index, node);
                   plan_hardware_failure(index, node, ordinal + 1);
                 });
}

void ElastiCache::fail_hardware(std::size_t index, std::size_t node) {
  Shard& shard = shards_[index];
  if (!shard.nodes[node].is_up) return;
  ++hardware_failures_;
  const bool is_serving = node == shard.primary && !shard.is_failing;
  if (is_serving) return lose_primary(index, "hardware failure of a node");
  catch_up();
  shard.nodes[node].is_up = false;
  replace(index, node);
}

}  // namespace fleetcast::models::elasticache
