#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fleetcast::scenarios::commands {

/// Returns the settings (/json/pointer=value) that options of their own stand for.
[[nodiscard]] std::vector<std::string> settings_for(const std::optional<std::uint64_t>& seed,
                                                    const std::optional<std::int64_t>& replications);

/// Returns the settings that precisions stand for: "2%" (headline estimates), "latency.p99=5%" or
/// "availability=0.1nines". Throws std::invalid_argument for nines of anything else.
[[nodiscard]] std::vector<std::string> precision_settings(const std::vector<std::string>& precisions);

/// Returns the number of processes asked for, or one for each core.
[[nodiscard]] int jobs_or_cores(const std::optional<int>& jobs);

}  // namespace fleetcast::scenarios::commands
