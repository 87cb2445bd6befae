#include "scenarios/commands/run_settings.hpp"

#include <algorithm>
#include <thread>

namespace fleetcast::scenarios::commands {

std::vector<std::string> settings_for(const std::optional<std::uint64_t>& seed,
                                      const std::optional<std::int64_t>& replications) {
  std::vector<std::string> settings;
  if (seed) settings.push_back("/seed=" + std::to_string(*seed));
  if (replications) settings.push_back("/replications=" + std::to_string(*replications));
  return settings;
}

int jobs_or_cores(const std::optional<int>& jobs) {
  return jobs.value_or(static_cast<int>(std::max(1U, std::thread::hardware_concurrency())));
}

}  // namespace fleetcast::scenarios::commands
