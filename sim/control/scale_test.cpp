#include <gtest/gtest.h>

#include <array>
#include <ctime>
#include <iostream>
#include <string>
#include <vector>

#include "sim/control/process.hpp"
#include "sim/control/signal.hpp"
#include "sim/control/simulation.hpp"

// Each test makes a simulation, so each must run in a process of its own, as under ctest; see README.md. Limits are
// several times what was measured on two busy cores, since they guard against a wrong order of growth only. Processor
// time is measured, which other programs on the machine disturb least.
namespace fleetcast::sim::control {
namespace {

#ifdef FLEETCAST_SANITIZED
// Under sanitizers each process is a thread.
constexpr double slack = 20;
constexpr int sleepers = 500;
#else
constexpr double slack = 1;
constexpr int sleepers = 10'000;
#endif

constexpr Instant at_s(double value) { return Instant{} + seconds(value); }

template <class Action>
double processor_seconds(const std::string& what, double count, Action action) {
  const std::clock_t begin = std::clock();
  action();
  const double used_s = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  std::cout << what << ": " << used_s << " s, " << 1e9 * used_s / count << " ns each\n";
  return used_s;
}

TEST(scale, many_sleepers) {
  Simulation simulation;
  constexpr int naps = 20;
  std::int64_t woken = 0;
  for (int i = 0; i < sleepers; ++i)
    simulation.spawn("sleeper", [&woken, i](Process& process) {
      for (int nap = 0; nap < naps; ++nap) {
        process.sleep_for(seconds(1 + i * 1e-4));
        ++woken;
      }
    });
  const double used_s = processor_seconds("wake-ups", sleepers * naps, [&] { simulation.run_until(at_s(3600)); });
  EXPECT_EQ(woken, sleepers * naps);
  EXPECT_LT(used_s, 2 * slack);
}

TEST(scale, three_thousand_machines) {
  Simulation simulation;
  const double used_s = processor_seconds("machines", 3000, [&] {
    std::vector<ZoneId> zones;
    for (const char* name : {"a", "b", "c"}) zones.push_back(simulation.add_zone(name));
    for (std::size_t i = 0; i < 3000; ++i) simulation.add_machine("m", zones[i % 3], 1e9);
    simulation.run_until(at_s(1));
  });
  EXPECT_LT(used_s, 1 * slack);
}

TEST(scale, a_million_callbacks) {
  Simulation simulation;
  std::uint64_t ran = 0;
  for (int i = 0; i < 100; ++i) simulation.every(seconds(60), at_s(i * 0.5), 1, [&] { ++ran; });
  const double used_s = processor_seconds("callbacks", 1e6, [&] { simulation.run_until(at_s(600'000 - 1)); });
  EXPECT_EQ(ran, 1'000'000u);
  EXPECT_EQ(simulation.callbacks_run(), ran);
  EXPECT_LT(used_s, 3 * slack);
}

TEST(scale, thirty_thousand_life_cycles_with_image_pulls) {
  Simulation simulation;
  const ZoneId zone = simulation.add_zone("a");
  const LinkId registry = simulation.add_link("registry", 1.25e9);
  std::vector<MachineId> machines;
  for (int i = 0; i < 300; ++i) machines.push_back(simulation.add_machine("m", zone, 1.25e9));
  int pulled = 0;
  int ended = 0;
  for (std::size_t i = 0; i < machines.size(); ++i)
    simulation.spawn("operator", [&, i](Process& process) {
      process.sleep_for(seconds(static_cast<double>(i) * 3.7));
      for (int life = 0; life < 100; ++life) {
        simulation.turn_on(machines[i]);
        simulation.spawn_on(machines[i], "task", [&, i](Process& task) {
          task.transfer(300'000'000, std::array{registry}, machines[i]);
          ++pulled;
          task.sleep_for(hours(10));
        });
        process.sleep_for(hours(6));
        simulation.turn_off(machines[i]);
        ++ended;
        process.sleep_for(minutes(5));
      }
    });
  const double used_s = processor_seconds("life cycles", 30'000, [&] { simulation.run_until(at_s(30 * 86400.0)); });
  EXPECT_EQ(pulled, 30'000);
  EXPECT_EQ(ended, 30'000);
  EXPECT_LT(used_s, 3 * slack);
}

}  // namespace
}  // namespace fleetcast::sim::control
