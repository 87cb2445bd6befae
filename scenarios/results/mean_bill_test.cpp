#include "scenarios/results/mean_bill.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <sstream>
#include <string>
#include <vector>

#include "pricing/focus/focus_csv.hpp"
#include "scenarios/results/sample_results.hpp"

namespace fleetcast::scenarios::results {
namespace {

pricing::UsageLedger ledger_of(std::string_view meter, std::initializer_list<std::int64_t> hourly) {
  pricing::UsageLedger ledger;
  std::int64_t hour = 0;
  for (const std::int64_t amount : hourly) ledger.add(sample::usage_row(meter, hour++), amount);
  return ledger;
}

/// Returns one column of comma-separated values, quotes honoured.
std::vector<std::string> column_of(const std::string& csv, const std::string& name) {
  std::vector<std::vector<std::string>> rows(1, std::vector<std::string>(1));
  bool is_quoted = false;
  for (const char c : csv) {
    if (c == '"') {
      is_quoted = !is_quoted;
    } else if (c == ',' && !is_quoted) {
      rows.back().emplace_back();
    } else if (c == '\n' && !is_quoted) {
      rows.emplace_back(1);
    } else if (c != '\r' || is_quoted) {
      rows.back().back() += c;
    }
  }
  std::vector<std::string> column;
  const auto at = std::find(rows[0].begin(), rows[0].end(), name) - rows[0].begin();
  for (std::size_t row = 1; row + 1 < rows.size(); ++row) column.push_back(rows[row].at(static_cast<std::size_t>(at)));
  return column;
}

TEST(MeanBill, TotalIsTheMeanOfTheTotals) {
  std::vector<pricing::Bill> bills;
  pricing::Money sum;
  for (const RunResult& run : sample::runs(7)) {
    bills.push_back(pricing::bill(run.ledger, sample::book()));
    sum += bills.back().total;
  }
  const pricing::Bill mean = mean_bill(bills);
  const double off = std::abs((mean.total - sum.times_ratio(1, 7)).to_double());
  EXPECT_LE(off, 0.5e-10 * static_cast<double>(mean.lines.size()));
  pricing::Money of_lines;
  for (const pricing::BillLine& line : mean.lines) of_lines += line.billed_cost;
  EXPECT_EQ(of_lines, mean.total);
}

TEST(MeanBill, KeepsTiersApartWhereMeanUsageWouldNot) {
  // 10 TB a month of traffic into the internet is the first tier: one run stays below, the other goes far beyond.
  const std::int64_t tb = std::int64_t{1} << 40;
  const pricing::BillOptions options{.has_free_allowances = false};
  const pricing::UsageLedger little = ledger_of(pricing::meter::internet_out_bytes, {1 * tb});
  const pricing::UsageLedger much = ledger_of(pricing::meter::internet_out_bytes, {30 * tb});
  const std::vector<pricing::Bill> bills{pricing::bill(little, sample::book(), options),
                                         pricing::bill(much, sample::book(), options)};
  const pricing::Bill mean = mean_bill(bills);
  EXPECT_EQ(mean.lines.size(), 2U);
  EXPECT_EQ(mean.total, (bills[0].total + bills[1].total).times_ratio(1, 2));
  for (const pricing::BillLine& line : mean.lines) {
    const pricing::Money cost = line.list_unit_price.times(line.pricing_quantity, pricing::line_places);
    EXPECT_NEAR(cost.to_double(), line.billed_cost.to_double(), 1e-8) << line.tier;
  }
  const std::vector<const pricing::UsageLedger*> ledgers{&little, &much};
  EXPECT_GT(pricing::bill(mean_ledger(ledgers), sample::book(), options).total, mean.total);
}

TEST(MeanBill, FocusFileSumsToTheReportedCost) {
  const Summary summary = sample::summary_of(sample::runs(5));
  std::ostringstream csv;
  pricing::focus::write_focus_csv(csv, summary.mean_bill);
  pricing::Money sum;
  for (const std::string& cost : column_of(csv.str(), "BilledCost")) sum += pricing::Money::parse(cost);
  EXPECT_EQ(sum, summary.mean_bill.total);
  EXPECT_NEAR(sum.to_double(), summary.metrics.estimate("cost_usd.total_horizon")->mean, 1e-8);
}

TEST(MeanLedger, HoursSumToTheMeanOfTheSums) {
  const pricing::UsageLedger a = ledger_of(pricing::meter::nat_hours, {1, 1, 1, 1, 1});
  const pricing::UsageLedger b = ledger_of(pricing::meter::nat_hours, {0, 0, 0, 0, 0});
  const pricing::UsageLedger c = ledger_of(pricing::meter::nat_hours, {0, 0, 0, 0, 0});
  const std::vector<const pricing::UsageLedger*> ledgers{&a, &b, &c};
  std::int64_t sum = 0;
  const pricing::UsageLedger mean = mean_ledger(ledgers);
  for (const auto& [key, amount] : mean.rows()) sum += amount.billable;
  EXPECT_EQ(sum, 2);  // 5 / 3 is 1.67, while a third of an hour rounded by itself would vanish
}

}  // namespace
}  // namespace fleetcast::scenarios::results
