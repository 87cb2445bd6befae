#include "pricing/recompute.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <tuple>

#include "pricing/commitments/recompute_cover.hpp"

namespace fleetcast::pricing {
namespace {

/// Identifies a line in the making: everything a row says but its hour, the month, the end of a transfer, the tier.
using LineName = std::tuple<BillingMonth, UsageKey, int, std::size_t, Money>;

struct Line {
  Money price;
  Integer128 amount = 0;
  Integer128 amount_per_unit = 1;
};

bool ends_with_any(const std::string& meter, std::initializer_list<std::string_view> endings) {
  return std::ranges::any_of(endings, [&](std::string_view ending) { return meter.ends_with(ending); });
}

// The amount of each meter that makes one priced unit, told from the names of the meters.
Integer128 amount_per_unit(const std::string& meter, std::int64_t month_hours) {
  const bool is_fargate = meter.starts_with("fargate.");
  if (meter == alb_lcu_hours) return Integer128{1073741824} * 28125;
  if (meter == nlb_lcu_hours) return Integer128{1073741824} * 140625;
  if (ends_with_any(meter, {"iops_seconds", "mibps_seconds"})) return Integer128{3600} * month_hours;
  if (meter == meter::elasticache_serverless_mib_seconds) return Integer128{1024} * 3600;
  if (meter.ends_with("mib_seconds")) return Integer128{1024} * 3600 * (is_fargate ? 1 : month_hours);
  if (ends_with_any(meter, {"_vcpu_seconds", "_acu_seconds"})) return 3600000;
  if (meter.ends_with("_seconds")) return 3600;
  if (meter.ends_with("_bytes")) return 1073741824;
  if (ends_with_any(meter, {"acl_hours", "rule_hours", "check_hours", "secret_hours", "metric_hours", "alarm_hours",
                            "dashboard_hours", "bot_control_hours", "option_hours"})) {
    return month_hours;
  }
  if (meter == meter::s3_tag_hours) return Integer128{10000} * month_hours;
  if (meter == meter::s3_monitored_object_hours) return Integer128{1000} * month_hours;
  if (ends_with_any(meter, {"_hours", "_months", ".hours", "_paths"})) return 1;
  if (meter == meter::s3_inventory_objects) return 1000000;
  if (meter.starts_with("s3.") || meter.ends_with("api_requests")) return 1000;
  if (ends_with_any(meter, {"https_requests", "http_requests", "api_calls"})) return 10000;
  if (meter.ends_with("_deliveries")) return 100000;
  return 1000000;
}

/// Returns how much of [begin, end) lies within [lower, upper).
Integer128 overlap(Integer128 begin, Integer128 end, Integer128 lower, Integer128 upper) {
  return std::max<Integer128>(0, std::min(end, upper) - std::max(begin, lower));
}

class Recomputation {
 public:
  Recomputation(const PriceBook& book, const BillOptions& options) : book_(book), options_(options) {}

  Money total(const UsageLedger& ledger) {
    std::map<std::int64_t, std::vector<std::pair<const UsageKey*, Integer128>>> by_hour;
    for (const auto& [key, amount] : ledger.rows()) by_hour[key.utc_hour].emplace_back(&key, amount.billable);
    if (by_hour.empty() && !options_.period) return {};
    if (!by_hour.empty()) first_hour_ = by_hour.begin()->first;
    if (!options_.commitments.empty() && options_.normalised_month_hours) {
      throw std::logic_error("pricing::recompute: commitments apply to the hours of a horizon");
    }
    for (const auto& [utc_hour, rows] : by_hour) {
      hour_ = {utc_hour, {}, {}};
      for (const auto& [key, amount] : rows) take(*key, amount);
      take_capacity_units();
      take_uncovered();
    }
    const BilledPeriod period = options_.period ? *options_.period
                                                : BilledPeriod{first_hour_, by_hour.rbegin()->first + 1};
    Money sum = commitments::paid_for(options_.commitments, period.first_hour, period.end_hour);
    for (const auto& [name, line] : lines_) {
      sum += line.price.times_ratio(line.amount, line.amount_per_unit, line_places);
    }
    return sum;
  }

 private:
  void take(const UsageKey& key, Integer128 amount) {
    if ((key.meter.starts_with("alb.") || key.meter.starts_with("nlb.")) && !key.meter.ends_with(".hours")) {
      UsageKey balancer = key;
      balancer.meter = key.meter.starts_with("alb.") ? alb_lcu_hours : nlb_lcu_hours;
      balancer.zone = balancer.peer_zone = balancer.fleet = balancer.purchase_option = balancer.pool = "";
      auto& dimensions = capacity_[balancer];
      // Fractions of a capacity unit, each brought to the denominator 2^30 x 28125.
      if (key.meter == meter::alb_new_connections) dimensions[0] += amount * 1073741824 * 28125 / 90000;
      if (key.meter == meter::alb_active_connection_minutes) dimensions[1] += amount * 1073741824 * 28125 / 180000;
      if (key.meter == meter::alb_processed_bytes) dimensions[2] += amount * 28125;
      if (key.meter == meter::alb_rule_evaluations) dimensions[3] += amount * 1073741824 * 28125 / 3600000;
      // Likewise for the other kind of balancer, over 2^30 x 140625.
      if (key.meter == meter::nlb_new_flows) dimensions[0] += amount * 1073741824 * 140625 / 2880000;
      if (key.meter == meter::nlb_active_flow_minutes) dimensions[1] += amount * 1073741824 * 140625 / 6000000;
      if (key.meter == meter::nlb_processed_bytes) dimensions[2] += amount * 140625;
      return;
    }
    if (!options_.commitments.empty() && can_be_covered(key)) {
      UsageKey name = key;
      name.utc_hour = 0;
      hour_.parts[name] += amount * 322560000;
      hour_.list_prices[name] = find_tiers(key).first.front().price;
      return;
    }
    place(key, 0, amount);
    if (key.meter == meter::inter_zone_bytes) place(key, 1, amount);
  }

