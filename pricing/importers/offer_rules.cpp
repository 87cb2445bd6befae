#include "pricing/importers/offer_rules.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "pricing/importers/regions.hpp"
#include "pricing/importers/usage_type_rules.hpp"
#include "pricing/usage.hpp"

namespace fleetcast::pricing::importers {
namespace {

// AWS spells the same unit in several ways; one that is not here is a problem, never a guess.
OfferTarget target_in(OfferUnit unit) {
  switch (unit) {
    case OfferUnit::hours: return {{}, {"Hrs", "hours", "Hours", "Hour", "DSU-Hrs", "DSU-Hours"}};
    case OfferUnit::gb: return {{}, {"GB", "Gigabytes"}};
    case OfferUnit::gb_months: return {{}, {"GB-Mo", "GB-month", "GB-Month", "GB-Months"}};
    case OfferUnit::gb_hours: return {{}, {"GB-Hours", "GB-hours", "GB-Hour", "hours", "Hours"}};
    case OfferUnit::iops_months: return {{}, {"IOPS-Mo", "IOPS-month"}};
    case OfferUnit::gibps_months: return {{}, {"GiBps-mo", "GiBps-Mo"}, 1, 1024};
    case OfferUnit::vcpu_hours: return {{}, {"vCPU-Hours", "vCPU-hours", "vCPU-Hour", "hours", "Hours"}};
    case OfferUnit::acu_hours: return {{}, {"ACU-Hr", "ACU-hour", "ACU-Hrs"}};
    case OfferUnit::lcu_hours: return {{}, {"LCU-Hrs", "LCU-Hr", "NLCU-Hrs"}};
    case OfferUnit::months:
      return {{}, {"HostedZone", "Rule", "Rules", "WebACL", "Web ACL", "Metrics", "Alarms", "Dashboards", "Secrets",
                   "Secret", "HealthChecks", "Health Checks", "Health-Check", "Options", "Quantity", "mo", "month"}};
    case OfferUnit::thousands: return {{}, {"Requests", "Request", "API Requests"}, 1'000};
    case OfferUnit::tens_of_thousands: return {{}, {"Requests", "Request", "API Requests", "API Request"}, 10'000};
    case OfferUnit::millions:
      return {{}, {"Requests", "Request", "Queries", "IOs", "CR-Hr", "Events", "64K-Chunks", "64K Chunks",
                   "Notifications"},
              1'000'000};
    case OfferUnit::paths: return {{}, {"URL", "URLs", "Paths", "Path"}};
  }
  return {};
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> candidates) {
  return std::ranges::find(candidates, text) != candidates.end();
}

/// Finds what one product sets.
class TargetFinder {
 public:
  TargetFinder(const Product& product, std::string_view region)
      : product_(product),
        region_(region),
        service_(product.get("servicecode")),
        usage_(without_region(product.get("usagetype"), region)) {}

  std::optional<OfferTarget> find() const {
    if (service_ == "AmazonCloudFront") return cloudfront();
    if (!is_of_region()) return std::nullopt;
    const std::string_view family = product_.get("productfamily");
    if (family == "Compute Instance" || family == "Compute Instance (bare metal)") return instance();
    if (family == "Cache Instance") return cache_node();
    if (family == "Database Instance") return database();
    if (family == "Data Transfer" || service_ == "AWSDataTransfer") return transfer();
    if (service_ == "AmazonECS") return fargate();
    return by_usage_type();
  }

 private:
  bool is_of_region() const {
    const bool is_transfer = product_.attributes.contains("fromlocation");
    const std::string_view code = product_.get(is_transfer && !product_.get("fromregioncode").empty()
                                                   ? "fromregioncode"
                                                   : "regioncode");
    if (!code.empty()) return code == region_ || (is_global() && is_one_of(code, {"aws-global", "global"}));
    const std::string_view location = product_.get(is_transfer ? "fromlocation" : "location");
    return is_location_of(location, region_) || (is_global() && is_one_of(location, {"", "Any", "Global"}));
  }

  bool is_global() const { return is_one_of(service_, {"AmazonRoute53", "awswaf"}); }

  static OfferTarget target(OfferUnit unit, std::vector<PriceKey> keys) {
    OfferTarget target = target_in(unit);
    target.keys = std::move(keys);
    return target;
  }

  /// Tells whether an attribute has a value; files of other years lack some of them.
  bool is_or_lacks(std::string_view attribute, std::string_view value) const {
    const std::string_view given = product_.get(attribute);
    return given.empty() || given == value;
  }

  std::optional<OfferTarget> instance() const {
    const bool is_plain = product_.get("operatingsystem") == "Linux" && product_.get("tenancy") == "Shared" &&
                          is_or_lacks("preinstalledsw", "NA") && is_or_lacks("capacitystatus", "Used") &&
                          is_or_lacks("marketoption", "OnDemand") && usage_.starts_with("BoxUsage") &&
                          is_or_lacks("operation", "RunInstances");
    if (!is_plain) return std::nullopt;
    return target(OfferUnit::hours, {{std::string(meter::ec2_instance_seconds),
                                      std::string(product_.get("instancetype")), "on_demand"}});
  }

  std::optional<OfferTarget> cache_node() const {
    const std::string_view engine = product_.get("cacheengine");
    if (!usage_.starts_with("NodeUsage:") || !is_one_of(engine, {"Valkey", "Redis"})) return std::nullopt;
    const std::string type(product_.get("instancetype"));
    return target(OfferUnit::hours, {{std::string(meter::elasticache_node_hours),
                                      type + (engine == "Valkey" ? "/valkey" : "/redis")}});
  }

  std::optional<OfferTarget> database() const {
    const bool is_aurora = is_one_of(product_.get("databaseengine"), {"Aurora MySQL", "Aurora PostgreSQL"});
    if (!is_aurora || !is_or_lacks("deploymentoption", "Single-AZ")) return std::nullopt;
    const std::string type(product_.get("instancetype"));
    const std::string meter(meter::aurora_instance_seconds);
    if (usage_.starts_with("InstanceUsage:")) return target(OfferUnit::hours, {{meter, type}});
    if (usage_.starts_with("InstanceUsageIOOptimized:")) {
      return target(OfferUnit::hours, {{meter, type + "/io_optimized"}});
    }
    return std::nullopt;
  }

  std::optional<OfferTarget> transfer() const {
    const std::string_view kind = product_.get("transfertype");
    if (kind == "IntraRegion" && usage_ == "DataTransfer-Regional-Bytes") {
      return target(OfferUnit::gb, {{std::string(meter::inter_zone_bytes)}});
    }
    if (kind == "AWS Outbound" && usage_ == "DataTransfer-Out-Bytes") {
      return target(OfferUnit::gb, {{std::string(meter::internet_out_bytes)}});
    }
    const std::string_view destination = product_.get("toregioncode");
    if (kind == "InterRegion Outbound" && !destination.empty() && usage_.ends_with("AWS-Out-Bytes")) {
      return target(OfferUnit::gb, {{std::string(meter::inter_region_bytes), std::string(destination)}});
    }
    return std::nullopt;
  }

  std::optional<OfferTarget> fargate() const {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 2> processors{
        {{"Fargate-", "x86_64"}, {"Fargate-ARM-", "arm64"}}};
    for (const auto& [prefix, pool] : processors) {
      const std::string name(prefix);
      if (usage_ == name + "vCPU-Hours:perCPU") {
        return target(OfferUnit::vcpu_hours,
                      {{std::string(meter::fargate_milli_vcpu_seconds), std::string(pool), "fargate"}});
      }
      if (usage_ == name + "GB-Hours") {
        return target(OfferUnit::gb_hours, {{std::string(meter::fargate_mib_seconds), std::string(pool), "fargate"}});
      }
    }
    if (usage_ != "Fargate-EphemeralStorage-GB-Hours") return std::nullopt;
    // Storage costs the same whatever the processor, on Fargate Spot as well.
    const std::string meter(meter::fargate_storage_mib_seconds);
    return target(OfferUnit::gb_hours, {{meter, "x86_64", "fargate"},
                                        {meter, "arm64", "fargate"},
                                        {meter, "x86_64", "fargate_spot"},
                                        {meter, "arm64", "fargate_spot"}});
  }

  std::optional<OfferTarget> cloudfront() const {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> edges{
        {{"US-", "us_mexico_canada"}, {"EU-", "europe_israel"}, {"JP-", "japan"}, {"IN-", "india"},
         {"AU-", "australia_new_zealand"}, {"SA-", "south_america"}, {"AP-", "hong_kong_philippines_asia_pacific"},
         {"ME-", "south_africa_kenya_middle_east"}}};
    const std::string_view usage = product_.get("usagetype");
    if (usage == "Invalidations") {
      return target(OfferUnit::paths, {{std::string(meter::cloudfront_invalidation_paths)}});
    }
    const auto* edge = std::ranges::find_if(edges, [&](const auto& entry) { return usage.starts_with(entry.first); });
    if (edge == edges.end()) return std::nullopt;
    const std::string_view rest = usage.substr(edge->first.size());
    const std::string pool(edge->second);
    if (rest == "DataTransfer-Out-Bytes") {
      return target(OfferUnit::gb, {{std::string(meter::cloudfront_out_bytes), pool}});
    }
    if (rest == "DataTransfer-Out-OBytes") {
      return target(OfferUnit::gb, {{std::string(meter::cloudfront_origin_upload_bytes), pool}});
    }
    if (rest == "Requests-Tier1") {
      return target(OfferUnit::tens_of_thousands, {{std::string(meter::cloudfront_http_requests), pool}});
    }
    if (rest == "Requests-Tier2-HTTPS") {
      return target(OfferUnit::tens_of_thousands, {{std::string(meter::cloudfront_https_requests), pool}});
    }
    return std::nullopt;
  }

  std::optional<OfferTarget> by_usage_type() const {
    const std::string_view operation = product_.get("operation");
    for (const UsageTypeRule& rule : usage_type_rules()) {
      const bool is_prefix = rule.usage.ends_with('*');
      const std::string_view name = is_prefix ? rule.usage.substr(0, rule.usage.size() - 1) : rule.usage;
      const bool fits = is_prefix ? usage_.starts_with(name) : usage_ == name;
      if (rule.service != service_ || !fits || !(rule.operation.empty() || rule.operation == operation)) continue;
      // Machines with a licence cost other surplus credits.
      if (rule.meter == meter::ec2_surplus_milli_vcpu_seconds && !is_or_lacks("operatingsystem", "Linux")) continue;
      const std::string pool(rule.pool == "*" ? usage_.substr(name.size()) : rule.pool);
      return target(rule.unit, {{std::string(rule.meter), pool}});
    }
    return std::nullopt;
  }

  const Product& product_;
  std::string_view region_;
  std::string_view service_;
  std::string_view usage_;
};

}  // namespace

std::optional<OfferTarget> find_target(const Product& product, std::string_view region) {
  return TargetFinder(product, region).find();
}

}  // namespace fleetcast::pricing::importers
