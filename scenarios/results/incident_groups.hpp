#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "models/messages.hpp"

namespace fleetcast::scenarios::results {

/// Stands for incidents of one kind that followed one another closely.
struct IncidentGroup {
  double first_second = 0;  ///< of the measured span
  double last_second = 0;   ///< when the last one had ended
  std::string kind;
  std::string cause;   ///< of the first
  std::string effect;  ///< of the first
  std::size_t count = 0;
};

/// Groups incidents, ordered by time, whose kind is the same and which begin within ten minutes of the one before.
[[nodiscard]] std::vector<IncidentGroup> group_incidents(std::span<const models::Incident> incidents);

/// Groups all incidents of one kind and cause, the rarest first: a long run in few lines.
[[nodiscard]] std::vector<IncidentGroup> group_by_cause(std::span<const models::Incident> incidents);

}  // namespace fleetcast::scenarios::results
