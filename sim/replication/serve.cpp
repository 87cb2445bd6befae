#include "sim/replication/serve.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

#include "sim/replication/race.hpp"
#include "sim/replication/worker_pool.hpp"

namespace fleetcast::sim::replication {

namespace {

constexpr std::size_t length_bytes = 4;
constexpr std::size_t piece_bytes = std::size_t{1} << 20;
constexpr char result_mark = 0;
constexpr char error_mark = 1;

void write_bytes(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw std::system_error(errno, std::generic_category(), "cannot write a frame");
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

// Returns how many bytes there were before the end of input.
std::size_t read_bytes(int descriptor, char* into, std::size_t wanted) {
  std::size_t have = 0;
  while (have < wanted) {
    const ssize_t count = ::read(descriptor, into + have, wanted - have);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw std::system_error(errno, std::generic_category(), "cannot read a frame");
    if (count == 0) break;
    have += static_cast<std::size_t>(count);
  }
  return have;
}

}  // namespace

void write_frame(int descriptor, std::string_view bytes) {
  if (bytes.size() > max_frame_bytes)
    throw std::runtime_error("a frame of " + std::to_string(bytes.size()) + " bytes is too long to be sent");
  std::array<char, length_bytes> length{};
  for (std::size_t i = 0; i < length_bytes; ++i) length[i] = static_cast<char>((bytes.size() >> (8 * i)) & 0xff);
  write_bytes(descriptor, {length.data(), length.size()});
  write_bytes(descriptor, bytes);
}

std::optional<std::string> read_frame(int descriptor) {
  std::array<char, length_bytes> head{};
  const std::size_t have = read_bytes(descriptor, head.data(), head.size());
  if (have == 0) return std::nullopt;
  if (have < head.size()) throw std::runtime_error("the input ends inside the length of a frame");
  std::uint32_t length = 0;
  for (std::size_t i = 0; i < length_bytes; ++i)
    length |= static_cast<std::uint32_t>(static_cast<unsigned char>(head[i])) << (8 * i);
  if (length > max_frame_bytes)
    throw std::runtime_error("a frame of " + std::to_string(length) + " bytes is too long: is this made of frames?");
  std::string bytes;
  // Piece by piece: a length that is not one should not cost its memory.
  while (bytes.size() < length) {
    const std::size_t before = bytes.size();
    const std::size_t piece = std::min(piece_bytes, length - before);
    bytes.resize(before + piece);
    if (read_bytes(descriptor, bytes.data() + before, piece) < piece)
      throw std::runtime_error("the input ends inside a frame of " + std::to_string(length) + " bytes");
  }
  return bytes;
}

void serve(int in, int out, const std::function<std::string(const std::string& payload)>& run) {
  std::size_t answered = 0;
  while (const std::optional<std::string> payload = read_frame(in)) {
    Race race(run);
    race.watch_reader_of(out);
    race.start(answered, *payload);
    const Race::Turn turn = race.wait();
    if (turn.interrupt) {
      race.kill_all();
      throw Interrupted(*turn.interrupt, answered, answered + 1);
    }
    if (turn.reader_gone && turn.ended.empty()) return;
    const ChildEnd& end = turn.ended.front().second;
    write_frame(out, end.result ? result_mark + *end.result : error_mark + end.error);
    ++answered;
  }
}

}  // namespace fleetcast::sim::replication
