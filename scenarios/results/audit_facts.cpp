#include "scenarios/results/audit_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "scenarios/results/wording.hpp"

namespace fleetcast::scenarios::results {

namespace {

/// Returns the largest standard error, relative, that sampling adds to one replication's mean latency or to the work of
/// a pool or station; nothing if none is told.
std::optional<double> largest_sampling_error(const Summary& summary) {
  std::optional<double> largest;
  for (const Metric* metric : summary.metrics.below({"sampling", "error"})) {
    if (metric->estimate && metric->path[2] != "requests") {
      largest = std::max(largest.value_or(0), metric->estimate->mean);
    }
  }
  return largest;
}

}  // namespace

AuditFacts audit_facts(const Summary& summary) {
  AuditFacts facts;
  facts.warm_up_discarded_seconds = summary.heading.pre_roll_seconds;
  facts.replications = summary.fingerprints.size();
  facts.sampling_error = summary.heading.fidelity == "full" ? std::optional(0.0) : largest_sampling_error(summary);
  constexpr std::array<std::pair<const char*, const char*>, 3> headlines{
      {{"cost", "cost_usd.total_month"}, {"availability", "availability.ratio"}, {"latency p99", "latency_s.p99"}}};
  for (const auto& [label, metric] : headlines) {
    PrecisionFact fact{label, metric, std::nullopt};
    const auto estimate = summary.metrics.estimate(metric);
    if (estimate && estimate->interval && estimate->mean != 0) {
      fact.relative_half_width = estimate->interval->half_width() / std::abs(estimate->mean);
    }
    facts.precision.push_back(std::move(fact));
  }
  return facts;
}

std::string basis_in_words(const AuditFacts& facts) {
  std::string sampling = "unknown";
  if (facts.sampling_error) {
    sampling = *facts.sampling_error == 0 ? "0" : fmt::format("{:.2g} %", 100 * *facts.sampling_error);
  }
  return fmt::format("{} replication{}, warm-up discarded {}, sampling error {}", facts.replications,
                     facts.replications == 1 ? "" : "s", span_in_words(facts.warm_up_discarded_seconds), sampling);
}

std::string precision_in_words(const AuditFacts& facts) {
  std::string text;
  for (const PrecisionFact& fact : facts.precision) {
    if (!text.empty()) text += ", ";
    text += fact.label + (fact.relative_half_width ? fmt::format(" ± {:.2g} %", 100 * *fact.relative_half_width)
                                                   : std::string(" unknown"));
  }
  return text;
}

}  // namespace fleetcast::scenarios::results
