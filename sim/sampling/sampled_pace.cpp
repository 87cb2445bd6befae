#include "sim/sampling/sampled_pace.hpp"

#include <algorithm>
#include <cmath>

#include "sim/chance/normal.hpp"
#include "sim/sampling/load.hpp"

namespace fleetcast::sim::sampling {

namespace {

constexpr double busy_utilisation = 0.95;
constexpr double calm_utilisation = 0.7;
constexpr double small_change = 0.1;

bool differs(double before, double after, double share) {
  return std::abs(after - before) > share * std::max(std::abs(before), std::abs(after));
}

}  // namespace

SampledPace::SampledPace(traffic::Kernel& kernel, chance::Chance& chance, double reference_rate,
                         const SamplingPlan& plan)
    : state_(kernel),
      sums_(state_),
      plan_(plan),
      reference_rate_(reference_rate),
      phases_(chance.stream("sampling/phases")),
      counts_(chance.stream("sampling/counts")),
      scatters_(chance.stream("sampling/scatter")),
      audits_(chance.stream("sampling/audits")) {
  state_.age_stores(unseen_);
  state_.set_pace(*this);
}

void SampledPace::begin() {
  has_begun_ = true;
  report_.obstacle = state_.obstacle();
  open_classes_ = state_.open_classes();
  jump_ = state_.next_jump(now(), plan_.felt_jump);
  epoch_ = state_.epoch();
  seen_ = state_.surroundings();
  estimates_.enter(seen_.state());
  changes_seen_ = state_.changes();
  detail_until_ = now() + plan_.start;
  block_begin_ = now();
  block_end_ = now() + plan_.block;
  block_work_ = sums_.read();
  ledger_.set_headlines(sums_.headlines());
}

double SampledPace::expected_rate(Duration ahead) {
  if (open_classes_.empty()) return 1;
  Skipped coming;
  state_.expect_arrivals(now(), now() + ahead, coming.arrivals);
  return coming.total() / ahead.seconds();
}

void SampledPace::advance(Instant until, Purpose purpose) {
  if (until < now()) return state_.simulate_until(until);
  if (!has_begun_) begin();
  if (!report_.obstacle.empty()) return state_.simulate_until(until);
  notice_new_measuring();
  look_for_changes();
  while (now() < until) {
    if (mode_ == Mode::detail) {
      const Instant end = std::min(until, block_end_);
      report_.detailed_seconds += (end - now()).seconds();
      state_.simulate_until(end);
      if (end == block_end_) review_block();
    } else if (mode_ == Mode::window) {
      const Instant end = std::min(until, window_end_);
      report_.window_seconds += (end - now()).seconds();
      state_.simulate_until(end);
      if (end == window_end_) close_window();
    } else if (mode_ == Mode::audit) {
      const Instant end = std::min(until, window_end_);
      report_.audited_seconds += (end - now()).seconds();
      state_.simulate_until(end);
      if (end == window_end_) end_audit();
    } else if (purpose == Purpose::signals && until < std::min(window_begin_, jump_) &&
               state_.next_health_check() > until.ticks) {
      // Nothing can happen meanwhile that anyone waits for.
      return;
    } else {
      skip_towards(std::min({until, window_begin_, jump_}));
      if (mode_ == Mode::skip && now() >= jump_) meet_jump();
      if (mode_ == Mode::skip && now() == window_begin_) open_window();
    }
  }
  if (mode_ == Mode::skip && purpose == Purpose::anything) work_out();
}

void SampledPace::begin_skipping() {
  skipped_from_ = now();
  skipped_.arrivals.clear();
}

void SampledPace::notice_new_measuring() {
  if (epoch_ == state_.epoch()) return;
  epoch_ = state_.epoch();
  for (measures::Histogram& other : histograms_.others()) other = {};
  sums_.forget_hits();
  ledger_.forget_skipped();
  begin_skipping();
  // What the window has measured so far is gone; the next one will do.
  if (mode_ == Mode::window || mode_ == Mode::audit) drop_measure();
  if (mode_ == Mode::detail) {
    block_work_ = sums_.read();
    block_begin_ = now();
  }
}

bool SampledPace::is_felt(const traffic::Surroundings& found) const {
  if (found.is_disturbed != seen_.is_disturbed) return true;
  if (found.capacities.size() != seen_.capacities.size() || found.conditions.size() != seen_.conditions.size())
    return true;
  for (std::size_t i = 0; i < found.conditions.size(); ++i) {
    if (differs(seen_.conditions[i], found.conditions[i], small_change)) return true;
  }
  return false;
}

void SampledPace::look_for_changes() {
  if (changes_seen_ == state_.changes()) return;
  changes_seen_ = state_.changes();
  traffic::Surroundings found = state_.surroundings();
  bool felt = is_felt(found) || losses_seen_ != state_.losses();
  losses_seen_ = state_.losses();
  if (!felt) {
    const double rate = mode_ == Mode::skip ? expected_rate(seconds(1)) : 0;
    const std::vector<double> busy = utilisations(rate);
    for (std::size_t i = 0; i < found.capacities.size() && !felt; ++i) {
      if (found.capacities[i] == seen_.capacities[i]) continue;
      felt = differs(seen_.capacities[i], found.capacities[i], small_change) ||
             (i < busy.size() && busy[i] > calm_utilisation && found.capacities[i] < seen_.capacities[i]);
    }
  }
  // What was skipped belongs to the state before.
  if (mode_ == Mode::skip) work_out();
  seen_ = std::move(found);
  const std::uint64_t state = seen_.state();
  const bool is_new_state = state != state_number_;
  state_number_ = state;
  estimates_.enter(state);
  // A window that saw both states stands for neither.
  if (is_new_state && (mode_ == Mode::window || mode_ == Mode::audit)) drop_measure();
  if (is_new_state && !estimates_.knows_state()) felt = true;
  if (!felt) return;
  ++report_.felt_changes;
  enter_detail(plan_.settling);
}

void SampledPace::enter_detail(Duration at_least) {
  detail_until_ = std::max(detail_until_, now() + at_least);
  if (mode_ == Mode::detail) return;
  if (mode_ == Mode::skip) work_out();
  if (mode_ != Mode::audit) histograms_.swap(state_.histograms());
  mode_ = Mode::detail;
  block_begin_ = now();
  block_end_ = now() + plan_.block;
  block_work_ = sums_.read();
  block_waiting_ = state_.waiting();
}

/// Goes on in detail unless traffic is calm again: nothing disturbs it, no station is busy, no backlog grows.
void SampledPace::review_block() {
  const std::vector<double> work = sums_.growth_since(block_work_);
  const std::uint64_t waiting = state_.waiting();
  const double ticks = static_cast<double>((now() - block_begin_).ticks);
  bool is_busy = false;
  const traffic::Surroundings found = state_.surroundings();
  for (std::size_t i = 0; i < sums_.work_positions().size() && ticks > 0; ++i) {
    const std::size_t at = sums_.work_positions()[i];
    const double capacity = found.capacities[i];
    if (capacity > 0 && work[at] / ticks > busy_utilisation * capacity) is_busy = true;
  }
  const bool grows = waiting > block_waiting_ + 10 && waiting > 2 * block_waiting_;
  block_work_ = sums_.read();
  block_begin_ = now();
  block_end_ = now() + plan_.block;
  block_waiting_ = waiting;
  if (now() < detail_until_ || is_busy || grows || found.is_disturbed) return;
  const double rate = expected_rate(seconds(1));
  if (is_overloaded(rate)) return;
  choose_window_length();
  if (window_length_.seconds() > plan_.largest_share * plan_.stride.seconds()) return;
  histograms_.swap(state_.histograms());
  jump_ = state_.next_jump(now(), plan_.felt_jump);
  mode_ = Mode::skip;
  begin_skipping();
  plan_window();
  if (!estimates_.knows_state()) {
    // Nothing is known yet: the first window comes at once, and is longer.
    window_begin_ = now();
    open_window();
    if (mode_ == Mode::window) begin_measure(now() + plan_.first_window);
  }
}

/// Skips up to an instant, or to the end of the minute before it; health checks on the way are made.
void SampledPace::skip_towards(Instant until) {
  const std::int64_t minute = minutes(1).ticks;
  const Instant end = std::min(until, Instant{(now().ticks / minute + 1) * minute});
  const Instant check{state_.next_health_check()};
  const Instant to = std::min(end, check);
  const Instant from = now();
  const double before = skipped_.total();
  state_.expect_arrivals(from, to, skipped_.arrivals);
  report_.skipped_seconds += (to - from).seconds();
  if (reference_rate_ > 0 && to > from) unseen_.add(from, to, (skipped_.total() - before) / reference_rate_);
  state_.skip_until(to);
  if (to.ticks % minute == 0) work_out();
  if (check <= end) state_.simulate_until(to);
}

/// Adds to all measures what the skipped stretch up to now has brought.
void SampledPace::work_out() {
  const double length = (now() - skipped_from_).seconds();
  if (length <= 0) return;
  const double rate = skipped_.total() / length;
  std::vector<double> by_class = draw_arrivals(skipped_.arrivals, counts_, stretches_);
  by_class.resize(state_.outcomes().classes.size());
  const Load load = load_of(by_class, length, rate);
  std::vector<double> amounts = estimates_.expect(load);
  if (!amounts.empty()) {
    std::vector<double> normals(RatioEstimates::remembered);
    for (std::size_t i = 0; i < normals.size(); ++i) {
      normals[i] = chance::normal_quantile(chance::uniform(scatters_, stretches_, static_cast<std::uint32_t>(i)));
    }
    estimates_.scatter(amounts, load.total(), normals);
    std::vector<double> told(by_class.size(), -1);
    for (const std::uint32_t index : open_classes_) told[index] = by_class[index];
    sums_.add(amounts, told, now());
    ledger_.note_skipped(load.total());
  }
  ++stretches_;
  begin_skipping();
}

void SampledPace::spread_histograms() { histograms_.spread(state_.histograms(), sums_.take_hits()); }

std::vector<double> SampledPace::utilisations(double rate) {
  std::vector<double> found;
  if (!estimates_.knows_state()) return found;
  const double log_rate = open_classes_.empty() ? 0 : std::log2(std::max(rate, 1e-6));
  for (std::size_t i = 0; i < sums_.work_positions().size(); ++i) {
    const double ticks = estimates_.per_arrival(sums_.work_positions()[i], log_rate);
    const double work = ticks / static_cast<double>(ticks_per_second) * rate;
    found.push_back(seen_.capacities[i] > 0 ? work / seen_.capacities[i] : 0);
  }
  return found;
}

bool SampledPace::is_overloaded(double rate) {
  const std::vector<double> busy = utilisations(rate);
  return std::ranges::any_of(busy, [](double one) { return one > busy_utilisation; });
}

void SampledPace::finish() {
  if (!has_begun_ || !report_.obstacle.empty() || is_finished_) return;
  notice_new_measuring();
  if (mode_ == Mode::skip) work_out();
  // What windows recorded is live unless traffic is in detail now.
  if (mode_ == Mode::detail || mode_ == Mode::audit) histograms_.swap(state_.histograms());
  spread_histograms();
  histograms_.swap(state_.histograms());
  is_finished_ = true;
  report_.audits = ledger_.audits();
  report_.errors = ledger_.errors(sums_.read());
}

}  // namespace fleetcast::sim::sampling
