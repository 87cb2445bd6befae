#include "pricing/testdata/reference_cases.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "pricing/testdata/samples.hpp"

namespace fleetcast::pricing::testdata {

nlohmann::json reference_file(const std::string& name) {
  std::ifstream file(pricing_folder().parent_path() / "tests" / "reference" / name);
  return nlohmann::json::parse(file);
}

UsageLedger ledger_of(const nlohmann::json& rows, const std::string& region) {
  UsageLedger ledger;
  for (const nlohmann::json& given : rows) {
    UsageKey key = row(given.at("meter").get<std::string>());
    key.pool = given.value("pool", "");
    key.purchase_option = given.value("purchase_option", "");
    key.region = region;
    key.utc_hour += given.value("after_hours", 0);
    const auto billable = given.at("amount").get<std::int64_t>();
    const std::int64_t raw = given.value("raw", billable);
    for (int hour = 0; hour < given.value("repeat_hours", 1); ++hour) ledger.add(later(key, hour), raw, billable);
  }
  return ledger;
}

Decimal decimal_of(const nlohmann::json& number) { return Decimal::parse(number.get<std::string>()); }

Decimal rounded_half_up(Decimal value, int places) {
  const Decimal half = Decimal::parse("0." + std::string(static_cast<std::size_t>(places), '0') + "5");
  const Decimal rounded = value.rounded(places);
  return value - rounded == half ? rounded + half + half : rounded;
}

std::string golden_file(const std::string& name, const std::string& text) {
  const std::filesystem::path path = pricing_folder() / "testdata" / name;
  if (std::getenv("FLEETCAST_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << text;
  std::ifstream input(path);
  return {std::istreambuf_iterator<char>(input), {}};
}

}  // namespace fleetcast::pricing::testdata
