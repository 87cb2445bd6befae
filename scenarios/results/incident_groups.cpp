#include "scenarios/results/incident_groups.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace fleetcast::scenarios::results {

std::vector<IncidentGroup> group_incidents(std::span<const models::Incident> incidents) {
  constexpr double longest_gap_s = 600;
  std::vector<const models::Incident*> ordered;
  for (const models::Incident& incident : incidents) ordered.push_back(&incident);
  std::ranges::stable_sort(ordered, {}, [](const models::Incident* incident) { return incident->at; });
  std::vector<IncidentGroup> groups;
  std::vector<double> last_begin;
  for (const models::Incident* incident : ordered) {
    const double begin = incident->at.seconds();
    const double end = begin + incident->duration.seconds();
    std::size_t group = groups.size();
    for (std::size_t i = 0; i < groups.size(); ++i) {
      if (groups[i].kind == incident->kind && begin - last_begin[i] <= longest_gap_s) group = i;
    }
    if (group == groups.size()) {
      groups.push_back({begin, end, incident->kind, incident->cause, incident->effect, 0});
      last_begin.push_back(begin);
    }
    ++groups[group].count;
    groups[group].last_second = std::max(groups[group].last_second, end);
    last_begin[group] = begin;
  }
  return groups;
}

std::vector<IncidentGroup> group_by_cause(std::span<const models::Incident> incidents) {
  std::map<std::pair<std::string, std::string>, IncidentGroup> by_cause;
  for (const models::Incident& incident : incidents) {
    const double begin = incident.at.seconds();
    const double end = begin + incident.duration.seconds();
    const IncidentGroup first{begin, end, incident.kind, incident.cause, incident.effect, 0};
    IncidentGroup& group = by_cause.try_emplace({incident.kind, incident.cause}, first).first->second;
    if (begin < group.first_second) group.first_second = begin, group.effect = incident.effect;
    group.last_second = std::max(group.last_second, end);
    ++group.count;
  }
  std::vector<IncidentGroup> groups;
  for (auto& [key, group] : by_cause) groups.push_back(std::move(group));
  std::ranges::stable_sort(groups, {}, [](const IncidentGroup& group) {
    return std::pair(group.count, group.first_second);
  });
  return groups;
}

}  // namespace fleetcast::scenarios::results
