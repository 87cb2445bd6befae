#include "scenarios/results/summary.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "scenarios/results/analytic_bracket.hpp"
#include "scenarios/results/cost_metrics.hpp"
#include "scenarios/results/coverable_usage.hpp"
#include "scenarios/results/mean_bill.hpp"
#include "scenarios/results/request_metrics.hpp"
#include "sim/measures/fingerprint.hpp"

namespace fleetcast::scenarios::results {
namespace {

using sim::measures::Estimate;

void require_alike(std::span<const RunResult> results) {
  if (results.empty()) throw std::logic_error("results: a summary needs at least one replication");
  std::set<std::uint64_t> seen;
  for (const RunResult& result : results) {
    const std::string which = "results: replication " + std::to_string(result.replication);
    if (!seen.insert(result.replication).second) throw std::logic_error(which + " occurs twice");
    if (result.horizon_seconds != results.front().horizon_seconds) {
      throw std::logic_error(which + " has another horizon than the others");
    }
    if (result.classes.size() != results.front().classes.size()) {
      throw std::logic_error(which + " has other request classes than the others");
    }
  }
}

std::string fold(std::span<const RunResult> results) {
  sim::measures::Fingerprint fingerprint;
  for (const RunResult& result : results) {
    fingerprint.add(result.replication);
    fingerprint.add(std::string_view(result.fingerprint));
  }
  return fingerprint.hex();
}

std::vector<std::string> split_at_dots(const std::string& path) {
  std::vector<std::string> steps(1);
  for (const char c : path) {
    if (c == '.') {
      steps.emplace_back();
    } else {
      steps.back() += c;
    }
  }
  return steps;
}

/// Adds the figures that models report of themselves; a replication in which one is undefined is left out of its n.
void add_figures(std::span<const RunResult> results, Metrics& metrics) {
  std::set<std::string> names;
  for (const RunResult& result : results) {
    for (const auto& [name, value] : result.figures) names.insert(name);
  }
  for (const std::string& name : names) {
    std::vector<double> values;
    for (const RunResult& result : results) {
      const auto found = result.figures.find(name);
      if (found != result.figures.end() && std::isfinite(found->second)) values.push_back(found->second);
    }
    Metric metric{split_at_dots(name), std::nullopt, {}};
    if (!values.empty()) metric.estimate = sim::measures::mean_of(values, metrics.confidence());
    if (values.size() == results.size()) metric.replications = std::move(values);
    metrics.add(std::move(metric));
  }
}

void add_incident_counts(std::span<const RunResult> results, Metrics& metrics) {
  std::set<std::string> kinds;
  for (const RunResult& result : results) {
    for (const models::Incident& incident : result.incidents) kinds.insert(incident.kind);
  }
  for (const std::string& kind : kinds) {
    std::vector<double> counts;
    for (const RunResult& result : results) {
      counts.push_back(static_cast<double>(std::ranges::count(result.incidents, kind, &models::Incident::kind)));
    }
    metrics.add_mean({"incident_counts", kind}, std::move(counts));
  }
}

void add_check(const AuditResult& check, std::vector<AuditVerdict>& verdicts) {
  auto verdict = std::ranges::find(verdicts, check.check, &AuditVerdict::check);
  if (verdict == verdicts.end()) verdict = verdicts.insert(verdicts.end(), AuditVerdict{check.check, 0, 0, 0, 0});
  ++verdict->replications;
  if (check.passed) ++verdict->passed;
  if (verdict->replications == 1 || std::abs(check.residual) > std::abs(verdict->worst_residual)) {
    verdict->worst_residual = check.residual;
    verdict->standard_error = check.standard_error;
  }
}

std::vector<AuditVerdict> audit_of(std::span<const RunResult> results, std::span<const PricedRun> priced) {
  std::vector<AuditVerdict> verdicts;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const std::int64_t unaccounted = unaccounted_requests(results[i]);
    add_check({"conservation/report", static_cast<double>(unaccounted), 0, unaccounted == 0}, verdicts);
    for (const AuditResult& check : results[i].audit) add_check(check, verdicts);
    const pricing::Money difference = priced[i].recomputed - priced[i].horizon.total;
    const bool is_equal = difference == pricing::Money();
    add_check({"bill_recomputed", difference.to_double(), 0, is_equal}, verdicts);
  }
  for (AuditVerdict& verdict : bracket_verdicts(results)) verdicts.push_back(std::move(verdict));
  return verdicts;
}

/// Returns, if the runs say it, by how many requests each replication had more than its rates bring on average, and by
/// how many its bursts bring more than bursts do on average.
std::vector<std::vector<double>> controls_of(std::span<const RunResult> results) {
  std::vector<double> surplus;
  std::vector<double> surplus_of_bursts;
  for (const RunResult& result : results) {
    const auto expected = result.figures.find("traffic.expected_requests");
    if (expected == result.figures.end()) return {};
    surplus.push_back(static_cast<double>(count_requests(result).offered) - expected->second);
    const auto mean = result.figures.find("traffic.mean_requests");
    surplus_of_bursts.push_back(mean == result.figures.end() ? 0 : expected->second - mean->second);
  }
  return {surplus, surplus_of_bursts};
}

pricing::Bill mean_of_bills(std::vector<PricedRun>& priced, pricing::Bill PricedRun::*which) {
  std::vector<pricing::Bill> bills;
  for (PricedRun& run : priced) bills.push_back(std::move(run.*which));
  return mean_bill(bills);
}

pricing::UsageLedger mean_usage(std::span<const RunResult> results) {
  std::vector<const pricing::UsageLedger*> ledgers;
  for (const RunResult& result : results) ledgers.push_back(&result.ledger);
  return mean_ledger(ledgers);
}

}  // namespace

