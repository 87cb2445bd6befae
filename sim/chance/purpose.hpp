#pragma once
#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "sim/chance/philox.hpp"

namespace fleetcast::sim::chance {

/// Names one family of random numbers; a plain value without state, so copies are the same stream.
struct Stream {
  std::uint64_t key0 = 0;
  std::uint64_t key1 = 0;
  std::uint64_t replication = 0;
  std::uint64_t variant = 0;

  bool operator==(const Stream&) const = default;
};

/// Returns the fixed 64-bit hash by which a purpose's name enters the key.
constexpr std::uint64_t hash_of_name(std::string_view name) {
  std::uint64_t hash = 0xCBF29CE484222325;  // FNV-1a
  for (const char letter : name) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001B3;
  // FNV leaves similar names close together; the finalizer of MurmurHash3 spreads them over the key space.
  hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
  hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
  return hash ^ (hash >> 33);
}

/// Hands out the streams of one run; purposes are told apart by name alone, so adding one never shifts another.
class Chance {
 public:
  /// Fixes the seed, the replication and the variant (0; 1 and up for antithetic twins and clones).
  explicit Chance(std::uint64_t seed, std::uint64_t replication = 0, std::uint64_t variant = 0)
      : seed_(seed), replication_(replication), variant_(variant) {}

  /// Returns the stream of a purpose such as "arrival/page"; asking twice gives the same stream.
  ///
  /// Throws std::logic_error if the name is empty or its hash is already taken by another name.
  [[nodiscard]] Stream stream(std::string_view purpose);

  [[nodiscard]] std::uint64_t seed() const { return seed_; }
  [[nodiscard]] std::uint64_t replication() const { return replication_; }
  [[nodiscard]] std::uint64_t variant() const { return variant_; }

 private:
  std::uint64_t seed_;
  std::uint64_t replication_;
  std::uint64_t variant_;
  std::map<std::uint64_t, std::string> names_by_hash_;
};

/// Returns the block that serves the entities 4 * group .. 4 * group + 3 of a stream.
constexpr Block block(const Stream& stream, std::uint64_t group, std::uint64_t draw) {
  return philox(stream.key0, stream.key1, draw, group, stream.replication, stream.variant);
}

/// Returns the random word of an entity's draw.
constexpr std::uint64_t word(const Stream& stream, std::uint64_t entity, std::uint64_t draw) {
  return block(stream, entity / 4, draw)[entity % 4];
}

/// Turns a word into a uniform variate (k + 0.5) * 2^-52, which is never 0 or 1 and whose complement is exact.
constexpr double uniform_of(std::uint64_t word) {
  // 52 bits, not 53: (2^53 - 0.5) has no double, and rounding it would make a 1.
  return std::bit_cast<double>((word >> 12) | 0x3FF0000000000000) - (1.0 - 0x1p-53);
}

/// Returns the uniform variate in (0, 1) of an entity's draw.
constexpr double uniform(const Stream& stream, std::uint64_t entity, std::uint64_t draw) {
  return uniform_of(word(stream, entity, draw));
}

/// Fills out[i] with uniform(stream, first_entity + i, draw); fastest where first_entity is a multiple of four.
inline void uniforms(const Stream& stream, std::uint64_t first_entity, std::uint64_t draw, std::span<double> out) {
  std::size_t done = 0;
  const auto take = [&](std::size_t from, std::size_t count) {
    const Block words = block(stream, (first_entity + done) / 4, draw);
    for (std::size_t i = 0; i < count; ++i) out[done + i] = uniform_of(words[from + i]);
    done += count;
  };
  if (const std::size_t offset = first_entity % 4; offset != 0) take(offset, std::min(4 - offset, out.size()));
  while (out.size() - done >= 4) take(0, 4);
  if (done < out.size()) take(0, out.size() - done);
}

/// Draws one entity's words in turn; satisfies UniformRandomBitGenerator and Boost.Random's engine concept.
class Engine {
 public:
  using result_type = std::uint64_t;

  /// Starts at a draw of an entity; an entity that owns an engine should use no other draw of that stream.
  explicit Engine(const Stream& stream, std::uint64_t entity = 0, std::uint64_t first_draw = 0)
      : stream_(stream), entity_(entity), draw_(first_draw) {}

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }
  result_type operator()() { return word(stream_, entity_, draw_++); }

  /// Draws the next uniform variate in (0, 1).
  double uniform() { return uniform_of((*this)()); }
  /// Returns the number of the next draw.
  [[nodiscard]] std::uint64_t draw() const { return draw_; }

 private:
  Stream stream_;
  std::uint64_t entity_;
  std::uint64_t draw_;
};

}  // namespace fleetcast::sim::chance
