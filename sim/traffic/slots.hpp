#pragma once
#include <cstdint>
#include <vector>

#include "sim/traffic/request.hpp"

namespace fleetcast::sim::traffic {

/// Keeps the requests in flight at fixed addresses and reuses their slots, the most recently freed first.
class Slots {
 public:
  /// Takes a free slot, or makes one.
  std::uint32_t take() {
    if (!free_.empty()) {
      const std::uint32_t slot = free_.back();
      free_.pop_back();
      return slot;
    }
    if ((made_ & (block_size - 1)) == 0) blocks_.emplace_back(block_size);
    return made_++;
  }
  /// Gives a slot back; references to its old version become invalid.
  void give_back(std::uint32_t slot) {
    Request& request = (*this)[slot];
    ++request.version;
    request.state = Request::State::idle;
    free_.push_back(slot);
  }
  [[nodiscard]] Request& operator[](std::uint32_t slot) {
    return blocks_[slot >> block_bits][slot & (block_size - 1)];
  }
  [[nodiscard]] const Request& operator[](std::uint32_t slot) const {
    return blocks_[slot >> block_bits][slot & (block_size - 1)];
  }
  /// Returns how many slots there are, free ones included.
  [[nodiscard]] std::uint32_t made() const { return made_; }

 private:
  static constexpr std::uint32_t block_bits = 10;
  static constexpr std::uint32_t block_size = 1u << block_bits;

  std::vector<std::vector<Request>> blocks_;
  std::vector<std::uint32_t> free_;
  std::uint32_t made_ = 0;
};

}  // namespace fleetcast::sim::traffic