bool Summary::are_objectives_met() const { return std::ranges::all_of(objectives, &Verdict::is_met); }

bool Summary::is_audit_passed() const { return std::ranges::all_of(audit, &AuditVerdict::is_passed); }

Metrics metrics_of(std::span<const RunResult> results, std::span<const PricedRun> priced, double good_share_of_minute,
                   double confidence, std::size_t group_size) {
  Metrics metrics(confidence, controls_of(results), group_size);
  add_request_metrics(results, good_share_of_minute, metrics);
  add_cost_metrics(results, priced, metrics);
  add_figures(results, metrics);
  add_incident_counts(results, metrics);
  return metrics;
}

Summary summarise(std::span<const RunResult> results, Heading heading, const Terms& terms) {
  require_alike(results);
  std::vector<PricedRun> priced;
  for (const RunResult& result : results) {
    priced.push_back(price_run(result, terms.book, terms.bill_options, heading.month_hours));
  }
  Summary summary;
  summary.fingerprint = fold(results);
  for (const RunResult& result : results) summary.fingerprints.push_back(result.fingerprint);
  summary.horizon_seconds = results.front().horizon_seconds;
  const std::size_t per_input = heading.replications_per_input;
  summary.metrics = metrics_of(results, priced, heading.good_share_of_minute, 0.95, per_input);
  if (per_input > 1) summary.input_uncertainty = input_uncertainty_of(summary.metrics);
  summary.heading = std::move(heading);
  if (!summary.metrics.below({"sampling"}).empty()) summary.heading.fidelity = "sampled";
  summary.losses = losses_by_cause(results);
  summary.root_losses = losses_by_root(results);
  summary.red_spells = red_spells(results.front().losses);
  if (terms.objectives.availability) {
    summary.budget_use = budget_use(results.front(), terms.objectives.availability->value());
  }
  summary.events = results.front().events;
  summary.minute_losses = results.front().losses;
  summary.objectives = judge(terms.objectives, summary.metrics);
  summary.incidents = results.front().incidents;
  summary.audit = audit_of(results, priced);
  summary.timeline = average_timeline(results);
  summary.latency_bands = latency_bands(results);
  if (summary.heading.is_stationary) summary.stationarity = stationarity_of(results);
  summary.mean_usage = mean_usage(results);
  summary.coverable_usage = coverable_usage_of(results);
  summary.mean_bill = mean_of_bills(priced, &PricedRun::horizon);
  summary.mean_month_bill = mean_of_bills(priced, &PricedRun::month);
  summary.uncertain_prices = pricing::uncertain_prices(summary.mean_month_bill, terms.book);
  return summary;
}

}  // namespace fleetcast::scenarios::results
