#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/measures/histogram.hpp"
#include "sim/traffic/kernel.hpp"
#include "sim/traffic/skipped_demand.hpp"

namespace fleetcast::sim::traffic {

/// What requests can feel of the control plane's doings, at one instant.
struct Surroundings {
  std::vector<double> capacities;  ///< of each pool's healthy members, then of each station: servers times speed
  std::vector<double> conditions;  ///< knobs, shares blocked at gates, and impairments of zones
  bool is_disturbed = false;       ///< some zone is impaired, or some member does not answer as it should

  /// Returns a number that stands for which pools have nobody to work and for conditions, each within a fifth.
  [[nodiscard]] std::uint64_t state() const;
};

/// Moves a kernel over stretches of time that are not simulated, and gives access to all that it measures.
///
/// Requests in flight stand still meanwhile: whatever they wait for is put off by the length of the stretch. Health
/// checks are not, since control planes depend on when they pass.
class TrafficState {
 public:
  explicit TrafficState(Kernel& kernel) : kernel_(kernel) {}

  /// Lets stores renew their copies in skipped stretches, from now on.
  void age_stores(const SkippedDemand& skipped);
  /// Returns why nothing may be skipped, or nothing if stretches may be.
  [[nodiscard]] std::string obstacle() const;
  /// Returns the classes that open sources ask for, in order.
  [[nodiscard]] std::vector<std::uint32_t> open_classes() const;
  [[nodiscard]] bool has_closed_sources() const { return !kernel_.closed_sources_.empty(); }
  /// Adds how many arrivals of each open class a stretch is expected to bring; stretches follow one another.
  void expect_arrivals(Instant begin, Instant end, std::vector<ExpectedArrivals>& by_class);
  /// Returns the first instant after one at which some rate jumps by more than a share, or the largest there is.
  [[nodiscard]] Instant next_jump(Instant after, double share);
  /// Returns the earliest planned health check, called off or not, or the largest tick there is.
  [[nodiscard]] std::int64_t next_health_check();
  /// Lets a pace, which must outlive the kernel's use, decide from now on how traffic advances.
  void set_pace(Pace& pace) { kernel_.pacing_.pace = &pace; }
  /// Simulates everything that happens up to and including an instant.
  void simulate_until(Instant until) { kernel_.handle_until(until); }
  /// Moves to an instant without simulating; no health check may be planned before it.
  void skip_until(Instant end);
  /// Brings the integrals of all stations up to now.
  void settle();
  [[nodiscard]] Surroundings surroundings() const;
  /// Returns how many requests wait in queues.
  [[nodiscard]] std::uint64_t waiting() const;
  /// Returns a number that changes whenever the control plane changes something that requests may feel.
  [[nodiscard]] std::uint64_t changes() const { return kernel_.pacing_.changes; }
  /// Returns how often parts of stores were lost.
  [[nodiscard]] std::uint64_t losses() const { return kernel_.pacing_.losses; }
  /// Returns a number that changes whenever measuring begins anew.
  [[nodiscard]] std::uint64_t epoch() const { return kernel_.measuring_epoch(); }
  [[nodiscard]] Kernel& kernel() { return kernel_; }

  /// Calls `each` with every sum that requests contribute to one by one, whole numbers and others, always in the same
  /// order; sums that belong to stations come with each_station.
  template <class Each>
  void each_sum(Each each);
  /// Returns the sums over the processors of a pool, or over its worker slots, those that left included.
  [[nodiscard]] StationMeasures pool_sum(std::uint32_t pool, bool is_slots) const;
  [[nodiscard]] std::uint32_t pools() const { return static_cast<std::uint32_t>(kernel_.pools_.size()); }
  /// Returns the names of pools, and then of stations that belong to none.
  [[nodiscard]] std::vector<std::string> workplaces() const;
  /// Returns the stations that belong to no pool.
  [[nodiscard]] std::vector<Station*> lone_stations();
  [[nodiscard]] Station& station(std::uint32_t index) { return kernel_.stations_[index]; }
  /// Returns the members of a pool among which work is spread: registered and healthy, or all if none is.
  [[nodiscard]] std::vector<std::uint32_t> working_members(std::uint32_t pool) const;
  [[nodiscard]] Member& member(std::uint32_t index) { return kernel_.members_[index]; }
  [[nodiscard]] PoolState& pool(std::uint32_t index) { return kernel_.pools_[index]; }
  [[nodiscard]] Outcomes& outcomes() { return kernel_.outcomes_; }
  /// Returns what is counted of the minute that ends at an instant or has it inside, and its number.
  [[nodiscard]] std::pair<MinuteOutcomes&, std::size_t> minute_up_to(Instant end);
  [[nodiscard]] bool is_excluded(std::size_t cause) const { return kernel_.causes_[cause].is_excluded; }
  /// Returns every histogram that requests are recorded in: of latencies by class first, then of stages and stations.
  [[nodiscard]] std::vector<measures::Histogram*> histograms();

 private:
  Kernel& kernel_;
};

template <class Each>
void TrafficState::each_sum(Each each) {
  for (ClassOutcomes& one : kernel_.outcomes_.classes) {
    each(one.good);
    each(one.late);
    for (std::uint64_t& cause : one.by_cause) each(cause);
  }
  each(kernel_.outcomes_.attempts);
  each(kernel_.outcomes_.time_outs);
  each(kernel_.outcomes_.wasted);
  for (std::uint64_t& counter : kernel_.counters_) each(counter);
  for (std::uint64_t& flow : kernel_.flows_) each(flow);
  for (Gate& gate : kernel_.gates_) {
    each(gate.admitted);
    each(gate.rejected);
  }
  for (Budget& budget : kernel_.budgets_) {
    each(budget.spent);
    each(budget.refused);
  }
  for (Store& store : kernel_.stores_) {
    StoreMeasures& store_measures = store.measures();
    each(store_measures.hits);
    each(store_measures.misses);
    each(store_measures.collapsed);
    each(store_measures.stale_served);
    each(store_measures.errors_served);
    each(store_measures.evictions);
    each(store_measures.fills);
  }
  for (PoolState& pool : kernel_.pools_) {
    each(pool.measures.picked);
    each(pool.measures.no_member);
    each(pool.measures.refused);
    each(pool.measures.unreachable);
    each(pool.measures.failing);
    each(pool.measures.fail_open);
    if (pool.record) {
      each(pool.record->sojourn_seconds_squared);
      each(pool.record->slowdown);
    }
  }
  for (const auto& [index, name] : kernel_.named_stations_) {
    Station& one = kernel_.stations_[index];
    if (!one.record) continue;
    each(one.record->sojourn_seconds_squared);
    each(one.record->slowdown);
  }
}

}  // namespace fleetcast::sim::traffic
