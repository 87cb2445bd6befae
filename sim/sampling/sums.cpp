#include "sim/sampling/sums.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace fleetcast::sim::sampling {

namespace {

using Measures = traffic::StationMeasures;

constexpr std::array<std::uint64_t Measures::*, 6> counts{&Measures::arrivals,  &Measures::departures,
                                                          &Measures::blocked,   &Measures::abandoned,
                                                          &Measures::impatient, &Measures::waited};
constexpr std::array<double Measures::*, 4> times{&Measures::abandoned_ticks, &Measures::abandoned_wait_ticks,
                                                  &Measures::idle_ticks, &Measures::full_ticks};
/// Counts, times, the integral of those present beyond busy servers, and work.
constexpr std::size_t per_station = counts.size() + times.size() + 2;

/// Returns the part of a whole number that falls to a share of it, given the shares before; parts sum to the whole.
std::uint64_t part(std::uint64_t whole, double share_before, double share) {
  const auto up_to = [whole](double shares) {
    return static_cast<std::uint64_t>(std::floor(static_cast<double>(whole) * shares + 1e-9));
  };
  return std::min(whole, up_to(share_before + share)) - std::min(whole, up_to(share_before));
}

}  // namespace

double Sums::mean_speed(std::uint32_t pool) {
  double sum = 0;
  const std::vector<std::uint32_t> members = state_.working_members(pool);
  for (const std::uint32_t index : members) sum += state_.station(state_.member(index).processor).speed;
  return members.empty() ? 1 : sum / static_cast<double>(members.size());
}

void Sums::read_station(const Measures& measures, std::vector<double>& values) {
  for (const auto field : counts) values.push_back(static_cast<double>(measures.*field));
  for (const auto field : times) values.push_back(measures.*field);
  values.push_back(measures.present_ticks - measures.busy_ticks);
  values.push_back(measures.busy_ticks);
}

std::vector<double> Sums::read() {
  state_.settle();
  std::vector<double> values;
  values.reserve(carried_.size());
  state_.each_sum([&values](auto& sum) { values.push_back(static_cast<double>(sum)); });
  const std::vector<measures::Histogram*> histograms = state_.histograms();
  const std::size_t classes = state_.outcomes().classes.size();
  for (std::size_t i = classes; i < histograms.size(); ++i) {
    values.push_back(static_cast<double>(histograms[i]->count()));
  }
  latency_position_ = values.size();
  for (std::size_t i = 0; i < classes; ++i) values.push_back(static_cast<double>(histograms[i]->sum()));
  work_positions_.clear();
  for (std::uint32_t pool = 0; pool < state_.pools(); ++pool) {
    read_station(state_.pool_sum(pool, false), values);
    work_positions_.push_back(values.size() - 1);
    read_station(state_.pool_sum(pool, true), values);
  }
  for (traffic::Station* one : state_.lone_stations()) {
    read_station(one->measures, values);
    work_positions_.push_back(values.size() - 1);
  }
  return values;
}

std::vector<double> Sums::growth_since(const std::vector<double>& before) {
  std::vector<double> amounts = read();
  for (std::size_t i = 0; i < amounts.size(); ++i) amounts[i] -= before[i];
  for (std::uint32_t pool = 0; pool < state_.pools(); ++pool) amounts[work_positions_[pool]] *= mean_speed(pool);
  const std::vector<traffic::Station*> lone = state_.lone_stations();
  for (std::size_t i = 0; i < lone.size(); ++i) amounts[work_positions_[state_.pools() + i]] *= lone[i]->speed;
  return amounts;
}

std::uint64_t Sums::whole(std::size_t at, double amount) {
  const double wanted = carried_[at] + amount;
  const double rounded = std::max(0.0, std::floor(wanted));
  carried_[at] = wanted - rounded;
  return static_cast<std::uint64_t>(rounded);
}

double Sums::positive(std::size_t at, double amount) {
  const double wanted = carried_[at] + amount;
  carried_[at] = std::min(0.0, wanted);
  return std::max(0.0, wanted);
}

void Sums::add_outcomes(std::size_t& at, const std::vector<double>& amounts,
                        const std::vector<double>& arrivals_by_class, Instant end) {
  auto [minute, index] = state_.minute_up_to(end);
  traffic::Outcomes& outcomes = state_.outcomes();
  for (std::size_t i = 0; i < outcomes.classes.size(); ++i) {
    traffic::ClassOutcomes& one = outcomes.classes[i];
    const std::size_t at_good = at++;
    const std::uint64_t late = whole(at, amounts[at]);
    ++at;
    std::uint64_t failed_of_all = 0;
    for (std::size_t cause = 0; cause < one.by_cause.size(); ++cause, ++at) {
      const std::uint64_t failed = whole(at, amounts[at]);
      if (failed == 0) continue;
      one.by_cause[cause] += failed;
      failed_of_all += failed;
      if (state_.is_excluded(cause)) continue;
      minute.bad += failed;
      std::vector<std::uint64_t>& minutes = outcomes.bad_minutes_by_cause[cause];
      if (minutes.size() <= index) minutes.resize(index + 1);
      minutes[index] += failed;
    }
    const bool is_told = arrivals_by_class[i] >= 0;
    const double wanted = is_told ? arrivals_by_class[i] - static_cast<double>(late + failed_of_all) : amounts[at_good];
    const std::uint64_t good = whole(at_good, wanted);
    one.good += good;
    one.late += late;
    hits_[i] += good + late;
    minute.good += good;
    minute.bad += late;
    minute.answered += good + late;
    const std::uint64_t ended = good + late + failed_of_all;
    // Nobody is in flight on account of a skipped stretch: all who came have ended.
    one.offered += ended;
    minute.offered += ended;
  }
}

