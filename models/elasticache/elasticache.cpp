#include "models/elasticache/elasticache.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include "sim/traffic/steady_copies.hpp"

namespace fleetcast::models::elasticache {

using sim::traffic::Kernel;
using sim::traffic::ProgramWriter;

namespace {

constexpr std::uint64_t order_base = std::uint64_t{23} << 32;

std::uint32_t whole(const sim::Parameter& value) { return static_cast<std::uint32_t>(value.count()); }

}  // namespace

ElastiCache::ElastiCache(sim::control::Simulation& simulation, Kernel& kernel, const sim::chance::Chance& chance,
                         Metering& metering, ElastiCacheConfig config, std::string name, ZoneIndex zone_count)
    : simulation_(simulation),
      kernel_(kernel),
      chance_(chance),
      metering_(metering),
      config_(std::move(config)),
      name_(std::move(name)),
      zone_count_(zone_count),
      zone_is_down_(zone_count),
      hour_flows_(std::size_t{zone_count} * zone_count) {
  causes_ = {.refused = kernel_.add_cause(name_ + "_cache_refused", true),
             .unreachable = kernel_.add_cause(name_ + "_cache_unreachable", true),
             .time_out = kernel_.add_cause(name_ + "_cache_time_out", true),
             .too_many_connections = kernel_.add_cause(name_ + "_cache_too_many_connections", true)};
  const std::uint32_t shards = whole(config_.num_node_groups);
  const double usable = config_.maxmemory.value() * (1 - config_.reserved_memory_percent.value() / 100) * shards;
  capacity_ = static_cast<std::uint64_t>(
      std::max(1.0, usable / (config_.keys.value_size.value() + config_.keys.key_overhead.value())));
  sim::traffic::StoreConfig store{
      .name = name_, .objects = whole(config_.keys.objects), .capacity = capacity_, .parts = shards};
  store.total_weight = store.objects;
  if (config_.keys.time_to_live) store.time_to_live = config_.keys.time_to_live->duration().ticks;
  store_ = kernel_.add_store(store);
  popularity_ = kernel_.add_popularity(whole(config_.keys.objects), config_.keys.popularity_exponent.value());
  connections_gate_ = kernel_.add_gate({.name = name_ + "/connections", .cause = causes_.too_many_connections});
  flow_ = kernel_.add_flow();
  unavailable_ = kernel_.add_counter();
  pool_ = kernel_.add_pool({.name = name_,
                            .algorithm = sim::traffic::Algorithm::by_object,
                            .no_member = causes_.refused,
                            .refused = causes_.refused,
                            .unreachable = causes_.unreachable,
                            .connect_time_out = config_.command_timeout.duration(),
                            .answer_time_out = config_.command_timeout.duration(),
                            .purpose = "elasticache/" + name_});
  for (std::uint32_t i = 0; i < shards; ++i) {
    Shard& shard = shards_.emplace_back();
    // Nodes of a shard lie in different zones; primaries are spread evenly.
    for (std::uint32_t node = 0; node <= whole(config_.replicas_per_node_group); ++node) {
      shard.nodes.push_back({(i + node) % zone_count_, true});
    }
    shard.member = kernel_.add_member(pool_, {.key = i,
                                              .zone = shard.nodes[0].zone,
                                              .speed = config_.node_speed.value(),
                                              .discipline = sim::traffic::Discipline::first_come});
  }
}

/// Writes one command to the node that keeps the request's object; without an answer it goes to `unavailable`.
void ElastiCache::write_command(ProgramWriter& writer, const std::string& purpose, ProgramWriter::Label unavailable) {
  const std::string path = "elasticache/" + name_ + "/" + purpose;
  writer.object(popularity_, path + "/key");
  writer.attempt(
      {.time_out = config_.command_timeout.duration(), .time_out_cause = causes_.time_out, .cancels_work = true},
      unavailable);
  writer.admit(connections_gate_, path + "/connection");
  writer.balance(pool_, path + "/shard");
  writer.travel(path + "/network", causes_.unreachable, config_.command_timeout.duration());
  writer.connect(path + "/connect");
  writer.enter_member(config_.command_time, path + "/command", causes_.refused);
  // A hit brings the value, a miss is followed by storing it: either way it crosses once.
  writer.flow(flow_, whole(config_.request_size) + whole(config_.keys.value_size), false);
  writer.leave();
  writer.end_attempt();
}

void ElastiCache::write_read(ProgramWriter& writer, const std::string& purpose, const std::function<void()>& on_miss) {
  const ProgramWriter::LookUp where{
      .store = store_, .collapses = config_.single_flight, .error = causes_.refused, .is_filled_by_caller = true};
  const auto unavailable = writer.label();
  const auto hit = writer.label();
  write_command(writer, purpose, unavailable);
  writer.look_up(where, hit);
  on_miss();
  writer.fill(where, false);
  writer.jump(hit);
  writer.place_label(unavailable);
  writer.count(unavailable_);
  on_miss();
  writer.place_label(hit);
}

void ElastiCache::write_invalidate(ProgramWriter& writer, const std::string& purpose) {
  const auto unavailable = writer.label();
  const auto done = writer.label();
  write_command(writer, purpose, unavailable);
  writer.invalidate({.store = store_});
  writer.jump(done);
  writer.place_label(unavailable);
  writer.count(unavailable_);
  writer.place_label(done);
}

void ElastiCache::write_put(ProgramWriter& writer, const std::string& purpose) {
  const auto unavailable = writer.label();
  const auto done = writer.label();
  write_command(writer, purpose, unavailable);
  writer.fill({.store = store_}, false);
  writer.jump(done);
  writer.place_label(unavailable);
  writer.count(unavailable_);
  writer.rethrow();
  writer.place_label(done);
}

void ElastiCache::prefill(double reads_per_second) {
  std::vector<sim::traffic::ObjectDemand> demands;
  demands.reserve(kernel_.zipf(popularity_).objects());
  for (const double probability : kernel_.zipf(popularity_).drawn_probabilities()) {
    demands.push_back({.rate = reads_per_second * probability});
  }
  const double time_to_live =
      config_.keys.time_to_live ? config_.keys.time_to_live->value() : std::numeric_limits<double>::infinity();
  sim::traffic::place_steady_copies(kernel_.store(store_), demands, 0,
                                    sim::traffic::characteristic_time(demands, static_cast<double>(capacity_)),
                                    time_to_live, chance_.stream("elasticache/" + name_ + "/prefill"), kernel_.now());
  sim::traffic::remember_demand(kernel_.store(store_), demands, 0, time_to_live);
}

std::uint64_t ElastiCache::order(std::size_t shard) const {
  return order_base + (sim::chance::hash_of_name(name_) & 0xFFFF) * 1024 + shard + 1;
}

double ElastiCache::draw(const sim::chance::Distribution& distribution, std::string_view purpose, std::size_t entity,
                         std::uint64_t draw_number) {
  const auto stream = chance_.stream("elasticache/" + name_ + "/" + std::string(purpose));
  return distribution.quantile(sim::chance::uniform(stream, entity, draw_number));
}

void ElastiCache::on(const ZoneChanged& change) {
  catch_up();
  const bool goes_down = change.condition == ZoneCondition::down;
  if (zone_is_down_.at(change.zone) == goes_down) return;
  zone_is_down_[change.zone] = goes_down;
  const auto stream = chance_.stream("elasticache/" + name_ + "/lost_with_zone");
  if (goes_down) ++zone_losses_;
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    Shard& shard = shards_[i];
    for (std::size_t n = 0; n < shard.nodes.size(); ++n) {
      if (shard.nodes[n].zone != change.zone) continue;
      if (!goes_down) {
        if (!shard.nodes[n].is_up) replace(i, n);
        continue;
      }
      if (!shard.nodes[n].is_up || sim::chance::uniform(stream, i * 8 + n, zone_losses_) >= change.share_lost) continue;
      shard.nodes[n].is_up = false;
      if (n == shard.primary && !shard.is_failing)
        begin_failover(i, "zone " + metering_.zone(change.zone) + " is down");
    }
  }
}

