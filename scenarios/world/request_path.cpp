#include "scenarios/world/request_path.hpp"

#include <algorithm>

#include "scenarios/world/fleet_parts.hpp"

namespace fleetcast::scenarios::world {

using namespace fleetcast::models;
using sim::traffic::ProgramWriter;

namespace {

std::uint32_t whole(const sim::Parameter& value) { return static_cast<std::uint32_t>(value.count()); }

std::vector<ZoneIndex> all_zones(const Surroundings& around) {
  std::vector<ZoneIndex> zones;
  for (ZoneIndex zone = 0; zone < around.zones.size(); ++zone) zones.push_back(zone);
  return zones;
}

/// Tells whether an application makes a call of some kind.
template <class Kind>
bool calls(const app::AppConfig& application, Kind kind) {
  for (const auto& [name, request] : application.requests) {
    for (const app::CallConfig& call : request.calls) {
      if (kind(call)) return true;
    }
  }
  return false;
}

/// Reads of the cache per second that the classes make if none is answered at the edge.
double cache_reads(const Scenario& scenario, const std::map<std::string, double>& rates) {
  double reads = 0;
  for (const auto& [name, spec] : scenario.classes) {
    if (!spec.service || !rates.contains(name)) continue;
    const auto& application = scenario.services.at(*spec.service).application;
    if (!application || !application->requests.contains(name)) continue;
    for (const app::CallConfig& call : application->requests.at(name).calls) {
      if (call.cache && call.operation == app::Operation::read) reads += rates.at(name) * call.times.value();
    }
  }
  return reads;
}

}  // namespace

RequestPath::RequestPath(const Surroundings& around, const Scenario& scenario)
    : backends(around.kernel, scenario.backends, scenario.stores),
      scenario_(scenario),
      kernel_(around.kernel),
      writer_(around.kernel),
      client_time_out_(around.kernel.add_cause("client_time_out", true)),
      network_blocked_(around.kernel.add_cause("network_blocked", true)) {
  around.kernel.mark_unanswered(client_time_out_);
  around.kernel.mark_unanswered(network_blocked_);
  if (!scenario.services.empty()) blocked_ = network(scenario).blocked_flows(vpc::Network::required_flows({}));
  first_certainty_ = around.kernel.add_knob(1.0);
  for (std::size_t zone = 1; zone < around.zones.size(); ++zone) around.kernel.add_knob(1.0);
  build(around, scenario);
  for (const auto& [name, spec] : scenario.classes) write_class(name, spec);
  writer_.finish();
}

void RequestPath::build(const Surroundings& around, const Scenario& scenario) {
  const auto zone_count = static_cast<ZoneIndex>(around.zones.size());
  if (scenario.route53) {
    route53.emplace(around.simulation, around.chance, around.metering, around.kernel, *scenario.route53, zone_count,
                    all_zones(around));
  }
  if (scenario.cloudfront) {
    cloudfront.emplace(around.simulation, around.kernel, around.metering, *scenario.cloudfront, "distribution");
  }
  if (scenario.waf) {
    waf.emplace(around.simulation, around.chance, around.metering, around.kernel, *scenario.waf, "web_acl");
  }
  for (const auto& [name, config] : scenario.buckets) {
    buckets.emplace(name, std::make_unique<s3::Bucket>(around.simulation, around.metering, around.kernel, config, name,
                                                       zone_count));
  }
  if (scenario.elasticache) {
    elasticache.emplace(around.simulation, around.kernel, around.chance, around.metering, *scenario.elasticache,
                        "cache", zone_count);
  }
  if (scenario.aurora) {
    aurora.emplace(around.simulation, around.kernel, around.chance, around.metering, *scenario.aurora, "database",
                   zone_count);
  }
  if (scenario.alb) {
    alb.emplace(around.simulation, around.kernel, around.metering, *scenario.alb, "balancer", zone_count);
    if (!cloudfront) alb->answer_internet();
    build_services(around, scenario);
  }
  if (!scenario.route53) entry_zones_ = around.kernel.add_places(std::vector<double>(zone_count, 1.0));
  if (cloudfront && buckets.contains(access_log_bucket)) {
    s3::Bucket& logs = *buckets.at(access_log_bucket);
    cloudfront->access_logs.connect([&logs](const cloudfront::AccessLogs& written) {
      // Logs are delivered in files; one PUT for each.
      if (written.bytes > 0) logs.add(written.bytes, 1, written.at);
    });
  }
}

void RequestPath::build_services(const Surroundings& around, const Scenario& scenario) {
  for (const auto& [name, service] : scenario.services) {
    if (!service.application || !service.ecs.has_target_group) continue;
    const double vcpus = service.ecs.task.cpu.value();
    alb::TargetGroupConfig group = service.target_group;
    group.deregistration_delay = service.ecs.deregistration_delay;
    alb->add_target_group(name, group,
                          {.slots = whole(service.application->concurrency),
                           .backlog = whole(service.application->backlog),
                           .vcpus = vcpus,
                           .is_reachable = !is_blocked("alb", "service")});
    apps.emplace(name, std::make_unique<app::App>(around.simulation, around.kernel, *service.application, name,
                                                  alb->pool(name), vcpus));
    if (elasticache &&
        calls(*service.application, [](const app::CallConfig& call) { return call.cache.has_value(); })) {
      elasticache->add_client(name);
    }
    if (aurora && calls(*service.application, [](const app::CallConfig& call) { return call.database.has_value(); })) {
      aurora->add_client(name);
    }
  }
}

void RequestPath::write_class(const std::string& name, const RequestClassSpec& spec) {
  const std::uint32_t entry = writer_.here();
  const std::string purpose = "client/" + name;
  list_objects(name, spec);
  const bool has_limits = spec.client.time_out || spec.client.max_attempts.count() > 1;
  if (has_limits) {
    sim::traffic::AttemptConfig limits{.max_attempts = whole(spec.client.max_attempts),
                                       .backoff = spec.client.backoff,
                                       .time_out_cause = client_time_out_,
                                       .persistence = spec.client.persistence.value(),
                                       .purpose = purpose};
    if (spec.client.time_out) limits.time_out = spec.client.time_out->duration();
    if (spec.client.retry_budget) {
      limits.budget =
          kernel_.add_budget(spec.client.retry_budget->ratio.value(), spec.client.retry_budget->burst.value());
    }
    writer_.attempt(limits);
  }
  write_journey(name, spec);
  if (has_limits) writer_.end_attempt();
  writer_.reply();
  classes_.emplace(name, kernel_.add_class(name, entry, spec.deadline.duration()));
}

/// Lets requests of a class ask for the objects of its trace, if it has one.
void RequestPath::list_objects(const std::string& name, const RequestClassSpec& spec) {
  writer_.list_objects(std::nullopt);
  if (!spec.objects || !spec.objects->trace) return;
  documents::Problems problems;
  const std::string pointer = "/classes/" + name + "/objects/trace";
  const auto trace = traffic::read_object_trace(*spec.objects->trace, pointer, problems);
  problems.throw_if_any(scenario_.name);
  writer_.list_objects(kernel_.add_object_list(trace->objects));
}

void RequestPath::write_journey(const std::string& name, const RequestClassSpec& spec) {
  if (route53) route53->write_lookup(writer_, "route53/" + name);
  if (spec.response_size.value() > 0) writer_.fixed_size(whole(spec.response_size));
  const auto inspect = [&] {
    if (waf) waf->write(writer_, spec.key_group, "waf/" + name);
  };
  const bool is_at_edge = scenario_.waf && scenario_.waf->scope == waf::Scope::cloudfront;
  const auto origin = [&] {
    if (waf && !is_at_edge) inspect();
    write_origin(name, spec);
  };
  if (!cloudfront || !spec.steps.empty()) {
    if (waf && is_at_edge) inspect();
    origin();
    return;
  }
  cloudfront::CloudFront::Path path{.inspect = {}, .origin = origin};
  if (is_at_edge) path.inspect = inspect;
  cloudfront->write(writer_, name, path);
}

void RequestPath::write_origin(const std::string& name, const RequestClassSpec& spec) {
  if (!spec.steps.empty()) {
    const auto end = writer_.label();
    backends.write(writer_, spec.steps, name, end);
    writer_.place_label(end);
    return;
  }
  if (spec.bucket) {
    buckets.at(*spec.bucket)->write_get(writer_, cloudfront ? s3::Caller::edge : s3::Caller::client, "s3/" + name);
    return;
  }
  if (route53) {
    route53->write_entry_zone(writer_, "entry_zone/" + name);
  } else {
    writer_.entry_zone(*entry_zones_, "entry_zone/" + name);
  }
  if (is_blocked("client", "alb")) {
    write_blocked(scenario_.alb->connect_timeout, "network/" + name);
    return;
  }
  alb->write(writer_, *spec.service, name, [&] {
    apps.at(*spec.service)
        ->write(writer_, name, [&](ProgramWriter&, const app::CallConfig& call, const std::string& purpose) {
          write_call(call, purpose);
        });
  });
}

bool RequestPath::is_blocked(const std::string& from, const std::string& to) const {
  return std::any_of(blocked_.begin(), blocked_.end(), [&](const vpc::BlockedFlow& blocked) {
    return blocked.flow.from == from && blocked.flow.to == to;
  });
}

/// Writes a connection that no rule allows: nothing answers, and it ends with its time-out.
void RequestPath::write_blocked(const sim::Parameter& time_out, const std::string& purpose) {
  writer_.reach(first_certainty_, purpose, network_blocked_, time_out.duration());
}

/// Writes a call of an application: a cache alone, a database alone, a database behind a cache, or a bucket.
void RequestPath::write_call(const app::CallConfig& call, const std::string& purpose) {
  const bool is_read = call.operation == app::Operation::read;
  const auto database = [&] {
    if (!call.database) return;
    if (is_blocked("service", "database")) {
      write_blocked(scenario_.aurora->client_timeout, purpose + "/network");
      return;
    }
    if (is_read) {
      aurora->write_read(writer_, purpose + "/database");
    } else {
      aurora->write_write(writer_, purpose + "/database");
    }
  };
  if (call.bucket) {
    s3::Bucket& bucket = *buckets.at(*call.bucket);
    if (is_read) {
      bucket.write_get(writer_, s3::Caller::task, purpose + "/bucket");
    } else {
      constexpr std::uint32_t object_bytes = 65536;
      bucket.write_put(writer_, s3::Caller::task, object_bytes, purpose + "/bucket");
    }
    return;
  }
  if (call.cache && is_blocked("service", "cache")) {
    // The cache cannot be reached: the call waits for its connection in vain and goes on without it.
    writer_.delay(scenario_.elasticache->command_timeout.value(), purpose + "/network");
    database();
  } else if (!call.cache) {
    database();
  } else if (is_read) {
    elasticache->write_read(writer_, purpose + "/cache", database);
  } else {
    database();
    if (call.database) {
      elasticache->write_invalidate(writer_, purpose + "/cache");
    } else {
      elasticache->write_put(writer_, purpose + "/cache");
    }
  }
}

void RequestPath::start(const std::map<std::string, double>& rates) {
  if (cloudfront) {
    cloudfront->prefill(rates);
    cloudfront->start();
  }
  if (route53) route53->start();
  if (waf) waf->start();
  if (alb) alb->start();
  for (auto& [name, one] : apps) one->start();
  for (auto& [name, bucket] : buckets) bucket->start();
  if (elasticache) {
    const double reads = cache_reads(scenario_, rates);
    if (reads > 0) elasticache->prefill(reads);
    elasticache->start();
  }
  if (aurora) aurora->start();
}

void RequestPath::settle(sim::Instant now) {
  if (cloudfront) cloudfront->settle(now);
  if (route53) route53->settle(now);
  if (waf) waf->settle(now);
  if (alb) alb->settle(now);
  for (auto& [name, bucket] : buckets) bucket->settle(now);
  if (elasticache) elasticache->settle(now);
  if (aurora) aurora->settle(now);
}

}  // namespace fleetcast::scenarios::world
