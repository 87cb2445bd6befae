#include "scenarios/regression/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenarios/results/wording.hpp"

namespace fleetcast::scenarios::regression {
namespace {

using sim::measures::Estimate;

constexpr std::size_t most_lines = 8;

std::string noun_of(const std::string& metric) {
  if (metric.starts_with("cost_usd.")) return "cost";
  if (metric.starts_with("availability.")) return "availability";
  if (metric.starts_with("latency_s.")) return "latency";
  return metric;
}

void add_lines(const char* what, const std::vector<std::string>& changes, std::vector<std::string>& lines) {
  for (std::size_t i = 0; i < std::min(changes.size(), most_lines); ++i) {
    lines.push_back(fmt::format("{}: {}", what, changes[i]));
  }
  if (changes.size() > most_lines) lines.push_back(fmt::format("{}: {} more", what, changes.size() - most_lines));
}

}  // namespace

std::string size_in_words(const std::string& metric, double size) {
  const bool is_share = metric.starts_with("availability.") && metric.ends_with("ratio");
  if (is_share) return fmt::format("{:.3g} points", 100 * std::fabs(size));
  return results::metric_in_words(metric, std::fabs(size));
}

std::string change_in_words(const std::string& metric, const Estimate& change) {
  const double margin = change.interval ? change.interval->half_width() : 0;
  if (change.mean == 0 && margin == 0) return "0";
  return fmt::format("{}{} ± {}", change.mean < 0 ? "-" : "+", size_in_words(metric, change.mean),
                     size_in_words(metric, margin));
}

std::string judgement_in_words(const Drift& drift) {
  switch (drift.judgement) {
    case Judgement::unchanged: return "unchanged";
    case Judgement::within_confidence: return "behaviour changed, " + noun_of(drift.metric) + " did not";
    case Judgement::small_change: return "small change";
    case Judgement::failure: break;
  }
  return fmt::format("FAILURE: {} by more than {}", drift.lasting.mean > 0 ? "up" : "down",
                     size_in_words(drift.metric, drift.allowance));
}

std::vector<std::pair<std::string, std::string>> parts_in_words(const Drift& drift) {
  return {{"prices", change_in_words(drift.metric, drift.prices)},
          {"scenario", change_in_words(drift.metric, drift.scenario)},
          {"code", drift.code ? change_in_words(drift.metric, *drift.code) : "in scenario"},
          {"chance", change_in_words(drift.metric, drift.chance)}};
}

std::string regression_sentence(const Regression& regression) {
  std::size_t count = 0;
  std::size_t failures = 0;
  std::size_t unchanged = 0;
  for (const ScenarioDrift& scenario : regression.scenarios) {
    for (const Drift& drift : scenario.drifts) {
      ++count;
      failures += drift.judgement == Judgement::failure ? 1 : 0;
      unchanged += drift.judgement == Judgement::unchanged ? 1 : 0;
    }
  }
  const std::string of_all = fmt::format("Of {} comparisons of suite '{}'", count, regression.suite);
  if (failures > 0) return fmt::format("{}, {} failed: beyond confidence and threshold.", of_all, failures);
  return fmt::format("{}, none failed; {} are unchanged.", of_all, unchanged);
}

std::vector<std::string> explanations_of(const ScenarioDrift& scenario) {
  std::vector<std::string> lines;
  add_lines("price", scenario.price_changes, lines);
  add_lines("default", scenario.default_changes, lines);
  add_lines("scenario", scenario.scenario_changes, lines);
  for (const std::string& remark : scenario.remarks) lines.push_back(remark);
  if (!scenario.is_audit_passed) lines.push_back("The self-audit of a run FAILED; see what fleetcast run says.");
  for (const Drift& drift : scenario.drifts) {
    const auto enough = replications_to_tell(drift, scenario.runs.replications);
    if (!enough) continue;
    lines.push_back(fmt::format("{}: noise hides drifts as small as allowed, {}; about {} replications would show "
                                "them.", drift.metric, size_in_words(drift.metric, drift.allowance), *enough));
  }
  return lines;
}

}  // namespace fleetcast::scenarios::regression
