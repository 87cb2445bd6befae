#pragma once
#include <cstdint>
#include <string_view>

namespace fleetcast::models::vpc {

/// Holds a block of IPv4 addresses, such as 10.0.1.0/24.
class AddressRange {
 public:
  /// Throws std::invalid_argument for text that is not an IPv4 block in CIDR notation.
  static AddressRange parse(std::string_view text);

  /// Tells whether all addresses of the other block are in this one.
  [[nodiscard]] bool contains(const AddressRange& other) const {
    return prefix_ <= other.prefix_ && (other.base_ & mask()) == base_;
  }

 private:
  [[nodiscard]] std::uint32_t mask() const { return prefix_ == 0 ? 0 : ~std::uint32_t{0} << (32 - prefix_); }

  std::uint32_t base_ = 0;
  int prefix_ = 0;
};

}  // namespace fleetcast::models::vpc
