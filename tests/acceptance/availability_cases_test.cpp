// Reference cases on availability: an Auto Scaling group that replaces what fails, and a database that fails over.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "models/aurora/aurora.hpp"
#include "models/auto_scaling/auto_scaling_group.hpp"
#include "sim/chance/purpose.hpp"
#include "tests/acceptance/reference_case_for_tests.hpp"

namespace fleetcast::tests::acceptance {
namespace {

using namespace fleetcast::models;
using nlohmann::json;

Instant at(double seconds) { return Instant{} + sim::seconds(seconds); }

/// Draws exponential times one after another.
class Exponential {
 public:
  Exponential(sim::chance::Chance& chance, const std::string& purpose, double rate)
      : stream_(chance.stream(purpose)), mean_(1 / rate) {}
  double next() { return -mean_ * std::log(sim::chance::uniform(stream_, drawn_++, 0)); }

 private:
  sim::chance::Stream stream_;
  double mean_;
  std::uint64_t drawn_ = 0;
};

auto_scaling::AutoScalingGroupConfig group_of(std::int64_t size) {
  auto_scaling::AutoScalingGroupConfig config;
  config.min_size = config.max_size = static_cast<double>(size);
  config.desired_capacity = static_cast<double>(size);
  config.managed_draining = false;
  config.loss_detection = 0;
  config.mixed_instances_policy.overrides.push_back({"m6i.large", 1});
  return config;
}

/// An Auto Scaling group whose instances fail, and an EC2 that launches no more of them at once than it has crews.
struct Plant {
  /// A change of the number in service.
  struct Change {
    double at = 0;
    std::int64_t in_service = 0;
  };

  Plant(std::int64_t size, double failure_rate, double repair_rate, std::int64_t crews)
      : group(simulation, "web", {0}, group_of(size)), lives(chance, "lives", failure_rate),
        repairs(chance, "repairs", repair_rate), idle_crews(crews) {
    group.launch_request.connect([this](const LaunchRequest& request) {
      const InstanceId id = ++launched;
      simulation.at(simulation.now(), id, [this, id, request] {
        group.on(InstancePending{id, request.group, request.pool, request.purchase});
        waiting.push_back({id, request});
        begin_repairs();
      });
    });
    group.group_capacity.connect([this](const GroupCapacity& capacity) { note(capacity.in_service); });
    simulation.at(Instant{}, 0, [this] { group.start(); });
  }

  void begin_repairs() {
    while (idle_crews > 0 && !waiting.empty()) {
      --idle_crews;
      const auto id = waiting.front().first;
      const auto request = waiting.front().second;
      waiting.pop_front();
      simulation.at(simulation.now() + sim::seconds(repairs.next()), id, [this, id, request] {
        ++idle_crews;
        group.on(InstanceRunning{id, request.group, request.pool, request.purchase});
        simulation.at(simulation.now() + sim::seconds(lives.next()), id, [this, id, request] {
          group.on(InstanceTerminated{id, request.group, request.pool, request.purchase,
                                      TerminationCause::hardware_failure});
        });
        begin_repairs();
      });
    }
  }
  void note(std::int64_t in_service) {
    if (!changes.empty() && changes.back().in_service == in_service) return;
    changes.push_back({simulation.now().seconds(), in_service});
  }

