#include "scenarios/experiment/sequential_stopping.hpp"

#include <algorithm>
#include <stdexcept>

#include "scenarios/experiment/report.hpp"

namespace fleetcast::scenarios::experiment {
namespace {

// Below this, intervals from replications that stop by chance fall short of their confidence (Law, 2015, section 9.4).
constexpr std::uint64_t least_replications = 20;

const results::PrecisionConfig& precision_of(const Scenario& scenario) {
  if (!scenario.precision) throw std::logic_error("experiment: the scenario asks for no precision");
  return *scenario.precision;
}

}  // namespace

SequentialStopping::SequentialStopping(const Scenario& scenario, const pricing::PriceBook& book)
    : book_(book),
      bill_options_(bill_options_of(scenario, book)),
      month_hours_(scenario.pricing.month_hours.count()),
      most_(static_cast<std::uint64_t>(precision_of(scenario).max_replications.count())),
      asked_(results::precision_asked(precision_of(scenario))),
      checkpoint_(std::max(least_replications, static_cast<std::uint64_t>(scenario.replications.count()))) {}

std::optional<results::PrecisionReport> SequentialStopping::look(std::span<const results::RunResult> runs) {
  if (runs.size() != checkpoint_) throw std::logic_error("experiment: a look at replications between checkpoints");
  for (const results::RunResult& run : runs.subspan(priced_.size())) {
    priced_.push_back(results::price_run(run, book_, bill_options_, month_hours_));
  }
  const results::Metrics metrics = results::metrics_of(runs, priced_, results::Heading().good_share_of_minute,
                                                       results::confidence_of_each(asked_.size()));
  results::PrecisionReport report = results::assess_precision(asked_, metrics, checkpoint_, most_);
  if (report.is_reached() || checkpoint_ >= most_) return report;
  checkpoint_ = results::next_checkpoint(checkpoint_, most_);
  return std::nullopt;
}

}  // namespace fleetcast::scenarios::experiment
