#include "pricing/importers/plan_rates.hpp"

#include <algorithm>

#include "pricing/importers/money_text.hpp"
#include "pricing/importers/offer_rules.hpp"
#include "pricing/importers/product.hpp"
#include "pricing/importers/regions.hpp"

namespace fleetcast::pricing::importers {
namespace {

using commitments::PaymentOption;
using commitments::SavingsPlanType;

std::optional<SavingsPlanType> type_of(std::string_view family) {
  const std::string name = attribute_name(family);
  if (name == "computesavingsplans" || name == "computesavingsplan") return SavingsPlanType::compute;
  if (name == "ec2instancesavingsplans" || name == "ec2instancesavingsplan") return SavingsPlanType::ec2_instance;
  if (name == "databasesavingsplans" || name == "databasesavingsplan") return SavingsPlanType::database;
  return std::nullopt;
}

std::optional<PaymentOption> payment_of(std::string_view option) {
  if (option == "No Upfront") return PaymentOption::no_upfront;
  if (option == "Partial Upfront") return PaymentOption::partial_upfront;
  if (option == "All Upfront") return PaymentOption::all_upfront;
  return std::nullopt;
}

std::optional<std::int64_t> years_of(std::string_view term) {
  if (term == "1yr" || term == "1") return 1;
  if (term == "3yr" || term == "3") return 3;
  return std::nullopt;
}

/// Tells whether a usage type without a region of its own is of a region; the oldest region has no prefix.
bool is_usage_of(std::string_view usage_type, std::string_view region) {
  if (without_region(usage_type, region) != usage_type) return true;
  const std::size_t dash = usage_type.find('-');
  const bool has_prefix = dash != std::string_view::npos && dash > 1 && dash < 12 &&
                          std::ranges::all_of(usage_type.substr(0, dash),
                                              [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
  return region == "us-east-1" && !has_prefix;
}

/// Describes what a rate is for in the words of the price list, so that the same rules find its meter.
Product product_of(const PlanRate& rate, std::string_view region) {
  Product product{rate.rate_code,
                  {{"servicecode", rate.service},
                   {"usagetype", rate.usage_type},
                   {"operation", rate.operation},
                   {"regioncode", std::string(region)}}};
  const std::size_t colon = rate.usage_type.find(':');
  const std::string type = colon == std::string::npos ? std::string{} : rate.usage_type.substr(colon + 1);
  product.attributes["instancetype"] = type;
  if (rate.service == "AmazonEC2") {
    product.attributes["productfamily"] = "Compute Instance";
    // "RunInstances" alone is Linux without a licence; "BoxUsage" is shared tenancy.
    product.attributes["operatingsystem"] = rate.operation == "RunInstances" ? "Linux" : "other";
    product.attributes["tenancy"] = "Shared";
  } else if (rate.service == "AmazonElastiCache" && type.starts_with("cache.")) {
    product.attributes["productfamily"] = "Cache Instance";
    product.attributes["cacheengine"] = rate.operation.ends_with(":Valkey") ? "Valkey" : "other";
  } else if (rate.service == "AmazonRDS" && type.starts_with("db.")) {
    product.attributes["productfamily"] = "Database Instance";
    // The operations of Aurora MySQL and Aurora PostgreSQL.
    if (rate.operation == "CreateDBInstance:0016") product.attributes["databaseengine"] = "Aurora MySQL";
    if (rate.operation == "CreateDBInstance:0021") product.attributes["databaseengine"] = "Aurora PostgreSQL";
  }
  return product;
}

}  // namespace

bool PlanRateCollector::is_known(const PlanOffer& plan) {
  return type_of(plan.family).has_value();
}

void PlanRateCollector::add(const PlanOffer& plan, const PlanRate& rate) {
  const std::string& region = figures_.region;
  if (rate.region.empty() ? !is_usage_of(rate.usage_type, region) : rate.region != region) return;
  const std::optional<OfferTarget> target = find_target(product_of(rate, region), region);
  if (!target) return;
  const std::optional<PaymentOption> payment = payment_of(plan.purchase_option);
  const std::optional<std::int64_t> years = years_of(plan.term);
  const std::string place = rate.place + ": rate " + rate.rate_code;
  if (!payment || !years) {
    problems_.add(place, "is of a plan for " + quoted(plan.term) + ", " + quoted(plan.purchase_option) +
                             "; known are 1yr and 3yr, No, Partial and All Upfront");
    return;
  }
  if (rate.currency != "USD") {
    problems_.add(place, "is priced in " + quoted(rate.currency) + "; books are in USD: take the offer file in USD");
    return;
  }
  if (std::ranges::find(target->units, rate.unit) == target->units.end()) {
    problems_.add(place, "is priced per " + quoted(rate.unit) + ", which is not understood");
    return;
  }
  const std::optional<Money> price = read_price(rate.price, place, problems_);
  if (!price) return;
  if (*price == Money{}) {
    problems_.add(place, "costs nothing, which no usage under a Savings Plan does");
    return;
  }
  const PriceKey& key = target->keys.front();
  if (!is_plain_name(key.pool)) {
    problems_.add(place, quoted(key.pool) + " is no name of a type");
    return;
  }
  const Money per_unit = price->times_ratio(target->per, target->of);
  const commitments::SavingsPlanOffer offer{per_unit, {{}, rate.effective_date.substr(0, 10), "imported"}};
  const auto [known, is_new] = figures_.savings_plans.try_emplace(
      {*type_of(plan.family), *years, *payment, key.meter, key.pool},
      ImportedOffer<commitments::SavingsPlanOffer>{offer, "rate " + rate.rate_code});
  if (is_new || known->second.offer.usd_per_unit == per_unit) return;
  problems_.add(place, "is the second rate of " + key.meter + " '" + key.pool + "' under the same plan, after " +
                           known->second.note + "; keep one of them");
}

}  // namespace fleetcast::pricing::importers
