#include "pricing/importers/price_list.hpp"
#include "tests/fuzz/importing.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace fleetcast;
  tests::fuzz::import_or_refuse(bytes, size, [](std::istream& input, const auto& request) {
    return pricing::importers::read_price_list(input, request);
  });
  return 0;
}
