#include <nlohmann/json.hpp>

#include "scenarios/documents/parse_json.hpp"
#include "tests/fuzz/fuzz_target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace fleetcast;
  tests::fuzz::parse_or_refuse<scenarios::documents::InvalidDocument>([&] {
    static_cast<void>(scenarios::documents::parse_json(tests::fuzz::text_of(bytes, size), "input"));
  });
  return 0;
}
