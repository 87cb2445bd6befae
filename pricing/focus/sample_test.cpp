// A small bill of every kind of row; tests/focus checks the file rule by rule and breaks it once per rule. After a
// change that is meant, run with FLEETCAST_UPDATE_GOLDEN=1 and read the difference.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

#include "pricing/focus/focus_csv.hpp"
#include "pricing/testdata/commitment_samples.hpp"

namespace fleetcast::pricing::focus {
namespace {

using namespace testdata;

UsageLedger usage() {
  UsageLedger ledger;
  UsageKey on_demand = instances("m6i.large");
  on_demand.tags = "critical;team=web";
  for (const int hour : {0, 1}) {
    ledger.add(later(on_demand, hour), 4 * 3600);
    ledger.add(later(instances("m6i.xlarge", "us-east-1b"), hour), 3600);
  }
  UsageKey spot = row(meter::ec2_instance_seconds, "m6i.large", "spot");
  spot.zone = "us-east-1c";
  spot.fleet = "spot";
  ledger.add(spot, 1000);
  ledger.add(row(meter::internet_out_bytes), 150 * gb + 1);
  UsageKey crossing = row(meter::inter_zone_bytes);
  crossing.zone = "us-east-1a";
  crossing.peer_zone = "us-east-1b";
  ledger.add(crossing, gb / 3);
  ledger.add(row(meter::alb_new_connections), 100'000);
  return ledger;
}

// A plan for two of six instances, a reservation that is partly unused, and one that was bought within the hours.
BillOptions options() {
  BillOptions options;
  commitments::SavingsPlan plan = compute_plan("0.14");
  plan.rates = {{.usd_per_unit = usd("0.07")}};
  commitments::Reservation idle = reserved("c7g.large", 1, "0.05");
  commitments::Reservation advance = reserved("m6i.large", 1, "0.03");
  advance.terms.payment = commitments::PaymentOption::partial_upfront;
  advance.terms.start_hour = november;
  advance.upfront_usd = usd("250");
  options.commitments = {{idle, advance}, {plan}};
  options.period = BilledPeriod{november, november + 2};
  return options;
}

// The shipped prices, without what changes with every edition of the book.
PriceBook book() {
  PriceBook book = us_east_1();
  book.date = "2026-11-22";
  book.digest = "sample";
  return book;
}

TEST(FocusSample, IsUnchanged) {
  const auto path = pricing_folder() / "testdata" / "focus_sample.csv";
  std::ostringstream text;
  write_focus_csv(text, bill(usage(), book(), options()), {.replications = 1});
  if (std::getenv("FLEETCAST_UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << text.str();
  std::ifstream file(path, std::ios::binary);
  EXPECT_EQ(text.str(), std::string(std::istreambuf_iterator<char>(file), {}));
}

}  // namespace
}  // namespace fleetcast::pricing::focus
