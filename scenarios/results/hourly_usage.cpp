#include "scenarios/results/hourly_usage.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "pricing/tariff.hpp"

namespace fleetcast::scenarios::results {
namespace {

using pricing::UsageKey;
using pricing::UsageLedger;

constexpr std::int64_t hour_s = 3600;

/// Sums the usage of one meter by zone and hour.
std::map<std::string, std::vector<double>> by_zone(const UsageLedger& usage, std::string_view meter, const Span& span) {
  std::map<std::string, std::vector<double>> zones;
  for (const auto& [key, amount] : usage.rows()) {
    const std::int64_t hour = key.utc_hour - span.first_hour();
    if (key.meter != meter || key.zone.empty() || hour < 0 || hour >= static_cast<std::int64_t>(span.hours())) continue;
    std::vector<double>& values = zones[key.zone];
    values.resize(span.hours());
    values[static_cast<std::size_t>(hour)] += static_cast<double>(amount.raw);
  }
  return zones;
}

ZoneCapacity capacity_of(const std::map<std::string, std::vector<double>>& zones, std::string unit, double units_per_s,
                         const Span& span) {
  ZoneCapacity capacity{std::move(unit), {}};
  for (const auto& [zone, values] : zones) {
    HourlySeries& series = capacity.zones.emplace_back(HourlySeries{zone, values});
    for (std::size_t hour = 0; hour < values.size(); ++hour) {
      series.values[hour] /= units_per_s * static_cast<double>(hour_s) * span.share_of_hour(hour);
    }
  }
  return capacity;
}

/// Holds how the usage under each key, whatever the hour, is spread over the hours; the shares of a key sum to one.
class Spread {
 public:
  Spread(const UsageLedger& usage, const Span& span) : even_(span.hours()) {
    for (std::size_t hour = 0; hour < even_.size(); ++hour) {
      even_[hour] = span.share_of_hour(hour) * static_cast<double>(hour_s) / span.seconds;
    }
    for (const auto& [key, amount] : usage.rows()) {
      const std::int64_t hour = key.utc_hour - span.first_hour();
      if (hour < 0 || hour >= static_cast<std::int64_t>(even_.size())) continue;
      std::vector<double>& values = by_key_[without_hour(key)];
      values.resize(even_.size());
      values[static_cast<std::size_t>(hour)] += static_cast<double>(amount.billable);
    }
    for (auto& [key, values] : by_key_) {
      const double sum = std::accumulate(values.begin(), values.end(), 0.0);
      for (double& value : values) value = sum > 0 ? value / sum : 0;
      if (sum == 0) values = even_;
    }
  }

  [[nodiscard]] const std::vector<double>& of(const UsageKey& key) const {
    const auto found = by_key_.find(without_hour(key));
    return found == by_key_.end() ? even_ : found->second;
  }

 private:
  static UsageKey without_hour(UsageKey key) {
    key.utc_hour = 0;
    return key;
  }

  std::vector<double> even_;
  std::map<UsageKey, std::vector<double>> by_key_;
};

}  // namespace

std::int64_t Span::first_hour() const {
  return static_cast<std::int64_t>(std::floor(static_cast<double>(start_utc_seconds) / hour_s));
}

std::size_t Span::hours() const {
  const double end_s = static_cast<double>(start_utc_seconds - first_hour() * hour_s) + seconds;
  return static_cast<std::size_t>(std::ceil(end_s / hour_s));
}

double Span::share_of_hour(std::size_t hour) const {
  const double begin_s = static_cast<double>(start_utc_seconds - first_hour() * hour_s);
  const double hour_begin_s = static_cast<double>(hour) * hour_s;
  return (std::min(begin_s + seconds, hour_begin_s + hour_s) - std::max(begin_s, hour_begin_s)) / hour_s;
}

ZoneCapacity zone_capacity(const UsageLedger& usage, const Span& span) {
  const auto instances = by_zone(usage, pricing::meter::ec2_instance_seconds, span);
  if (!instances.empty()) return capacity_of(instances, "instances", 1, span);
  const auto fargate = by_zone(usage, pricing::meter::fargate_milli_vcpu_seconds, span);
  if (!fargate.empty()) return capacity_of(fargate, "vCPUs of Fargate", 1000, span);
  return {};
}

std::vector<HourlySeries> hourly_cost(const pricing::Bill& month_bill, std::int64_t month_hours,
                                      const UsageLedger& usage, const Span& span) {
  const Spread spread(usage, span);
  std::map<std::string, std::vector<double>> by_service;
  for (const pricing::BillLine& line : month_bill.lines) {
    std::vector<double>& values = by_service[std::string(line.tariff->catalogue.service_name)];
    values.resize(span.hours());
    const std::vector<double>& shares = spread.of(line.usage);
    const double usd_per_hour = line.billed_cost.to_double() / static_cast<double>(month_hours);
    for (std::size_t hour = 0; hour < values.size(); ++hour) {
      values[hour] += usd_per_hour * shares[hour] * span.seconds / (hour_s * span.share_of_hour(hour));
    }
  }
  std::vector<HourlySeries> services;
  for (auto& [name, values] : by_service) services.push_back({name, std::move(values)});
  std::ranges::stable_sort(services, std::ranges::greater(), [](const HourlySeries& series) {
    return std::accumulate(series.values.begin(), series.values.end(), 0.0);
  });
  return services;
}

}  // namespace fleetcast::scenarios::results
