// The graph itself, and the events at its roots.
#include "scenarios/world/chronicle.hpp"

#include <algorithm>
#include <utility>

#include "scenarios/documents/quantity.hpp"

namespace fleetcast::scenarios::world {

using namespace fleetcast::models;
using results::Harm;

namespace {

constexpr sim::Duration longest_pause = sim::minutes(5);

std::string with_count(const std::string& text, std::int64_t count) {
  const std::size_t at = text.find('%');
  return at == std::string::npos ? text : text.substr(0, at) + std::to_string(count) + text.substr(at + 1);
}

}  // namespace

Chronicle::Chronicle(sim::control::Simulation& simulation, std::vector<std::string> zones)
    : simulation_(simulation), zones_(std::move(zones)), zone_events_(zones_.size()), shifts_(zones_.size()) {}

Chronicle::Position Chronicle::add(Event event) {
  event.at = event.last = now();
  events_.push_back(std::move(event));
  return events_.size() - 1;
}

/// Counts one more of what happened a moment ago for the same cause, or begins a new event.
Chronicle::Position Chronicle::count(const std::string& subject, Event event) {
  const Key key{event.kind, subject, event.cause};
  const auto found = latest_.find(key);
  if (found != latest_.end()) {
    Event& earlier = events_[found->second];
    if (now() - earlier.last <= longest_pause) {
      ++earlier.count;
      earlier.last = now();
      earlier.until = event.until;
      return found->second;
    }
  }
  const Position made = add(std::move(event));
  latest_[key] = made;
  return made;
}

void Chronicle::on(const ZoneChanged& change) {
  Cause& current = zone_events_.at(change.zone);
  if (current) close(*current);
  current.reset();
  const std::string& zone = zones_[change.zone];
  if (change.condition == ZoneCondition::gray) {
    current = add({.kind = "gray_zone", .text = "zone " + zone + " is gray", .harm = Harm::path});
  } else if (change.condition == ZoneCondition::down) {
    const auto percent = static_cast<int>(change.share_lost * 100 + 0.5);
    const std::string extent = percent == 100 ? "lost" : "lost to " + std::to_string(percent) + " %";
    current = add({.kind = "zone_outage", .text = "zone " + zone + " is " + extent, .harm = Harm::path});
  }
}

void Chronicle::on(const ZoneShifted& shift) {
  Cause& current = shifts_.at(shift.zone);
  if (current) close(*current);
  current.reset();
  if (!shift.is_away) return;
  current = add({.kind = "zonal_shift",
                 .text = "traffic is shifted away from zone " + zones_[shift.zone],
                 .harm = Harm::indirect,
                 .cause = zone_events_[shift.zone]});
}

void Chronicle::on(const ControlPlaneChanged& change) {
  if (control_plane_) close(*control_plane_);
  control_plane_.reset();
  if (change.is_available) return;
  control_plane_ =
      add({.kind = "control_plane_outage", .text = "the control plane is impaired", .harm = Harm::indirect});
}

void Chronicle::on(const PoolReclaimed& reclaim) {
  const std::string where = reclaim.pool.instance_type + " in " + zones_.at(reclaim.pool.zone);
  const Position event = add({.until = now(), .kind = "spot_reclaim", .text = "spot reclaim of " + where});
  reclaims_[reclaim.pool] = {event, now() + reclaim.spread};
}

void Chronicle::note_loss(const std::string& kind, const std::string& text) {
  scripted_[kind] = add({.kind = kind, .text = text, .harm = Harm::path});
}

void Chronicle::note_flash_crowd(sim::Instant at, sim::Instant until, double multiplier) {
  const std::string text = "flash crowd of " + documents::format_number(multiplier) + " times the traffic";
  const Position event = add({.until = until, .kind = "flash_crowd", .text = text, .harm = Harm::indirect});
  events_[event].at = at;
}

void Chronicle::on(const Incident& incident) {
  if (incident.kind != "failover" && incident.kind != "cache_shard_lost") return;
  Event event{.until = now(), .kind = incident.kind, .text = incident.effect, .harm = Harm::path,
              .cause = cause_of_failover(incident)};
  const Cause cause = event.cause;
  const Position made = cause ? add(std::move(event))
                              : add({.until = now(), .kind = incident.kind, .text = incident.cause + ": " +
                                     incident.effect, .harm = Harm::path});
  events_[made].at = incident.at;
  // What was announced is over as soon as somebody took over.
  if (cause && std::ranges::any_of(scripted_, [&](const auto& one) { return one.second == *cause; })) close(*cause);
}

Chronicle::Cause Chronicle::cause_of_failover(const Incident& incident) const {
  Cause found;
  for (const auto& [kind, event] : scripted_) {
    if (events_[event].at == incident.at) found = event;
  }
  for (Position i = 0; i < events_.size() && !found; ++i) {
    if (events_[i].kind == "zone_outage" && events_[i].at == incident.at) found = i;
  }
  return found;
}

Chronicle::Cause Chronicle::trouble_in(ZoneIndex zone) const { return zone_events_.at(zone); }

Chronicle::Cause Chronicle::any_lost_zone() const {
  for (const Cause& event : zone_events_) {
    if (event && events_[*event].kind == "zone_outage") return event;
  }
  return std::nullopt;
}

void Chronicle::settle(const HealthyTargets& healthy_targets) {
  for (auto& [service, open] : open_losses_) {
    if (open.empty()) continue;
    const ServiceCounts& counts = counts_[service];
    const std::optional<std::int64_t> healthy = healthy_targets(service);
    if (counts.running < counts.desired || (healthy && *healthy < counts.running)) continue;
    for (const Position event : open) close(event);
    open.clear();
  }
}

std::vector<results::CausalEvent> Chronicle::events(sim::Instant begin) const {
  std::vector<results::CausalEvent> made;
  for (const Event& event : events_) {
    const std::string& text = event.count > 1 && !event.plural.empty() ? event.plural : event.text;
    const sim::Instant until = event.until.value_or(simulation_.now());
    made.push_back({(event.at - begin).seconds(), (until - begin).seconds(), event.kind,
                    with_count(text, event.count), event.harm, event.cause});
  }
  return made;
}

}  // namespace fleetcast::scenarios::world
