// Instances that fail by themselves, one at a time.
#include <algorithm>

#include "models/aurora/aurora.hpp"

namespace fleetcast::models::aurora {

namespace {

constexpr std::size_t first_failure_part = 1024;
// Longer than any run; keeps rare draws within the range of an instant.
constexpr double longest_life_seconds = 1e9;

}  // namespace

/// Fails an instance again and again; one that is down or deleted when its turn comes is left alone.
void Aurora::plan_hardware_failure(std::size_t index, std::uint64_t ordinal) {
  const double rate = config_.instance_failures_per_year.value();
  if (rate <= 0) return;
  const auto life = sim::chance::Distribution::exponential(365.25 * 86400 / rate);
  const double time = std::min(longest_life_seconds, draw(life, "hardware_failures", index, ordinal));
  simulation_.at(simulation_.now() + sim::seconds(time), order(first_failure_part + index), [this, index, ordinal] {
    fail_hardware(index);
    plan_hardware_failure(index, ordinal + 1);
  });
}

void Aurora::fail_hardware(std::size_t index) {
  if (instances_[index].is_deleted || !instances_[index].is_up) return;
  catch_up();
  ++hardware_failures_;
  lose(index, sim::traffic::Reachability::silent, "hardware failure of an instance");
  plan_recovery(index);
}

}  // namespace fleetcast::models::aurora
