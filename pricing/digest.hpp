#pragma once
#include <string>
#include <string_view>

namespace fleetcast::pricing {

/// Returns 64-bit FNV-1a of bytes as 16 hexadecimal digits: tells documents apart, guards against nothing malicious.
[[nodiscard]] std::string digest_of(std::string_view bytes);

}  // namespace fleetcast::pricing
