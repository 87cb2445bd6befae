#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace fleetcast::pricing {

/// Names every meter a model may write to; the unit of its integer quantity is the last word of the name.
///
/// Storage is metered in MiB-seconds, memory likewise, CPU in milli-vCPU-seconds, traffic in bytes. Where a price
/// depends on more than the meter, the row's pool and purchase option say which one, spelled as in the price book:
///
///   ec2.instance_seconds      pool "m6i.large", purchase option "on_demand" or "spot"
///   fargate.*                 pool "x86_64" or "arm64", purchase option "fargate" or "fargate_spot"
///   elasticache.node_hours    pool "cache.r7g.large/valkey" or "cache.r7g.large/redis"
///   aurora.instance_seconds   pool "db.r6g.large" or, I/O-Optimized, "db.r6g.large/io_optimized"
///   aurora.(other)            pool empty or, I/O-Optimized, "io_optimized"
///   cloudfront.*              pool "us_mexico_canada", "europe_israel", ... (the edge's price region)
///   route53.queries           pool empty, "latency" or "geo"
///   route53.health_check_hours  pool empty (an endpoint on AWS) or "non_aws"
///   alb.*                     service names the load balancer: capacity units are a maximum per balancer and hour
///
/// All other meters are priced whatever their pool and purchase option are.
namespace meter {
inline constexpr std::string_view ec2_instance_seconds = "ec2.instance_seconds";
inline constexpr std::string_view ebs_gp3_mib_seconds = "ebs.gp3_mib_seconds";
inline constexpr std::string_view public_ipv4_seconds = "vpc.public_ipv4_seconds";
inline constexpr std::string_view alb_hours = "alb.hours";
inline constexpr std::string_view alb_new_connections = "alb.new_connections";
inline constexpr std::string_view alb_active_connection_minutes = "alb.active_connection_minutes";
inline constexpr std::string_view alb_processed_bytes = "alb.processed_bytes";
inline constexpr std::string_view alb_rule_evaluations = "alb.rule_evaluations";
inline constexpr std::string_view nat_hours = "nat.hours";
inline constexpr std::string_view nat_processed_bytes = "nat.processed_bytes";
inline constexpr std::string_view endpoint_hours = "vpc.endpoint_hours";
inline constexpr std::string_view endpoint_processed_bytes = "vpc.endpoint_processed_bytes";
/// Bytes that crossed from `zone` to `peer_zone`; billed once out of the one and once into the other.
inline constexpr std::string_view inter_zone_bytes = "transfer.inter_zone_bytes";
/// Bytes between an instance in `zone` and a managed database or cache in `peer_zone`; billed on the instance side.
inline constexpr std::string_view inter_zone_managed_bytes = "transfer.inter_zone_managed_bytes";
inline constexpr std::string_view internet_out_bytes = "transfer.internet_out_bytes";
inline constexpr std::string_view cloudfront_https_requests = "cloudfront.https_requests";
inline constexpr std::string_view cloudfront_out_bytes = "cloudfront.out_bytes";
inline constexpr std::string_view cloudfront_origin_upload_bytes = "cloudfront.origin_upload_bytes";
inline constexpr std::string_view waf_web_acl_hours = "waf.web_acl_hours";
inline constexpr std::string_view waf_rule_hours = "waf.rule_hours";
inline constexpr std::string_view waf_requests = "waf.requests";
/// One per hosted zone and UTC month in which it exists; not prorated.
inline constexpr std::string_view route53_hosted_zone_months = "route53.hosted_zone_months";
inline constexpr std::string_view route53_queries = "route53.queries";
inline constexpr std::string_view route53_alias_queries = "route53.alias_queries";
inline constexpr std::string_view route53_health_check_hours = "route53.health_check_hours";
inline constexpr std::string_view fargate_milli_vcpu_seconds = "fargate.milli_vcpu_seconds";
inline constexpr std::string_view fargate_mib_seconds = "fargate.mib_seconds";
inline constexpr std::string_view fargate_storage_mib_seconds = "fargate.storage_mib_seconds";
inline constexpr std::string_view elasticache_node_hours = "elasticache.node_hours";
inline constexpr std::string_view aurora_instance_seconds = "aurora.instance_seconds";
inline constexpr std::string_view aurora_milli_acu_seconds = "aurora.milli_acu_seconds";
inline constexpr std::string_view aurora_storage_mib_seconds = "aurora.storage_mib_seconds";
inline constexpr std::string_view aurora_io_requests = "aurora.io_requests";
inline constexpr std::string_view s3_storage_mib_seconds = "s3.storage_mib_seconds";
inline constexpr std::string_view s3_put_requests = "s3.put_requests";
inline constexpr std::string_view s3_get_requests = "s3.get_requests";
inline constexpr std::string_view ecr_storage_mib_seconds = "ecr.storage_mib_seconds";
inline constexpr std::string_view secrets_secret_hours = "secrets.secret_hours";
inline constexpr std::string_view secrets_api_calls = "secrets.api_calls";
inline constexpr std::string_view cloudwatch_metric_hours = "cloudwatch.metric_hours";
inline constexpr std::string_view cloudwatch_alarm_hours = "cloudwatch.alarm_hours";
inline constexpr std::string_view cloudwatch_log_ingest_bytes = "cloudwatch.log_ingest_bytes";
inline constexpr std::string_view cloudwatch_log_storage_mib_seconds = "cloudwatch.log_storage_mib_seconds";
inline constexpr std::string_view cloudwatch_dashboard_hours = "cloudwatch.dashboard_hours";
inline constexpr std::string_view eventbridge_custom_events = "eventbridge.custom_events";
inline constexpr std::string_view sns_requests = "sns.requests";
inline constexpr std::string_view sns_http_deliveries = "sns.http_deliveries";
inline constexpr std::string_view sns_email_deliveries = "sns.email_deliveries";
inline constexpr std::string_view sqs_requests = "sqs.requests";
}  // namespace meter

