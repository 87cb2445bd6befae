#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "pricing/book.hpp"
#include "pricing/usage.hpp"
#include "scenarios/results/run_result.hpp"
#include "scenarios/scenario.hpp"
#include "scenarios/world/chronicle.hpp"
#include "scenarios/world/fleet.hpp"
#include "scenarios/world/recorder.hpp"
#include "scenarios/world/request_path.hpp"
#include "scenarios/world/signal_pump.hpp"
#include "sim/sampling/sampled_pace.hpp"

namespace fleetcast::scenarios::world {

/// Means that stretches of a scenario's traffic cannot be worked out without simulating them; says why.
class CannotBeSampled : public std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

/// Builds one replication of a scenario, runs it and tells what happened. One process holds at most one world.
///
/// Throws std::invalid_argument for a scenario that passed validation but cannot be built.
class World {
 public:
  World(const Scenario& scenario, const pricing::PriceBook& book, std::uint64_t replication);
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  /// Throws CannotBeSampled before anything happens.
  [[nodiscard]] results::RunResult run();

 private:
  void wire();
  void wire_balancer(models::alb::Alb& balancer);
  void add_sources();
  void expect_requests(const std::vector<sim::traffic::RateSegment>& segments);
  void script_events();
  void script(const ScriptedEvent& event, sim::Instant at);
  void keep_time();
  void measure_from_here();
  void settle_all();
  void ingest_logs();
  void refuse_what_cannot_be_sampled() const;
  void count_sampling(results::RunResult& result) const;
  void carry_logs(const std::string& service, std::int64_t bytes);

  const Scenario& scenario_;
  sim::Instant begin_;  ///< of the measured span
  sim::Instant end_;
  sim::chance::Chance chance_;
  sim::control::Simulation simulation_;
  sim::traffic::Kernel kernel_;
  pricing::UsageLedger ledger_;
  models::Metering metering_;
  Surroundings around_;
  Chronicle chronicle_;
  RequestPath path_;
  Fleet fleet_;
  SignalPump pump_;
  Recorder recorder_;
  std::map<std::string, std::uint64_t> logged_requests_;  ///< by service, since measuring began
  /// Means of the requests while measuring, for control variates: given the bursts that come, and over all that may.
  /// Empty unless they are asked for, and known.
  std::map<std::string, double> expected_requests_;
  std::map<std::string, double> brackets_;  ///< bounds of backends that theorems give, for the self-audit
  std::optional<sim::sampling::SampledPace> pace_;        ///< none while every request is simulated
  double first_rate_ = 0;                                 ///< requests per second at the beginning
  std::map<std::string, double> rates_;  ///< expected requests per second at the beginning, by class
};

/// Fixes the uncertain parameters of a scenario for one replication: each draws from a purpose of its own, once for
/// every `uncertainty.replications_per_input` replications.
[[nodiscard]] Scenario resolved(const Scenario& scenario, std::uint64_t replication);

}  // namespace fleetcast::scenarios::world
