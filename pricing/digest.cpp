#include "pricing/digest.hpp"

#include <cstdint>

namespace fleetcast::pricing {

std::string digest_of(std::string_view bytes) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 1099511628211U;
  std::string digits;
  for (int shift = 60; shift >= 0; shift -= 4) digits.push_back("0123456789abcdef"[(hash >> shift) & 15U]);
  return digits;
}

}  // namespace fleetcast::pricing