/// Says what a quantity of usage was for; everything a bill, a view or a commitment needs besides the amount.
struct UsageKey {
  std::string meter;            ///< one of namespace meter
  std::string account = "main"; ///< AWS account
  std::string region;           ///< "us-east-1"
  std::string zone{};           ///< "us-east-1a", or empty where AWS bills by region
  std::string peer_zone{};      ///< the other end of a transfer
  std::string service{};        ///< the scenario's service (ECS service, cache, database) that caused it
  std::string fleet{};          ///< capacity provider or Auto Scaling group
  std::string purchase_option{};///< "on_demand", "spot", "fargate", "fargate_spot", or empty
  std::string pool{};           ///< instance type, node type or database class, e.g. "m6i.large"
  std::string tags{};           ///< user tags, "key=value;key=value", sorted
  std::int64_t utc_hour = 0;    ///< hours since 1970-01-01T00:00Z

  auto operator<=>(const UsageKey&) const = default;
  /// Tells whether two rows are for the same thing, in whatever hours.
  [[nodiscard]] bool equals_but_for_hour(const UsageKey& other) const;
};

/// Holds the amounts used under one key: as measured, and after per-life-cycle minima (such as 60 s) were applied.
struct UsageAmount {
  std::int64_t raw = 0;
  std::int64_t billable = 0;
};

/// Collects usage in integers; the same key twice adds up. Rows come out sorted, so a ledger has one byte form.
class UsageLedger {
 public:
  /// Adds usage under a key; throws std::invalid_argument for a negative amount or an overflow of 2^63-1.
  void add(const UsageKey& key, std::int64_t raw, std::int64_t billable);
  void add(const UsageKey& key, std::int64_t amount) { add(key, amount, amount); }
  /// Adds every row of another ledger.
  void merge(const UsageLedger& other);
  [[nodiscard]] const std::map<UsageKey, UsageAmount>& rows() const { return rows_; }

 private:
  std::map<UsageKey, UsageAmount> rows_;
};

}  // namespace fleetcast::pricing
