#pragma once
#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace fleetcast::sim::measures {

/// Folds whole numbers, in their order, into 64 bits that tell two runs apart.
class Fingerprint {
 public:
  /// Folds in a number; for a given state, different numbers always lead to different states.
  constexpr void add(std::uint64_t value) {
    // The finalizer of SplitMix64 (Steele, Lea, Flood, 2014), whose bits all depend on all bits before.
    std::uint64_t mixed = state_ * 0xD1342543DE82EF95 + value + 0x9E3779B97F4A7C15;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
    state_ = mixed ^ (mixed >> 31);
  }
  /// Folds in a text, its length included.
  constexpr void add(std::string_view text) {
    add(text.size());
    for (const char letter : text) add(std::uint64_t{static_cast<unsigned char>(letter)});
  }
  /// Folds in another fingerprint, such as that of a part of the run.
  constexpr void add(const Fingerprint& other) { add(other.state_); }

  [[nodiscard]] constexpr std::uint64_t value() const { return state_; }
  /// Returns the 16 hexadecimal digits of the value.
  [[nodiscard]] std::string hex() const {
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), state_, 16).ptr;
    const auto length = static_cast<std::size_t>(end - digits.data());
    return std::string(digits.size() - length, '0').append(digits.data(), length);
  }

  constexpr bool operator==(const Fingerprint&) const = default;

 private:
  std::uint64_t state_ = 0;
};

}  // namespace fleetcast::sim::measures
