#include "pricing/sla_credits.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <vector>

#include "pricing/problems.hpp"

namespace fleetcast::pricing {
namespace {

using Texts = std::array<std::string_view, 3>;

constexpr Texts four_nines{"99.99", "99", "95"};
constexpr Texts three_nines{"99.9", "99", "95"};
constexpr Texts compute_credits{"10", "30", "100"};
constexpr Texts usual_credits{"10", "25", "100"};

// https://aws.amazon.com/compute/sla, /elasticloadbalancing/sla, /rds/aurora/sla, /cloudfront/sla, /s3/sla.
constexpr std::array levels{
    ServiceLevel{"Amazon Elastic Compute Cloud", four_nines, compute_credits},
    ServiceLevel{"Amazon Elastic Container Service", four_nines, compute_credits},
    ServiceLevel{"Elastic Load Balancing", four_nines, compute_credits},
    ServiceLevel{"Amazon Relational Database Service", four_nines, usual_credits},
    ServiceLevel{"Amazon CloudFront", three_nines, usual_credits},
    ServiceLevel{"Amazon Simple Storage Service", three_nines, usual_credits},
    ServiceLevel{"Amazon ElastiCache", four_nines, usual_credits, true},
    ServiceLevel{"AWS Secrets Manager", four_nines, usual_credits, true},
};

const ServiceLevel& level_of(const std::string& service) {
  const auto* found = std::ranges::find(levels, service, &ServiceLevel::service_name);
  if (found != levels.end()) return *found;
  std::vector<std::string> names;
  for (const ServiceLevel& level : levels) names.emplace_back(level.service_name);
  throw std::invalid_argument("'" + service + "' has no service level agreement here" + suggestion(service, names));
}

/// Returns the percentage of the bill that is credited, from 0 to 100.
Decimal credit_for(const MonthlyUptime& uptime) {
  if (uptime.percent < Decimal{} || uptime.percent > Decimal::from_integer(100)) {
    throw std::invalid_argument("the uptime of " + uptime.service_name + " must be from 0 to 100 percent, not " +
                                uptime.percent.to_string());
  }
  const ServiceLevel& level = level_of(uptime.service_name);
  Decimal credit;
  for (std::size_t i = 0; i < level.below_percent.size(); ++i) {
    if (uptime.percent < Decimal::parse(level.below_percent[i])) credit = Decimal::parse(level.credit_percent[i]);
  }
  return credit;
}

/// Returns, for each level, a tariff in the place of its service, so that a credit is told from the service's usage.
std::vector<Tariff> tariffs_of_credits() {
  std::vector<Tariff> tariffs;
  for (const ServiceLevel& level : levels) {
    Tariff tariff;
    tariff.meter = sla_credit_meter;
    tariff.catalogue = catalogue_place_of(level.service_name);
    tariff.description = "Service credit";
    tariffs.push_back(tariff);
  }
  return tariffs;
}

const Tariff& credit_tariff(std::string_view service) {
  static const std::vector<Tariff> tariffs = tariffs_of_credits();
  return *std::ranges::find(tariffs, service, [](const Tariff& tariff) { return tariff.catalogue.service_name; });
}

/// Returns the line that credits part of what a service cost in the month of a line of its.
BillLine credit_line(const BillLine& of_service, Money cost, const ServiceCredit& credit) {
  BillLine line;
  line.tariff = &credit_tariff(of_service.tariff->catalogue.service_name);
  line.charge_category = ChargeCategory::credit;
  line.charge_frequency = ChargeFrequency::one_time;
  line.billing_period = of_service.billing_period;
  line.charge_period_start = of_service.billing_period.first_hour;
  line.charge_period_end = of_service.billing_period.end_hour;
  line.usage.meter = line.tariff->meter;
  line.usage.account = of_service.usage.account;
  line.usage.region = of_service.usage.region;
  line.billed_cost =
      -cost.times(credit.credited_percent, line_places + 2).divided_by(Decimal::from_integer(100), line_places);
  line.effective_cost = line.billed_cost;
  line.list_cost = line.billed_cost;
  line.contracted_cost = line.billed_cost;
  line.credit = credit;
  return line;
}

}  // namespace

std::span<const ServiceLevel> service_levels() { return levels; }

void add_sla_credits(Bill& bill, std::span<const MonthlyUptime> uptimes) {
  std::vector<BillLine> credits;
  for (const MonthlyUptime& uptime : uptimes) {
    const Decimal percent = credit_for(uptime);
    if (percent == Decimal{}) continue;
    std::map<std::int64_t, std::pair<const BillLine*, Money>> months;
    for (const BillLine& line : bill.lines) {
      if (line.charge_category != ChargeCategory::usage) continue;
      if (line.tariff->catalogue.service_name != uptime.service_name) continue;
      auto& [first, cost] = months.try_emplace(line.billing_period.first_hour, &line, Money{}).first->second;
      cost += line.billed_cost;
    }
    for (const auto& [month, part] : months) {
      credits.push_back(credit_line(*part.first, part.second, {uptime.percent, percent}));
    }
  }
  for (BillLine& credit : credits) {
    bill.total += credit.billed_cost;
    bill.effective_total += credit.effective_cost;
    bill.lines.push_back(std::move(credit));
  }
}

}  // namespace fleetcast::pricing
