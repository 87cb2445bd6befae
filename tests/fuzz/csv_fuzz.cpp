#include "scenarios/traffic/row_reader.hpp"
#include "tests/fuzz/fuzz_target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace fleetcast;
  const std::string text = tests::fuzz::text_of(bytes, size);
  const char separator = scenarios::traffic::guess_separator(text);
  std::vector<std::string_view> columns;
  std::string unquoted;
  static_cast<void>(scenarios::traffic::split_columns(text, separator, columns, unquoted));
  return 0;
}
