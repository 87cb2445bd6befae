#pragma once
#include <cstdint>
#include <functional>

namespace fleetcast::pricing::importers {

/// Is told how many bytes of a file have been read; called about once per MiB.
using Progress = std::function<void(std::int64_t bytes)>;

/// Number of bytes between two calls of a Progress.
inline constexpr std::int64_t progress_step = std::int64_t{1} << 20;

}  // namespace fleetcast::pricing::importers
