// What SampledPace measures: windows, and audited stretches that would have been skipped.
#include <algorithm>
#include <cmath>

#include "sim/sampling/load.hpp"
#include "sim/sampling/sampled_pace.hpp"

namespace fleetcast::sim::sampling {

namespace {

// A backlog that this many windows would not usually end with.
constexpr double small_backlog = 20;
constexpr double usual_backlogs = 4;
constexpr double windows_of_backlog = 20;

}  // namespace

/// Returns what arrived since the window began, or what is drawn for a stretch, by kind.
Load SampledPace::load_of(const std::vector<double>& by_class, double length_seconds, double rate) const {
  Load load;
  for (const std::uint32_t index : open_classes_) load.arrivals.push_back(by_class[index]);
  if (open_classes_.empty() || state_.has_closed_sources()) load.arrivals.push_back(length_seconds);
  load.log_rate = open_classes_.empty() ? 0 : std::log2(std::max(rate, 1e-6));
  return load;
}

std::vector<double> SampledPace::offered() {
  std::vector<double> by_class;
  for (const traffic::ClassOutcomes& one : state_.outcomes().classes) {
    by_class.push_back(static_cast<double>(one.offered));
  }
  return by_class;
}

void SampledPace::choose_window_length() {
  const double rate = expected_rate(seconds(1));
  window_length_ = std::max(plan_.shortest_window, seconds(plan_.requests_per_window / std::max(rate, 1e-3)));
  hour_ = now().ticks / hours(1).ticks;
}

/// Puts the next window at random into this stride, or the next one.
void SampledPace::plan_window() {
  const std::int64_t length = plan_.stride.ticks;
  do {
    stride_ = std::max(stride_ + 1, now().ticks / length);
    const double u = chance::uniform(phases_, static_cast<std::uint64_t>(stride_), 0);
    const double room = static_cast<double>(length - window_length_.ticks);
    window_begin_ = Instant{stride_ * length + static_cast<std::int64_t>(u * room)};
  } while (window_begin_ < now());
}

void SampledPace::begin_measure(Instant end) {
  measured_from_ = now();
  window_end_ = end;
  sums_at_begin_ = sums_.read();
  offered_at_begin_ = offered();
  window_rate_ = expected_rate(end - now());
}

Load SampledPace::measured_load() {
  std::vector<double> arrived = offered();
  for (std::size_t i = 0; i < arrived.size(); ++i) arrived[i] -= offered_at_begin_[i];
  return load_of(arrived, (now() - measured_from_).seconds(), window_rate_);
}

void SampledPace::open_window() {
  work_out();
  if (now().ticks / hours(1).ticks != hour_) {
    spread_histograms();
    choose_window_length();
    if (window_length_.seconds() > plan_.largest_share * plan_.stride.seconds()) return enter_detail(plan_.stride);
  }
  if (is_overloaded(expected_rate(seconds(1)))) {
    ++report_.busy_stretches;
    return enter_detail(plan_.block);
  }
  mode_ = Mode::window;
  ++report_.windows;
  begin_measure(now() + window_length_);
}

void SampledPace::close_window() {
  const Load load = measured_load();
  const std::vector<double> brought = sums_.growth_since(sums_at_begin_);
  ledger_.note_window(brought, estimates_.add(brought, load, sums_.work_positions()), load.total());
  mode_ = Mode::skip;
  begin_skipping();
  jump_ = state_.next_jump(now(), plan_.felt_jump);
  plan_window();
  const auto waiting = static_cast<double>(state_.waiting());
  const bool has_backlog = waiting > small_backlog + usual_backlogs * waiting_usual_;
  waiting_usual_ += (waiting - waiting_usual_) / windows_of_backlog;
  if (has_backlog || is_overloaded(expected_rate(seconds(1)))) {
    ++report_.busy_stretches;
    return enter_detail(plan_.block);
  }
  const double u = chance::uniform(audits_, static_cast<std::uint64_t>(stride_), 0);
  if (u < plan_.audited_share) begin_audit();
}

/// Simulates the stretch up to the next window, which would be skipped. What it brings counts as itself and teaches
/// nothing.
void SampledPace::begin_audit() {
  const Instant end = std::min(window_begin_, jump_);
  if (end <= now()) return;
  histograms_.swap(state_.histograms());
  mode_ = Mode::audit;
  begin_measure(end);
}

void SampledPace::end_audit() {
  const Load load = measured_load();
  ledger_.note_audit(sums_.growth_since(sums_at_begin_), estimates_.expect(load), load.total());
  histograms_.swap(state_.histograms());
  mode_ = Mode::skip;
  begin_skipping();
}

void SampledPace::drop_measure() {
  if (mode_ == Mode::audit) histograms_.swap(state_.histograms());
  mode_ = Mode::skip;
  begin_skipping();
  plan_window();
}

/// Looks whether a jump of the rate overloads anything; what was skipped before it had another rate.
void SampledPace::meet_jump() {
  work_out();
  jump_ = state_.next_jump(now(), plan_.felt_jump);
  if (!is_overloaded(expected_rate(seconds(1)))) return;
  ++report_.busy_stretches;
  enter_detail(plan_.block);
}

}  // namespace fleetcast::sim::sampling
