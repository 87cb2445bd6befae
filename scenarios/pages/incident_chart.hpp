#pragma once
#include <string>
#include <vector>

#include "scenarios/pages/figure.hpp"
#include "scenarios/results/incident_groups.hpp"

namespace fleetcast::scenarios::pages {

/// Describes what happened when: one row for each kind of incident.
struct IncidentChart {
  std::string id;
  std::string title;
  double span_seconds = 0;
  std::vector<results::IncidentGroup> groups;  ///< in the order of time
};

/// Returns incidents on the axis of time as a figure: a dot where one begins, a bar for as long as it lasts. The twelve
/// kinds that last longest are drawn, and at most 300 incidents.
[[nodiscard]] Figure incident_figure(const IncidentChart& chart);

/// Writes a name of the program as people do: "zone_outage" as "zone outage", "api.running" as "api running".
[[nodiscard]] std::string words_of_name(const std::string& name);

}  // namespace fleetcast::scenarios::pages
