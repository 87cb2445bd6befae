#pragma once
#include <cstdint>
#include <vector>

#include "sim/sampling/error_ledger.hpp"
#include "sim/traffic/traffic_state.hpp"

namespace fleetcast::sim::sampling {

/// Reads every sum of a kernel as a flat list of numbers, and adds to them what a skipped stretch would have brought.
///
/// The list holds, in this order: what requests count one by one, how often histograms were hit, sums of latencies by
/// class, and the measures of pools and lone stations. What is added holds work where readings have busy time, so that
/// it stays the same when members come, go or change their speed.
class Sums {
 public:
  explicit Sums(traffic::TrafficState& state) : state_(state) {}

  /// Reads all sums, now.
  [[nodiscard]] std::vector<double> read();
  /// Returns by how much all sums have grown since they were read; busy time is turned into work.
  [[nodiscard]] std::vector<double> growth_since(const std::vector<double>& before);
  /// Adds to all sums what a stretch that ends at an instant brought. Nothing gets smaller and whole numbers are
  /// rounded; what that leaves over is carried on.
  ///
  /// Of a class whose arrivals are told (not negative), as many end as arrived: those that did not fail were good.
  void add(const std::vector<double>& amounts, const std::vector<double>& arrivals_by_class, Instant end);
  /// Returns how often each histogram is still to be hit for what was added, and begins anew.
  [[nodiscard]] std::vector<std::uint64_t> take_hits();
  /// Returns what errors are told of: failed and late requests, the sum of latencies, work of pools and stations. To be
  /// asked after reading.
  [[nodiscard]] std::vector<Headline> headlines() const;
  /// Forgets what is owed to histograms.
  void forget_hits();
  /// Returns the positions of the work done by each pool's processors in the list.
  [[nodiscard]] const std::vector<std::size_t>& work_positions() const { return work_positions_; }

 private:
  void read_station(const traffic::StationMeasures& measures, std::vector<double>& values);
  void add_outcomes(std::size_t& at, const std::vector<double>& amounts, const std::vector<double>& arrivals_by_class,
                    Instant end);
  [[nodiscard]] std::vector<double> rounded_station(std::size_t at, const std::vector<double>& amounts);
  static void add_station(traffic::Station& station, const std::vector<double>& amounts, double share,
                          double share_before);
  void add_pool(std::uint32_t pool, std::size_t& at, const std::vector<double>& amounts);
  [[nodiscard]] std::uint64_t whole(std::size_t at, double amount);
  [[nodiscard]] double positive(std::size_t at, double amount);
  [[nodiscard]] double mean_speed(std::uint32_t pool);

  traffic::TrafficState& state_;
  std::vector<double> carried_;  ///< what rounding has left over, by position
  std::vector<std::uint64_t> hits_;
  std::vector<std::size_t> work_positions_;
  std::size_t latency_position_ = 0;  ///< of the first class
};

}  // namespace fleetcast::sim::sampling
