#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "scenarios/experiment/scenario_file.hpp"

namespace fleetcast::scenarios::experiment {

/// Holds what a worker is asked for: one replication of a scenario.
struct WorkerRequest {
  ScenarioFile file;
  std::uint64_t replication = 0;
};

/// Returns the scenario as the JSON text of a document that says the same anywhere: nothing extended, paths absolute.
[[nodiscard]] std::string complete_document(const Scenario& scenario);

/// Returns CBOR of {"document": scenario, "replication": number}.
[[nodiscard]] std::string write_worker_request(const Scenario& scenario, std::uint64_t replication);

/// Reads what write_worker_request wrote; throws std::invalid_argument for anything else, and InvalidDocument.
[[nodiscard]] WorkerRequest read_worker_request(std::string_view bytes);

}  // namespace fleetcast::scenarios::experiment
