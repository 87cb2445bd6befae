#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scenarios/documents/problems.hpp"
#include "scenarios/experiment/figures.hpp"
#include "scenarios/regression/suite.hpp"

namespace fleetcast::scenarios::regression {

/// Returns a figure of one replication, or nothing where it has none; a part of the bill that is absent is zero.
[[nodiscard]] std::optional<double> figure_of(const experiment::Figures& figures, const std::string& metric);

/// Returns a metric by replication; every one must have it.
[[nodiscard]] std::vector<double> values_of(std::span<const experiment::Figures> runs, const std::string& metric);

/// Adds a problem for each metric that some replication of a scenario does not have.
void require_metrics(std::span<const MetricRule> rules, const std::string& scenario,
                     std::span<const experiment::Figures> runs, documents::Problems& problems);

}  // namespace fleetcast::scenarios::regression
