#include "scenarios/experiment/figures.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "pricing/ledger_io.hpp"
#include "scenarios/experiment/report.hpp"
#include "scenarios/results/cost_metrics.hpp"
#include "scenarios/results/summary.hpp"
#include "sim/replication/worker_pool.hpp"

namespace fleetcast::scenarios::experiment {
namespace {

using nlohmann::json;
using sim::replication::Job;
using sim::replication::Outcome;

std::string to_bytes(const json& answer) {
  std::string bytes;
  json::to_cbor(answer, bytes);
  return bytes;
}

json figures_of(const Scenario& scenario, const pricing::PriceBook& book, const results::RunResult& run) {
  const results::PricedRun priced =
      results::price_run(run, book, bill_options_of(scenario, book), scenario.pricing.month_hours.count());
  const results::Metrics metrics =
      results::metrics_of({&run, 1}, {&priced, 1}, results::Heading().good_share_of_minute);
  json answer = {{"fingerprint", run.fingerprint},
                 {"audit", priced.recomputed == priced.horizon.total &&
                               std::ranges::all_of(run.audit, &results::AuditResult::passed)},
                 {"metrics", json::object()}};
  for (const results::Metric& metric : metrics.all()) {
    if (metric.replications.size() == 1) answer["metrics"][metric.name()] = metric.replications.front();
  }
  return answer;
}

std::string answer(const FiguresJob& job) {
  const Attempt attempt = attempt_replication(*job.scenario, *job.book, job.replication);
  if (!attempt.result) return to_bytes({{"problem", attempt.problem}});
  json figures = figures_of(*job.scenario, *job.book, *attempt.result);
  if (job.is_usage_wanted) {
    std::ostringstream usage;
    pricing::write_usage(usage, {attempt.result->ledger, {}});
    figures["usage"] = usage.str();
  }
  return to_bytes(figures);
}

FiguresOutcome outcome_of(const std::string& bytes) {
  const json answer = json::from_cbor(bytes);
  if (answer.contains("problem")) return {std::nullopt, answer.at("problem").get<std::string>()};
  Figures figures{answer.at("fingerprint").get<std::string>(), answer.at("audit").get<bool>(), {}};
  for (const auto& [name, value] : answer.at("metrics").items()) figures.metrics[name] = value.get<double>();
  if (const auto usage = answer.find("usage"); usage != answer.end()) {
    figures.usage = pricing::parse_usage(usage->get<std::string>(), "usage of a replication").usage;
  }
  return {std::move(figures), {}};
}

}  // namespace

void add_availability(std::span<const Figures> runs, std::vector<std::string> path, results::Metrics& metrics) {
  std::vector<double> good;
  std::vector<double> counted;
  for (const Figures& run : runs) {
    const auto ratio = run.metrics.find("availability.ratio");
    if (ratio == run.metrics.end()) return;
    good.push_back(run.metrics.at("requests.good"));
    const double bad = run.metrics.at("requests.late") + run.metrics.at("requests.failed");
    counted.push_back(good.back() + bad);
  }
  metrics.add_availability(std::move(path), good, counted);
}

std::vector<FiguresOutcome> run_figures(std::span<const FiguresJob> jobs, const ExperimentOptions& options,
                                        const std::function<void(std::size_t, const FiguresOutcome&)>& on_done) {
  sim::replication::WorkerPool pool(options.jobs,
                                    [&](const std::string& payload) { return answer(jobs[std::stoull(payload)]); });
  std::vector<Job> work;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const FiguresJob& job = jobs[i];
    work.push_back({i,
                    job.scenario->name + (job.label.empty() ? "" : " with " + job.label) + ", seed " +
                        std::to_string(job.scenario->seed.count()) + ", replication " +
                        std::to_string(job.replication),
                    std::to_string(i)});
  }
  std::vector<FiguresOutcome> found(jobs.size());
  pool.run_all(std::move(work), [&](const Outcome& outcome, std::size_t done, std::size_t total) {
    if (!outcome.result) throw RunFailed("run lost: " + outcome.error);
    found[outcome.id] = outcome_of(*outcome.result);
    if (on_done) on_done(outcome.id, found[outcome.id]);
    if (options.progress) options.progress(done, total);
  });
  return found;
}

}  // namespace fleetcast::scenarios::experiment
