#include "scenarios/experiment/worker_request.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "scenarios/documents/write.hpp"
#include "scenarios/scenario_fields.hpp"

namespace fleetcast::scenarios::experiment {
namespace {

documents::OrderedJson framed(const Scenario& scenario) {
  return documents::with_frame(documents::write(scenario), scenario_kind().format);
}

}  // namespace

std::string complete_document(const Scenario& scenario) { return framed(scenario).dump(2); }

std::string write_worker_request(const Scenario& scenario, std::uint64_t replication) {
  const documents::OrderedJson request = {{"document", framed(scenario)}, {"replication", replication}};
  std::string bytes;
  nlohmann::ordered_json::to_cbor(request, bytes);
  return bytes;
}

WorkerRequest read_worker_request(std::string_view bytes) {
  nlohmann::json request;
  try {
    request = nlohmann::json::from_cbor(bytes);
  } catch (const nlohmann::json::exception& error) {
    throw std::invalid_argument(std::string("the request is not CBOR: ") + error.what());
  }
  if (!request.is_object() || !request.contains("document") || !request.contains("replication") ||
      !request.at("replication").is_number_unsigned()) {
    throw std::invalid_argument("a request must be {\"document\": scenario, \"replication\": whole number}");
  }
  return {read_scenario(request.at("document"), "document"), request.at("replication").get<std::uint64_t>()};
}

}  // namespace fleetcast::scenarios::experiment
