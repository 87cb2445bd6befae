// Every priced line of infracost's golden files (tests/reference/priced_lines.json), priced from its usage to the cent.
// testdata/priced_lines.txt lists those that cannot be, each with its reason, and counts the others.
#include <gtest/gtest.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "pricing/bill.hpp"
#include "pricing/testdata/commitment_samples.hpp"
#include "pricing/testdata/reference_cases.hpp"
#include "pricing/testdata/samples.hpp"

namespace fleetcast::pricing {
namespace {

using namespace testdata;
using nlohmann::json;

constexpr std::int64_t month_hours = 730;

Money month_cost(const UsageLedger& ledger) {
  return bill(ledger, us_east_1(), {.has_free_allowances = false, .normalised_month_hours = month_hours}).total;
}

int places_of(const std::string& number) {
  const std::size_t point = number.find('.');
  return point == std::string::npos ? 0 : static_cast<int>(number.size() - point - 1);
}

/// Returns what the hours of a month cost under a reservation without advance, at the book's price.
Money reserved_cost(const UsageLedger& ledger, const json& terms) {
  const std::string pool = terms.at("pool");
  const std::int64_t years = terms.at("years");
  const PriceBook& book = us_east_1();
  const auto& offer = book.commitment_offers.reservations.at(
      {years, commitments::PaymentOption::no_upfront, std::string(meter::ec2_instance_seconds), pool});
  commitments::Reservation reservation = reserved(pool, 1, offer.usd_per_hour.to_string());
  reservation.terms.years = years;
  BillOptions options;
  options.commitments.reservations = {reservation};
  options.period = {november, november + month_hours};
  return bill(ledger, book, options).total;
}

/// Returns what a line costs; of a higher tier, what it adds to the usage of the tiers before it.
Money cost_of(const json& line) {
  UsageLedger ledger = ledger_of(line.at("usage"), "us-east-1");
  if (line.contains("reservation")) return reserved_cost(ledger, line.at("reservation"));
  if (!line.contains("before")) return month_cost(ledger);
  const UsageLedger before = ledger_of(json::array({line.at("before")}), "us-east-1");
  ledger.merge(before);
  return month_cost(ledger) - month_cost(before);
}

TEST(PricedLines, AreReproducedFromTheirUsage) {
  std::ostringstream text;
  int priced = 0;
  int left_out = 0;
  const json document = reference_file("priced_lines.json");
  for (const json& table : document.at("tables")) {
    int of_table = 0;
    text << table.at("table").get<std::string>() << "\n";
    for (const json& line : table.at("rows")) {
      const std::string name = line.at("resource").get<std::string>() + ": " + line.at("line").get<std::string>();
      if (line.contains("reason")) {
        ++left_out;
        text << "  left out: " << name << "\n            " << line.at("reason").get<std::string>() << "\n";
        continue;
      }
      const std::string expected = line.contains("cost") ? line.at("cost") : line.at("unit_price");
      EXPECT_EQ(rounded_half_up(cost_of(line), places_of(expected)), usd(expected)) << table.at("table") << " " << name;
      ++of_table;
    }
    text << "  priced to the cent: " << of_table << "\n";
    priced += of_table;
  }
  text << "in all " << priced << " lines priced, " << left_out << " left out\n";
  EXPECT_EQ(priced + left_out, 409);
  EXPECT_EQ(text.str(), golden_file("priced_lines.txt", text.str()));
}

}  // namespace
}  // namespace fleetcast::pricing
