#include "pricing/charges.hpp"

#include <algorithm>
#include <map>

namespace fleetcast::pricing {
namespace {

/// Identifies a load balancer: its rows may come by zone, its capacity units are one maximum.
struct LoadBalancer {
  std::string_view capacity_unit_meter;
  std::string account;
  std::string region;
  std::string service;
  std::string tags;
  auto operator<=>(const LoadBalancer&) const = default;
};

/// Holds one hour's use of each dimension, as capacity unit hours over the denominator of their tariff.
using CapacityUse = std::map<std::string_view, Integer128>;

using CapacityUses = std::map<LoadBalancer, std::map<std::int64_t, CapacityUse>>;

bool holds(const BillingMonth& month, std::int64_t utc_hour) {
  return utc_hour >= month.first_hour && utc_hour < month.end_hour;
}

class Collector {
 public:
  explicit Collector(const std::optional<BillingMonth>& month) : only_month_(month) {}

  /// Takes the next row, in ledger order; its key must stay where it is until all rows are taken.
  void take(const UsageKey& key, std::int64_t billable) {
    const bool continues =
        previous_ != nullptr && key.equals_but_for_hour(*previous_) && (only_month_ || holds(month_, key.utc_hour));
    if (!continues) begin(key);
    previous_ = &key;
    if (balancer_ != nullptr) {
      (*balancer_)[key.utc_hour][dimension_->meter] += Integer128{billable} * dimension_->share;
    }
    for (std::size_t i = first_open_; i < charges_.items.size(); ++i) add(charges_.items[i], key.utc_hour, billable);
  }

  Charges finish() {
    first_open_ = charges_.items.size();
    for (const auto& [balancer, uses] : capacity_uses_) join(balancer, uses);
    return std::move(charges_);
  }

 private:
  void begin(const UsageKey& key) {
    first_open_ = charges_.items.size();
    balancer_ = nullptr;
    set_month(key.utc_hour);
    dimension_ = find_capacity_unit_dimension(key.meter);
    if (dimension_ != nullptr) {
      balancer_ = &capacity_uses_[{dimension_->capacity_unit_meter, key.account, key.region, key.service, key.tags}];
      return;
    }
    const Tariff* tariff = find_tariff(key.meter);
    if (tariff == nullptr || is_derived(key.meter)) {
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
    key.meter = balancer.capacity_unit_meter;
    key.account = balancer.account;
    key.region = balancer.region;
    key.service = balancer.service;
    key.tags = balancer.tags;
    bool is_open = false;
    for (const auto& [utc_hour, use] : uses) {
      if (!is_open || !(only_month_ || holds(month_, utc_hour))) {
        set_month(utc_hour);
        key.utc_hour = utc_hour;
        open(*find_tariff(key.meter), key, Direction::none);
        is_open = true;
      }
      const auto largest = std::ranges::max_element(use, {}, &CapacityUse::value_type::second);
      add(charges_.items.back(), utc_hour, largest->second);
    }
  }

  std::optional<BillingMonth> only_month_;
  BillingMonth month_;
  Charges charges_;
  const UsageKey* previous_ = nullptr;
  std::size_t first_open_ = 0;
  std::map<std::int64_t, CapacityUse>* balancer_ = nullptr;
  const CapacityUnitDimension* dimension_ = nullptr;
  CapacityUses capacity_uses_;
};

}  // namespace

Charges collect_charges(const UsageLedger& ledger, const std::optional<BillingMonth>& month) {
  Collector collector(month);
  for (const auto& [key, amount] : ledger.rows()) collector.take(key, amount.billable);
  return collector.finish();
}

Charges collect_charges(std::span<const UsageRow> rows, const std::optional<BillingMonth>& month) {
  Collector collector(month);
  for (const UsageRow& row : rows) collector.take(*row.key, row.amount.billable);
  return collector.finish();
}

}  // namespace fleetcast::pricing
