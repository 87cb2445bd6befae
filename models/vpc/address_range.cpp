#include "models/vpc/address_range.hpp"

#include <charconv>
#include <stdexcept>
#include <string>

namespace fleetcast::models::vpc {

namespace {

[[noreturn]] void refuse(std::string_view text) {
  throw std::invalid_argument("'" + std::string(text) +
                              "' is no block of IPv4 addresses; write for example \"10.0.1.0/24\"");
}

}  // namespace

AddressRange AddressRange::parse(std::string_view text) {
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  const auto number = [&](std::uint32_t highest) {
    std::uint32_t value = 0;
    const auto [next, error] = std::from_chars(at, end, value);
    if (error != std::errc{} || value > highest) refuse(text);
    at = next;
    return value;
  };
  const auto separator = [&](char expected) {
    if (at == end || *at != expected) refuse(text);
    ++at;
  };
  AddressRange made;
  for (int part = 0; part < 4; ++part) {
    if (part > 0) separator('.');
    made.base_ = made.base_ << 8 | number(255);
  }
  separator('/');
  made.prefix_ = static_cast<int>(number(32));
  if (at != end) refuse(text);
  made.base_ &= made.mask();
  return made;
}

}  // namespace fleetcast::models::vpc
