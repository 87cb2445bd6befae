#include "models/route53/route53.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

namespace fleetcast::models::route53 {

namespace {

constexpr std::uint64_t order_base = std::uint64_t{610} << 32;
constexpr double steps_per_ttl = 12;
constexpr double steps_per_sticky_time = 30;
/// Below this share nobody is counted as being at an old address any more.
constexpr double negligible_share = 5e-4;
/// Checks at shorter intervals cost extra, as one of the options of a health check.
constexpr double standard_interval = 30;

/// Returns the months since the year 0 of a UTC hour.
std::int64_t month_of(std::int64_t utc_hour) {
  const std::int64_t days = utc_hour / 24;  // hours of a run lie after 1970
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
  return std::int64_t{12} * int{date.year()} + unsigned{date.month()};
}

}  // namespace

double share_at_old_address(const Route53Config& config, Duration elapsed) {
  const double time = elapsed.seconds();
  const double sticky = config.sticky_share.value();
  return (1 - sticky) * std::max(0.0, 1 - time / config.ttl.value()) +
         sticky * std::exp(-time / config.sticky_time.value());
}

double resolver_queries_per_second(const Route53Config& config, double lookups_per_second) {
  // A resolver's cycle is the time to live and the wait for the next lookup after it.
  return lookups_per_second / (1 + lookups_per_second * config.ttl.value() / config.resolvers.value());
}

Route53::Route53(sim::control::Simulation& simulation, sim::chance::Chance& chance, Metering& metering,
                 sim::traffic::Kernel& kernel, Route53Config config, ZoneIndex zone_count,
                 std::vector<ZoneIndex> node_zones)
    : simulation_(simulation),
      metering_(metering),
      kernel_(kernel),
      config_(std::move(config)),
      zone_count_(zone_count),
      lookups_(kernel.add_counter()) {
  if (node_zones.empty()) throw std::invalid_argument("route53: no zone has a load balancer node; name at least one");
  const sim::chance::Stream phases = chance.stream("route53.checker_phase");
  for (const ZoneIndex zone : node_zones) {
    if (zone >= zone_count) throw std::invalid_argument("route53: there is no zone number " + std::to_string(zone));
    Node& node = nodes_.emplace_back();
    node.zone = zone;
    node.health_check = std::make_unique<HealthCheck>(simulation, config_.health_check, phases, zone);
    node.health_check->changed.connect([this](const EndpointHealth& health) { note_health(health); });
  }
  new_shares_ = old_shares_ = wanted_shares();
  entry_zones_ = kernel.add_places(new_shares_);
}

void Route53::write_lookup(sim::traffic::ProgramWriter& writer, std::string_view purpose) {
  const double share = config_.lookup_share.value();
  if (share <= 0) return;
  const std::string name(purpose);
  const auto resolved = writer.label();
  if (share < 1) writer.jump_if(1 - share, resolved, name + "/has_address");
  writer.lag(config_.lookup_time, name + "/lookup_time");
  writer.count(lookups_);
  writer.place_label(resolved);
}

void Route53::write_entry_zone(sim::traffic::ProgramWriter& writer, std::string_view purpose) {
  writer.entry_zone(entry_zones_, std::string(purpose) + "/entry_zone");
}

void Route53::start() {
  simulation_.every(sim::minutes(1), simulation_.now() + sim::minutes(1), order_base + 1,
                    [this] { publish_metrics(); });
}

void Route53::publish_metrics() {
  for (const Node& node : nodes_) {
    const std::string dimension = "{" + metering_.zone(node.zone) + "}";
    const HealthCheck& check = *node.health_check;
    metrics.send({"AWS/Route53/HealthCheckStatus" + dimension, simulation_.now(), check.is_healthy() ? 1.0 : 0.0});
    metrics.send(
        {"AWS/Route53/HealthCheckPercentageHealthy" + dimension, simulation_.now(), 100 * check.share_healthy()});
  }
}

Route53::Node* Route53::find(ZoneIndex zone) {
  const auto found = std::find_if(nodes_.begin(), nodes_.end(), [zone](const Node& node) { return node.zone == zone; });
  return found == nodes_.end() ? nullptr : &*found;
}

bool Route53::is_available(const Node& node) const {
  const bool is_withheld = std::any_of(node.withheld.begin(), node.withheld.end(), [](bool one) { return one; });
  return !is_withheld && (node.health_check->is_healthy() || !config_.evaluate_target_health);
}

std::vector<double> Route53::wanted_shares() const {
  const auto available =
      std::count_if(nodes_.begin(), nodes_.end(), [this](const Node& node) { return is_available(node); });
  // With no healthy node all are given as answers.
  const auto answered = static_cast<double>(available > 0 ? static_cast<std::size_t>(available) : nodes_.size());
  std::vector<double> shares(zone_count_, 0.0);
  for (const Node& node : nodes_) {
    if (available == 0 || is_available(node)) shares[node.zone] = 1 / answered;
  }
  return shares;
}

bool Route53::is_answered(ZoneIndex zone) const { return new_shares_.at(zone) > 0; }

std::vector<double> Route53::shares_after(Duration elapsed) const {
  const double old = share_at_old_address(config_, elapsed);
  std::vector<double> shares(zone_count_);
  for (ZoneIndex zone = 0; zone < zone_count_; ++zone) {
    shares[zone] = new_shares_[zone] + old * (old_shares_[zone] - new_shares_[zone]);
  }
  return shares;
}

double Route53::share(ZoneIndex zone) const { return shares_after(simulation_.now() - changed_at_).at(zone); }

void Route53::on(const ZoneChanged& change) {
  Node* node = find(change.zone);
  if (node != nullptr) node->health_check->set_answering(change.condition != ZoneCondition::down);
}

void Route53::withhold(ZoneIndex zone, Withheld reason, bool is_withheld) {
  Node* node = find(zone);
  if (node == nullptr) return;
  node->withheld[static_cast<std::size_t>(reason)] = is_withheld;
  change_answers();
}

void Route53::note_health(const EndpointHealth& health) {
  if (!config_.evaluate_target_health) return;
  const std::string zone = metering_.zone(health.endpoint);
  if (!health.is_healthy) ++figures_.failovers;
  incidents.send({simulation_.now(), health.is_healthy ? "dns_recovery" : "dns_failover",
                  "health checks of the node in " + zone + (health.is_healthy ? " pass" : " fail"),
                  health.is_healthy ? "new answers name it again" : "new answers leave it out", {}});
  change_answers();
}

void Route53::change_answers() {
  std::vector<double> wanted = wanted_shares();
  if (wanted == new_shares_) return;
  old_shares_ = shares_after(simulation_.now() - changed_at_);
  new_shares_ = std::move(wanted);
  changed_at_ = simulation_.now();
  if (next_move_) simulation_.cancel(*next_move_);
  move_clients();
}

void Route53::move_clients() {
  const Instant now = simulation_.now();
  const Duration elapsed = now - changed_at_;
  const double ttl = config_.ttl.value();
  const bool is_settled = share_at_old_address(config_, elapsed) < negligible_share;
  const double step =
      elapsed.seconds() < ttl ? ttl / steps_per_ttl : config_.sticky_time.value() / steps_per_sticky_time;
  // Each step uses the share in its middle, so that as many requests go each way as if shares moved all the time.
  const std::vector<double> shares = is_settled ? new_shares_ : shares_after(elapsed + sim::seconds(step / 2));
  kernel_.advance_to(now);
  for (const Node& node : nodes_) kernel_.set_place_weight(entry_zones_, node.zone, shares[node.zone]);
  next_move_.reset();
  if (!is_settled) next_move_ = simulation_.at(now + sim::seconds(step), order_base, [this] { move_clients(); });
}

void Route53::settle(Instant now) {
  if (now <= settled_at_) return;
  kernel_.advance_to(now);
  meter_queries(now);
  meter_months(now);
  for (std::int64_t i = 0; i < config_.health_checks.count(); ++i) {
    metering_.add_started_hours(metering_.key(pricing::meter::route53_health_check_hours), Instant{}, settled_at_, now);
    if (config_.health_check.request_interval.value() >= standard_interval) continue;
    metering_.add_started_hours(metering_.key(pricing::meter::route53_health_check_option_hours), Instant{},
                                settled_at_, now);
  }
  settled_at_ = now;
}

void Route53::meter_queries(Instant now) {
  const std::uint64_t lookups = lookups_growth_.take(kernel_, kernel_.counter(lookups_));
  // The counter began anew with measuring, if that was since.
  const Instant measured_from = metering_.measured_from();
  const Instant begin = now > measured_from ? std::max(settled_at_, measured_from) : settled_at_;
  const double length = (now - begin).seconds();
  queries_carried_ += length * resolver_queries_per_second(config_, static_cast<double>(lookups) / length);
  const double whole = std::floor(queries_carried_);
  queries_carried_ -= whole;
  const auto queries = static_cast<std::int64_t>(whole);
  // What was used up to a full hour belongs to the hour before.
  const Instant used_at = now - Duration{1};
  const auto meter = config_.alias ? pricing::meter::route53_alias_queries : pricing::meter::route53_queries;
  metering_.add_at(metering_.key(meter), used_at, queries);
  if (used_at >= metering_.measured_from()) figures_.answered_queries += queries;
}

void Route53::meter_months(Instant now) {
  const Instant begin = std::max(settled_at_, metering_.measured_from());
  if (begin >= now) return;
  const sim::Calendar& calendar = metering_.calendar();
  for (std::int64_t hour = calendar.utc_hour(begin); hour <= calendar.utc_hour(now - Duration{1}); ++hour) {
    if (metered_month_ == month_of(hour)) continue;
    metered_month_ = month_of(hour);
    metering_.add_at(metering_.key(pricing::meter::route53_hosted_zone_months),
                     std::max(begin, calendar.start_of_hour(hour)), config_.hosted_zones.count());
  }
}

Route53Figures Route53::figures() const {
  Route53Figures figures = figures_;
  figures.lookups = kernel_.counter(lookups_);
  return figures;
}

}  // namespace fleetcast::models::route53
