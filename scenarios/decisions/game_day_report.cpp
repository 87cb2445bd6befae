#include "scenarios/decisions/game_day_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "scenarios/results/result_json.hpp"
#include "scenarios/results/wording.hpp"
#include "scenarios/terminal/wrap.hpp"

namespace fleetcast::scenarios::decisions {
namespace {

using documents::OrderedJson;
using results::Difference;
using sim::measures::Estimate;

constexpr const char* usd_name = "cost_usd.total_horizon";
constexpr const char* count_name = "requests.failed";
constexpr std::size_t most_items = 6;

std::string signed_estimate(const std::string& metric, const Estimate& estimate) {
  const std::string sign = estimate.mean < 0 ? "-" : "+";
  Estimate size = estimate;
  size.mean = std::abs(estimate.mean);
  return sign + results::estimate_in_words(metric, size);
}

std::string recovery_in_words(const Drill& drill, std::size_t replications) {
  const std::string mean =
      drill.minutes_to_recover ? fmt::format("{:.1f} min", drill.minutes_to_recover->mean) : std::string();
  if (drill.not_recovered == 0) return mean;
  const std::string late = fmt::format("not within the horizon in {} of {}", drill.not_recovered, replications);
  return mean.empty() ? late : mean + ", " + late;
}

/// Returns the differences below a place that are more than chance, the largest first.
std::vector<const Difference*> items_below(const Drill& drill, const std::string& prefix) {
  std::vector<const Difference*> items;
  for (const Difference& one : drill.comparison.differences) {
    if (one.metric.starts_with(prefix) && one.is_significant()) items.push_back(&one);
  }
  std::ranges::stable_sort(items, std::greater<>(),
                           [](const Difference* one) { return std::abs(one->difference->mean); });
  if (items.size() > most_items) items.resize(most_items);
  return items;
}

/// Writes where the money went: shares of a month's bill, brought back to the horizon that the drill is part of.
std::string items_in_words(const Drill& drill, double horizon_seconds) {
  constexpr double month_seconds = 730 * 3600.0;
  std::string text;
  for (const Difference* one : items_below(drill, "cost_usd.by_service.")) {
    const double usd = one->difference->mean * horizon_seconds / month_seconds;
    text += fmt::format("    {}{} {}\n", usd < 0 ? "-" : "+", results::usd_in_words(std::abs(usd)),
                        one->metric.substr(std::string("cost_usd.by_service.").size()));
  }
  for (const Difference* one : items_below(drill, "requests.by_cause.")) {
    text += fmt::format("    {}{} requests {}\n", one->difference->mean < 0 ? "-" : "+",
                        results::number_in_words(std::round(std::abs(one->difference->mean))),
                        one->metric.substr(std::string("requests.by_cause.").size()));
  }
  return text;
}

}  // namespace

std::string game_day_report(const GameDay& day, std::size_t width) {
  std::string text = terminal::wrapped(
      fmt::format("Game day of '{}': {} of the measured span{}, {} requests/s, for {}.", day.scenario_name,
                  results::instant_in_words(day.at_seconds), day.is_at_peak ? ", its busiest minute" : "",
                  results::number_in_words(day.rate), results::span_in_words(day.duration_seconds)),
      width);
  for (const Drill& drill : day.drills) {
    text += "\n" + terminal::wrapped(drill.name + ": " + drill.story, width);
    const auto add = [&text](const char* label, const std::string& value) {
      text += fmt::format("  {:<18}{}\n", label, value);
    };
    add("requests lost", signed_estimate(count_name, drill.lost));
    add("availability", fmt::format("{} meanwhile, {} without", results::share_in_words(drill.availability.mean),
                                    results::share_in_words(drill.availability_without.mean)));
    add("bill", signed_estimate(usd_name, drill.usd));
    if (drill.usd_per_notice) {
      add("one interruption", fmt::format("{} and {} requests, of {:.3g} at once",
                                          signed_estimate(usd_name, *drill.usd_per_notice),
                                          signed_estimate(count_name, *drill.lost_per_notice), drill.notices.mean));
    }
    add("whole again after", recovery_in_words(drill, day.replications));
    text += items_in_words(drill, day.horizon_seconds);
  }
  text += "\n" + terminal::wrapped(
                     fmt::format("{} replications of {}, paired by seed {}. Bill and requests lost: more than without "
                                 "the drill, over the whole span. Availability: during the drill. Whole: as many "
                                 "healthy targets as without it. Items stand where they are more than chance.",
                                 day.replications, results::span_in_words(day.horizon_seconds), day.seed),
                     width);
  return text;
}

std::string game_day_json(const GameDay& day) {
  OrderedJson json = {{"schema_version", 1},
                      {"scenario", day.scenario_name},
                      {"seed", day.seed},
                      {"replications", day.replications},
                      {"horizon_s", day.horizon_seconds},
                      {"at_s", day.at_seconds},
                      {"duration_s", day.duration_seconds},
                      {"at_peak", day.is_at_peak},
                      {"requests_per_s", day.rate},
                      {"zone", day.zone},
                      {"drills", OrderedJson::array()}};
  for (const Drill& drill : day.drills) {
    OrderedJson entry = {{"name", drill.name},
                         {"story", drill.story},
                         {"usd", results::estimate_json(drill.usd)},
                         {"requests_lost", results::estimate_json(drill.lost)},
                         {"notices", results::estimate_json(drill.notices)},
                         {"usd_per_notice", results::estimate_json(drill.usd_per_notice)},
                         {"requests_lost_per_notice", results::estimate_json(drill.lost_per_notice)},
                         {"availability", results::estimate_json(drill.availability)},
                         {"availability_without", results::estimate_json(drill.availability_without)},
                         {"minutes_to_recover", results::estimate_json(drill.minutes_to_recover)},
                         {"not_recovered", drill.not_recovered},
                         {"differences", OrderedJson::object()}};
    for (const Difference& one : drill.comparison.differences) {
      entry["differences"][one.metric] = {{"difference", results::estimate_json(one.difference)},
                                          {"significant", one.is_significant()}};
    }
    json["drills"].push_back(std::move(entry));
  }
  return results::to_text(json);
}

}  // namespace fleetcast::scenarios::decisions