/// Returns the measures of one station with whole numbers rounded and nothing below 0.
std::vector<double> Sums::rounded_station(std::size_t at, const std::vector<double>& amounts) {
  std::vector<double> rounded(per_station);
  for (std::size_t i = 0; i < per_station; ++i) {
    const double amount = amounts[at + i];
    rounded[i] = i < counts.size() ? static_cast<double>(whole(at + i, amount)) : positive(at + i, amount);
  }
  return rounded;
}

/// Adds a share of what stations of a kind measured. The times that requests spent follow from the integrals, which are
/// measured to the instant, so that Little's law holds.
void Sums::add_station(traffic::Station& station, const std::vector<double>& amounts, double share,
                       double share_before) {
  Measures& measures = station.measures;
  std::size_t at = 0;
  for (const auto field : counts) {
    measures.*field += part(static_cast<std::uint64_t>(amounts[at++]), share_before, share);
  }
  const double abandoned = share * amounts[at];
  const double abandoned_wait = share * amounts[at + 1];
  for (const auto field : times) measures.*field += share * amounts[at++];
  const double beyond = share * amounts[at];
  const double busy = share * amounts[at + 1] / station.speed;
  measures.present_ticks += busy + beyond;
  measures.busy_ticks += busy;
  measures.sojourn_ticks += busy + beyond - abandoned;
  if (station.discipline == traffic::Discipline::first_come) measures.wait_ticks += beyond - abandoned_wait;
}

void Sums::add_pool(std::uint32_t pool, std::size_t& at, const std::vector<double>& amounts) {
  const std::vector<std::uint32_t> members = state_.working_members(pool);
  const std::size_t first = at;
  at += 2 * per_station;
  if (members.empty()) return;
  const std::vector<double> of_processors = rounded_station(first, amounts);
  const std::vector<double> of_slots = rounded_station(first + per_station, amounts);
  const bool is_weighted = state_.pool(pool).config.algorithm == traffic::Algorithm::weighted;
  double all = 0;
  for (const std::uint32_t index : members) all += is_weighted ? state_.member(index).weight : 1.0;
  double before = 0;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const traffic::Member& member = state_.member(members[i]);
    double share = 1.0 / static_cast<double>(members.size());
    if (is_weighted && all > 0) share = member.weight / all;
    if (i + 1 == members.size()) share = 1 - before;
    add_station(state_.station(member.processor), of_processors, share, before);
    add_station(state_.station(member.slots), of_slots, share, before);
    before += share;
  }
}

void Sums::add(const std::vector<double>& amounts, const std::vector<double>& arrivals_by_class, Instant end) {
  carried_.resize(amounts.size());
  const std::vector<measures::Histogram*> histograms = state_.histograms();
  hits_.resize(histograms.size());
  std::size_t at = 0;
  add_outcomes(at, amounts, arrivals_by_class, end);
  const std::size_t outcome_sums = at;
  std::size_t position = 0;
  state_.each_sum([&](auto& sum) {
    const std::size_t own = position++;
    if (own < outcome_sums) return;
    if constexpr (std::is_floating_point_v<std::remove_reference_t<decltype(sum)>>) {
      sum += positive(own, amounts[own]);
    } else {
      sum += whole(own, amounts[own]);
    }
  });
  at = position;
  const std::size_t classes = state_.outcomes().classes.size();
  for (std::size_t i = classes; i < histograms.size(); ++i, ++at) hits_[i] += whole(at, amounts[at]);
  for (std::size_t i = 0; i < classes; ++i, ++at) {
    state_.minute_up_to(end).first.latency_ticks += static_cast<std::int64_t>(whole(at, amounts[at]));
  }
  for (std::uint32_t pool = 0; pool < state_.pools(); ++pool) add_pool(pool, at, amounts);
  for (traffic::Station* one : state_.lone_stations()) {
    add_station(*one, rounded_station(at, amounts), 1, 0);
    at += per_station;
  }
}

std::vector<std::uint64_t> Sums::take_hits() {
  std::vector<std::uint64_t> taken(state_.histograms().size());
  std::ranges::copy(hits_, taken.begin());
  hits_.assign(taken.size(), 0);
  return taken;
}

std::vector<Headline> Sums::headlines() const {
  Headline failed{"requests.failed", {}};
  Headline late{"requests.late", {}};
  Headline latency{"latency_s.mean", {}};
  std::size_t at = 0;
  const std::vector<traffic::ClassOutcomes>& classes = state_.outcomes().classes;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    late.positions.push_back(at + 1);
    for (std::size_t cause = 0; cause < classes[i].by_cause.size(); ++cause) {
      if (!state_.is_excluded(cause)) failed.positions.push_back(at + 2 + cause);
    }
    at += 2 + classes[i].by_cause.size();
    latency.positions.push_back(latency_position_ + i);
  }
  std::vector<Headline> found = {std::move(failed), std::move(late), std::move(latency)};
  const std::vector<std::string> names = state_.workplaces();
  for (std::size_t i = 0; i < names.size(); ++i) found.push_back({"work." + names[i], {work_positions_[i]}});
  return found;
}

void Sums::forget_hits() { hits_.assign(hits_.size(), 0); }

}  // namespace fleetcast::sim::sampling