  sim::control::Simulation simulation;
  sim::chance::Chance chance{11};
  auto_scaling::AutoScalingGroup group;
  Exponential lives;
  Exponential repairs;
  std::int64_t idle_crews;
  InstanceId launched = 0;
  std::deque<std::pair<InstanceId, LaunchRequest>> waiting;
  std::vector<Change> changes;
};

/// What a plant's changes say of the time in which at least `needed` instances are in service.
struct Availability {
  double observed = 0;
  double down = 0;
  double failed_times_time = 0;
  double times_to_failure = 0;
  double failures = 0;
  double failures_from_all_up = 0;
};

Availability availability_of(const std::vector<Plant::Change>& changes, std::int64_t size, std::int64_t needed) {
  Availability seen;
  double all_up_since = -1;
  bool begun = false;
  for (std::size_t i = 0; i + 1 < changes.size(); ++i) {
    const Plant::Change& one = changes[i];
    const double length = changes[i + 1].at - one.at;
    if (one.in_service == size) {
      begun = true;
      if (all_up_since < 0) all_up_since = one.at;
    }
    if (!begun) continue;  // the group is still being launched
    seen.observed += length;
    seen.failed_times_time += length * static_cast<double>(size - one.in_service);
    if (one.in_service >= needed) continue;
    seen.down += length;
    if (changes[i - 1].in_service < needed) continue;
    ++seen.failures;
    if (all_up_since < 0) continue;
    seen.times_to_failure += one.at - all_up_since;
    ++seen.failures_from_all_up;
    all_up_since = -1;
  }
  return seen;
}

void expect_k_of_n(const std::string& id) {
  const json one = reference_case("component_cases.json", id);
  const json& inputs = one.at("inputs");
  const auto size = inputs.at("n").get<std::int64_t>();
  Plant plant(size, inputs.at("failure_rate"), inputs.at("repair_rate"), inputs.at("crews"));
  constexpr double failures_wanted = 4000;
  const double frequency = one.at("expected").at("failure_frequency").at("value");
  plant.simulation.run_until(at(failures_wanted / frequency));
  const Availability seen = availability_of(plant.changes, size, inputs.at("k"));
  ASSERT_GT(seen.failures, 0.8 * failures_wanted);
  expect_metric(one, "unavailability", seen.down / seen.observed, seen.failures);
  expect_metric(one, "failure_frequency", seen.failures / seen.observed, seen.failures);
  expect_metric(one, "mean_down", seen.down / seen.failures, seen.failures);
  expect_metric(one, "mean_failed", seen.failed_times_time / seen.observed, seen.failures);
  expect_metric(one, "mttf_from_all_up", seen.times_to_failure / seen.failures_from_all_up, seen.failures_from_all_up);
}

TEST(AvailabilityCases, TwoOfThreeInstancesWithAsManyLaunchesAsNeeded) { expect_k_of_n("kofn-01"); }

TEST(AvailabilityCases, FourOfSixInstancesWithTwoLaunchesAtOnce) { expect_k_of_n("kofn-03"); }

TEST(AvailabilityCases, OneInstanceUpAndDown) {
  const json one = reference_case("component_cases.json", "onoff-01");
  Plant plant(1, one.at("inputs").at("failure_rate"), one.at("inputs").at("repair_rate"), 1);
  plant.simulation.run_until(at(3e6));
  // A window begins whenever the instance is up and the last window is over: exponential lives have no memory.
  double windows = 0;
  double next = 0;
  std::array<double, 3> up_at{};
  double up_time = 0;
  double without_failure = 0;
  for (std::size_t i = 0; i + 1 < plant.changes.size(); ++i) {
    if (plant.changes[i].in_service == 0) continue;
    for (double begin = std::max(next, plant.changes[i].at); begin < plant.changes[i + 1].at; begin = next) {
      next = begin + 10;
      ++windows;
      without_failure += plant.changes[i + 1].at > next;
      for (std::size_t j = i; j + 1 < plant.changes.size() && plant.changes[j].at < next; ++j) {
        if (plant.changes[j].in_service == 0) continue;
        const double from = std::max(begin, plant.changes[j].at);
        const double to = std::min(next, plant.changes[j + 1].at);
        up_time += to - from;
        for (std::size_t k = 0; k < 3; ++k) {
          const double instant = begin + std::array{1.0, 5.0, 10.0}[k];
          up_at[k] += from <= instant && (instant < to || (to == next && instant == next));
        }
      }
    }
  }
  expect_metric(one, "A_t1", up_at[0] / windows, windows);
  expect_metric(one, "A_t5", up_at[1] / windows, windows);
  expect_metric(one, "A_t10", up_at[2] / windows, windows);
  expect_metric(one, "interval_availability_0_10", up_time / (10 * windows), windows);
  expect_metric(one, "P_no_failure_0_10", without_failure / windows, windows);
}

/// A database of a writer and a reader whose hardware fails; a second of the clock stands for six minutes.
struct Database {
  static constexpr double seconds_per_hour = 10;

  explicit Database(const json& inputs)
      : cluster(simulation, kernel, chance, metering, config_of(inputs), "orders", 2) {
    cluster.incidents.connect([this](const Incident& incident) {
      ++outages;
      down_hours += incident.duration.seconds() / seconds_per_hour;
    });
    cluster.start();
  }
  static aurora::AuroraConfig config_of(const json& inputs) {
    constexpr double seconds_per_year = 365.25 * 86400;
    aurora::AuroraConfig config;
    config.failover_time = inputs.at("failover_h").get<double>() * seconds_per_hour;
    config.replacement_time =
        sim::chance::Distribution::exponential(seconds_per_hour / inputs.at("rebuild_rate_per_h").get<double>());
    config.reader_endpoint_ttl = 0;
    config.buffer_pool.warm_up_time = 1;
    EXPECT_EQ(inputs.at("writer_failure_per_h"), inputs.at("reader_failure_per_h"));
    config.instance_failures_per_year =
        inputs.at("writer_failure_per_h").get<double>() / seconds_per_hour * seconds_per_year;
    return config;
  }

  sim::control::Simulation simulation;
  sim::chance::Chance chance{5};
  pricing::UsageLedger ledger;
  Metering metering{ledger, sim::Calendar(1'700'002'800), {"main", "us-east-1", {"us-east-1a", "us-east-1b"}, {}}};
  sim::traffic::Kernel kernel{chance, 2};
  aurora::Aurora cluster;
  double outages = 0;
  double down_hours = 0;
};

// Where the writer fails while the reader is being rebuilt, the case waits for a cold start of a quarter of an hour;
// here for the first of two instances that are each built in half an hour on average: the mean is the same.
TEST(AvailabilityCases, AWriterAndAReaderThatFailOver) {
  const json one = reference_case("component_cases.json", "failover-01");
  Database database(one.at("inputs"));
  const double hours = 8000 * one.at("expected").at("cycle_mean_h").at("value").get<double>();
  database.simulation.run_until(at(hours * Database::seconds_per_hour));
  // Every failure begins a cycle but the one in two thousand that comes while the reader is being rebuilt.
  const auto cycles = static_cast<double>(database.cluster.figures().hardware_failures);
  const double unavailability = database.down_hours / hours;
  expect_metric(one, "cycle_mean_h", hours / cycles, cycles);
  expect_metric(one, "unavailability", unavailability, cycles);
  expect_metric(one, "availability", 1 - unavailability, cycles);
  expect_metric(one, "outages_per_year", database.outages / (hours / 8760), cycles);
}

}  // namespace
}  // namespace fleetcast::tests::acceptance
