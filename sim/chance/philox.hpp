#pragma once
#include <array>
#include <cstdint>

namespace fleetcast::sim::chance {

/// Holds the four random 64-bit words that one call of the generator makes.
using Block = std::array<std::uint64_t, 4>;

/// Returns the four words of Philox4x64-10 for a key and a counter (Salmon, Moraes, Dror, Shaw, SC11).
///
/// A pure function: the same key and counter give the same words on any machine.
constexpr Block philox(std::uint64_t key0, std::uint64_t key1, std::uint64_t c0, std::uint64_t c1, std::uint64_t c2,
                       std::uint64_t c3) {
  __extension__ using Wide = unsigned __int128;
  constexpr std::uint64_t multiplier0 = 0xD2E7470EE14C6C93;
  constexpr std::uint64_t multiplier1 = 0xCA5A826395121157;
  constexpr std::uint64_t weyl0 = 0x9E3779B97F4A7C15;
  constexpr std::uint64_t weyl1 = 0xBB67AE8584CAA73B;
  constexpr int rounds = 10;
#pragma GCC unroll 10
  for (int round = 0; round < rounds; ++round) {
    const Wide product0 = Wide{multiplier0} * c0;
    const Wide product1 = Wide{multiplier1} * c2;
    c0 = static_cast<std::uint64_t>(product1 >> 64) ^ c1 ^ key0;
    c1 = static_cast<std::uint64_t>(product1);
    c2 = static_cast<std::uint64_t>(product0 >> 64) ^ c3 ^ key1;
    c3 = static_cast<std::uint64_t>(product0);
    key0 += weyl0;
    key1 += weyl1;
  }
  return {c0, c1, c2, c3};
}

}  // namespace fleetcast::sim::chance
