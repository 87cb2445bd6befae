#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "scenarios/results/run_result.hpp"

namespace fleetcast::scenarios::results {

/// Version of the byte form of run results; processes of different versions do not talk to each other.
inline constexpr int run_result_version = 2;

/// Returns a run's result as bytes (CBOR, RFC 8949); equal results give equal bytes.
[[nodiscard]] std::vector<std::uint8_t> to_bytes(const RunResult& result);

/// Reads what to_bytes wrote, exactly; throws std::invalid_argument for anything else, such as another version.
[[nodiscard]] RunResult run_result_from_bytes(std::span<const std::uint8_t> bytes);

}  // namespace fleetcast::scenarios::results
