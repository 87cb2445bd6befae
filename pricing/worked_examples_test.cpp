// Published examples of bills (tests/reference/worked_examples.json), line by line and in total, each rounded as its
// source rounds. testdata/worked_examples.txt shows them; after a change that is meant, run with
// FLEETCAST_UPDATE_GOLDEN=1 and read the difference.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <sstream>

#include "pricing/bill.hpp"
#include "pricing/testdata/reference_cases.hpp"
#include "pricing/testdata/samples.hpp"

namespace fleetcast::pricing {
namespace {

using namespace testdata;
using nlohmann::json;

/// Returns the book that an example is priced with: that of its region, with the prices that the example states.
PriceBook book_of(const json& example) {
  const std::string region = example.at("region").is_null() ? "us-east-1" : example.at("region").get<std::string>();
  const auto found = std::ranges::find(every_book(), region, [](const PriceBook* book) { return book->region; });
  PriceBook book = **found;
  const Provenance provenance{example.at("id"), "", "as in the example"};
  for (const json& own : example.value("prices", json::array())) {
    const PriceKey key{own.at("meter"), own.value("pool", ""), own.value("purchase_option", "")};
    const PriceTier tier{{}, {}, decimal_of(own.at("price")), provenance};
    const Price price{std::string(find_tariff(key.meter)->pricing_unit), {tier}};
    book.prices.insert_or_assign(key, price);
  }
  for (const json& own : example.value("allowances", json::array())) {
    book.allowances.insert_or_assign(own.at("meter"), Allowance{decimal_of(own.at("quantity")), provenance});
  }
  return book;
}

/// Returns what a line of an example tells: a cost, or an amount before prices.
Decimal figure_of(const Bill& bill, const std::string& kind) {
  if (kind == "cost") return bill.total;
  Decimal sum;
  for (const BillLine& line : bill.lines) {
    if (kind == "pricing_quantity") sum += line.pricing_quantity;
    if (kind == "consumed_quantity") sum += line.consumed_quantity;
    if (kind == "cost_of_tier_" + line.tier) sum += line.billed_cost;
  }
  return sum;
}

/// Prices the examples and writes them as a table.
class Examples {
 public:
  void price(const json& example) {
    const PriceBook book = book_of(example);
    BillOptions options{.has_free_allowances = example.contains("allowances"),
                        .normalised_month_hours = example.at("month_hours").get<std::int64_t>()};
    text_ << example.at("id").get<std::string>() << "  (" << example.at("service").get<std::string>() << "; "
          << example.at("authority").get<std::string>() << ")\n";
    std::vector<Decimal> exact;
    std::vector<Decimal> rounded;
    for (const json& line : example.at("lines")) {
      const Bill result = bill(ledger_of(line.at("usage"), book.region), book, options);
      const std::string kind = line.at("of");
      exact.push_back(figure_of(result, kind));
      rounded.push_back(rounded_half_up(exact.back(), line.at("places")));
      EXPECT_EQ(rounded.back(), decimal_of(line.at("expected"))) << example.at("id") << ": " << line.at("line");
      show(line, result, exact.back());
    }
    if (example.contains("total")) check_total(example, exact, rounded);
    text_ << "\n";
  }

  [[nodiscard]] std::string text() const { return text_.str(); }

 private:
  void show(const json& line, const Bill& result, Decimal exact) {
    text_ << "  " << line.at("line").get<std::string>() << "\n";
    for (const BillLine& priced : result.lines) {
      text_ << "    " << std::left << std::setw(34) << priced.tariff->meter << std::setw(26)
            << priced.usage.pool + (priced.tier.empty() ? "" : " tier " + priced.tier) << std::right << std::setw(18)
            << priced.pricing_quantity.to_string() << ' ' << std::left << std::setw(17) << priced.tariff->pricing_unit
            << "x " << std::setw(9) << priced.list_unit_price.to_string() << "= "
            << priced.billed_cost.to_string() << "\n";
    }
    show_outcome(line, exact);
  }

  void show_outcome(const json& line, Decimal exact) {
    const int places = line.at("places");
    text_ << "    " << line.value("of", "cost") << " " << exact.to_string() << " -> "
          << rounded_half_up(exact, places).to_string(places) << ", published: "
          << line.at("expected").get<std::string>() << "\n";
  }

  void check_total(const json& example, const std::vector<Decimal>& exact, const std::vector<Decimal>& rounded) {
    const json& total = example.at("total");
    const std::vector<Decimal>& parts = total.at("rounded_first").get<bool>() ? rounded : exact;
    Decimal sum;
    for (const std::size_t position : total.at("sum_of").get<std::vector<std::size_t>>()) sum += parts.at(position);
    EXPECT_EQ(rounded_half_up(sum, total.at("places")), decimal_of(total.at("expected"))) << example.at("id");
    text_ << "  total of the " << (total.at("rounded_first").get<bool>() ? "rounded" : "exact") << " lines\n";
    show_outcome(total, sum);
  }

  std::ostringstream text_;
};

TEST(WorkedExamples, AreReproducedLineByLineAndInTotal) {
  Examples examples;
  const json document = reference_file("worked_examples.json");
  EXPECT_EQ(document.at("examples").size(), 28U);
  for (const json& example : document.at("examples")) examples.price(example);
  EXPECT_EQ(examples.text(), golden_file("worked_examples.txt", examples.text()));
}

}  // namespace
}  // namespace fleetcast::pricing
