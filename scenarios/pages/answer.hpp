#pragma once
#include <string>

#include "scenarios/results/summary.hpp"

// What stands at the top of a run's report.
namespace fleetcast::scenarios::pages {

/// Says in a sentence or two whether the objectives are met and what that costs; plain text.
[[nodiscard]] std::string run_verdict(const results::Summary& summary);

/// Returns the headline figures with their intervals, as HTML.
[[nodiscard]] std::string answer_cards(const results::Summary& summary);

/// Returns each objective as a gauge, as HTML: how much of its limit the estimate takes, with its interval.
[[nodiscard]] std::string objective_gauges(const results::Summary& summary);

/// Returns how much of an objective's limit a value takes: 1 is the limit itself, less is better. For a lower limit on
/// a share it is the missing part that counts: 99.9 % where 99.95 % are asked for takes twice the limit.
[[nodiscard]] double share_of_limit(const results::Verdict& verdict, double value);

}  // namespace fleetcast::scenarios::pages
