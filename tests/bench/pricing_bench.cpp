// Pricing the ledger of a month, as a run of the reference stack writes it: 720 hours of each of its rows.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "pricing/bill.hpp"
#include "pricing/book_io.hpp"
#include "pricing/ledger_io.hpp"
#include "pricing/recompute.hpp"

namespace fleetcast::tests::bench {
namespace {

std::filesystem::path pricing_folder() { return std::filesystem::path(FLEETCAST_ROOT) / "pricing"; }

const pricing::PriceBook& book() {
  static const pricing::PriceBook book = pricing::read_price_book(pricing_folder() / "books" / "us-east-1.json");
  return book;
}

/// Returns a month's ledger: so many keys, spread over the meters and places of the reference usage, in every hour.
pricing::UsageLedger month_of(std::int64_t keys) {
  const pricing::UsageFile file = pricing::read_usage(pricing_folder() / "testdata" / "reference_usage.json");
  pricing::UsageLedger ledger;
  std::int64_t made = 0;
  while (made < keys) {
    pricing::UsageKey previous;
    for (const auto& [row, amount] : file.usage.rows()) {
      if (made == keys) break;
      if (row.equals_but_for_hour(previous)) continue;
      previous = row;
      pricing::UsageKey key = row;
      key.tags = "part=" + std::to_string(made++);
      for (std::int64_t hour = 0; hour < 720; ++hour) {
        key.utc_hour = pricing::utc_hour_of(2026, 11, 1) + hour;
        ledger.add(key, amount.raw, amount.billable);
      }
    }
  }
  return ledger;
}

/// Prices a month of so many keys.
void price_month(benchmark::State& state) {
  const pricing::UsageLedger ledger = month_of(state.range(0));
  for (auto unused : state) benchmark::DoNotOptimize(pricing::bill(ledger, book()).total);
  state.counters["rows"] = static_cast<double>(ledger.rows().size());
}
BENCHMARK(price_month)->Name("pricing/month")->Arg(50)->Arg(100)->Arg(200)->Unit(benchmark::kMillisecond);

/// Scales a month to 730 hours and prices it.
void price_normalised_month(benchmark::State& state) {
  const pricing::UsageLedger ledger = month_of(state.range(0));
  for (auto unused : state) {
    benchmark::DoNotOptimize(pricing::bill_normalised_month(ledger, 720 * 3600, book()).total);
  }
  state.counters["rows"] = static_cast<double>(ledger.rows().size());
}
BENCHMARK(price_normalised_month)->Name("pricing/normalised_month")->Arg(100)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace fleetcast::tests::bench