void ElastiCache::lose_primary(std::size_t index, const std::string& cause) {
  catch_up();
  Shard& shard = shards_.at(index);
  if (shard.is_failing) return;
  shard.nodes[shard.primary].is_up = false;
  const std::size_t lost = shard.primary;
  begin_failover(index, cause);
  replace(index, lost);
}

void ElastiCache::begin_failover(std::size_t index, const std::string& cause) {
  Shard& shard = shards_[index];
  shard.is_failing = true;
  shard.lost_at = simulation_.now();
  kernel_.set_reachability(shard.member, sim::traffic::Reachability::silent);
  const double time = draw(config_.failover_time, "failover_time", index, shard.losses++);
  simulation_.at(simulation_.now() + sim::seconds(time), order(index),
                 [this, index, cause] { end_failover(index, cause); });
}

void ElastiCache::end_failover(std::size_t index, const std::string& cause) {
  catch_up();
  Shard& shard = shards_[index];
  if (!shard.is_failing) return;
  const auto heir = std::find_if(shard.nodes.begin(), shard.nodes.end(), [](const Node& node) { return node.is_up; });
  // With no node left the shard waits for one that is built anew, which finds it still failing.
  if (heir == shard.nodes.end()) return;
  shard.primary = static_cast<std::size_t>(heir - shard.nodes.begin());
  shard.is_failing = false;
  kernel_.set_member_zone(shard.member, heir->zone);
  kernel_.set_reachability(shard.member, sim::traffic::Reachability::up);
  ++failovers_;
  incidents.send({shard.lost_at, "failover", cause,
                  "shard " + std::to_string(index) + " of cache " + name_ + " did not answer; a replica took over",
                  simulation_.now() - shard.lost_at});
}

