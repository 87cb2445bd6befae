#include "pricing/importers/spot_advisor.hpp"
#include "tests/fuzz/importing.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace fleetcast;
  static const pricing::PriceBook book = pricing::parse_price_book(tests::fuzz::book_text, "book");
  tests::fuzz::import_or_refuse(bytes, size, [](std::istream& input, const auto& request) {
    return pricing::importers::read_spot_advisor(input, request, "2025-06-28", book);
  });
  return 0;
}
