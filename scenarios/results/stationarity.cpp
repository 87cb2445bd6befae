#include "scenarios/results/stationarity.hpp"

#include <algorithm>
#include <utility>

#include "sim/measures/batch_means.hpp"
#include "sim/measures/warm_up.hpp"

namespace fleetcast::scenarios::results {
namespace {

using sim::measures::Estimate;
using Parts = std::pair<double, double> (*)(const MinuteResult&);
using Estimator = Estimate (*)(std::span<const double>, std::span<const double>, double);

std::pair<double, double> latency_parts(const MinuteResult& minute) {
  return {minute.latency_seconds, static_cast<double>(minute.answered)};
}

std::pair<double, double> availability_parts(const MinuteResult& minute) {
  return {static_cast<double>(minute.good), static_cast<double>(minute.good + minute.bad)};
}

/// Holds numerators and denominators of a ratio, by minute or by replication.
struct RatioTerms {
  std::vector<double> numerators;
  std::vector<double> denominators;

  [[nodiscard]] bool is_empty() const { return std::ranges::all_of(denominators, [](double one) { return one == 0; }); }
};

/// Returns the minute means of response time over all replications; fewer than there are minutes if one has no answer.
std::vector<double> mean_latencies(std::span<const RunResult> results) {
  std::vector<double> means;
  for (std::size_t minute = 0; minute < results.front().minutes.size(); ++minute) {
    double seconds = 0;
    double answered = 0;
    for (const RunResult& result : results) {
      const auto [latency, count] = latency_parts(result.minutes[minute]);
      seconds += latency;
      answered += count;
    }
    if (answered == 0) break;
    means.push_back(seconds / answered);
  }
  return means;
}

RatioTerms terms_by_minute(const RunResult& result, std::size_t first, Parts parts) {
  RatioTerms terms;
  for (std::size_t minute = first; minute < result.minutes.size(); ++minute) {
    const auto [numerator, denominator] = parts(result.minutes[minute]);
    terms.numerators.push_back(numerator);
    terms.denominators.push_back(denominator);
  }
  return terms;
}

RatioTerms terms_by_replication(std::span<const RunResult> results, std::size_t first, Parts parts) {
  RatioTerms terms;
  for (const RunResult& result : results) {
    double numerator = 0;
    double denominator = 0;
    for (std::size_t minute = first; minute < result.minutes.size(); ++minute) {
      const auto [more, of] = parts(result.minutes[minute]);
      numerator += more;
      denominator += of;
    }
    terms.numerators.push_back(numerator);
    terms.denominators.push_back(denominator);
  }
  return terms;
}

StationaryEstimate estimate_of(std::span<const RunResult> results, std::size_t first, std::string metric, Parts parts,
                               Estimator estimator) {
  constexpr double confidence = 0.95;
  StationaryEstimate made{std::move(metric), std::nullopt, IntervalKind::unknown, 0};
  const RatioTerms whole = terms_by_replication(results, first, parts);
  if (whole.is_empty()) return made;
  made.estimate = estimator(whole.numerators, whole.denominators, confidence);
  if (made.estimate->interval) made.kind = IntervalKind::replications;
  if (results.size() > 1) return made;
  const RatioTerms minutes = terms_by_minute(results.front(), first, parts);
  const auto batches = sim::measures::independent_batches(minutes.numerators, minutes.denominators);
  if (!batches) return made;
  const Estimate by_batch = estimator(batches->numerators, batches->denominators, confidence);
  if (!by_batch.interval) return made;
  made.estimate = by_batch;
  made.kind = IntervalKind::batch_means;
  made.batch_minutes = batches->length;
  return made;
}

}  // namespace

Stationarity stationarity_of(std::span<const RunResult> results) {
  Stationarity found;
  const std::vector<double> latencies = mean_latencies(results);
  constexpr std::size_t fewest_minutes = 10;
  if (latencies.size() < results.front().minutes.size() || latencies.size() < fewest_minutes) return found;
  const auto cut = sim::measures::warm_up(latencies);
  found.is_too_short = !cut;
  if (!cut) return found;
  found.warm_up_seconds = 60 * static_cast<double>(cut->length);
  found.estimates = {
      estimate_of(results, cut->length, "latency_s.mean", latency_parts, sim::measures::ratio_of_sums),
      estimate_of(results, cut->length, "availability.ratio", availability_parts, sim::measures::availability_of)};
  return found;
}

}  // namespace fleetcast::scenarios::results
