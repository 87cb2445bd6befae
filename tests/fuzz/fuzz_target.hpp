#pragma once
#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>

/// Runs one input through a parser; defined by each *_fuzz.cpp. The name is libFuzzer's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

namespace fleetcast::tests::fuzz {

/// Returns an input as text.
inline std::string text_of(const std::uint8_t* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

/// Calls a parser, which may refuse its input with one of the exceptions that mean wrong input, and with nothing else.
template <class... Refusals, class Parse>
void parse_or_refuse(Parse parse) {
  try {
    parse();
  } catch (const std::exception& error) {
    const bool is_refusal = ((dynamic_cast<const Refusals*>(&error) != nullptr) || ...);
    if (!is_refusal) throw;
  }
}

}  // namespace fleetcast::tests::fuzz
