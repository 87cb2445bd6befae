#include "scenarios/world/busy_stations.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace fleetcast::scenarios::world {

namespace {

constexpr std::size_t most_stations = 3;
constexpr double seconds_per_minute = 60;

/// Returns how much a total grew; totals begin anew when measuring begins.
double growth(double now, double before) { return now < before ? now : now - before; }

}  // namespace

void BusyStations::on(const models::MetricPoint& point) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 2> watched{
      {{"AWS/RDS/CPUUtilization{", "database "}, {"AWS/ElastiCache/EngineCPUUtilization{", "cache "}}};
  for (const auto& [prefix, what] : watched) {
    if (!point.metric.starts_with(prefix)) continue;
    const std::string name = point.metric.substr(prefix.size(), point.metric.size() - prefix.size() - 1);
    metrics_[point.period_end.ticks / sim::minutes(1).ticks].emplace_back(std::string(what) + name, point.value / 100);
  }
}

void BusyStations::sample_service(const std::string& service, Shares& shares) {
  std::map<std::uint32_t, ZoneLoad> zones;
  for (const auto& task : around_.kernel.member_loads(path_.alb->pool(service))) {
    const std::pair key{service, task.key};
    const auto before = before_.find(key);
    const auto [processor, slot] = before == before_.end() ? std::pair(0.0, 0.0) : before->second;
    ZoneLoad& zone = zones[task.zone];
    zone.processors += task.processors;
    zone.slots += task.slots;
    zone.busy_processors += growth(task.busy_processor_seconds, processor) / seconds_per_minute;
    zone.busy_slots += growth(task.busy_slot_seconds, slot) / seconds_per_minute;
    before_[key] = {task.busy_processor_seconds, task.busy_slot_seconds};
  }
  for (const auto& [zone, load] : zones) {
    const double processors = load.processors > 0 ? load.busy_processors / load.processors : 0;
    const double slots = load.slots > 0 ? load.busy_slots / load.slots : 0;
    shares.emplace_back(service + " in " + around_.zones.at(zone), std::min(1.0, std::max(processors, slots)));
  }
}

void BusyStations::sample(sim::Instant begin) {
  begin_ = begin;
  Shares shares;
  if (path_.alb) {
    for (const auto& [service, app] : path_.apps) sample_service(service, shares);
  }
  minutes_.push_back(std::move(shares));
}

std::vector<std::pair<std::string, double>> BusyStations::busiest(std::size_t minute) const {
  Shares shares = minute < minutes_.size() ? minutes_[minute] : Shares{};
  const auto found = metrics_.find(begin_.ticks / sim::minutes(1).ticks + static_cast<std::int64_t>(minute) + 1);
  if (found != metrics_.end()) shares.insert(shares.end(), found->second.begin(), found->second.end());
  std::ranges::stable_sort(shares, [](const auto& a, const auto& b) { return a.second > b.second; });
  shares.resize(std::min(shares.size(), most_stations));
  return shares;
}

}  // namespace fleetcast::scenarios::world
