#include "scenarios/checks/names.hpp"
#include "scenarios/checks/parts.hpp"

namespace fleetcast::scenarios::checks {
namespace {

using documents::child_pointer;
using documents::Problems;

void check_call(const models::app::CallConfig& call, const Scenario& scenario, const std::string& pointer,
                Problems& problems) {
  const bool is_for_store = call.cache || call.database;
  if (is_for_store == call.bucket.has_value()) {
    problems.add(pointer, "must name a cache, a database, both, or a bucket");
  }
  if (call.cache && !scenario.elasticache) {
    problems.add(child_pointer(pointer, "cache"), "there is no cache: describe one under /elasticache");
  }
  if (call.database && !scenario.aurora) {
    problems.add(child_pointer(pointer, "database"), "there is no database: describe one under /aurora");
  }
  if (call.bucket) {
    require_known(*call.bucket, names_of(scenario.buckets), "bucket", child_pointer(pointer, "bucket"), problems);
  }
}

// A class that goes elsewhere makes the entry useless, which is probably a slip.
void check_use(const std::string& service, const std::string& class_name, const Scenario& scenario,
               const std::string& pointer, documents::Findings& findings) {
  const auto found = scenario.classes.find(class_name);
  if (found == scenario.classes.end()) {
    require_known(class_name, names_of(scenario.classes), "request class", pointer, findings.problems);
  } else if (found->second.service != service) {
    findings.warnings.add(pointer, "class '" + class_name + "' does not go to this service");
  }
}

}  // namespace

void check_applications(const Scenario& scenario, documents::Findings& findings) {
  for (const auto& [name, service] : scenario.services) {
    if (!service.application) continue;
    const std::string requests = pointer_to({"services", name, "application", "requests"});
    for (const auto& [class_name, request] : service.application->requests) {
      const std::string pointer = child_pointer(requests, class_name);
      check_use(name, class_name, scenario, pointer, findings);
      for (std::size_t i = 0; i < request.calls.size(); ++i) {
        check_call(request.calls[i], scenario, child_pointer(child_pointer(pointer, "calls"), i), findings.problems);
      }
    }
  }
}

}  // namespace fleetcast::scenarios::checks
