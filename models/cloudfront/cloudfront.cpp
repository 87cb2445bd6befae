#include "models/cloudfront/cloudfront.hpp"

#include <algorithm>
#include <limits>
#include <span>
#include <stdexcept>

namespace fleetcast::models::cloudfront {

using sim::traffic::CounterId;
using sim::traffic::Kernel;
using sim::traffic::ProgramWriter;
using sim::traffic::StoreId;

namespace {

constexpr std::uint64_t order_base = std::uint64_t{20} << 32;

std::uint32_t whole(const sim::Parameter& value) { return static_cast<std::uint32_t>(value.count()); }

/// TTL rules of CF/Expiration.md.
Duration time_to_live(const CacheBehaviorConfig& config) {
  const double least = config.min_ttl.value();
  const double most = config.max_ttl.value();
  if (most < least) throw std::invalid_argument("cloudfront/cache_behaviors: max_ttl must not be below min_ttl");
  if (!config.origin_max_age) return sim::seconds(std::max(least, config.default_ttl.value()));
  return sim::seconds(std::clamp(config.origin_max_age->value(), least, most));
}

}  // namespace

CloudFront::CloudFront(sim::control::Simulation& simulation, Kernel& kernel, Metering& metering,
                       CloudFrontConfig config, std::string name)
    : simulation_(simulation),
      kernel_(kernel),
      metering_(metering),
      config_(std::move(config)),
      name_(std::move(name)),
      cached_error_(kernel.add_cause("cloudfront_cached_error", true)),
      origin_time_out_(kernel.add_cause("cloudfront_504_origin_time_out", true)) {
  kernel_.mark_unanswered(origin_time_out_);
  if (config_.edge_locations.empty()) {
    for (const char* group : {"east", "central", "south", "west"}) config_.edge_locations[group] = {};
  }
  std::vector<double> weights;
  for (const auto& [location, edge] : config_.edge_locations) {
    edges_.push_back({location, edge, {}, {}, {}});
    weights.push_back(edge.weight.value());
  }
  places_ = kernel_.add_places(weights);
  add_behaviors();
  add_counters();
  add_stores();
}

void CloudFront::add_behaviors() {
  for (const auto& [request_class, config] : config_.cache_behaviors) {
    Behavior behavior;
    behavior.config = config;
    behavior.first_object = objects_;
    if (config.is_cached && config.is_read) {
      behavior.time_to_live = time_to_live(config);
      behavior.popularity = kernel_.add_popularity(whole(config.objects), config.popularity_exponent.value(), objects_);
      behavior.sizes = kernel_.add_sizes(config.object_size, "cloudfront/" + name_ + "/" + request_class + "/size");
      objects_ += whole(config.objects);
    }
    behaviors_[request_class] = behavior;
  }
}

void CloudFront::add_counters() {
  // Knobs and counters of the edge locations lie side by side, in the order of the locations' names.
  const auto one_each = [this](auto add) {
    auto first = add(edges_.front());
    for (std::size_t i = 1; i < edges_.size(); ++i) add(edges_[i]);
    return first;
  };
  const auto add_counter = [this](const Edge&) { return kernel_.add_counter(); };
  first_requests_ = one_each(add_counter);
  first_bytes_ = one_each(add_counter);
  first_uploads_ = one_each(add_counter);
  first_scale_ = one_each([this](const Edge& edge) { return kernel_.add_knob(edge.config.round_trip_scale.value()); });
  failures_ = kernel_.add_counter();
}

void CloudFront::add_stores() {
  if (objects_ == 0) return;
  std::uint64_t all_bytes = 0;
  for (const auto& [request_class, behavior] : behaviors_) {
    if (!behavior.config.is_cached || !behavior.config.is_read) continue;
    for (std::uint32_t i = 0; i < whole(behavior.config.objects); ++i) {
      all_bytes += std::max(1u, kernel_.object_size(behavior.sizes, behavior.first_object + i));
    }
  }
  const auto add = [this, all_bytes](const char* what, double size, std::size_t count) {
    const sim::traffic::StoreConfig config{.name = name_ + "/" + what,
                                           .objects = objects_,
                                           .capacity = static_cast<std::uint64_t>(size),
                                           .total_weight = all_bytes};
    const StoreId first = kernel_.add_store(config);
    for (std::size_t i = 1; i < count; ++i) kernel_.add_store(config);
    tiers_.push_back({first, count > 1});
  };
  // Without a shield each group of edge locations has a regional edge cache of its own.
  add("edge", config_.edge_cache_size.value(), edges_.size());
  add("regional", config_.regional_cache_size.value(), edges_.size());
  if (config_.origin_shield.enabled) add("shield", config_.regional_cache_size.value(), 1);
}

void CloudFront::write(ProgramWriter& writer, const std::string& request_class, const Path& path) {
  const std::string purpose = "cloudfront/" + name_ + "/" + request_class;
  const auto found = behaviors_.find(request_class);
  const bool is_cached = found != behaviors_.end() && found->second.config.is_cached && found->second.config.is_read;
  CacheBehaviorConfig passing;
  passing.is_cached = false;
  const CacheBehaviorConfig& behavior = found == behaviors_.end() ? passing : found->second.config;
  writer.place(places_, purpose + "/edge");
  writer.count_by_place(first_requests_);
  writer.lag_by_place(config_.viewer_round_trip, purpose + "/viewer_round_trip", first_scale_);
  writer.lag(config_.edge_latency, purpose + "/edge_latency");
  const std::uint32_t body = whole(behavior.request_body);
  if (body > 0) writer.count_by_place(first_uploads_, body);
  if (path.inspect) path.inspect();
  if (is_cached) {
    write_cached(writer, found->second, purpose, path.origin);
  } else {
    // Requests that pass by go from the edge to the origin.
    const auto failed = writer.label();
    const auto done = writer.label();
    writer.delay(config_.regional_round_trip, purpose + "/origin_round_trip");
    write_fetch(writer, behavior, purpose, path.origin, failed);
    writer.jump(done);
    writer.place_label(failed);
    writer.count(failures_);
    writer.rethrow();
    writer.place_label(done);
  }
  writer.count_size_by_place(first_bytes_);
}

void CloudFront::write_cached(ProgramWriter& writer, const Behavior& behavior, const std::string& purpose,
                              const std::function<void()>& origin) {
  writer.object(behavior.popularity, purpose + "/object");
  writer.size(behavior.sizes);
  write_tier(writer, behavior, purpose, origin, 0);
}

/// Writes one cache: looks up, fetches from the next one if need be, remembers the copy or the failure.
void CloudFront::write_tier(ProgramWriter& writer, const Behavior& behavior, const std::string& purpose,
                            const std::function<void()>& origin, std::size_t tier) {
  const bool is_last = tier + 1 == tiers_.size();
  const ProgramWriter::LookUp where{tiers_[tier].first, tiers_[tier].is_by_place, behavior.time_to_live.ticks > 0,
                                    cached_error_};
  const auto hit = writer.label();
  const auto failed = writer.label();
  const auto stale = writer.label();
  writer.look_up(where, hit);
  const std::string leg = purpose + "/tier" + std::to_string(tier);
  if (is_last) {
    writer.delay(config_.origin_round_trip, leg + "/round_trip");
    write_fetch(writer, behavior.config, purpose, origin, failed);
    // The application may have set a size of its own; what the viewer gets is the object.
    writer.size(behavior.sizes);
  } else {
    writer.attempt({}, failed);
    writer.delay(config_.regional_round_trip, leg + "/round_trip");
    write_tier(writer, behavior, purpose, origin, tier + 1);
    writer.end_attempt();
  }
  const Duration shortest{1};
  std::optional<ProgramWriter::LookUp> source;
  if (!is_last) source = {.store = tiers_[tier + 1].first, .is_by_place = tiers_[tier + 1].is_by_place};
  writer.fill(where, true, std::max(behavior.time_to_live, shortest), source);
  writer.jump(hit);
  writer.place_label(failed);
  // A copy that has gone stale is good for as long as the error would be remembered.
  if (config_.error_caching_min_ttl.value() > 0) writer.fill_error(where, config_.error_caching_min_ttl.duration());
  if (behavior.config.min_ttl.value() > 0) writer.serve_stale(where, stale);
  if (tier == 0) writer.count(failures_);
  writer.rethrow();
  writer.place_label(stale);
  if (where.collapses) writer.release();
  writer.place_label(hit);
}

void CloudFront::write_fetch(ProgramWriter& writer, const CacheBehaviorConfig& behavior, const std::string& purpose,
                             const std::function<void()>& origin, std::optional<ProgramWriter::Label> on_error) {
  writer.attempt({.time_out = config_.origin_read_timeout.duration(),
                  .max_attempts = behavior.is_read ? whole(config_.connection_attempts) : 1,
                  .time_out_cause = origin_time_out_,
                  .retries_unanswered_only = true,
                  .purpose = purpose + "/origin_retry"},
                 on_error);
  origin();
  writer.end_attempt();
}

void CloudFront::prefill(const std::map<std::string, double>& rates) {
  if (tiers_.empty()) return;
  double weight_sum = 0;
  for (const Edge& edge : edges_) weight_sum += edge.config.weight.value();
  // What all edges together are asked for; each has its share of it.
  std::vector<sim::traffic::ObjectDemand> everywhere(objects_);
  for (const auto& [request_class, behavior] : behaviors_) {
    const auto rate = rates.find(request_class);
    if (!behavior.config.is_cached || !behavior.config.is_read || rate == rates.end()) continue;
    std::uint32_t object = behavior.first_object;
    for (const double probability : kernel_.zipf(behavior.popularity).drawn_probabilities()) {
      everywhere[object] = {rate->second * probability,
                            static_cast<double>(kernel_.object_size(behavior.sizes, object))};
      ++object;
    }
  }
  std::vector<sim::traffic::ObjectDemand> at_shield(objects_);
  for (std::uint32_t place = 0; place < edges_.size(); ++place) {
    const double share = edges_[place].config.weight.value() / weight_sum;
    std::vector<sim::traffic::ObjectDemand> demands = everywhere;
    for (sim::traffic::ObjectDemand& demand : demands) demand.rate *= share;
    fill_tier(tiers_[0], place, config_.edge_cache_size.value(), demands);
    fill_tier(tiers_[1], place, config_.regional_cache_size.value(), demands);
    for (std::uint32_t i = 0; i < objects_; ++i)
      at_shield[i] = {at_shield[i].rate + demands[i].rate, demands[i].weight};
  }
  for (std::size_t tier = 0; tier + 1 < tiers_.size(); ++tier) {
    for (std::uint32_t place = 0; place < edges_.size(); ++place) {
      const std::uint32_t behind = tiers_[tier + 1].first.value + (tiers_[tier + 1].is_by_place ? place : 0);
      kernel_.store(StoreId{tiers_[tier].first.value + place}).set_behind(kernel_.store(StoreId{behind}));
    }
  }
  if (tiers_.size() > 2) fill_tier(tiers_[2], 0, config_.regional_cache_size.value(), at_shield);
}

/// Fills one store and leaves in `demands` what it passes on to the next.
void CloudFront::fill_tier(const Tier& tier, std::uint32_t place, double capacity,
                           std::vector<sim::traffic::ObjectDemand>& demands) {
  const StoreId store{tier.first.value + (tier.is_by_place ? place : 0)};
  const double characteristic = sim::traffic::characteristic_time(demands, capacity);
  for (const auto& [request_class, behavior] : behaviors_) {
    if (!behavior.config.is_cached || !behavior.config.is_read) continue;
    const std::uint32_t count = whole(behavior.config.objects);
    const auto own = std::span(demands).subspan(behavior.first_object, count);
    const double time_to_live = behavior.time_to_live.seconds();
    sim::traffic::place_steady_copies(
        kernel_.store(store), own, behavior.first_object, characteristic, time_to_live,
        kernel_.stream("cloudfront/" + name_ + "/prefill/" + std::to_string(store.value) + "/" + request_class),
        kernel_.now());
    const bool is_behind_edge = tier.is_by_place && tier.first != tiers_[0].first;
    sim::traffic::remember_demand(kernel_.store(store), own, behavior.first_object, time_to_live, is_behind_edge);
    for (sim::traffic::ObjectDemand& demand : own) {
      demand.rate *= 1 - sim::traffic::hit_probability(demand.rate, characteristic, time_to_live);
    }
  }
}

void CloudFront::start() {
  const Duration minute = sim::minutes(1);
  simulation_.every(minute, simulation_.now() + minute, order_base, [this] { publish_minute(); });
}

void CloudFront::publish_minute() {
  const Instant now = simulation_.now();
  kernel_.advance_to(now);
  std::uint64_t all = 0;
  for (std::uint32_t i = 0; i < edges_.size(); ++i) all += kernel_.counter(CounterId{first_requests_.value + i});
  std::uint64_t errors = kernel_.counter(failures_);
  const CloudFrontFigures caches = figures();
  errors += caches.errors_served;
  const auto requests = static_cast<double>(minute_requests_.take(kernel_, all));
  const auto failed = static_cast<double>(minute_failures_.take(kernel_, errors));
  if (requests == 0) return;
  metric_points.send({"AWS/CloudFront/Requests{" + name_ + "}", now, requests});
  metric_points.send({"AWS/CloudFront/5xxErrorRate{" + name_ + "}", now, 100 * failed / requests});
}

void CloudFront::settle(Instant now) {
  kernel_.advance_to(now);
  // What came up to a full hour belongs to the hour before.
  const Instant at = now - Duration{1};
  std::uint64_t requests_of_all = 0;
  for (std::uint32_t i = 0; i < edges_.size(); ++i) {
    Edge& edge = edges_[i];
    const auto meter = [&](std::string_view what, CounterId first, sim::traffic::Growth<std::uint64_t>& growth) {
      const std::uint64_t amount = growth.take(kernel_, kernel_.counter(CounterId{first.value + i}));
      auto key = metering_.key(what);
      key.pool = edge.config.price_region;
      key.service = name_;
      metering_.add_at(key, at, static_cast<std::int64_t>(amount));
      return amount;
    };
    requests_of_all += meter(pricing::meter::cloudfront_https_requests, first_requests_, edge.requests);
    meter(pricing::meter::cloudfront_out_bytes, first_bytes_, edge.bytes);
    meter(pricing::meter::cloudfront_origin_upload_bytes, first_uploads_, edge.uploads);
  }
  const std::int64_t log_bytes = static_cast<std::int64_t>(requests_of_all) * config_.access_log_record.count();
  if (log_bytes > 0) access_logs.send({at, log_bytes});
}

CloudFrontFigures CloudFront::figures() const {
  CloudFrontFigures figures;
  if (tiers_.empty()) return figures;
  const auto measures = [this](std::size_t tier, std::uint32_t place) -> const sim::traffic::StoreMeasures& {
    return kernel_.store(StoreId{tiers_[tier].first.value + (tiers_[tier].is_by_place ? place : 0)}).measures();
  };
  for (std::uint32_t place = 0; place < edges_.size(); ++place) {
    const auto& edge = measures(0, place);
    const auto& regional = measures(1, place);
    figures.edge_hits += edge.hits;
    figures.edge_misses += edge.misses;
    figures.edge_collapsed += edge.collapsed;
    figures.stale_served += edge.stale_served + regional.stale_served;
    figures.errors_served += edge.errors_served;
    figures.regional_hits += regional.hits;
    figures.regional_misses += regional.misses;
  }
  return figures;
}

}  // namespace fleetcast::models::cloudfront
