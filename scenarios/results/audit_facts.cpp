#include "scenarios/results/audit_facts.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <utility>

#include "scenarios/results/wording.hpp"

namespace fleetcast::scenarios::results {

AuditFacts audit_facts(const Summary& summary) {
  AuditFacts facts;
  facts.warm_up_discarded_seconds = summary.heading.pre_roll_seconds;
  facts.replications = summary.fingerprints.size();
  if (summary.heading.fidelity == "full") facts.sampling_error = 0;
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
  const std::string sampling = facts.sampling_error ? fmt::format("{:g}", *facts.sampling_error) : "unknown";
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
