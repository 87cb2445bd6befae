#include "scenarios/experiment/report.hpp"

#include <cmath>
#include <sstream>

#include "pricing/focus/focus_csv.hpp"
#include "scenarios/documents/leaves.hpp"
#include "scenarios/experiment/spot_prices.hpp"
#include "scenarios/pages/run_page.hpp"
#include "scenarios/prices/contract.hpp"
#include "scenarios/results/result_json.hpp"
#include "scenarios/world/start.hpp"

namespace fleetcast::scenarios::experiment {
namespace {

results::Heading heading_of(const ScenarioFile& file, const std::string& program_version) {
  const Scenario& scenario = file.scenario;
  results::Heading heading;
  heading.scenario_name = scenario.name;
  heading.scenario_digest = file.digest;
  heading.version = program_version;
  heading.seed = static_cast<std::uint64_t>(scenario.seed.count());
  heading.start_utc_seconds = world::start_of(scenario);
  heading.pre_roll_seconds = scenario.pre_roll.value();
  heading.is_stationary = scenario.is_stationary;
  heading.month_hours = scenario.pricing.month_hours.count();
  heading.replications_per_input = static_cast<std::size_t>(scenario.uncertainty.replications_per_input.count());
  Scenario copy = scenario;
  for (const documents::Assumption& one : documents::find_assumptions(*scenario_kind().shape, &copy)) {
    heading.assumptions.push_back({one.pointer, one.value, one.source});
  }
  return heading;
}

std::string bill_csv(const pricing::Bill& bill, const results::Summary& summary) {
  std::ostringstream text;
  const pricing::focus::Forecast forecast{static_cast<std::int64_t>(summary.fingerprints.size())};
  pricing::focus::write_focus_csv(text, bill, forecast);
  return text.str();
}

}  // namespace

pricing::BillOptions bill_options_of(const Scenario& scenario, const pricing::PriceBook& book) {
  pricing::BillOptions options;
  options.has_free_allowances = scenario.pricing.has_free_allowances;
  for (const auto& [pool, price] : scenario.pricing.spot_usd_per_hour) {
    const std::size_t slash = pool.find('/');
    const std::string zone = slash == std::string::npos ? std::string() : pool.substr(slash + 1);
    options.spot_usd_per_hour[{pool.substr(0, slash), zone}] = pricing::Money::parse(price);
  }
  options.hourly_spot_prices = spot_prices_of(scenario);
  documents::Problems problems;
  options.discounts = prices::to_discounts(scenario.pricing.discounts, "/pricing/discounts", problems);
  options.commitments = prices::to_commitments(scenario.pricing.commitments, "/pricing/commitments", scenario.account,
                                               book, problems);
  problems.throw_if_any(scenario.name);
  if (!options.commitments.empty()) {
    const std::int64_t first = world::start_of(scenario) / 3600;
    options.period = pricing::BilledPeriod{first, first + std::llround(scenario.horizon.value()) / 3600};
  }
  return options;
}

results::Summary summary_of(const ScenarioFile& file, const pricing::PriceBook& book,
                            std::span<const results::RunResult> runs, const std::string& program_version) {
  return results::summarise(runs, heading_of(file, program_version),
                            {book, bill_options_of(file.scenario, book), file.scenario.objectives});
}

std::set<std::string> report_names() {
  return {"bill.csv", "bill_month.csv", "report.html", "result.json", "timeline.csv"};
}

std::map<std::string, std::string> report_files(const results::Summary& summary) {
  return {{"result.json", results::result_json(summary)},
          {"bill.csv", bill_csv(summary.mean_bill, summary)},
          {"bill_month.csv", bill_csv(summary.mean_month_bill, summary)},
          {"timeline.csv", results::timeline_csv(summary.timeline, summary.heading.start_utc_seconds)},
          {"report.html", pages::run_page(summary)}};
}

}  // namespace fleetcast::scenarios::experiment