  static bool can_be_covered(const UsageKey& key) {
    if (key.purchase_option.ends_with("spot")) return false;
    return ends_with_any(key.meter, {".instance_seconds", "_vcpu_seconds", "_acu_seconds", "fargate.mib_seconds",
                                     ".node_hours"});
  }

  void take_uncovered() {
    commitments::take_off_covered(hour_, options_.commitments, book_);
    for (const auto& [name, parts] : hour_.parts) {
      const BillingMonth month = month_of(hour_.utc_hour);
      Line& line = lines_[{month, name, 0, 0, hour_.list_prices.at(name)}];
      line.price = discounted(name, hour_.list_prices.at(name));
      line.amount_per_unit = amount_per_unit(name.meter, month.hours()) * 322560000;
      line.amount += parts;
    }
  }

  [[nodiscard]] Money discounted(const UsageKey& key, Money list_price) const {
    for (const auto& [place, price] : options_.discounts.private_rates) {
      const bool is_meant = place.meter == key.meter && (place.pool.empty() || place.pool == key.pool) &&
                            (place.purchase_option.empty() || place.purchase_option == key.purchase_option);
      if (is_meant) return price;
    }
    Decimal discount = options_.discounts.overall;
    for (const auto& [service, its_discount] : options_.discounts.by_service) {
      if (find_tariff(key.meter)->catalogue.service_name == service) discount = its_discount;
    }
    return list_price.times(Decimal::parse("1") - discount);
  }

  void take_capacity_units() {
    for (const auto& [balancer, dimensions] : capacity_) place(balancer, 0, *std::ranges::max_element(dimensions));
    capacity_.clear();
  }

  void place(UsageKey key, int end_of_transfer, Integer128 amount) {
    const BillingMonth month = month_of(key.utc_hour);
    const auto [tiers, scope] = find_tiers(key);
    key.utc_hour = 0;
    const Integer128 unit = amount_per_unit(key.meter, month.hours());

    Integer128& free_used = free_used_[{month, key.meter}];
    const Integer128 free = std::clamp<Integer128>(free_limit(key.meter, unit) - free_used, 0, amount);
    free_used += free;
    Integer128& used = used_[{month, scope}];
    const Integer128 begin = used + free;
    used += amount;
    for (std::size_t i = 0; i < tiers.size(); ++i) {
      const Integer128 lower = tiers[i].from.whole_times(unit);
      const Integer128 upper = tiers[i].to ? tiers[i].to->whole_times(unit) : used;
      Line& line = lines_[{month, key, end_of_transfer, i, tiers[i].price}];
      line.price = discounted(key, tiers[i].price);
      line.amount_per_unit = unit;
      line.amount += overlap(begin, used, lower, upper);
    }
  }

  [[nodiscard]] BillingMonth month_of(std::int64_t utc_hour) const {
    if (!options_.normalised_month_hours) return calendar_month(utc_hour);
    const std::int64_t start = calendar_month(first_hour_).first_hour;
    return {start, start + *options_.normalised_month_hours};
  }

  [[nodiscard]] Integer128 free_limit(const std::string& meter, Integer128 unit) const {
    if (!options_.has_free_allowances || !book_.allowances.contains(meter)) return 0;
    return book_.allowances.at(meter).quantity.whole_times(unit);
  }

  [[nodiscard]] std::pair<std::vector<PriceTier>, PriceKey> find_tiers(const UsageKey& key) const {
    if (key.meter == meter::ec2_instance_seconds && key.purchase_option == "spot") {
      for (const std::string& zone : {key.zone, std::string{}}) {
        const auto option = options_.spot_usd_per_hour.find({key.pool, zone});
        if (option == options_.spot_usd_per_hour.end()) continue;
        return {{PriceTier{{}, {}, option->second, {}}}, {key.meter, key.pool, zone}};
      }
      if (options_.hourly_spot_prices) {
        const Money price = *options_.hourly_spot_prices->find(key.pool, key.zone, key.utc_hour);
        return {{PriceTier{{}, {}, price, {}}}, {key.meter, key.pool, key.zone}};
      }
    }
    // The most specific name under which the book lists the meter.
    for (const PriceKey& candidate : {PriceKey{key.meter, key.pool, key.purchase_option}, PriceKey{key.meter, key.pool},
                                      PriceKey{key.meter}}) {
      if (const Price* price = book_.find_price(candidate)) return {price->tiers, candidate};
    }
    return {book_.prices.at({key.meter, key.pool, key.purchase_option}).tiers, {}};
  }

  const PriceBook& book_;
  const BillOptions& options_;
  std::int64_t first_hour_ = 0;
  commitments::HourOfUsage hour_;
  std::map<LineName, Line> lines_;
  std::map<UsageKey, std::array<Integer128, 4>> capacity_;
  std::map<std::pair<BillingMonth, std::string>, Integer128> free_used_;
  std::map<std::pair<BillingMonth, PriceKey>, Integer128> used_;
};

}  // namespace

Money recompute(const UsageLedger& ledger, const PriceBook& book, const BillOptions& options) {
  return Recomputation(book, options).total(ledger);
}

}  // namespace fleetcast::pricing
