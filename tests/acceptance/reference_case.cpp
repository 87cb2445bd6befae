#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "tests/acceptance/reference_case_for_tests.hpp"

namespace fleetcast::tests::acceptance {

nlohmann::json reference_case(std::string_view file_name, std::string_view id) {
  std::ifstream file(std::filesystem::path(FLEETCAST_ROOT) / "tests" / "reference" / file_name);
  const nlohmann::json document = nlohmann::json::parse(file);
  for (const nlohmann::json& one : document.at("cases")) {
    if (one.at("id") == id) return one;
  }
  throw std::invalid_argument("there is no reference case " + std::string(id));
}

}  // namespace fleetcast::tests::acceptance
