#include "scenarios/results/loss_attribution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <tuple>

#include "scenarios/results/calm_failures.hpp"

namespace fleetcast::scenarios::results {
namespace {

using Positions = std::vector<std::size_t>;

constexpr const char* arrow = " -> ";
constexpr std::size_t most_links = 6;
constexpr std::size_t most_causes = 2;
constexpr double nearly_busy = 0.9;

std::size_t root_of(std::span<const CausalEvent> events, std::size_t event) {
  while (events[event].cause) event = *events[event].cause;
  return event;
}

/// Tells whether something is only a sign of trouble: health checks that fail without an event are a matter of load.
bool is_symptom(const CausalEvent& event) { return event.kind == "targets_unhealthy"; }

/// Returns for each minute the events that requests can feel during it, in their order.
std::vector<Positions> events_in_force(std::span<const CausalEvent> events, std::size_t minutes) {
  std::vector<Positions> in_force(minutes);
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (events[i].harm == Harm::none || events[i].until_s < 0) continue;
    const auto first = static_cast<std::size_t>(std::max(0.0, std::floor(events[i].at_s / 60)));
    const auto last = static_cast<std::size_t>(std::floor(events[i].until_s / 60));
    for (std::size_t minute = first; minute < minutes && minute <= last; ++minute) in_force[minute].push_back(i);
  }
  return in_force;
}

/// Returns the root of the most direct event in force, of equals that of the latest.
std::optional<std::size_t> leading_root(std::span<const CausalEvent> events, const Positions& in_force) {
  std::optional<std::size_t> best;
  const auto rank = [&](std::size_t i) {
    return std::tuple(!is_symptom(events[root_of(events, i)]), events[i].harm, events[i].at_s, i);
  };
  for (const std::size_t i : in_force) {
    if (!best || rank(i) > rank(*best)) best = i;
  }
  return best ? std::optional(root_of(events, *best)) : std::nullopt;
}

/// Returns the events in force that go back to a root, with all between, in the order in which they happened.
Positions links(std::span<const CausalEvent> events, const Positions& in_force, std::size_t root) {
  std::set<std::size_t> chosen;
  for (const std::size_t i : in_force) {
    if (root_of(events, i) != root) continue;
    for (std::optional<std::size_t> at = i; at; at = events[*at].cause) chosen.insert(*at);
  }
  chosen.insert(root);
  return {chosen.begin(), chosen.end()};
}

/// Says which stations had no reserve, or which was the busiest.
std::string stations(const MinuteFailures& minute, bool names_any) {
  std::string text;
  for (const auto& [name, busy] : minute.busiest) {
    if (busy >= nearly_busy) text += fmt::format("{}{} at {:.2f}", text.empty() ? "" : ", ", name, busy);
  }
  if (!text.empty() || !names_any || minute.busiest.empty()) return text;
  const auto& [name, busy] = *std::ranges::max_element(
      minute.busiest, {}, [](const std::pair<std::string, double>& station) { return station.second; });
  return fmt::format("busiest station {} at {:.2f}", name, busy);
}

/// Says what clients saw most.
std::string outcome(const MinuteFailures& minute) {
  std::vector<std::pair<std::uint64_t, std::string>> causes;
  for (const auto& [cause, count] : minute.by_cause) causes.emplace_back(count, cause);
  std::ranges::stable_sort(causes, [](const auto& a, const auto& b) { return a.first > b.first; });
  std::string text;
  for (std::size_t i = 0; i < std::min(causes.size(), most_causes); ++i) {
    text += fmt::format("{}{} x {}", i == 0 ? "" : ", ", causes[i].first, causes[i].second);
  }
  return text;
}

void append(std::string& chain, const std::string& link) {
  if (!link.empty()) chain += (chain.empty() ? "" : arrow) + link;
}

/// Attributes the minutes of one run in their order.
class Attribution {
 public:
  Attribution(std::span<const CausalEvent> events, std::span<const MinuteFailures> minutes, double allowed_share)
      : events_(events),
        minutes_(minutes),
        allowed_share_(allowed_share),
        in_force_(events_in_force(events, minutes.size())),
        calm_(minutes, suspects()) {
    calm_share_ = share_of([&](std::size_t i) { return !is_red(minutes_[i]) || is_chance(i); });
  }

