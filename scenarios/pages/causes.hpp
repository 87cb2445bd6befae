#pragma once
#include <string>

#include "scenarios/results/summary.hpp"

// What befell a run and why requests failed, as tables and lists of HTML. Each may be empty.
namespace fleetcast::scenarios::pages {

/// Returns incidents of the first replication, those of one kind that followed one another closely as one.
[[nodiscard]] std::string incident_table(const results::Summary& summary);

/// Returns what clients saw of failures, the events at their roots, and the chains of causes of noteworthy red minutes.
[[nodiscard]] std::string failures(const results::Summary& summary);

/// Returns the calendar of a run of two days or more, nothing of a shorter one.
[[nodiscard]] std::string calendar_table(const results::Summary& summary);

}  // namespace fleetcast::scenarios::pages
