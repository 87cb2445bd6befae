#include "pricing/importers/savings_plan.hpp"
#include "tests/fuzz/importing.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace fleetcast;
  tests::fuzz::import_or_refuse(bytes, size, [](std::istream& input, const auto& request) {
    return pricing::importers::read_savings_plan(input, request);
  });
  return 0;
}
