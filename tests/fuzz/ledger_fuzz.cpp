#include "pricing/ledger_io.hpp"
#include "pricing/problems.hpp"
#include "tests/fuzz/fuzz_target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace fleetcast;
  tests::fuzz::parse_or_refuse<pricing::InvalidDocument>([&] {
    static_cast<void>(pricing::parse_usage(tests::fuzz::text_of(bytes, size), "input"));
  });
  return 0;
}