  MinuteLoss attribute(std::size_t position) {
    const MinuteFailures& minute = minutes_[position];
    MinuteLoss loss{.minute = position, .failed = minute.bad, .background = 0, .is_red = is_red(minute), .root = {},
                    .chain = {}, .is_noteworthy = is_red(minute) && calm_.stands_out(position)};
    std::optional<std::size_t> root = leading_root(events_, in_force_[position]);
    const bool is_load = root && is_symptom(events_[*root]);
    const bool outlives = loss.is_red && (!root || is_load) && last_root_ && last_red_ + 1 == position;
    if (outlives) root = last_root_;
    if (!loss.is_red ? !root || is_load : !root && is_chance(position)) {
      loss.root = background_root;
      loss.background = loss.failed;
      if (loss.is_red) loss.chain = "no control-plane event: no more than on calm days";
      if (loss.is_red) append(loss.chain, stations(minute, true));
      if (loss.is_red) append(loss.chain, outcome(minute));
      return loss;
    }
    const bool has_event = root && (outlives || !is_load);
    loss.root = has_event ? events_[*root].kind : load_root;
    loss.background = has_event ? set_aside(minute) : 0;
    loss.chain = has_event ? "" : "no control-plane event: load";
    if (root) {
      std::size_t length = 0;
      for (const std::size_t i : links(events_, in_force_[position], *root)) {
        if (length++ < most_links) append(loss.chain, events_[i].text);
      }
    }
    if (outlives) append(loss.chain, "its backlog persists");
    append(loss.chain, stations(minute, !has_event));
    append(loss.chain, outcome(minute));
    if (loss.is_red) last_red_ = position;
    if (loss.is_red) last_root_ = has_event ? root : std::nullopt;
    return loss;
  }

 private:
  [[nodiscard]] bool is_red(const MinuteFailures& minute) const {
    return static_cast<double>(minute.bad) > allowed_share_ * static_cast<double>(minute.good + minute.bad);
  }

  [[nodiscard]] static bool has_saturation(const MinuteFailures& minute) {
    return std::ranges::any_of(minute.busiest, [](const auto& station) { return station.second >= nearly_busy; });
  }

  /// Returns the share that fails in those minutes without an event which are asked for.
  template <class Filter>
  [[nodiscard]] double share_of(const Filter& belongs) const {
    double bad = 0;
    double all = 0;
    for (std::size_t i = 0; i < minutes_.size(); ++i) {
      if (!in_force_[i].empty() || !belongs(i)) continue;
      bad += static_cast<double>(minutes_[i].bad);
      all += static_cast<double>(minutes_[i].good + minutes_[i].bad);
    }
    return all > 0 ? bad / all : 0;
  }

  /// Tells whether as many may fail by chance at the rate of calm minutes.
  [[nodiscard]] bool is_chance(std::size_t position) const {
    return !has_saturation(minutes_[position]) && !calm_.stands_out(position);
  }

  /// Tells of each minute whether an event or a saturated station may explain its failures.
  [[nodiscard]] std::vector<bool> suspects() const {
    std::vector<bool> is_suspect;
    for (std::size_t i = 0; i < minutes_.size(); ++i) {
      is_suspect.push_back(!in_force_[i].empty() || has_saturation(minutes_[i]));
    }
    return is_suspect;
  }

  /// Returns how many failures of a minute are no event's; expected fractions are carried to the next.
  std::uint64_t set_aside(const MinuteFailures& minute) {
    carried_ += calm_share_ * static_cast<double>(minute.good + minute.bad);
    const auto taken = std::min(minute.bad, static_cast<std::uint64_t>(carried_));
    carried_ -= static_cast<double>(taken);
    return taken;
  }

  std::span<const CausalEvent> events_;
  std::span<const MinuteFailures> minutes_;
  double allowed_share_;
  std::vector<Positions> in_force_;
  CalmFailures calm_;
  double calm_share_ = 0;   ///< of failures in minutes without an event that are no more than chance
  double carried_ = 0;
  std::size_t last_red_ = 0;
  std::optional<std::size_t> last_root_;
};

}  // namespace

std::vector<MinuteLoss> attribute_losses(std::span<const CausalEvent> events, std::span<const MinuteFailures> minutes,
                                         double allowed_share) {
  Attribution attribution(events, minutes, allowed_share);
  std::vector<MinuteLoss> losses;
  for (std::size_t i = 0; i < minutes.size(); ++i) {
    if (minutes[i].bad > 0) losses.push_back(attribution.attribute(i));
  }
  return losses;
}

}  // namespace fleetcast::scenarios::results