/// Builds a lost node anew, once its zone works again; an empty one if nobody kept the values.
void ElastiCache::replace(std::size_t index, std::size_t node) {
  if (zone_is_down_.at(shards_[index].nodes[node].zone)) return;
  const double time = draw(config_.replacement_time, "replacement_time", index * 8 + node, shards_[index].losses);
  simulation_.at(simulation_.now() + sim::seconds(time), order(index), [this, index, node] {
    catch_up();
    Shard& shard = shards_[index];
    if (shard.nodes[node].is_up || zone_is_down_.at(shard.nodes[node].zone)) return;
    const bool is_cold =
        std::none_of(shard.nodes.begin(), shard.nodes.end(), [](const Node& one) { return one.is_up; });
    shard.nodes[node].is_up = true;
    if (!shard.is_failing || !is_cold) return;
    kernel_.drop_store_part(store_, static_cast<std::uint32_t>(index));
    ++shards_lost_cold_;
    shard.primary = node;
    shard.is_failing = false;
    kernel_.set_member_zone(shard.member, shard.nodes[node].zone);
    kernel_.set_reachability(shard.member, sim::traffic::Reachability::up);
    incidents.send({shard.lost_at, "cache_shard_lost", "no replica was left",
                    "shard " + std::to_string(index) + " of cache " + name_ + " came back empty",
                    simulation_.now() - shard.lost_at});
  });
}

void ElastiCache::on(const ServiceCounts& counts) {
  const auto found = tasks_by_service_.find(counts.service);
  if (found == tasks_by_service_.end() || found->second == counts.running + counts.leaving) return;
  found->second = counts.running + counts.leaving;
  catch_up();
  const auto wanted = static_cast<double>(connections_per_node());
  const double limit = config_.max_connections.value();
  kernel_.set_gate(connections_gate_, 0, 0, wanted > limit ? 1 - limit / wanted : 0);
}

std::int64_t ElastiCache::connections_per_node() const {
  std::int64_t tasks = 0;
  for (const auto& [service, running] : tasks_by_service_) tasks += running;
  return tasks * config_.connections_per_task.count();
}

void ElastiCache::start() {
  const Duration minute = sim::minutes(1);
  simulation_.every(minute, simulation_.now() + minute, order(0) - 1, [this] { publish_minute(); });
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    for (std::size_t n = 0; n < shards_[i].nodes.size(); ++n) plan_hardware_failure(i, n, 0);
  }
}

void ElastiCache::publish_minute() {
  catch_up();
  const Instant now = simulation_.now();
  const auto publish = [&](const char* metric, double value) {
    metric_points.send({"AWS/ElastiCache/" + std::string(metric) + "{" + name_ + "}", now, value});
  };
  const sim::traffic::StoreMeasures& measures = kernel_.store(store_).measures();
  const auto hits = static_cast<double>(minute_hits_.take(kernel_, measures.hits));
  const auto misses = static_cast<double>(minute_misses_.take(kernel_, measures.misses));
  const double busy = minute_busy_.take(kernel_, kernel_.busy_processor_seconds(pool_));
  publish("EngineCPUUtilization", 100 * busy / (60 * static_cast<double>(shards_.size())));
  publish("CurrConnections", static_cast<double>(connections_per_node()));
  publish("DatabaseMemoryUsagePercentage",
          100 * static_cast<double>(kernel_.store(store_).used()) / static_cast<double>(capacity_));
  publish("CurrItems", static_cast<double>(kernel_.store(store_).used()));
  publish("CacheHits", hits);
  publish("CacheMisses", misses);
  publish("Evictions", static_cast<double>(minute_evictions_.take(kernel_, measures.evictions)));
  if (hits + misses > 0) publish("CacheHitRate", 100 * hits / (hits + misses));
}

void ElastiCache::settle(Instant now) {
  kernel_.advance_to(now);
  for (const Shard& shard : shards_) {
    for (const Node& node : shard.nodes) {
      auto hours = metering_.key(pricing::meter::elasticache_node_hours);
      hours.zone = metering_.zone(node.zone);
      hours.service = name_;
      hours.pool = config_.node_type + "/" + config_.engine;
      metering_.add_started_hours(hours, Instant{}, metered_until_, now);
    }
  }
  metered_until_ = now;
  for (ZoneIndex caller = 0; caller < zone_count_; ++caller) {
    for (ZoneIndex node = 0; node < zone_count_; ++node) {
      auto& growth = hour_flows_[std::size_t{caller} * zone_count_ + node];
      const std::uint64_t bytes = growth.take(kernel_, kernel_.flow(flow_, caller, node));
      if (caller == node) continue;
      auto key = metering_.key(pricing::meter::inter_zone_managed_bytes);
      key.zone = metering_.zone(caller);
      key.peer_zone = metering_.zone(node);
      key.service = name_;
      metering_.add_at(key, now - Duration{1}, static_cast<std::int64_t>(bytes));
    }
  }
}

ElastiCacheFigures ElastiCache::figures() const {
  return {kernel_.store(store_).measures(), kernel_.busy_processor_seconds(pool_), kernel_.counter(unavailable_),
          failovers_, hardware_failures_, shards_lost_cold_};
}

}  // namespace fleetcast::models::elasticache
