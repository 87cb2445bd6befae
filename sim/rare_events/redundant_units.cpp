#include "sim/rare_events/redundant_units.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/measures/tally.hpp"

namespace fleetcast::sim::rare_events {
namespace {

constexpr double biased_failure_probability = 0.5;
constexpr double normal_quantile_975 = 1.959963984540054;
constexpr std::uint64_t fewest_cycles = 1000;

// What one cycle from all units up to all units up came to.
struct Cycle {
  double length = 0;
  double weighted_down = 0;
  double down = 0;
  double weight = 1;
  std::uint64_t events = 0;
};

void require_possible(const RedundantUnits& system, std::uint64_t cycles) {
  const auto require = [](bool holds, const char* what) {
    if (!holds) throw std::invalid_argument(what);
  };
  require(system.units >= 1, "units must be at least 1");
  require(system.needed >= 1 && system.needed <= system.units, "needed must be between 1 and the number of units");
  require(std::isfinite(system.failure_rate) && system.failure_rate > 0, "failure_rate must be above 0");
  require(std::isfinite(system.repair_rate) && system.repair_rate > 0, "repair_rate must be above 0");
  require(system.crews >= 1, "crews must be at least 1");
  require(cycles >= fewest_cycles, "cycles must be at least 1000");
}

// Times in a state enter by their means, given the state: one source of variance less.
Cycle play(const RedundantUnits& system, bool is_biased, chance::Engine engine) {
  Cycle cycle{.length = 1 / (system.units * system.failure_rate), .events = 1};
  for (std::uint32_t failed = 1; failed > 0; ++cycle.events) {
    const double failures = (system.units - failed) * system.failure_rate;
    const double total = failures + std::min(failed, system.crews) * system.repair_rate;
    cycle.length += 1 / total;
    if (system.units - failed < system.needed) {
      cycle.down += 1 / total;
      cycle.weighted_down += cycle.weight / total;
      is_biased = false;  // it has happened; from here on, nature takes its course
    }
    const double probability = failures / total;
    const double chosen = is_biased ? std::max(probability, biased_failure_probability) : probability;
    const bool fails = engine.uniform() < chosen;
    cycle.weight *= fails ? probability / chosen : (1 - probability) / (1 - chosen);
    failed += fails ? 1 : -1;
  }
  return cycle;
}

}  // namespace

RareEstimate unavailability(const RedundantUnits& system, std::uint64_t cycles, const chance::Stream& stream) {
  require_possible(system, cycles);
  measures::Tally down;
  measures::Tally length;
  double plain_second_moment = 0;
  std::uint64_t plain_events = 0;
  RareEstimate estimate;
  for (std::uint64_t i = 0; i < cycles; ++i) {
    const Cycle biased = play(system, true, chance::Engine(stream, 2 * i));
    down.record(biased.weighted_down);
    plain_second_moment += biased.weight * biased.down * biased.down;
    const Cycle plain = play(system, false, chance::Engine(stream, 2 * i + 1));
    length.record(plain.length);
    plain_events += plain.events;
    estimate.events += biased.events + plain.events;
  }
  if (*down.mean() <= 0) throw std::runtime_error("no cycle met a failure of the system; more cycles are needed");
  const auto count = static_cast<double>(cycles);
  const double share = *down.mean() / *length.mean();
  const double relative_variance = (*down.variance() / (*down.mean() * *down.mean()) +
                                    *length.variance() / (*length.mean() * *length.mean())) /
                                   count;
  const double half_width = normal_quantile_975 * share * std::sqrt(relative_variance);
  estimate.value = {.mean = share,
                    .interval = measures::Interval{std::max(0.0, share - half_width), share + half_width},
                    .n = cycles};
  estimate.effective_occurrences = 1 / relative_variance;
  estimate.largest_share = *down.max() / (*down.mean() * count);
  // A plain cycle adds the same relative variance for its length, which is left out: it is small beside the other.
  const double plain_variance = plain_second_moment / count / (*down.mean() * *down.mean()) - 1;
  estimate.plain_events = plain_variance / relative_variance * static_cast<double>(plain_events) / count;
  return estimate;
}

}  // namespace fleetcast::sim::rare_events
