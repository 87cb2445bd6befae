#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/control/process.hpp"
#include "sim/control/signal.hpp"
#include "sim/control/simulation.hpp"

namespace fleetcast::sim::control {
namespace {

constexpr Instant at_s(double value) { return Instant{} + seconds(value); }

// A small linear congruential generator: this test needs variety, not randomness.
class Variety {
 public:
  explicit Variety(std::uint64_t seed) : state_(seed) {}
  double below(double limit) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return limit * static_cast<double>(state_ >> 11) / 9007199254740992.0;
  }

 private:
  std::uint64_t state_;
};

// Runs sleepers, waiters, transfers and machine losses for an hour, cut into pieces, and returns what happened.
std::string trace_of_a_busy_hour(int pieces) {
  Simulation simulation;
  std::string trace;
  const auto note = [&](const std::string& what) {
    trace += std::to_string(simulation.now().ticks) + " " + what + "\n";
  };
  const ZoneId zone = simulation.add_zone("a");
  const std::array registry{simulation.add_link("registry", 1e8)};
  std::vector<MachineId> machines;
  for (int i = 0; i < 20; ++i) machines.push_back(simulation.add_machine("m", zone, 5e7));
  Signal signal(simulation);
  for (std::size_t i = 0; i < machines.size(); ++i) {
    simulation.spawn("operator", [&, i](Process& process) {
      Variety variety(i + 1);
      for (;;) {
        simulation.turn_on(machines[i]);
        const auto image_bytes = static_cast<std::int64_t>(1e6 + variety.below(1e9));
        simulation.spawn_on(machines[i], "task", [&, i, image_bytes](Process& task) {
          task.transfer(image_bytes, registry, machines[i]);
          note("pulled " + std::to_string(i));
          for (;;) note(std::to_string(i) + (task.wait_for(signal, seconds(7)) ? " signalled" : " timed out"));
        });
        process.sleep_for(seconds(variety.below(300)));
        simulation.turn_off(machines[i]);
        process.sleep_for(seconds(variety.below(30)));
      }
    });
  }
  simulation.every(seconds(10), at_s(0), 1, [&] { signal.notify_all(); });
  for (int piece = 1; piece <= pieces; ++piece) simulation.run_until(at_s(3600.0 * piece / pieces));
  return trace;
}

std::string in_a_process_of_its_own(int pieces, std::size_t junk_bytes) {
  std::array<int, 2> ends{};
  EXPECT_EQ(::pipe(ends.data()), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto junk = std::make_unique<std::vector<char>>(junk_bytes);  // Moves every later address.
    const std::string trace = trace_of_a_busy_hour(pieces);
    std::size_t written = 0;
    while (written < trace.size()) {
      const ssize_t count = ::write(ends[1], trace.data() + written, trace.size() - written);
      if (count < 0) ::_exit(1);
      written += static_cast<std::size_t>(count);
    }
    ::_exit(0);
  }
  ::close(ends[1]);
  std::string trace;
  std::array<char, 4096> chunk{};
  for (ssize_t count = 1; count > 0;) {
    count = ::read(ends[0], chunk.data(), chunk.size());
    if (count > 0) trace.append(chunk.data(), static_cast<std::size_t>(count));
  }
  ::close(ends[0]);
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  return trace;
}

TEST(determinism, one_program_has_one_history) {
  const std::string trace = in_a_process_of_its_own(1, 1);
  EXPECT_GT(trace.size(), 100'000u);
  EXPECT_EQ(trace, in_a_process_of_its_own(1, 12'345'678));
  EXPECT_EQ(trace, in_a_process_of_its_own(997, 54'321));
}

}  // namespace
}  // namespace fleetcast::sim::control
