#include <stdexcept>

#include "scenarios/documents/quantity.hpp"
#include "tests/fuzz/fuzz_target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace fleetcast;
  const std::string text = tests::fuzz::text_of(bytes, size);
  for (const char* unit : {"s", "bytes", "1/s", "bit/s", "", "vCPU", "MiB"}) {
    tests::fuzz::parse_or_refuse<std::invalid_argument>([&] {
      static_cast<void>(scenarios::documents::parse_interval(text, unit));
    });
  }
  return 0;
}
