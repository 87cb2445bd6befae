#include "scenarios/results/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "scenarios/results/wording.hpp"
#include "sim/measures/groups.hpp"
#include "sim/measures/multiple_comparisons.hpp"

namespace fleetcast::scenarios::results {
namespace {

using sim::measures::Estimate;

/// The verdict speaks of these.
constexpr std::array<std::string_view, 3> headline = {"cost_usd.total_month", "availability.ratio", "latency_s.p99"};

void require_comparable(const Summary& first, const Summary& second) {
  if (first.fingerprints.size() != second.fingerprints.size()) {
    throw std::invalid_argument(fmt::format("'{}' has {} replications and '{}' has {}: run both with the same number",
                                            first.heading.scenario_name, first.fingerprints.size(),
                                            second.heading.scenario_name, second.fingerprints.size()));
  }
  if (first.horizon_seconds != second.horizon_seconds) {
    throw std::invalid_argument(fmt::format("'{}' covers {} and '{}' covers {}: run both with the same horizon",
                                            first.heading.scenario_name, span_in_words(first.horizon_seconds),
                                            second.heading.scenario_name, span_in_words(second.horizon_seconds)));
  }
  if (first.heading.replications_per_input != second.heading.replications_per_input) {
    throw std::invalid_argument(fmt::format("'{}' draws uncertain inputs for every {} replications and '{}' for every "
                                            "{}: give both the same uncertainty.replications_per_input",
                                            first.heading.scenario_name, first.heading.replications_per_input,
                                            second.heading.scenario_name, second.heading.replications_per_input));
  }
}

Difference difference_of(const std::string& name, const Metric* first, const Metric* second, std::size_t group_size) {
  Difference difference{name, {}, {}, {}, {}};
  if (first != nullptr) difference.first = first->estimate;
  if (second != nullptr) difference.second = second->estimate;
  if (first == nullptr || second == nullptr || first->replications.empty() || second->replications.empty()) {
    return difference;
  }
  difference.difference =
      sim::measures::paired_difference(sim::measures::means_of_groups(second->replications, group_size),
                                       sim::measures::means_of_groups(first->replications, group_size));
  return difference;
}

/// Adds the metrics below a place; what one of the results lacks was zero there in every replication.
void add_union(const Summary& first, const Summary& second, const char* top, const char* group,
               std::vector<Difference>& differences) {
  std::vector<std::string> names;
  for (const Summary* summary : {&first, &second}) {
    for (const Metric* metric : summary->metrics.below({top, group})) {
      if (std::ranges::find(names, metric->name()) == names.end()) names.push_back(metric->name());
    }
  }
  Metric zero;
  zero.replications.assign(first.fingerprints.size(), 0);
  zero.estimate = sim::measures::mean_of(zero.replications);
  for (const std::string& name : names) {
    const Metric* of_first = first.metrics.find(name);
    const Metric* of_second = second.metrics.find(name);
    differences.push_back(
        difference_of(name, of_first == nullptr ? &zero : of_first, of_second == nullptr ? &zero : of_second,
                      first.heading.replications_per_input));
  }
}

/// Corrects for looking at many differences at once: at the headline's, or at all others.
void judge_together(std::vector<Difference>& differences, bool of_headline) {
  std::vector<Difference*> judged;
  std::vector<double> p_values;
  for (Difference& one : differences) {
    if (one.is_headline() != of_headline) continue;
    const auto p_value = one.difference ? sim::measures::p_value_of_zero(*one.difference) : std::nullopt;
    if (!p_value) continue;
    judged.push_back(&one);
    p_values.push_back(*p_value);
  }
  const std::vector<double> adjusted = sim::measures::holm_adjusted(p_values);
  for (std::size_t i = 0; i < judged.size(); ++i) judged[i]->joint_p_value = adjusted[i];
}

const Difference* find(const Comparison& comparison, const char* metric) {
  const auto found = std::ranges::find(comparison.differences, metric, &Difference::metric);
  return found == comparison.differences.end() || !found->difference ? nullptr : &*found;
}

/// Writes a difference without its sign; one of shares is in percentage points.
std::string size_in_words(const std::string& metric, const Estimate& difference) {
  const double size = std::abs(difference.mean);
  const bool is_share = metric.starts_with("availability.") && metric.ends_with("ratio");
  const std::string value =
      is_share ? fmt::format("{:.3g} percentage points", 100 * size) : metric_in_words(metric, size);
  if (!difference.interval) return value;
  const double margin = difference.interval->half_width();
  return value + " ± " + (is_share ? fmt::format("{:.3g}", 100 * margin) : metric_in_words(metric, margin));
}

/// Returns a clause about one metric, or nothing if it is unknown: "costs $12.00 ± $1.00 a month less".
std::string clause(const Comparison& comparison, const char* metric, const char* verb, const char* more,
                   const char* less, const char* noun) {
  const Difference* found = find(comparison, metric);
  if (found == nullptr) return "";
  const Estimate& difference = *found->difference;
  if (difference.interval && !found->is_significant()) return fmt::format("shows no difference in {}", noun);
  return fmt::format("{} {} {}", verb, size_in_words(metric, difference), difference.mean > 0 ? more : less);
}

}  // namespace

bool Difference::is_headline() const { return std::ranges::find(headline, metric) != headline.end(); }

bool Difference::is_significant() const {
  return joint_p_value && *joint_p_value <= 0.05;
}

Comparison compare(const Summary& first, const Summary& second) {
  require_comparable(first, second);
  Comparison comparison;
  comparison.first_name = first.heading.scenario_name;
  comparison.second_name = second.heading.scenario_name;
  comparison.replications = first.fingerprints.size();
  comparison.is_paired = first.heading.seed == second.heading.seed;
  comparison.is_identical = first.fingerprint == second.fingerprint &&
                            first.mean_bill.total == second.mean_bill.total &&
                            first.mean_month_bill.total == second.mean_month_bill.total;
  for (const char* name : {"cost_usd.total_month", "cost_usd.per_million_successful", "availability.ratio",
                           "availability.error_minutes", "latency_s.p50", "latency_s.p99"}) {
    comparison.differences.push_back(difference_of(name, first.metrics.find(name), second.metrics.find(name),
                                                   first.heading.replications_per_input));
  }
  add_union(first, second, "cost_usd", "by_service", comparison.differences);
  add_union(first, second, "requests", "by_cause", comparison.differences);
  for (const bool of_headline : {true, false}) judge_together(comparison.differences, of_headline);
  return comparison;
}

std::optional<std::uint64_t> more_replications_to_tell(const Difference& difference, std::size_t replications) {
  const auto& found = difference.difference;
  if (!found || !found->interval || found->mean == 0 || difference.is_significant()) return std::nullopt;
  const double ratio = found->interval->half_width() / std::abs(found->mean);
  const double needed = static_cast<double>(replications) * ratio * ratio;
  // Beyond that the difference is as good as none, and the count means nothing.
  constexpr double most = 1e6;
  if (needed > most) return std::nullopt;
  const auto whole = static_cast<std::uint64_t>(std::ceil(needed));
  return whole > replications ? whole - replications : 1;
}

std::string verdict_sentence(const Comparison& comparison) {
  if (comparison.is_identical) {
    return fmt::format("'{}' and '{}' are identical: same fingerprint, same bill.", comparison.first_name,
                       comparison.second_name);
  }
  std::vector<std::string> clauses;
  for (std::string text :
       {clause(comparison, "cost_usd.total_month", "costs", "a month more", "a month less", "cost"),
        clause(comparison, "availability.ratio", "is", "more available", "less available", "availability"),
        clause(comparison, "latency_s.p99", "is", "slower at p99", "faster at p99", "p99 latency")}) {
    if (!text.empty()) clauses.push_back(std::move(text));
  }
  std::string sentence = fmt::format("Against '{}', '{}' ", comparison.first_name, comparison.second_name);
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    sentence += (i == 0 ? "" : i + 1 == clauses.size() ? " and " : ", ") + clauses[i];
  }
  sentence += ".";
  for (const auto& [metric, noun] : {std::pair("cost_usd.total_month", "cost"),
                                     std::pair("availability.ratio", "availability")}) {
    const Difference* found = find(comparison, metric);
    const auto more = found ? more_replications_to_tell(*found, comparison.replications) : std::nullopt;
    if (!more) continue;
    sentence += fmt::format(" About {} more replications of each would tell whether its {} differs by as much as seen.",
                            number_in_words(static_cast<double>(*more)), noun);
    break;
  }
  if (comparison.replications == 1) sentence += " One replication each cannot tell whether that is chance.";
  return sentence;
}

}  // namespace fleetcast::scenarios::results
