#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/messages.hpp"
#include "models/spot/availability_trace.hpp"
#include "models/spot/config.hpp"
#include "models/spot/up_time.hpp"
#include "sim/chance/purpose.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"

namespace fleetcast::models::spot {

/// Makes spot pools (instance type x zone) deep, tight and dry, and reclaims what runs in them.
///
/// Modelled: reclaims of a pool as Weibull renewals in equilibrium whose rate is calibrated to the monthly interruption
/// fraction, or fitted to a public trace; a part of them comes from shocks that a family shares across zones and that a
/// zone shares across types, so pools fail together while each keeps its rate; a reclaim takes a share of the instances
/// (a beta variate with mass at 1) and leaves the pool dry for a lognormal time; recorded availability instead of
/// chance; warnings before reclaims, and false ones; more reclaims elsewhere while a zone is down; slowly moving prices
/// that cause nothing. Left out: prices as a reason to interrupt, hibernation, placement scores, demand of one's own
/// fleet on the pool, other regions. Everything belongs to pools and shocks, so that two fleets in the same pools meet
/// the same luck.
class SpotMarket {
 public:
  /// Takes the zones' names by index, the pools that exist, and by "<instance type>/<zone name>" the traces of those
  /// that replay one; throws std::invalid_argument for a rate that the dry times leave no room for, or a configured
  /// pool that does not exist.
  SpotMarket(sim::control::Simulation& simulation, sim::chance::Chance& chance, std::vector<std::string> zones,
             const std::vector<Pool>& pools, const SpotConfig& config,
             std::map<std::string, AvailabilityTrace> traces = {});
  SpotMarket(const SpotMarket&) = delete;
  SpotMarket& operator=(const SpotMarket&) = delete;

  sim::Port<PoolCapacity> pool_capacity;
  sim::Port<PoolHazard> pool_hazard;
  sim::Port<PoolAtRisk> pool_at_risk;
  sim::Port<PoolReclaimed> pool_reclaimed;

  /// Makes a zone's pools dry while it is down, and reclaims in the others likelier.
  void on(const ZoneChanged& change);
  /// Reclaims a share of a pool now, as a scripted event; the pool is dry afterwards.
  void reclaim(const Pool& pool, double share);

  /// Publishes every pool and begins what happens by chance.
  void start();
  /// Does nothing: a market uses nothing that is billed.
  void settle(Instant) {}

  /// Counts what happened in a pool.
  struct PoolReport {
    Pool pool;
    std::int64_t reclaims = 0;
    double expected_reclaims_per_hour = 0;
  };
  [[nodiscard]] std::vector<PoolReport> report() const;

 private:
  struct PoolState {
    Pool pool;
    SpotPoolConfig config;
    std::uint64_t hash = 0;  ///< identifies the pool to chance, whatever other pools exist
    double reclaims_per_hour = 0;
    double singles_per_hour = 0;
    std::optional<AvailabilityTrace> trace{};
    bool is_dry_by_trace = false;
    bool is_tight_by_trace = false;
    std::uint64_t false_warnings = 0;
    Instant dry_until{};
    Instant tight_until{};
    double price_deviation = 0;  ///< of the price's logarithm
    std::uint64_t published = 0;
    std::int64_t reclaims = 0;
  };
  struct Exposure {
    std::size_t pool = 0;
    double hit_probability = 1;
  };
  /// One cause of reclaims: a pool by itself, a family in all zones, or a zone.
  struct Cause {
    std::string name;
    std::uint64_t hash = 0;
    std::vector<Exposure> exposures;
    std::optional<ZoneIndex> zone;
    double dry_median = 0;  ///< s
    UpTime up_time;
    std::uint64_t event = 0;
    bool has_warned = false;  ///< of its next event
    std::optional<sim::control::TimerId> event_timer;
    std::optional<sim::control::TimerId> tight_timer;
    std::optional<sim::control::TimerId> risk_timer;
  };

  [[nodiscard]] SpotPoolConfig config_of(const Pool& pool) const;
  void require_known_pool(const std::string& name) const;
  void set_rates(PoolState& pool) const;
  [[nodiscard]] double whole_pool_probability(const SpotPoolConfig& pool) const;
  [[nodiscard]] double own_dry_median(const SpotPoolConfig& pool) const;
  void add_causes();
  void add_shock(const std::string& name, const std::vector<std::size_t>& reach, double share,
                 std::optional<ZoneIndex> zone);
  void add_cause(std::string name, std::vector<Exposure> exposures, double events_per_hour, double dry_median,
                 std::optional<ZoneIndex> zone);
  [[nodiscard]] bool hits(const Cause& cause, const Exposure& exposure) const;
  [[nodiscard]] double hazard_factor(const Cause& cause) const;
  [[nodiscard]] Duration dry_time(double median, std::uint64_t hash, std::uint64_t event) const;
  [[nodiscard]] double share_lost(const PoolState& pool, double u) const;
  void plan(std::size_t cause);
  void strike(std::size_t cause);
  void take(PoolState& pool, double share, Duration dry);
  void tighten(std::size_t pool, Instant until);
  void publish(std::size_t pool);
  void move_prices();
  void plan_false_warning(std::size_t pool);
  void begin_replay(std::size_t pool);
  void replay(std::size_t pool, std::size_t at, Instant begins_at);
  [[nodiscard]] std::size_t index_of(const Pool& pool) const;

  sim::control::Simulation& simulation_;
  std::vector<std::string> zone_names_;
  SpotConfig config_;
  sim::chance::Stream up_stream_;
  sim::chance::Stream hit_stream_;
  sim::chance::Stream share_stream_;
  sim::chance::Stream dry_stream_;
  sim::chance::Stream risk_stream_;
  sim::chance::Stream score_stream_;
  sim::chance::Stream price_stream_;
  sim::chance::Stream false_warning_stream_;
  std::vector<PoolState> pools_;
  std::map<Pool, std::size_t> index_by_pool_;
  std::vector<Cause> causes_;
  std::vector<bool> zone_is_down_;
  std::uint64_t price_moves_ = 0;
};

}  // namespace fleetcast::models::spot
