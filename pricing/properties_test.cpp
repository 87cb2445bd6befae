// Properties that hold for every price of every book that is shipped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "pricing/bill.hpp"
#include "pricing/testdata/random_ledger.hpp"
#include "pricing/testdata/samples.hpp"

namespace fleetcast::pricing {
namespace {

using namespace testdata;
using ::testing::HasSubstr;

const BillOptions without_allowances{.has_free_allowances = false};

/// Returns a row of usage that is billed at one price of a book.
UsageKey row_of(const PriceBook& book, const PriceKey& key) {
  UsageKey usage = row(key.meter, key.pool, key.purchase_option);
  usage.region = book.region;
  return usage;
}

Money cost_of(const PriceBook& book, const UsageKey& key, Integer128 amount) {
  UsageLedger ledger;
  ledger.add(key, static_cast<std::int64_t>(amount));
  return bill(ledger, book, without_allowances).total;
}

/// Returns what an amount costs by the definition of tiers: each part at its tier's price, rounded as a line is.
Money cost_by_definition(const Price& price, Integer128 amount, Integer128 divisor) {
  Money cost;
  for (const PriceTier& tier : price.tiers) {
    const Integer128 begin = tier.from.whole_times(divisor);
    const Integer128 end = tier.to ? tier.to->whole_times(divisor) : amount;
    const Integer128 within = std::min(amount, end) - begin;
    if (within > 0) cost += tier.price.times_ratio(within, divisor, 10);
  }
  return cost;
}

/// Calls a function for every price that rows of a ledger can be billed at, of every book.
void for_each_price(const std::function<void(const PriceBook&, const PriceKey&, const Price&)>& check) {
  for (const PriceBook* book : every_book()) {
    for (const auto& [key, price] : book->prices) {
      if (!is_derived(key.meter)) check(*book, key, price);
    }
  }
}

TEST(PriceProperties, HoldAtTheEdgesOfEveryTier) {
  int edges = 0;
  for_each_price([&](const PriceBook& book, const PriceKey& key, const Price& price) {
    const UsageKey usage = row_of(book, key);
    const Integer128 divisor = find_tariff(key.meter)->divisor(calendar_month(usage.utc_hour));
    for (const PriceTier& tier : price.tiers) {
      if (!tier.to) continue;
      ++edges;
      const Integer128 edge = tier.to->whole_times(divisor);
      const bool is_end = &tier == &price.tiers.back();
      for (const Integer128 amount : {edge - 1, edge, edge + 1}) {
        if (is_end && amount > edge) {
          EXPECT_THROW(static_cast<void>(cost_of(book, usage, amount)), MissingPrice) << book.name << key.meter;
        } else {
          EXPECT_EQ(cost_of(book, usage, amount), cost_by_definition(price, amount, divisor))
              << book.name << " " << key.meter << " '" << key.pool << "' around " << tier.to->to_string();
        }
      }
    }
  });
  EXPECT_EQ(edges, 235);  // as many figures of the four books have an end
}

TEST(PriceProperties, CostsGrowWithUsage) {
  Draw draw(1);
  for_each_price([&](const PriceBook& book, const PriceKey& key, const Price& price) {
    const UsageKey usage = row_of(book, key);
    const Integer128 divisor = find_tariff(key.meter)->divisor(calendar_month(usage.utc_hour));
    Integer128 most = std::numeric_limits<std::int64_t>::max() / 2;
    if (price.tiers.back().to) most = price.tiers.back().to->whole_times(divisor);
    Integer128 amount = static_cast<Integer128>(draw() >> (1 + draw() % 40)) % most;
    const Money less = cost_of(book, usage, amount);
    const Integer128 more = amount + static_cast<Integer128>(draw() >> 1) % (most - amount);
    EXPECT_LE(less, cost_of(book, usage, more)) << book.name << " " << key.meter << " '" << key.pool << "'";
    EXPECT_GE(less, Money{});
  });
}

TEST(PriceProperties, SplitsWithinATierAddUp) {
  Draw draw(2);
  for_each_price([&](const PriceBook& book, const PriceKey& key, const Price& price) {
    // Whole units have exact costs, so that no rounding may differ either.
    const UsageKey usage = row_of(book, key);
    const Integer128 divisor = find_tariff(key.meter)->divisor(calendar_month(usage.utc_hour));
    std::int64_t units = 1'000;
    if (price.tiers.front().to) units = static_cast<std::int64_t>(price.tiers.front().to->to_double());
    const Integer128 first = static_cast<Integer128>(draw() % static_cast<std::uint64_t>(units)) * divisor;
    const Integer128 second = units * divisor - first;
    const Money whole = cost_of(book, usage, first + second);
    EXPECT_EQ(cost_of(book, usage, first) + cost_of(book, usage, second), whole) << book.name << " " << key.meter;
    UsageLedger hours;
    hours.add(usage, static_cast<std::int64_t>(first));
    hours.add(later(usage, 5), static_cast<std::int64_t>(second));
    EXPECT_EQ(bill(hours, book, without_allowances).total, whole) << book.name << " " << key.meter;
  });
}

TEST(PriceProperties, NoCurrencyIsLostInRounding) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Bill result = bill(random_ledger(seed, 400), us_east_1());
    Money sum;
    for (const BillLine& line : result.lines) {
      sum += line.billed_cost;
      EXPECT_EQ(line.billed_cost, line.billed_cost.rounded(10));
      // Capacity units are sums of fractions, whose quantity is shown rounded.
      if (line.tariff->denominator != 1) continue;
      const Integer128 amount = line.consumed_quantity.whole_times(1);
      const Integer128 divisor = line.tariff->divisor(line.billing_period);
      EXPECT_EQ(line.billed_cost, line.list_unit_price.times_ratio(amount, divisor, 10));
    }
    EXPECT_EQ(sum, result.total);
    Money by_view;
    for (const auto& [name, part] : totals_by(result, View::zone)) by_view += part;
    EXPECT_EQ(by_view, result.total);
  }
}

TEST(PriceProperties, EveryMissingPriceNamesMeterRegionAndBook) {
  int missing = 0;
  for (const PriceBook* book : every_book()) {
    for (const std::string& meter : known_meters()) {
      if (find_capacity_unit_dimension(meter) != nullptr) continue;
      const bool is_by_meter = find_tariff(meter)->priced_by == PricedBy::meter;
      const std::string pool = is_by_meter ? "" : "nowhere";
      if (book->find_price({meter, pool, ""}) != nullptr) continue;
      ++missing;
      try {
        static_cast<void>(cost_of(*book, row_of(*book, {meter, pool, ""}), 1));
        ADD_FAILURE() << book->name << " has no price of " << meter << ", and yet it costs something";
      } catch (const MissingPrice& error) {
        EXPECT_THAT(error.what(), HasSubstr("price book " + book->name + " "));
        EXPECT_THAT(error.what(), HasSubstr("\n  " + meter));
        EXPECT_THAT(error.what(), HasSubstr("region '" + book->region + "'"));
      }
    }
  }
  EXPECT_GT(missing, 100);
}

}  // namespace
}  // namespace fleetcast::pricing
