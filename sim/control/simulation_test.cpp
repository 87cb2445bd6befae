#include "sim/control/simulation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/control/process.hpp"
#include "sim/control/signal.hpp"

// Each test makes a simulation, so each must run in a process of its own, as under ctest; see README.md.
namespace fleetcast::sim::control {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr Instant at_s(double value) { return Instant{} + seconds(value); }

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST(simulation, runs_callbacks_by_instant_key_and_number) {
  Simulation simulation;
  std::string ran;
  simulation.at(at_s(2), 1, [&] { ran += 'd'; });
  simulation.at(at_s(1), 7, [&] { ran += 'b'; });
  simulation.at(at_s(1), 7, [&] { ran += 'c'; });
  simulation.at(at_s(1), 2, [&] { ran += 'a'; });
  simulation.at(at_s(2.1), 0, [&] { ran += 'x'; });
  simulation.run_until(at_s(2));
  EXPECT_EQ(ran, "abcd");
  EXPECT_EQ(simulation.now(), at_s(2));
  EXPECT_EQ(simulation.callbacks_run(), 4u);
}

TEST(simulation, runs_what_is_due_at_its_end_and_goes_on_later) {
  Simulation simulation;
  std::vector<double> ran_s;
  simulation.every(seconds(10), at_s(5), 1, [&] { ran_s.push_back(simulation.now().seconds()); });
  simulation.run_until(at_s(14.999));
  EXPECT_THAT(ran_s, ElementsAre(5));
  simulation.run_until(at_s(15));
  EXPECT_THAT(ran_s, ElementsAre(5, 15));
  // What ends within SimGrid's 10 microseconds before the end must not be left out.
  simulation.at(at_s(20) - Duration{ticks_per_control_step}, 1, [&] { ran_s.push_back(-1); });
  simulation.run_until(at_s(20));
  EXPECT_THAT(ran_s, ElementsAre(5, 15, -1));
  EXPECT_THROW(simulation.run_until(at_s(19)), std::logic_error);
}

TEST(simulation, lets_callbacks_add_and_cancel_timers) {
  Simulation simulation;
  std::string ran;
  const TimerId doomed = simulation.at(at_s(1), 5, [&] { ran += 'x'; });
  simulation.at(at_s(1), 1, [&] {
    ran += 'a';
    simulation.cancel(doomed);
    simulation.at(simulation.now(), 0, [&] { ran += 'b'; });
    simulation.at(at_s(3), 0, [&] { ran += 'd'; });
  });
  simulation.at(at_s(1), 6, [&] { ran += 'c'; });
  TimerId ticking{};
  ticking = simulation.every(seconds(1), at_s(10), 1, [&] {
    ran += 't';
    if (simulation.now() == at_s(12)) simulation.cancel(ticking);
  });
  simulation.run_until(at_s(100));
  EXPECT_EQ(ran, "abcdttt");
}

TEST(simulation, refuses_timers_in_the_past) {
  Simulation simulation;
  simulation.run_until(at_s(10));
  EXPECT_THAT(message_of([&] { simulation.at(at_s(9), 1, [] {}); }), HasSubstr("sim/control at 10 s"));
  EXPECT_THROW(simulation.every(Duration{1}, at_s(11), 1, [] {}), std::logic_error);
}

TEST(simulation, lets_processes_sleep_exactly) {
  Simulation simulation;
  std::vector<double> woken_s;
  simulation.spawn("sleeper", [&](Process& process) {
    process.sleep_for(seconds(0.25));
    woken_s.push_back(process.now().seconds());
    process.sleep_until(at_s(3600.5));
    woken_s.push_back(process.now().seconds());
    process.sleep_for(Duration{1});
    EXPECT_EQ(process.now(), at_s(3600.5) + Duration{ticks_per_control_step});
  });
  simulation.run_until(at_s(86400));
  EXPECT_THAT(woken_s, ElementsAre(0.25, 3600.5));
  EXPECT_EQ(simulation.now(), at_s(86400));
  EXPECT_EQ(simulation.processes_started(), 1u);
}

TEST(simulation, runs_callbacks_before_processes_and_processes_by_number) {
  Simulation simulation;
  std::string ran;
  for (const char name : {'b', 'c', 'd'})
    simulation.spawn(std::string(1, name), [&ran, name](Process& process) {
      // Different paths to the same instant must not change the order.
      if (name == 'b') process.sleep_for(seconds(0.5));
      if (name == 'c') process.sleep_for(seconds(0.75));
      process.sleep_until(at_s(1));
      ran += name;
    });
  simulation.at(at_s(1), 99, [&] { ran += 'a'; });
  simulation.run_until(at_s(1));
  EXPECT_EQ(ran, "abcd");
}

TEST(simulation, lets_processes_spawn_processes) {
  Simulation simulation;
  std::vector<std::string> ran;
  simulation.spawn("parent", [&](Process& parent) {
    parent.sleep_for(seconds(1));
    simulation.spawn("child", [&](Process& child) {
      ran.push_back(child.name() + " at " + std::to_string(child.now().ticks / ticks_per_second));
    });
    ran.push_back(parent.name());
  });
  simulation.run_until(at_s(5));
  EXPECT_THAT(ran, ElementsAre("parent", "child at 1"));
}

TEST(simulation, wakes_every_process_that_waits_for_a_signal) {
  Simulation simulation;
  Signal signal(simulation);
  std::string ran;
  for (const char name : {'a', 'b', 'c'})
    simulation.spawn(std::string(1, name), [&, name](Process& process) {
      // They begin to wait in the order c, b, a, and still run by their number.
      process.sleep_for(seconds('d' - name));
      process.wait(signal);
      ran += name;
      EXPECT_EQ(process.now(), at_s(10));
    });
  simulation.at(at_s(10), 1, [&] { signal.notify_all(); });
  simulation.run_until(at_s(20));
  EXPECT_EQ(ran, "abc");
}

TEST(simulation, does_not_store_notifications) {
  Simulation simulation;
  Signal signal(simulation);
  bool woken = false;
  simulation.spawn("late", [&](Process& process) {
    process.sleep_for(seconds(2));
    process.wait(signal);
    woken = true;
  });
  simulation.at(at_s(1), 1, [&] { signal.notify_all(); });
  simulation.run_until(at_s(100));
  EXPECT_FALSE(woken);
}

TEST(simulation, tells_a_signal_from_a_time_out) {
  Simulation simulation;
  Signal signal(simulation);
  std::string ran;
  simulation.spawn("waiter", [&](Process& process) {
    ran += process.wait_for(signal, seconds(5)) ? "signal " : "time-out ";
    EXPECT_EQ(process.now(), at_s(5));
    ran += process.wait_for(signal, seconds(5)) ? "signal " : "time-out ";
    EXPECT_EQ(process.now(), at_s(7));
    // Both at the same instant: the callback runs first, so the signal wins.
    ran += process.wait_for(signal, seconds(3)) ? "signal " : "time-out ";
    EXPECT_EQ(process.now(), at_s(10));
    process.sleep_for(seconds(1));
    EXPECT_EQ(process.now(), at_s(11));
    ran += "end";
  });
  simulation.at(at_s(7), 1, [&] { signal.notify_all(); });
  simulation.at(at_s(10), 1, [&] { signal.notify_all(); signal.notify_all(); });
  simulation.run_until(at_s(100));
  EXPECT_EQ(ran, "time-out signal signal end");
}

TEST(simulation, lets_a_time_out_win_over_a_process_that_notifies_at_its_instant) {
  Simulation simulation;
  Signal signal(simulation);
  std::vector<bool> signalled;
  simulation.spawn("notifier", [&](Process& process) {
    process.sleep_for(seconds(5));
    signal.notify_all();
  });
  simulation.spawn("waiter", [&](Process& process) {
    signalled.push_back(process.wait_for(signal, seconds(5)));
    process.sleep_for(seconds(1));
    EXPECT_EQ(process.now(), at_s(6));
  });
  simulation.run_until(at_s(100));
  EXPECT_THAT(signalled, ElementsAre(false));
}

TEST(simulation, lets_processes_talk_back_and_forth_at_one_instant) {
  Simulation simulation;
  Signal ping(simulation);
  Signal pong(simulation);
  std::string ran;
  simulation.spawn("one", [&](Process& process) {
    for (int i = 0; i < 3; ++i) {
      process.wait(ping);
      ran += '1';
      pong.notify_all();
    }
  });
  simulation.spawn("two", [&](Process& process) {
    process.sleep_for(seconds(1));
    for (int i = 0; i < 3; ++i) {
      ran += '2';
      ping.notify_all();
      process.wait(pong);
    }
    EXPECT_EQ(process.now(), at_s(1));
  });
  simulation.run_until(at_s(2));
  EXPECT_EQ(ran, "212121");
}

TEST(simulation, runs_a_function_on_the_engines_stack) {
  Simulation simulation;
  double sum = 0;
  std::string caught;
  simulation.spawn("heavy", [&](Process& process) {
    process.sleep_for(seconds(1));
    process.on_engine_stack([&] {
      volatile double large[200'000] = {};  // 1.6 MB, far beyond a process's own stack
      for (int i = 0; i < 200'000; ++i) large[i] = i;
      for (int i = 0; i < 200'000; ++i) sum += large[i];
      simulation.at(at_s(2), 1, [&] { sum += 0.5; });
    });
    try {
      process.on_engine_stack([] { throw std::runtime_error("too heavy"); });
    } catch (const std::runtime_error& error) {
      caught = error.what();
    }
  });
  simulation.run_until(at_s(3));
  EXPECT_EQ(sum, 199'999.0 * 200'000 / 2 + 0.5);
  EXPECT_EQ(caught, "too heavy");
}

TEST(simulation, is_made_once_per_process) {
  { Simulation first; }
  EXPECT_THAT(message_of([] { Simulation second; }), HasSubstr("process of its own"));
}

TEST(simulation, reports_what_a_process_throws) {
  Simulation simulation;
  simulation.spawn("replacer", [&](Process& process) {
    process.sleep_for(seconds(12.5));
    throw std::invalid_argument("no such task");
  });
  simulation.at(at_s(12.5) + Duration{ticks_per_control_step}, 1, [] { FAIL() << "the failed simulation ran on"; });
  EXPECT_THAT(message_of([&] { simulation.run_until(at_s(100)); }),
              testing::AllOf(HasSubstr("process 'replacer'"), HasSubstr("12.5 s"), HasSubstr("no such task")));
  EXPECT_THROW(simulation.run_until(at_s(200)), std::logic_error);
}

TEST(simulation, reports_what_a_callback_throws) {
  Simulation simulation;
  simulation.at(at_s(4), 42, [] { throw std::runtime_error("no capacity"); });
  simulation.at(at_s(4), 43, [] { FAIL() << "the failed simulation ran on"; });
  EXPECT_THAT(message_of([&] { simulation.run_until(at_s(100)); }),
              testing::AllOf(HasSubstr("order key 42"), HasSubstr("4 s"), HasSubstr("no capacity")));
}

TEST(simulation, reports_a_program_that_does_not_let_time_advance) {
  Simulation simulation;
  std::function<void()> again = [&] { simulation.at(simulation.now(), 3, again); };
  simulation.at(at_s(1), 3, again);
  EXPECT_THAT(message_of([&] { simulation.run_until(at_s(2)); }), HasSubstr("time does not advance"));
}

TEST(simulation, is_silent_and_leaves_the_interrupt_handler_alone) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Simulation simulation;
  Signal signal(simulation);
  simulation.spawn("stuck", [&](Process& process) { process.wait(signal); });
  simulation.run_until(at_s(10));
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  struct sigaction interrupt {};
  sigaction(SIGINT, nullptr, &interrupt);
  EXPECT_EQ(interrupt.sa_handler, SIG_DFL);
}

}  // namespace
}  // namespace fleetcast::sim::control
