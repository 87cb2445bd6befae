#include "models/aurora/aurora.hpp"

#include <algorithm>
#include <cmath>

namespace fleetcast::models::aurora {

using sim::traffic::Kernel;
using sim::traffic::ProgramWriter;

namespace {

constexpr std::uint64_t order_base = std::uint64_t{24} << 32;
constexpr std::uint32_t no_limit = 1u << 30;

std::uint32_t whole(const sim::Parameter& value) { return static_cast<std::uint32_t>(value.count()); }

/// Returns the share of connections that are turned away beyond a limit.
double share_over(double wanted, double limit) { return wanted > limit ? 1 - limit / wanted : 0; }

}  // namespace

Aurora::Aurora(sim::control::Simulation& simulation, Kernel& kernel, const sim::chance::Chance& chance,
               Metering& metering, AuroraConfig config, std::string name, ZoneIndex zone_count)
    : simulation_(simulation),
      kernel_(kernel),
      chance_(chance),
      metering_(metering),
      config_(std::move(config)),
      name_(std::move(name)),
      zone_count_(zone_count),
      zone_is_down_(zone_count),
      wanted_readers_(config_.readers.count()),
      hour_flows_(std::size_t{zone_count} * zone_count) {
  for (std::uint32_t i = 0; i <= whole(config_.readers); ++i) {
    Instance& instance = instances_.emplace_back();
    instance.zone = i % zone_count_;
    if (config_.serverlessv2_scaling_configuration) {
      instance.capacity = config_.serverlessv2_scaling_configuration->min_capacity.value();
    }
  }
  add_traffic_parts();
  writer_member_ = kernel_.add_member(cluster_endpoint_.pool, member_config(0));
  instances_[0].member = writer_member_;
  apply_capacity(0);
  for (std::size_t i = 1; i < instances_.size(); ++i) join_readers(i);
  update_endpoints();
}

void Aurora::add_traffic_parts() {
  causes_ = {.refused = kernel_.add_cause(name_ + "_database_refused", true),
             .unreachable = kernel_.add_cause(name_ + "_database_unreachable", true),
             .too_many_connections = kernel_.add_cause(name_ + "_database_too_many_connections", true),
             .no_quorum = kernel_.add_cause(name_ + "_database_no_quorum", true)};
  kernel_.mark_unanswered(causes_.unreachable);
  const auto add_endpoint = [&](const std::string& endpoint_name) {
    Endpoint endpoint;
    endpoint.pool = kernel_.add_pool({.name = endpoint_name,
                                      .algorithm = sim::traffic::Algorithm::weighted,
                                      .no_member = causes_.refused,
                                      .refused = causes_.refused,
                                      .unreachable = causes_.unreachable,
                                      .connect_time_out = config_.client_timeout.duration(),
                                      .answer_time_out = config_.client_timeout.duration(),
                                      .purpose = "aurora/" + endpoint_name});
    endpoint.gate = kernel_.add_gate({.name = endpoint_name + "/connections", .cause = causes_.too_many_connections});
    endpoint.connections = kernel_.add_station({.name = endpoint_name + "/connections", .servers = no_limit});
    endpoint.hit_ratio = kernel_.add_knob(config_.buffer_pool.hit_ratio.value());
    return endpoint;
  };
  cluster_endpoint_ = add_endpoint(name_);
  reader_endpoint_ = add_endpoint(name_ + "/readers");
  reader_pool_ = reader_endpoint_.pool;
  reads_to_writer_ = kernel_.add_knob(config_.reads_at_writer.value());
  quorum_gate_ = kernel_.add_gate({.name = name_ + "/quorum", .cause = causes_.no_quorum});
  flow_ = kernel_.add_flow();
  storage_reads_ = kernel_.add_counter();
  log_writes_ = kernel_.add_counter();
}

sim::traffic::MemberConfig Aurora::member_config(std::size_t index) const {
  return {.key = index,
          .zone = instances_[index].zone,
          .servers = whole(config_.vcpus),
          .speed = config_.speed.value(),
          .discipline = sim::traffic::Discipline::processor_sharing};
}

void Aurora::write_read(ProgramWriter& writer, const std::string& purpose) {
  const std::string path = "aurora/" + name_ + "/" + purpose;
  const auto at_writer = writer.label();
  const auto done = writer.label();
  writer.jump_if(reads_to_writer_, at_writer, path + "/endpoint");
  write_query(writer, reader_endpoint_, config_.read, path, false);
  writer.jump(done);
  writer.place_label(at_writer);
  write_query(writer, cluster_endpoint_, config_.read, path, false);
  writer.place_label(done);
}

void Aurora::write_write(ProgramWriter& writer, const std::string& purpose) {
  const std::string path = "aurora/" + name_ + "/" + purpose;
  writer.admit(quorum_gate_, path + "/quorum");
  write_query(writer, cluster_endpoint_, config_.write, path, true);
}

/// Writes a query on a connection of the clients' pool: the way there and back, processors, pages, log.
void Aurora::write_query(ProgramWriter& writer, const Endpoint& endpoint, const QueryConfig& query,
                         const std::string& path, bool commits) {
  writer.admit(endpoint.gate, path + "/connection");
  writer.hold(endpoint.connections, causes_.too_many_connections);
  writer.balance(endpoint.pool, path + "/instance");
  writer.travel(path + "/network", causes_.unreachable, config_.client_timeout.duration());
  writer.connect(path + "/connect");
  writer.enter_member(query.cpu_time, path + "/cpu", causes_.refused);
  const auto hit = writer.label();
  writer.jump_if(endpoint.hit_ratio, hit, path + "/page");
  writer.count(storage_reads_, whole(config_.buffer_pool.pages_per_miss));
  writer.delay(config_.buffer_pool.storage_read_time, path + "/storage");
  writer.place_label(hit);
  if (commits) {
    writer.count(log_writes_, whole(config_.log_units_per_write));
    writer.delay(config_.commit_time, path + "/commit");
  }
  writer.flow(flow_, whole(query.bytes), false);
  writer.leave();
  writer.release();
}

void Aurora::on(const ServiceCounts& counts) {
  const auto found = tasks_by_service_.find(counts.service);
  if (found == tasks_by_service_.end()) return;
  knows_tasks_ = true;
  found->second = counts.running + counts.leaving;
  catch_up();
  update_connections();
}

void Aurora::update_endpoints() {
  kernel_.set_knob(reads_to_writer_, readers() == 0 ? 1 : config_.reads_at_writer.value());
  update_connections();
  update_hit_ratios();
}

std::int64_t Aurora::connections() const {
  std::int64_t tasks = 0;
  for (const auto& [service, running] : tasks_by_service_) tasks += running;
  // A reader endpoint without a reader leads to the writer too.
  return tasks * config_.connections_per_task.count() * (readers() == 0 ? 2 : 1);
}

double Aurora::connections_to_reader() const {
  return readers() == 0 ? 0 : static_cast<double>(connections()) / readers();
}

/// Gives each endpoint as many connections as clients open and instances accept.
void Aurora::update_connections() {
  if (!knows_tasks_) return;
  const double limit = config_.max_connections.value();
  const auto limit_endpoint = [&](const Endpoint& endpoint, double wanted, double open) {
    kernel_.set_gate(endpoint.gate, 0, 0, share_over(wanted, open));
    kernel_.set_servers(endpoint.connections, std::max(1u, static_cast<std::uint32_t>(std::llround(open))));
  };
  const auto to_writer = static_cast<double>(connections());
  limit_endpoint(cluster_endpoint_, to_writer, std::min(to_writer, limit));
  spread_connections();
  double wanted = 0;
  double open = 0;
  for (const Instance& instance : instances_) {
    wanted += instance.connections;
    open += std::min(instance.connections, limit);
  }
  limit_endpoint(reader_endpoint_, wanted, open);
}

void Aurora::update_hit_ratios() {
  kernel_.set_knob(cluster_endpoint_.hit_ratio, hit_ratio(instances_[writer_]));
  double sum = 0;
  double weights = 0;
  for (std::size_t i = 0; i < instances_.size(); ++i) {
    if (i == writer_ || !instances_[i].member) continue;
    const double weight = kernel_.member(*instances_[i].member).weight;
    sum += weight * hit_ratio(instances_[i]);
    weights += weight;
  }
  // Reads are spread as connections are, so that the weighted mean over the readers is what a read meets.
  if (weights > 0) kernel_.set_knob(reader_endpoint_.hit_ratio, sum / weights);
}

double Aurora::hit_ratio(const Instance& instance) const {
  const double warm = config_.buffer_pool.hit_ratio.value();
  if (!instance.cold_since) return warm;
  const double age = (simulation_.now() - *instance.cold_since).seconds();
  const double cold = std::min(warm, config_.buffer_pool.cold_hit_ratio.value());
  return warm - (warm - cold) * std::exp(-age / config_.buffer_pool.warm_up_time.value());
}

std::uint64_t Aurora::order(std::size_t part) const {
  return order_base + (sim::chance::hash_of_name(name_) & 0xFFFF) * 4096 + part;
}

double Aurora::draw(const sim::chance::Distribution& distribution, std::string_view purpose, std::uint64_t entity,
                    std::uint64_t draw_number) {
  const auto stream = chance_.stream("aurora/" + name_ + "/" + std::string(purpose));
  return distribution.quantile(sim::chance::uniform(stream, entity, draw_number));
}

}  // namespace fleetcast::models::aurora
