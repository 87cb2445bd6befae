#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace fleetcast::sim::replication {

/// Largest frame that is accepted, in bytes.
inline constexpr std::uint32_t max_frame_bytes = std::uint32_t{1} << 30;

/// Writes one frame: a length of four bytes, least significant first, and the bytes. Throws std::system_error.
void write_frame(int descriptor, std::string_view bytes);

/// Reads one frame; nothing at the end of input. Throws std::runtime_error if the input ends inside a frame, or if it
/// announces more than max_frame_bytes.
std::optional<std::string> read_frame(int descriptor);

/// Answers frames until the end of input: each request frame is run in a process of its own and answered in order.
///
/// An answer frame is one byte, 0 for a result and 1 for an error, and then the result or the error's text. When nobody
/// is left to read the answers the run is killed and serve returns; SIGINT and SIGTERM kill it and throw Interrupted.
void serve(int in, int out, const std::function<std::string(const std::string& payload)>& run);

}  // namespace fleetcast::sim::replication
