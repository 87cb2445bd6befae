#include "scenarios/checks/names.hpp"
#include "scenarios/checks/scenario_checks.hpp"
#include "scenarios/traffic/object_trace.hpp"

namespace fleetcast::scenarios::checks {
namespace {

using documents::child_pointer;
using documents::Problems;

// A cache on the way of a class, by the pointer of the number of objects that it knows.
struct KnownObjects {
  std::string pointer;
  std::int64_t objects = 0;
};

void add_stores(const std::vector<models::backend::StepConfig>& steps, const Scenario& scenario,
                std::vector<KnownObjects>& caches) {
  for (const models::backend::StepConfig& step : steps) {
    if (step.store && scenario.stores.contains(*step.store)) {
      const std::string pointer = pointer_to({"stores", *step.store, "objects"});
      caches.push_back({pointer, scenario.stores.at(*step.store).objects.count()});
    }
    add_stores(step.on_miss, scenario, caches);
  }
}

bool asks_cache(const Scenario& scenario, const std::string& name, const RequestClassSpec& spec) {
  if (!spec.service || !scenario.services.contains(*spec.service)) return false;
  const auto& application = scenario.services.at(*spec.service).application;
  if (!application || !application->requests.contains(name)) return false;
  for (const models::app::CallConfig& call : application->requests.at(name).calls) {
    if (call.cache) return true;
  }
  return false;
}

std::vector<KnownObjects> caches_of(const Scenario& scenario, const std::string& name, const RequestClassSpec& spec) {
  std::vector<KnownObjects> caches;
  add_stores(spec.steps, scenario, caches);
  if (scenario.cloudfront && scenario.cloudfront->cache_behaviors.contains(name)) {
    caches.push_back({pointer_to({"cloudfront", "cache_behaviors", name, "objects"}),
                      scenario.cloudfront->cache_behaviors.at(name).objects.count()});
  }
  if (scenario.elasticache && asks_cache(scenario, name, spec)) {
    caches.push_back({"/elasticache/keys/objects", scenario.elasticache->keys.objects.count()});
  }
  return caches;
}

}  // namespace

void check_object_trace(const std::string& name, const Scenario& scenario, Problems& problems) {
  const RequestClassSpec& spec = scenario.classes.at(name);
  const std::string pointer = pointer_to({"classes", name, "objects", "trace"});
  const auto trace = traffic::read_object_trace(*spec.objects->trace, pointer, problems);
  const std::vector<KnownObjects> caches = caches_of(scenario, name, spec);
  if (caches.empty()) problems.add(pointer, "is of no use, since the class passes no cache");
  if (!trace) return;
  for (const KnownObjects& cache : caches) {
    if (cache.objects >= trace->distinct) continue;
    problems.add(cache.pointer, "must be at least " + std::to_string(trace->distinct) +
                                    ", the different objects in the trace of class '" + name + "', not " +
                                    std::to_string(cache.objects));
  }
}

}  // namespace fleetcast::scenarios::checks
