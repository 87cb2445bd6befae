#include "pricing/commitments/recompute_cover.hpp"

#include <set>
#include <string>
#include <vector>

#include "pricing/billing_month.hpp"

namespace fleetcast::pricing::commitments {
namespace {

constexpr std::int64_t parts_per_measured = 322'560'000;

struct Type {
  std::string family;  // with the engine or variant
  std::string size;
};

Type split(const std::string& pool) {
  const std::string name = pool.substr(0, pool.find('/'));
  const std::string variant = pool.size() > name.size() ? pool.substr(name.size()) : "";
  const std::size_t point = name.find_last_of('.');
  if (point == std::string::npos) return {name + variant, ""};
  return {name.substr(0, point) + variant, name.substr(point + 1)};
}

// AWS's normalisation factors x 4; sizes that are multiples of xlarge by their number. 0 for a size without one.
std::int64_t factor_of(const std::string& pool, const PriceBook& book) {
  static const std::map<std::string, std::int64_t> factors{{"nano", 1},   {"micro", 2},  {"small", 4},
                                                           {"medium", 8}, {"large", 16}, {"xlarge", 32}};
  std::string size = split(pool).size;
  if (size == "metal") {
    const InstanceType* type = book.find_instance_type(pool);
    return type == nullptr ? 0 : type->vcpu * 8;
  }
  if (size.starts_with("metal-")) size = size.substr(6) + "arge";
  if (factors.contains(size)) return factors.at(size);
  const std::size_t digits = size.find_first_not_of("0123456789");
  const bool is_multiple = digits != 0 && digits != std::string::npos && size.substr(digits) == "xlarge";
  return is_multiple ? 32 * std::stoll(size.substr(0, digits)) : 0;
}

bool exchanges_sizes(const Reservation& one, const PriceBook& book) {
  static const std::set<std::string> fixed{"g4ad", "g4dn", "g5", "g5g"};
  return one.zone.empty() && factor_of(one.pool, book) > 0 && !fixed.contains(split(one.pool).family);
}

bool is_in_term(const CommitmentTerms& terms, std::int64_t hour) {
  return !terms.start_hour || (*terms.start_hour <= hour && hour < *terms.start_hour + 8760 * terms.years);
}

/// Returns the weight of usage under a reservation, or 0.
std::int64_t weight_of(const Reservation& one, const UsageKey& key, const PriceBook& book) {
  if (key.meter != one.meter || key.region != one.region || (!one.zone.empty() && key.zone != one.zone)) return 0;
  if (key.meter == "ec2.instance_seconds" && key.purchase_option != "on_demand") return 0;
  if (!one.terms.is_shared && key.account != one.terms.account) return 0;
  if (!exchanges_sizes(one, book)) return key.pool == one.pool ? 1 : 0;
  return split(key.pool).family == split(one.pool).family ? factor_of(key.pool, book) : 0;
}

void apply_reservation(const Reservation& one, HourOfUsage& hour, const PriceBook& book) {
  const std::int64_t measured = one.meter == "elasticache.node_hours" ? 1 : 3600;
  Integer128 room = Integer128{one.count} * measured * parts_per_measured;
  if (exchanges_sizes(one, book)) room *= factor_of(one.pool, book);
  while (room > 0) {
    const UsageKey* best = nullptr;
    std::pair<bool, std::int64_t> best_place;
    for (const auto& [key, parts] : hour.parts) {
      const std::int64_t weight = weight_of(one, key, book);
      const std::pair<bool, std::int64_t> place{key.account != one.terms.account, weight};
      if (parts == 0 || weight == 0 || (best != nullptr && best_place <= place)) continue;
      best = &key;
      best_place = place;
    }
    if (best == nullptr) return;
    Integer128& parts = hour.parts.at(*best);
    const Integer128 needed = parts * best_place.second;
    const Integer128 taken = needed < room ? needed : room;
    parts -= taken / best_place.second;
    room -= taken;
  }
}

bool is_under(const SavingsPlan& plan, const UsageKey& key) {
  if (!plan.terms.is_shared && key.account != plan.terms.account) return false;
  const std::string name = key.pool.substr(0, key.pool.find('/'));
  const std::string family = split(name).family;
  if (plan.type == SavingsPlanType::database) {
    if (key.meter == "aurora.milli_acu_seconds") return true;
    const std::size_t digit = family.find_first_of("0123456789");
    const bool is_new = digit != std::string::npos && family[digit] >= '7';
    if (key.meter == "aurora.instance_seconds") return is_new;
    return key.meter == "elasticache.node_hours" && is_new && key.pool == name + "/valkey";
  }
  const bool is_instance = key.meter == "ec2.instance_seconds" && key.purchase_option == "on_demand";
  if (plan.type == SavingsPlanType::ec2_instance) {
    return is_instance && key.region == plan.region && family == plan.family;
  }
  const bool is_fargate = key.meter == "fargate.milli_vcpu_seconds" || key.meter == "fargate.mib_seconds";
  return is_instance || (is_fargate && key.purchase_option == "fargate");
}

Money rate_under(const SavingsPlan& plan, const UsageKey& key, Money list_price, const PriceBook& book) {
  const std::string family = split(key.pool.substr(0, key.pool.find('/'))).family + ".*";
  // From the closest description of usage to the loosest.
  for (const std::string& pool : {key.pool, family, std::string{}}) {
    for (const std::string& meter : {key.meter, std::string{}}) {
      for (const SavingsPlanRate& rule : plan.rates) {
        if (rule.pool != pool || rule.meter != meter) continue;
        if (rule.usd_per_unit) return *rule.usd_per_unit;
        return list_price.times(Decimal::parse("1") - *rule.discount);
      }
    }
  }
  return book.commitment_offers.savings_plans.at({plan.type, plan.terms.years, plan.terms.payment, key.meter, key.pool})
      .usd_per_unit;
}

std::int64_t measured_per_unit(const std::string& meter) {
  if (meter == "elasticache.node_hours") return 1;
  if (meter == "fargate.mib_seconds") return 1024 * 3600;
  return meter.find(".milli_") == std::string::npos ? 3600 : 3'600'000;
}

/// Tells whether a plan takes one key before another.
bool is_better(const SavingsPlan& plan, const HourOfUsage& hour, const PriceBook& book, const UsageKey& one,
               const UsageKey& other) {
  const bool is_foreign = one.account != plan.terms.account;
  if (is_foreign != (other.account != plan.terms.account)) return !is_foreign;
  constexpr std::int64_t places = 1'000'000'000'000;
  const Money list = hour.list_prices.at(one);
  const Money other_list = hour.list_prices.at(other);
  const Money rate = rate_under(plan, one, list, book);
  const Money other_rate = rate_under(plan, other, other_list, book);
  const Integer128 mine = rate.whole_times(places) * other_list.whole_times(places);
  const Integer128 its = other_rate.whole_times(places) * list.whole_times(places);
  return mine < its || (mine == its && rate < other_rate);
}

void apply_plan(const SavingsPlan& plan, HourOfUsage& hour, const PriceBook& book) {
  constexpr std::int64_t places = 1'000'000'000'000;
  Money room = plan.usd_per_hour;
  while (room > Money{}) {
    const UsageKey* best = nullptr;
    for (const auto& [key, parts] : hour.parts) {
      if (parts == 0 || !is_under(plan, key)) continue;
      if (best == nullptr || is_better(plan, hour, book, key, *best)) best = &key;
    }
    if (best == nullptr) return;
    Integer128& parts = hour.parts.at(*best);
    const Money rate = rate_under(plan, *best, hour.list_prices.at(*best), book);
    const Integer128 per_unit = Integer128{measured_per_unit(best->meter)} * parts_per_measured;
    const Money cost = rate.times_ratio(parts, per_unit);
    parts = cost <= room ? 0 : parts - room.whole_times(places) * per_unit / rate.whole_times(places);
    room = cost <= room ? room - cost : Money{};
  }
}

}  // namespace

void take_off_covered(HourOfUsage& hour, const Commitments& commitments, const PriceBook& book) {
  for (const bool zonal : {true, false}) {
    for (const Reservation& one : commitments.reservations) {
      if (one.zone.empty() != zonal && is_in_term(one.terms, hour.utc_hour)) apply_reservation(one, hour, book);
    }
  }
  for (const bool by_family : {true, false}) {
    for (const SavingsPlan& plan : commitments.savings_plans) {
      const bool is_turn = (plan.type == SavingsPlanType::ec2_instance) == by_family;
      if (is_turn && is_in_term(plan.terms, hour.utc_hour)) apply_plan(plan, hour, book);
    }
  }
}

Money paid_for(const Commitments& commitments, std::int64_t first_hour, std::int64_t end_hour) {
  struct Payment {
    const CommitmentTerms* terms;
    Money per_hour;
    Money once;
  };
  std::vector<Payment> payments;
  for (const Reservation& one : commitments.reservations) {
    payments.push_back({&one.terms, one.usd_per_hour.times(Decimal::from_integer(one.count)),
                        one.upfront_usd.times(Decimal::from_integer(one.count))});
  }
  for (const SavingsPlan& plan : commitments.savings_plans) {
    const Decimal hourly_share = Decimal::parse(plan.terms.payment == PaymentOption::no_upfront        ? "1"
                                                : plan.terms.payment == PaymentOption::partial_upfront ? "0.5"
                                                                                                       : "0");
    const Money per_hour = plan.usd_per_hour.times(hourly_share);
    payments.push_back({&plan.terms, per_hour,
                        (plan.usd_per_hour - per_hour).times(Decimal::from_integer(8760 * plan.terms.years))});
  }
  Money sum;
  for (const Payment& payment : payments) {
    std::map<BillingMonth, Money> by_month;
    for (std::int64_t hour = first_hour; hour < end_hour; ++hour) {
      if (is_in_term(*payment.terms, hour)) by_month[calendar_month(hour)] += payment.per_hour;
      if (payment.terms->start_hour == hour) sum += payment.once.rounded(line_places);
    }
    for (const auto& [month, paid] : by_month) sum += paid.rounded(line_places);
  }
  return sum;
}

}  // namespace fleetcast::pricing::commitments
