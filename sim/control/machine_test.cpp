#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "sim/control/process.hpp"
#include "sim/control/signal.hpp"
#include "sim/control/simulation.hpp"

// Each test makes a simulation, so each must run in a process of its own, as under ctest; see README.md.
namespace fleetcast::sim::control {
namespace {

using testing::ElementsAre;

constexpr Instant at_s(double value) { return Instant{} + seconds(value); }
constexpr std::int64_t megabyte = 1'000'000;

// Tells when it is destroyed, as whatever a process holds is when its machine is lost.
class Witness {
 public:
  explicit Witness(int& destroyed) : destroyed_(destroyed) {}
  ~Witness() { ++destroyed_; }

 private:
  int& destroyed_;
};

TEST(machine, starts_off_and_takes_no_process_until_it_is_on) {
  Simulation simulation;
  const MachineId machine = simulation.add_machine("m", simulation.add_zone("a"), 1e9);
  EXPECT_FALSE(simulation.is_on(machine));
  EXPECT_THROW(simulation.spawn_on(machine, "early", [](Process&) {}), std::logic_error);
  simulation.turn_on(machine);
  bool ran = false;
  simulation.spawn_on(machine, "task", [&](Process&) { ran = true; });
  simulation.run_until(at_s(1));
  EXPECT_TRUE(ran);
  EXPECT_TRUE(simulation.is_on(machine));
  EXPECT_THROW(simulation.add_machine("late", ZoneId{0}, 1e9), std::logic_error);
}

TEST(machine, ends_its_processes_when_it_is_turned_off) {
  Simulation simulation;
  const ZoneId zone = simulation.add_zone("a");
  const MachineId lost = simulation.add_machine("lost", zone, 1e9);
  const MachineId kept = simulation.add_machine("kept", zone, 1e9);
  simulation.turn_on(lost);
  simulation.turn_on(kept);
  Signal signal(simulation);
  int unwound = 0;
  int survived = 0;
  for (const MachineId machine : {lost, kept}) {
    simulation.spawn_on(machine, "sleeper", [&](Process& process) {
      const Witness witness(unwound);
      process.sleep_for(seconds(100));
      ++survived;
    });
    simulation.spawn_on(machine, "waiter", [&](Process& process) {
      const Witness witness(unwound);
      process.wait_for(signal, seconds(100));
      ++survived;
    });
  }
  simulation.at(at_s(50), 1, [&] { simulation.turn_off(lost); });
  simulation.at(at_s(60), 1, [&] {
    EXPECT_EQ(unwound, 2);
    signal.notify_all();
  });
  simulation.run_until(at_s(1000));
  EXPECT_EQ(survived, 2);
  EXPECT_EQ(unwound, 4);
  EXPECT_FALSE(simulation.is_on(lost));
}

TEST(machine, can_be_ended_by_a_process_of_its_own) {
  Simulation simulation;
  const MachineId machine = simulation.add_machine("m", simulation.add_zone("a"), 1e9);
  simulation.turn_on(machine);
  int unwound = 0;
  bool went_on = false;
  simulation.spawn_on(machine, "other", [&](Process& process) {
    const Witness witness(unwound);
    process.sleep_for(seconds(100));
    went_on = true;
  });
  simulation.spawn_on(machine, "terminator", [&](Process& process) {
    const Witness witness(unwound);
    process.sleep_for(seconds(10));
    simulation.turn_off(machine);
    went_on = true;
  });
  simulation.run_until(at_s(1000));
  EXPECT_EQ(unwound, 2);
  EXPECT_FALSE(went_on);
}

TEST(machine, can_be_ended_by_a_process_elsewhere_and_come_back) {
  Simulation simulation;
  const MachineId machine = simulation.add_machine("m", simulation.add_zone("a"), 1e9);
  std::vector<double> lives_s;
  simulation.spawn("operator", [&](Process& process) {
    for (int life = 0; life < 3; ++life) {
      simulation.turn_on(machine);
      simulation.spawn_on(machine, "task", [&](Process& task) {
        const Instant born = task.now();
        for (;;) {
          task.sleep_for(seconds(1));
          lives_s.push_back((task.now() - born).seconds());
        }
      });
      process.sleep_for(seconds(2.5));
      simulation.turn_off(machine);
      EXPECT_FALSE(simulation.is_on(machine));
      process.sleep_for(seconds(10));
    }
  });
  simulation.run_until(at_s(1000));
  EXPECT_THAT(lives_s, ElementsAre(1, 2, 1, 2, 1, 2));
}

TEST(machine, never_starts_a_process_that_was_spawned_before_it_was_lost) {
  Simulation simulation;
  const MachineId machine = simulation.add_machine("m", simulation.add_zone("a"), 1e9);
  simulation.turn_on(machine);
  bool ran = false;
  simulation.at(at_s(1), 1, [&] { simulation.spawn_on(machine, "task", [&](Process&) { ran = true; }); });
  simulation.at(at_s(1), 2, [&] {
    simulation.turn_off(machine);
    simulation.turn_on(machine);
  });
  simulation.run_until(at_s(2));
  EXPECT_FALSE(ran);
  EXPECT_TRUE(simulation.is_on(machine));
}

TEST(transfer, takes_bytes_over_bandwidth_of_the_slowest_link) {
  Simulation simulation;
  const ZoneId zone = simulation.add_zone("a");
  const MachineId machine = simulation.add_machine("m", zone, 50e6);
  const LinkId registry = simulation.add_link("registry", 100e6);
  simulation.turn_on(machine);
  std::vector<double> done_s;
  simulation.spawn_on(machine, "pull", [&](Process& process) {
    process.transfer(300 * megabyte, std::array{registry}, machine);
    done_s.push_back(process.now().seconds());
    process.transfer(0, std::array{registry}, machine);
    done_s.push_back(process.now().seconds());
    process.transfer(100 * megabyte, {}, machine);
    done_s.push_back(process.now().seconds());
  });
  simulation.run_until(at_s(100));
  // Each end is rounded up to a control step of a microsecond.
  EXPECT_THAT(done_s, ElementsAre(testing::DoubleNear(6, 2e-6), testing::DoubleNear(6, 2e-6),
                                  testing::DoubleNear(8, 4e-6)));
}

TEST(transfer, shares_a_link_fairly) {
  Simulation simulation;
  const LinkId registry = simulation.add_link("registry", 100e6);
  const LinkId other_gateway = simulation.add_link("gateway of another zone", 100e6);
  std::vector<MachineId> machines;
  for (const char* zone : {"a", "b", "c"})
    machines.push_back(simulation.add_machine("m", simulation.add_zone(zone), 1e9));
  for (const MachineId machine : machines) simulation.turn_on(machine);
  std::vector<double> done_s(3);
  const auto pull = [&](std::size_t i, std::vector<LinkId> links, Instant start) {
    simulation.spawn_on(machines[i], "pull", [&, i, links, start](Process& process) {
      process.sleep_until(start);
      process.transfer(300 * megabyte, links, machines[i]);
      done_s[i] = process.now().seconds();
    });
  };
  pull(0, {registry}, at_s(0));
  pull(1, {registry}, at_s(1));
  pull(2, {other_gateway}, at_s(0));
  simulation.run_until(at_s(100));
  // The first has the link alone for 1 s, then half of it until its other 200 MB are there at 5 s; by then the second
  // has 200 MB as well, and moves its last 100 MB alone. The third shares nothing.
  EXPECT_NEAR(done_s[0], 5, 2e-6);
  EXPECT_NEAR(done_s[1], 6, 2e-6);
  EXPECT_NEAR(done_s[2], 3, 2e-6);
}

TEST(transfer, takes_twice_as_long_for_two) {
  Simulation simulation;
  const LinkId registry = simulation.add_link("registry", 100e6);
  const ZoneId zone = simulation.add_zone("a");
  std::vector<double> done_s;
  for (int i = 0; i < 2; ++i) {
    const MachineId machine = simulation.add_machine("m", zone, 1e9);
    simulation.turn_on(machine);
    simulation.spawn_on(machine, "pull", [&, machine](Process& process) {
      process.transfer(300 * megabyte, std::array{registry}, machine);
      done_s.push_back(process.now().seconds());
    });
  }
  simulation.run_until(at_s(100));
  EXPECT_THAT(done_s, ElementsAre(testing::DoubleNear(6, 2e-6), testing::DoubleNear(6, 2e-6)));
}

TEST(transfer, ends_with_its_machine_and_leaves_the_link_to_others) {
  Simulation simulation;
  const LinkId registry = simulation.add_link("registry", 100e6);
  const ZoneId zone = simulation.add_zone("a");
  const MachineId lost = simulation.add_machine("lost", zone, 1e9);
  const MachineId kept = simulation.add_machine("kept", zone, 1e9);
  std::vector<double> done_s;
  for (const MachineId machine : {lost, kept}) {
    simulation.turn_on(machine);
    simulation.spawn_on(machine, "pull", [&, machine](Process& process) {
      process.transfer(300 * megabyte, std::array{registry}, machine);
      done_s.push_back(process.now().seconds());
    });
  }
  simulation.at(at_s(2), 1, [&] { simulation.turn_off(lost); });
  simulation.run_until(at_s(100));
  // 100 MB until 2 s at half speed, and the other 200 MB alone.
  EXPECT_THAT(done_s, ElementsAre(testing::DoubleNear(4, 2e-6)));
}

TEST(transfer, is_reported_lost_to_a_process_elsewhere) {
  Simulation simulation;
  const LinkId network = simulation.add_link("network", 100e6);
  const MachineId machine = simulation.add_machine("replica", simulation.add_zone("a"), 1e9);
  simulation.turn_on(machine);
  std::string told;
  Instant when{};
  simulation.spawn("rebuild", [&](Process& process) {
    try {
      process.transfer(300 * megabyte, std::array{network}, machine);
    } catch (const TransferLost& lost) {
      told = lost.what();
    }
    when = process.now();
    EXPECT_THROW(process.transfer(1, {}, machine), std::logic_error);
  });
  simulation.at(at_s(1), 1, [&] { simulation.turn_off(machine); });
  simulation.run_until(at_s(100));
  EXPECT_THAT(told, testing::HasSubstr("'replica'"));
  EXPECT_EQ(when, at_s(1));
}

TEST(transfer, is_lost_even_if_its_machine_comes_back_at_once) {
  Simulation simulation;
  const MachineId machine = simulation.add_machine("replica", simulation.add_zone("a"), 1e6);
  simulation.turn_on(machine);
  bool lost = false;
  simulation.spawn("rebuild", [&](Process& process) {
    try {
      process.transfer(300 * megabyte, {}, machine);
    } catch (const TransferLost&) {
      lost = true;
    }
    process.sleep_for(seconds(1));
    EXPECT_EQ(process.now(), at_s(2));
  });
  simulation.at(at_s(1), 1, [&] {
    simulation.turn_off(machine);
    simulation.turn_on(machine);
  });
  simulation.run_until(at_s(1000));
  EXPECT_TRUE(lost);
}

TEST(transfer, ends_at_the_same_instant_however_the_run_is_cut) {
  Simulation simulation;
  const LinkId registry = simulation.add_link("registry", 70e6);
  const MachineId machine = simulation.add_machine("m", simulation.add_zone("a"), 1e9);
  simulation.turn_on(machine);
  Instant done{};
  simulation.spawn_on(machine, "pull", [&](Process& process) {
    process.transfer(300 * megabyte, std::array{registry}, machine);
    done = process.now();
  });
  // 300 / 70 s = 4.2857142857... s; cut within the 10 microseconds that SimGrid takes for the end.
  const Instant expected = control_instant(at_s(300.0 / 70.0));
  simulation.run_until(expected - Duration{3 * ticks_per_control_step});
  EXPECT_EQ(done, Instant{});
  simulation.run_until(expected);
  EXPECT_EQ(done, expected);
}

}  // namespace
}  // namespace fleetcast::sim::control
