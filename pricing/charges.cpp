#include "pricing/charges.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace fleetcast::pricing {
namespace {

/// Identifies a load balancer: its rows may come by zone, its capacity units are one maximum.
struct LoadBalancer {
  std::string account;
  std::string region;
  std::string service;
  std::string tags;
  auto operator<=>(const LoadBalancer&) const = default;
};

/// Holds one hour's use of the four dimensions, each as capacity unit hours over lcu_denominator.
struct CapacityUse {
  std::array<Integer128, 4> dimensions{};
};

using CapacityUses = std::map<LoadBalancer, std::map<std::int64_t, CapacityUse>>;

void add_dimension(CapacityUse& use, std::string_view dimension, Integer128 amount) {
  constexpr std::array<std::pair<std::string_view, std::int64_t>, 4> per_unit_hour{{
      {meter::alb_new_connections, 25 * 3600},
      {meter::alb_active_connection_minutes, 3000 * 60},
      {meter::alb_processed_bytes, std::int64_t{1} << 30},
      {meter::alb_rule_evaluations, 1000 * 3600},
  }};
  for (std::size_t i = 0; i < per_unit_hour.size(); ++i) {
    if (per_unit_hour[i].first == dimension) use.dimensions[i] += amount * (lcu_denominator / per_unit_hour[i].second);
  }
}

bool holds(const BillingMonth& month, std::int64_t utc_hour) {
  return utc_hour >= month.first_hour && utc_hour < month.end_hour;
}

class Collector {
 public:
  explicit Collector(const std::optional<BillingMonth>& month) : only_month_(month) {}

  Charges collect(const UsageLedger& ledger) {
    const UsageKey* previous = nullptr;
    for (const auto& [key, amount] : ledger.rows()) {
      const bool continues =
          previous != nullptr && key.equals_but_for_hour(*previous) && (only_month_ || holds(month_, key.utc_hour));
      if (!continues) begin(key);
      previous = &key;
      if (balancer_ != nullptr) add_dimension((*balancer_)[key.utc_hour], key.meter, amount.billable);
      for (std::size_t i = first_open_; i < charges_.items.size(); ++i) {
        add(charges_.items[i], key.utc_hour, amount.billable);
      }
    }
    first_open_ = charges_.items.size();
    for (const auto& [balancer, uses] : capacity_uses_) join(balancer, uses);
    return std::move(charges_);
  }

 private:
  void begin(const UsageKey& key) {
    first_open_ = charges_.items.size();
    balancer_ = nullptr;
    set_month(key.utc_hour);
    if (is_capacity_unit_dimension(key.meter)) {
      balancer_ = &capacity_uses_[{key.account, key.region, key.service, key.tags}];
      return;
    }
    const Tariff* tariff = find_tariff(key.meter);
    if (tariff == nullptr || key.meter == alb_lcu_hours) {
      charges_.unknown.push_back(key);
    } else if (key.meter == meter::inter_zone_bytes) {
      open(*tariff, key, Direction::out);
      open(*tariff, key, Direction::in);
      UsageKey& other_end = charges_.items.back().usage;
      std::swap(other_end.zone, other_end.peer_zone);
    } else {
      open(*tariff, key, Direction::none);
    }
  }

  void set_month(std::int64_t utc_hour) {
    if (only_month_) {
      month_ = *only_month_;
    } else if (!holds(month_, utc_hour)) {
      month_ = calendar_month(utc_hour);
    }
  }

  void open(const Tariff& tariff, const UsageKey& key, Direction direction) {
    charges_.items.push_back({&tariff, month_, key, direction, {}, 0});
  }

  static void add(Charge& charge, std::int64_t utc_hour, Integer128 amount) {
    charge.uses.push_back({utc_hour, amount});
    charge.amount += amount;
  }

  // A load balancer pays each hour for the dimension it used most of.
  void join(const LoadBalancer& balancer, const std::map<std::int64_t, CapacityUse>& uses) {
    UsageKey key;
    key.meter = alb_lcu_hours;
    key.account = balancer.account;
    key.region = balancer.region;
    key.service = balancer.service;
    key.tags = balancer.tags;
    bool is_open = false;
    for (const auto& [utc_hour, use] : uses) {
      if (!is_open || !(only_month_ || holds(month_, utc_hour))) {
        set_month(utc_hour);
        key.utc_hour = utc_hour;
        open(*find_tariff(alb_lcu_hours), key, Direction::none);
        is_open = true;
      }
      add(charges_.items.back(), utc_hour, *std::ranges::max_element(use.dimensions));
    }
  }

  std::optional<BillingMonth> only_month_;
  BillingMonth month_;
  Charges charges_;
  std::size_t first_open_ = 0;
  std::map<std::int64_t, CapacityUse>* balancer_ = nullptr;
  CapacityUses capacity_uses_;
};

}  // namespace

Charges collect_charges(const UsageLedger& ledger, const std::optional<BillingMonth>& month) {
  return Collector(month).collect(ledger);
}

}  // namespace fleetcast::pricing
