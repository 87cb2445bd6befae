#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "sim/sampling/error_ledger.hpp"
#include "sim/sampling/ratio_estimates.hpp"
#include "sim/sampling/sums.hpp"
#include "sim/traffic/traffic_state.hpp"
#include "sim/sampling/weighted_histograms.hpp"
#include "sim/traffic/pace.hpp"
#include "sim/traffic/skipped_demand.hpp"

namespace fleetcast::sim::sampling {

/// Says how densely traffic is sampled; the same for every scenario.
struct SamplingPlan {
  Duration stride = seconds(60);           ///< one window in each
  double requests_per_window = 200;
  Duration shortest_window = seconds(0.1);
  double largest_share = 0.25;             ///< of a stride that a window may take; else nothing is skipped
  double felt_jump = 0.1;                ///< of the rate of arrivals, at which utilisation is looked at
  double audited_share = 0;              ///< of skipped stretches that are simulated, to see what is wrong
  Duration settling = seconds(5);          ///< simulated at least after a change that requests feel
  Duration start = minutes(5);           ///< simulated at the beginning, when everything starts
  Duration first_window = seconds(10);   ///< in a state that no window has seen
  Duration block = seconds(5);             ///< after which it is found out whether traffic has settled
};

/// Tells how much was simulated, and why.
struct SamplingReport {
  std::string obstacle;  ///< why everything was simulated; empty if stretches could be skipped
  double detailed_seconds = 0;
  double window_seconds = 0;
  double skipped_seconds = 0;
  std::uint64_t windows = 0;
  std::uint64_t felt_changes = 0;
  std::uint64_t busy_stretches = 0;
  std::uint64_t audits = 0;      ///< stretches that would have been skipped
  double audited_seconds = 0;    ///< simulated in them
  std::vector<SamplingError> errors;  ///< once finished
};

/// Simulates traffic in detail where something happens and in short windows elsewhere, and works out the rest.
class SampledPace : public traffic::Pace {
 public:
  /// Takes a kernel that is built but has not begun, and the requests per second at which stores' demands are known.
  SampledPace(traffic::Kernel& kernel, chance::Chance& chance, double reference_rate, const SamplingPlan& plan = {});

  void advance(Instant until, Purpose purpose) override;
  /// Completes all measures, now; to be called before they are read for good.
  void finish();
  /// Returns why nothing may be skipped, or nothing if stretches may be; to be asked once stores know their demand.
  [[nodiscard]] std::string obstacle() const { return state_.obstacle(); }
  [[nodiscard]] const SamplingReport& report() const { return report_; }

 private:
  enum class Mode : std::uint8_t { detail, window, skip, audit };

  void begin();
  struct Skipped {
    std::vector<traffic::ExpectedArrivals> arrivals;  ///< by class
    [[nodiscard]] double total() const {
      double sum = 0;
      for (const traffic::ExpectedArrivals& one : arrivals) sum += one.random + one.given;
      return sum;
    }
  };

  [[nodiscard]] Instant now() { return state_.kernel().now(); }
  void look_for_changes();
  [[nodiscard]] bool is_felt(const traffic::Surroundings& found) const;
  void enter_detail(Duration at_least);
  void review_block();
  void plan_window();
  void open_window();
  void close_window();
  void skip_towards(Instant until);
  void work_out();
  void begin_skipping();
  void meet_jump();
  void begin_measure(Instant end);
  [[nodiscard]] Load measured_load();
  void begin_audit();
  void end_audit();
  void drop_measure();
  void spread_histograms();
  void notice_new_measuring();
  void choose_window_length();
  [[nodiscard]] double expected_rate(Duration ahead);
  [[nodiscard]] Load load_of(const std::vector<double>& by_class, double length_seconds, double rate) const;
  [[nodiscard]] std::vector<double> offered();
  [[nodiscard]] std::vector<double> utilisations(double rate);
  [[nodiscard]] bool is_overloaded(double rate);

  traffic::TrafficState state_;
  traffic::SkippedDemand unseen_;
  Sums sums_;
  RatioEstimates estimates_;
  ErrorLedger ledger_;
  WeightedHistograms histograms_;
  SamplingPlan plan_;
  double reference_rate_;
  chance::Stream phases_;
  chance::Stream counts_;
  chance::Stream scatters_;
  chance::Stream audits_;
  std::uint64_t stretches_ = 0;  ///< worked out
  std::vector<std::uint32_t> open_classes_;
  SamplingReport report_;
  bool has_begun_ = false;
  bool is_finished_ = false;
  Mode mode_ = Mode::detail;
  Instant detail_until_;
  Instant block_end_;
  std::vector<double> block_work_;
  Instant block_begin_;
  std::uint64_t block_waiting_ = 0;
  std::int64_t stride_ = -1;   ///< whose window is planned
  Instant window_begin_;
  Instant measured_from_;      ///< in a window or an audited stretch
  Instant window_end_;
  Duration window_length_;
  std::int64_t hour_ = -1;     ///< in which the length was chosen
  std::vector<double> sums_at_begin_;
  double window_rate_ = 0;
  std::vector<double> offered_at_begin_;  ///< of the window, by class
  double waiting_usual_ = 0;
  Instant skipped_from_;       ///< beginning of what was skipped but not worked out yet
  Skipped skipped_;            ///< since then
  Instant jump_;               ///< the next one of the rate
  traffic::Surroundings seen_;
  std::uint64_t state_number_ = 0;
  std::uint64_t changes_seen_ = 0;
  std::uint64_t losses_seen_ = 0;
  std::uint64_t epoch_ = 0;
};

}  // namespace fleetcast::sim::sampling
