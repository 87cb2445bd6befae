// Compares the bill of testdata/reference_usage.json, line by line, with testdata/reference_bill.txt. After a change
// that is meant, run with FLEETCAST_UPDATE_GOLDEN=1 and read the difference.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iterator>
#include <sstream>
#include <string>

#include "pricing/ledger_io.hpp"
#include "pricing/recompute.hpp"
#include "pricing/testdata/samples.hpp"

namespace fleetcast::pricing {
namespace {

using namespace testdata;

std::string place_of(const BillLine& line) {
  std::string place;
  for (const std::string& part : {line.usage.service, line.usage.fleet, line.usage.zone, line.usage.purchase_option,
                                  line.usage.pool, line.tier.empty() ? "" : "tier " + line.tier}) {
    if (!part.empty()) place += (place.empty() ? "" : " ") + part;
  }
  return place;
}

void write_readable(std::ostream& out, const Bill& bill) {
  out << (bill.normalised_month_hours ? "Normalised month of 730 h" : "Horizon") << "\n";
  for (const BillLine& line : bill.lines) {
    out << to_iso(line.billing_period.first_hour).substr(0, 7) << "  " << std::left << std::setw(36)
        << line.tariff->meter << std::setw(44) << place_of(line) << std::right << std::setw(18)
        << line.pricing_quantity.to_string(6) << ' ' << std::left << std::setw(22) << line.tariff->pricing_unit << "x "
        << std::setw(12) << line.list_unit_price.to_string() << "= " << std::right << std::setw(16)
        << line.billed_cost.to_string(10) << "\n";
  }
  out << "Total " << bill.total.to_string() << "\n";
  for (const auto& [service, total] : totals_by(bill, View::aws_service)) {
    out << "  " << service << " " << total.to_string(2) << "\n";
  }
}

TEST(GoldenBill, OfTheReferenceUsageIsUnchanged) {
  const std::filesystem::path folder = pricing_folder() / "testdata";
  const UsageFile file = read_usage(folder / "reference_usage.json");
  const Bill horizon = bill(file.usage, us_east_1());
  ASSERT_TRUE(file.horizon_seconds.has_value());
  EXPECT_EQ(recompute(file.usage, us_east_1()), horizon.total);
  std::ostringstream readable;
  write_readable(readable, horizon);
  readable << "\n";
  write_readable(readable, bill_normalised_month(file.usage, *file.horizon_seconds, us_east_1()));

  const std::filesystem::path golden = folder / "reference_bill.txt";
  if (std::getenv("FLEETCAST_UPDATE_GOLDEN") != nullptr) std::ofstream(golden) << readable.str();
  std::ifstream input(golden);
  const std::string expected(std::istreambuf_iterator<char>(input), {});
  EXPECT_EQ(readable.str(), expected);
}

}  // namespace
}  // namespace fleetcast::pricing
