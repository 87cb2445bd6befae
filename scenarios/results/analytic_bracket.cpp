#include "scenarios/results/analytic_bracket.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "sim/measures/skewed_interval.hpp"
#include "sim/measures/tally.hpp"

namespace fleetcast::scenarios::results {
namespace {

constexpr double confidence = 1 - 2e-6;  // two-sided: the lower end is passed by chance once in a million
constexpr std::string_view lower = ".present_at_least";
constexpr std::string_view upper = ".present_at_most";

/// Says by how much a mean is beyond one of its bounds, as shares of the bound.
struct Excess {
  double mean = 0;
  double standard_error = 0;
  bool is_chance = true;
};

/// Sets each replication's mean against its own bound, since rates may differ between replications.
std::optional<Excess> excess_of(std::span<const RunResult> results, const std::string& backend, std::string_view side) {
  sim::measures::Tally excess;
  sim::measures::Tally bounds;
  std::vector<double> pulls;
  for (const RunResult& result : results) {
    const auto present = result.figures.find(backend + ".present_mean");
    const auto bound = result.figures.find(backend + std::string(side));
    if (present == result.figures.end() || bound == result.figures.end() || bound->second <= 0) return std::nullopt;
    const double above = present->second - bound->second;
    pulls.push_back(side == upper ? above : -above);
    excess.record(pulls.back());
    bounds.record(bound->second);
  }
  const double mean = *excess.mean();
  const bool is_chance = sim::measures::student_interval(mean, pulls, confidence).low <= 0;
  const double standard_error = std::sqrt(*excess.variance() / static_cast<double>(results.size()));
  return Excess{mean / *bounds.mean(), standard_error / *bounds.mean(), is_chance};
}

std::vector<std::string> bounded_backends(const RunResult& result) {
  std::vector<std::string> names;
  for (const auto& [name, value] : result.figures) {
    if (name.ends_with(lower)) names.push_back(name.substr(0, name.size() - lower.size()));
  }
  return names;
}

}  // namespace

std::vector<AuditVerdict> bracket_verdicts(std::span<const RunResult> results) {
  std::vector<AuditVerdict> verdicts;
  if (results.size() < replications_for_brackets) return verdicts;
  for (const std::string& backend : bounded_backends(results.front())) {
    const auto below = excess_of(results, backend, lower);
    const auto above = excess_of(results, backend, upper);
    if (!below) continue;
    const bool holds = below->is_chance && (!above || above->is_chance);
    const Excess& worst = above && above->mean > below->mean ? *above : *below;
    const std::uint64_t n = results.size();
    verdicts.push_back({"analytic_bracket/" + backend.substr(backend.find('.') + 1), std::max(0.0, worst.mean),
                        worst.standard_error, holds ? n : 0, n});
  }
  return verdicts;
}

}  // namespace fleetcast::scenarios::results
