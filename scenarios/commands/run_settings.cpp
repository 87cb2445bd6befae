#include "scenarios/commands/run_settings.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <thread>

#include "scenarios/documents/problems.hpp"

namespace fleetcast::scenarios::commands {

std::vector<std::string> settings_for(const std::optional<std::uint64_t>& seed,
                                      const std::optional<std::int64_t>& replications) {
  std::vector<std::string> settings;
  if (seed) settings.push_back("/seed=" + std::to_string(*seed));
  if (replications) settings.push_back("/replications=" + std::to_string(*replications));
  return settings;
}

std::vector<std::string> precision_settings(const std::vector<std::string>& precisions) {
  constexpr std::string_view nines = "nines";
  std::vector<std::string> settings;
  for (const std::string& precision : precisions) {
    const std::size_t equals = precision.find('=');
    const std::string name = equals == std::string::npos ? "" : precision.substr(0, equals);
    const std::string size = precision.substr(equals == std::string::npos ? 0 : equals + 1);
    if (size.ends_with(nines)) {
      if (name != "availability") {
        throw std::invalid_argument("--precision: nines are for availability, as in availability=0.1nines, not '" +
                                    precision + "'");
      }
      settings.push_back("/precision/availability_nines=" + size.substr(0, size.size() - nines.size()));
    } else if (name.empty()) {
      settings.push_back("/precision/headline=" + size);
    } else {
      settings.push_back(documents::child_pointer("/precision/estimates", name) + "=" + size);
    }
  }
  return settings;
}

int jobs_or_cores(const std::optional<int>& jobs) {
  return jobs.value_or(static_cast<int>(std::max(1U, std::thread::hardware_concurrency())));
}

}  // namespace fleetcast::scenarios::commands
