#include <nlohmann/json.hpp>

#include "scenarios/documents/parse_json.hpp"
#include "scenarios/experiment/scenario_file.hpp"
#include "tests/fuzz/fuzz_target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace fleetcast;
  tests::fuzz::parse_or_refuse<scenarios::documents::InvalidDocument>([&] {
    scenarios::documents::Json document =
        scenarios::documents::parse_json(tests::fuzz::text_of(bytes, size), "input");
    // Other files are not what is tested here.
    if (document.is_object()) document.erase("extends");
    static_cast<void>(scenarios::experiment::read_scenario(document, "input"));
  });
  return 0;
}
