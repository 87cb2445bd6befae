#include "scenarios/world/availability_traces.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <vector>

#include "scenarios/documents/parse_json.hpp"

namespace fleetcast::scenarios::world {

using models::spot::AvailabilityTrace;
using models::spot::AvailabilityTraceConfig;

AvailabilityTrace read_availability_trace(const AvailabilityTraceConfig& config) {
  const documents::Json document = documents::parse_json_file(config.file);
  const auto fail = [&](const std::string& what) -> AvailabilityTrace {
    throw std::invalid_argument("'" + config.file + "' " + what);
  };
  if (!document.is_object()) return fail("is not a JSON object");
  const auto metadata = document.find("metadata");
  const auto data = document.find("data");
  if (metadata == document.end() || !metadata->is_object() || !metadata->contains("gap_seconds") ||
      !metadata->at("gap_seconds").is_number()) {
    return fail("states no metadata/gap_seconds, the seconds between two values");
  }
  AvailabilityTrace trace;
  const double step_seconds = metadata->at("gap_seconds").get<double>();
  if (!(step_seconds >= 1 && step_seconds <= 86400)) return fail("has a gap_seconds outside 1 to 86400");
  trace.step = sim::seconds(step_seconds);
  trace.offset = config.offset.duration();
  if (data == document.end() || !data->is_array() || data->empty()) return fail("has no values in data");
  for (const auto& value : *data) {
    constexpr std::int64_t most = 1'000'000;
    if (!value.is_number_integer() || value.get<std::int64_t>() < 0 || value.get<std::int64_t>() > most) {
      return fail("has a value in data that is no number of instances: " + value.dump().substr(0, 40));
    }
    trace.instances.push_back(value.get<std::int64_t>());
  }
  if (*std::max_element(trace.instances.begin(), trace.instances.end()) == 0) return fail("never has an instance");
  return trace;
}

void check_availability_trace(const std::string& pool, const AvailabilityTraceConfig& config,
                              documents::Problems& problems) {
  try {
    static_cast<void>(read_availability_trace(config));
  } catch (const documents::InvalidDocument& error) {
    problems.add(documents::child_pointer(documents::child_pointer("/spot/traces", pool), "file"), error.what());
  } catch (const std::invalid_argument& error) {
    problems.add(documents::child_pointer(documents::child_pointer("/spot/traces", pool), "file"), error.what());
  }
}

std::map<std::string, AvailabilityTrace> availability_traces(const Scenario& scenario) {
  std::map<std::string, AvailabilityTrace> traces;
  for (const auto& [pool, config] : scenario.spot.traces) traces.emplace(pool, read_availability_trace(config));
  return traces;
}

}  // namespace fleetcast::scenarios::world
