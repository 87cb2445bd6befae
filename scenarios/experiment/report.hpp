#pragma once
#include <map>
#include <set>
#include <span>
#include <string>

#include "scenarios/experiment/scenario_file.hpp"
#include "scenarios/results/run_result.hpp"
#include "scenarios/results/summary.hpp"

namespace fleetcast::scenarios::experiment {

/// Returns how the bill of a scenario differs from the price book; throws documents::InvalidDocument for discounts and
/// commitments that cannot be.
[[nodiscard]] pricing::BillOptions bill_options_of(const Scenario& scenario, const pricing::PriceBook& book);

/// Sums up the replications of a scenario, given in their order; throws pricing::MissingPrice and what summarise does.
[[nodiscard]] results::Summary summary_of(const ScenarioFile& file, const pricing::PriceBook& book,
                                          std::span<const results::RunResult> runs, const std::string& program_version);

/// Names the files of a report.
[[nodiscard]] std::set<std::string> report_names();

/// Returns the files of a report by name: result.json, bill.csv (of the horizon), bill_month.csv (of the normalised
/// month), timeline.csv, report.html.
[[nodiscard]] std::map<std::string, std::string> report_files(const results::Summary& summary);

}  // namespace fleetcast::scenarios::experiment
