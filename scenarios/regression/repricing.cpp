#include "scenarios/regression/repricing.hpp"

#include <cmath>

#include "scenarios/experiment/report.hpp"
#include "scenarios/results/cost_metrics.hpp"

namespace fleetcast::scenarios::regression {

using experiment::Figures;

std::vector<Figures> repriced(const Recording& recording, const Scenario& scenario, const pricing::PriceBook& book) {
  const pricing::BillOptions options = experiment::bill_options_of(scenario, book);
  std::vector<Figures> all = recording.replications;
  for (Figures& one : all) {
    results::RunResult run;
    run.horizon_seconds = static_cast<double>(recording.horizon_seconds);
    run.ledger = one.usage;
    // What a cost per request is divided by.
    run.classes.emplace_back().good = static_cast<std::uint64_t>(std::llround(one.metrics.at(good_requests)));
    const results::PricedRun priced = results::price_run(run, book, options, scenario.pricing.month_hours.count());
    results::Metrics metrics;
    results::add_cost_metrics({&run, 1}, {&priced, 1}, metrics);
    for (auto& [name, value] : one.metrics) {
      if (!name.starts_with("cost_usd.")) continue;
      const results::Metric* found = metrics.find(name);
      value = found == nullptr || found->replications.empty() ? 0 : found->replications.front();
    }
  }
  return all;
}

}  // namespace fleetcast::scenarios::regression
