#include "scenarios/results/verdict.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <utility>

#include "sim/measures/multiple_comparisons.hpp"

namespace fleetcast::scenarios::results {
namespace {

std::optional<double> value_of(const std::optional<sim::Parameter>& parameter) {
  return parameter ? std::optional(parameter->value()) : std::nullopt;
}

bool is_good(double value, const Verdict& verdict) {
  return verdict.side == Side::at_least ? value >= verdict.target : value <= verdict.target;
}

/// Returns the probability that fewer than `successes` of n months are good if each is with probability `share`: the
/// confidence, exact after Clopper and Pearson, that months are good at least that often.
double confidence_in_share(std::uint64_t successes, std::uint64_t n, double share) {
  if (share <= 0) return 1;
  if (share >= 1) return 0;
  double below = 0;
  for (std::uint64_t k = 0; k < successes; ++k) {
    const auto hits = static_cast<double>(k);
    const auto misses = static_cast<double>(n - k);
    const double ways = std::lgamma(static_cast<double>(n) + 1) - std::lgamma(hits + 1) - std::lgamma(misses + 1);
    below += std::exp(ways + hits * std::log(share) + misses * std::log1p(-share));
  }
  return std::min(1.0, below);
}

void judge_share_of_months(const Metric& metric, Verdict& verdict) {
  const auto n = static_cast<std::uint64_t>(metric.replications.size());
  if (n == 0) return;
  const auto good = static_cast<std::uint64_t>(
      std::ranges::count_if(metric.replications, [&](double value) { return is_good(value, verdict); }));
  verdict.estimate = sim::measures::proportion(good, n);
  verdict.confidence = confidence_in_share(good, n, *verdict.in_share_of_months);
  verdict.is_met = verdict.estimate->mean >= *verdict.in_share_of_months;
}

void judge_mean(const Metric& metric, Verdict& verdict) {
  verdict.estimate = metric.estimate;
  if (!metric.estimate) return;
  const std::optional<double> at_most = sim::measures::confidence_at_most(*metric.estimate, verdict.target);
  if (at_most) verdict.confidence = verdict.side == Side::at_most ? *at_most : 1 - *at_most;
  verdict.is_met = is_good(metric.estimate->mean, verdict);
  // Where all replications agree, a mean on the limit itself is as good as one beyond it.
  if (verdict.confidence && metric.estimate->interval->half_width() == 0) verdict.confidence = verdict.is_met ? 1 : 0;
}

Verdict judge_one(Verdict verdict, const Metrics& metrics) {
  const Metric& metric = metrics.at(verdict.metric);
  if (verdict.in_share_of_months) {
    judge_share_of_months(metric, verdict);
  } else {
    judge_mean(metric, verdict);
  }
  return verdict;
}

Verdict verdict_for(const ObjectiveSpec& spec) {
  if (spec.at_least.has_value() == spec.at_most.has_value()) {
    throw std::invalid_argument("the objective about '" + spec.metric + "' must have either at_least or at_most");
  }
  Verdict verdict;
  verdict.name = spec.metric;
  verdict.metric = spec.metric;
  verdict.side = spec.at_least ? Side::at_least : Side::at_most;
  verdict.target = (spec.at_least ? spec.at_least : spec.at_most)->value();
  verdict.in_share_of_months = value_of(spec.in_share_of_months);
  verdict.required_confidence = value_of(spec.confidence);
  return verdict;
}

/// Judges the objectives that require a confidence together, so that none is met by being one of many.
void require_confidence(std::vector<Verdict>& verdicts) {
  std::vector<Verdict*> family;
  std::vector<double> doubts;
  for (Verdict& verdict : verdicts) {
    if (!verdict.required_confidence) continue;
    family.push_back(&verdict);
    doubts.push_back(1 - verdict.confidence.value_or(0));
  }
  const std::vector<double> adjusted = sim::measures::holm_adjusted(doubts);
  for (std::size_t i = 0; i < family.size(); ++i) {
    Verdict& verdict = *family[i];
    if (verdict.confidence) verdict.joint_confidence = family.size() == 1 ? *verdict.confidence : 1 - adjusted[i];
    const bool is_sure = verdict.joint_confidence && *verdict.joint_confidence >= *verdict.required_confidence;
    verdict.is_met = verdict.is_met && is_sure;
  }
}

}  // namespace

std::vector<Verdict> judge(const ObjectivesConfig& objectives, const Metrics& metrics) {
  std::vector<Verdict> verdicts;
  const auto add = [&](std::string name, std::string metric, Side side, const std::optional<sim::Parameter>& target) {
    if (!target) return;
    Verdict verdict;
    verdict.name = std::move(name);
    verdict.metric = std::move(metric);
    verdict.side = side;
    verdict.target = target->value();
    verdict.required_confidence = value_of(objectives.confidence);
    verdicts.push_back(judge_one(std::move(verdict), metrics));
  };
  add("availability", "availability.ratio", Side::at_least, objectives.availability);
  add("error_minutes", "availability.error_minutes", Side::at_most, objectives.error_minutes);
  add("latency_p50", "latency_s.p50", Side::at_most, objectives.latency_p50);
  add("latency_p95", "latency_s.p95", Side::at_most, objectives.latency_p95);
  add("latency_p99", "latency_s.p99", Side::at_most, objectives.latency_p99);
  add("latency_p999", "latency_s.p999", Side::at_most, objectives.latency_p999);
  add("cost_usd_month", "cost_usd.total_month", Side::at_most, objectives.cost_usd_month);
  for (const ObjectiveSpec& spec : objectives.more) verdicts.push_back(judge_one(verdict_for(spec), metrics));
  require_confidence(verdicts);
  return verdicts;
}

}  // namespace fleetcast::scenarios::results
