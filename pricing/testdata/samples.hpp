#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pricing/bill.hpp"
#include "pricing/billing_month.hpp"
#include "pricing/book_io.hpp"
#include "pricing/usage.hpp"

namespace fleetcast::pricing::testdata {

/// First hour of November 2026, a month of 720 hours.
inline const std::int64_t november = utc_hour_of(2026, 11, 1);

/// Number of bytes, and of MiB, that AWS calls one GB.
inline constexpr std::int64_t gb = std::int64_t{1} << 30;
inline constexpr std::int64_t mib_per_gb = 1024;

/// Returns the folder that holds the books and the test data, in the source tree.
std::filesystem::path pricing_folder();

/// Reads the book that is shipped.
inline const PriceBook& us_east_1() {
  static const PriceBook book = read_price_book(pricing_folder() / "books" / "us-east-1.json");
  return book;
}

/// Reads every book that is shipped, in the order of their names.
inline const std::vector<const PriceBook*>& every_book() {
  static const PriceBook tokyo = read_price_book(pricing_folder() / "books" / "ap-northeast-1.json");
  static const PriceBook ireland = read_price_book(pricing_folder() / "books" / "eu-west-1.json");
  static const PriceBook oregon = read_price_book(pricing_folder() / "books" / "us-west-2.json");
  static const std::vector<const PriceBook*> books{&tokyo, &ireland, &us_east_1(), &oregon};
  return books;
}

/// Returns a row of usage in us-east-1 in the first hour of November 2026.
inline UsageKey row(std::string_view meter, std::string pool = {}, std::string purchase_option = {}) {
  UsageKey key;
  key.meter = meter;
  key.region = "us-east-1";
  key.pool = std::move(pool);
  key.purchase_option = std::move(purchase_option);
  key.utc_hour = november;
  return key;
}

/// Returns the row `hours` later.
inline UsageKey later(UsageKey key, std::int64_t hours) {
  key.utc_hour += hours;
  return key;
}

/// Returns what an amount of one meter costs in November 2026 at the shipped prices, free allowances left aside.
inline Money price_of(const UsageKey& key, std::int64_t amount) {
  UsageLedger ledger;
  ledger.add(key, amount);
  return bill(ledger, us_east_1(), {.has_free_allowances = false}).total;
}

/// Reads an amount of dollars.
inline Money usd(std::string_view text) { return Money::parse(text); }

}  // namespace fleetcast::pricing::testdata
