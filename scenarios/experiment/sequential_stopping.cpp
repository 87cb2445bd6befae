#include "scenarios/experiment/sequential_stopping.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "scenarios/experiment/report.hpp"
#include "scenarios/results/cost_metrics.hpp"

namespace fleetcast::scenarios::experiment {
namespace {

// Below this, intervals from replications that stop by chance fall short of their confidence (Law, 2015, section 9.4).
constexpr std::uint64_t least_replications = 20;

}  // namespace

SequentialRuns run_to_precision(const Scenario& scenario, const pricing::PriceBook& book,
                                const ExperimentOptions& options) {
  if (!scenario.precision) throw std::logic_error("experiment: the scenario asks for no precision");
  const auto most = static_cast<std::uint64_t>(scenario.precision->max_replications.count());
  const std::vector<results::PrecisionOfEstimate> asked = results::precision_asked(*scenario.precision);
  const pricing::BillOptions bill_options = bill_options_of(scenario, book);
  const double good_share = results::Heading().good_share_of_minute;
  SequentialRuns found;
  std::vector<results::PricedRun> priced;
  std::uint64_t next = std::max(least_replications, static_cast<std::uint64_t>(scenario.replications.count()));
  while (true) {
    const std::uint64_t done = found.runs.size();
    ExperimentOptions stage = options;
    if (options.progress) {
      stage.progress = [&](std::size_t now, std::size_t) { options.progress(done + now, next); };
    }
    std::vector<results::RunResult> more = run_replications(scenario, book, stage, done, next);
    for (const results::RunResult& run : more) {
      priced.push_back(results::price_run(run, book, bill_options, scenario.pricing.month_hours.count()));
    }
    std::ranges::move(more, std::back_inserter(found.runs));
    const results::Metrics metrics =
        results::metrics_of(found.runs, priced, good_share, results::confidence_of_each(asked.size()));
    found.precision = results::assess_precision(asked, metrics, next, most);
    if (found.precision->is_reached() || next >= most) return found;
    next = results::next_checkpoint(next, most);
  }
}

}  // namespace fleetcast::scenarios::experiment
