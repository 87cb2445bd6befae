#pragma once
#include <cstdint>

/// Orders what the cluster does at one instant: tasks first, by id, then passes of the scheduler, then metrics.
namespace fleetcast::models::ecs::order {

inline constexpr std::uint64_t tasks = std::uint64_t{500} << 32;  ///< plus the task id
inline constexpr std::uint64_t wake = std::uint64_t{501} << 32;   ///< plus the service index
inline constexpr std::uint64_t pass = std::uint64_t{502} << 32;
inline constexpr std::uint64_t metrics = std::uint64_t{503} << 32;
inline constexpr std::uint64_t scaling = std::uint64_t{504} << 32;  ///< plus the capacity provider's position
inline constexpr std::uint64_t rebalancing = std::uint64_t{505} << 32;

}  // namespace fleetcast::models::ecs::order
