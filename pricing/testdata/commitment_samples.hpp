#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "pricing/bill.hpp"
#include "pricing/testdata/samples.hpp"

namespace fleetcast::pricing::testdata {

/// Returns a book of us-east-1 that knows on-demand prices of instances by the hour, and no others.
inline PriceBook book_of_instances(std::initializer_list<std::pair<std::string_view, std::string_view>> prices) {
  PriceBook book;
  book.name = "instances";
  book.region = "us-east-1";
  book.date = "2026-11-22";
  for (const auto& [type, price] : prices) {
    book.prices[{std::string(meter::ec2_instance_seconds), std::string(type), "on_demand"}] = {
        "Hours", {PriceTier{{}, {}, usd(price), {"test", "2026-11-22", "test"}}}};
  }
  return book;
}

/// Returns a row of instances on demand in the first hour of November 2026.
inline UsageKey instances(std::string type, std::string zone = "us-east-1a", std::string account = "main") {
  UsageKey key = row(meter::ec2_instance_seconds, std::move(type), "on_demand");
  key.zone = std::move(zone);
  key.account = std::move(account);
  return key;
}

/// Returns a regional reservation of instances without payment in advance.
inline commitments::Reservation reserved(std::string type, std::int64_t count, std::string_view usd_per_hour) {
  commitments::Reservation reservation;
  reservation.terms.id = "ri-" + type;
  reservation.meter = meter::ec2_instance_seconds;
  reservation.pool = std::move(type);
  reservation.region = "us-east-1";
  reservation.count = count;
  reservation.usd_per_hour = usd(usd_per_hour);
  return reservation;
}

/// Returns a Compute Savings Plan without payment in advance and without rates.
inline commitments::SavingsPlan compute_plan(std::string_view usd_per_hour) {
  commitments::SavingsPlan plan;
  plan.terms.id = "plan";
  plan.usd_per_hour = usd(usd_per_hour);
  return plan;
}

/// Holds how many hours of usage commitments cover, and how many are paid on demand.
struct CoveredHours {
  Decimal covered;
  Decimal on_demand;
  bool operator==(const CoveredHours&) const = default;
};

/// Sums the pricing quantities of the lines of one key, by whether a commitment covers them.
inline CoveredHours hours_of(const Bill& bill, const UsageKey& key) {
  CoveredHours hours;
  for (const BillLine& line : bill.lines) {
    if (!line.usage.equals_but_for_hour(key)) continue;
    (line.commitment ? hours.covered : hours.on_demand) += line.pricing_quantity;
  }
  return hours;
}

/// Sums the effective costs of what commitments leave unused.
inline Money unused_of(const Bill& bill) {
  Money unused;
  for (const BillLine& line : bill.lines) {
    if (line.commitment && line.commitment->status == CommitmentStatus::unused) unused += line.effective_cost;
  }
  return unused;
}

/// Sums the billed costs of usage, purchases left aside.
inline Money billed_usage_of(const Bill& bill) {
  Money billed;
  for (const BillLine& line : bill.lines) {
    if (line.charge_category == ChargeCategory::usage) billed += line.billed_cost;
  }
  return billed;
}

}  // namespace fleetcast::pricing::testdata
