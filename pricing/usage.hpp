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
///   route53.health_check_hours, route53.health_check_option_hours  pool empty (an endpoint on AWS) or "non_aws"
///   alb.*, nlb.*              service names the load balancer: capacity units are a maximum per balancer and hour
///   ec2.surplus_*             pool "t3", "t3a", "t4g", ... (the instance family)
///   ecs.managed_instance_*    pool "c6a.2xlarge", ... (the instance type)
///   ebs.storage_mib_seconds   pool "gp2", "io1", "io2", "st1" or "sc1"
///   ebs.iops_seconds          pool "gp3" (above 3,000), "io1", "io2", "io2/over_32000" or "io2/over_64000"
///   ebs.throughput_*          pool "gp3" (above 125 MiB/s)
///   ebs.snapshot_*            pool empty or "archive"
///   ebs.direct_api_requests   pool "list", "get" or "put"
///   s3.*                      pool empty (Standard) or the class: "standard_ia", "one_zone_ia", "glacier_instant",
///                             "glacier_flexible", "glacier_deep_archive", "intelligent_tiering"; storage of the last
///                             "intelligent_tiering/frequent", "/infrequent", "/archive" or "/deep_archive"; what
///                             comes back from Glacier Flexible and Deep Archive ".../standard", "/expedited", "/bulk"
///   elasticache.serverless_*, elasticache.processing_units  pool "valkey" or "redis"
///   cloudwatch.log_ingest_bytes  pool empty, "infrequent_access" or "vended"
///   transfer.inter_region_bytes  pool names the destination, such as "us-west-2"
///
/// All other meters are priced whatever their pool and purchase option are.
namespace meter {
inline constexpr std::string_view ec2_instance_seconds = "ec2.instance_seconds";
/// CPU of burstable instances above what their credits pay for.
inline constexpr std::string_view ec2_surplus_milli_vcpu_seconds = "ec2.surplus_milli_vcpu_seconds";
/// Management fee of ECS Managed Instances, besides the instance itself.
inline constexpr std::string_view ecs_managed_instance_seconds = "ecs.managed_instance_seconds";
inline constexpr std::string_view ebs_gp3_mib_seconds = "ebs.gp3_mib_seconds";
inline constexpr std::string_view ebs_storage_mib_seconds = "ebs.storage_mib_seconds";
/// Provisioned IOPS times seconds, without those a gp3 volume includes.
inline constexpr std::string_view ebs_iops_seconds = "ebs.iops_seconds";
/// Provisioned MiB/s times seconds, without those a gp3 volume includes.
inline constexpr std::string_view ebs_throughput_mibps_seconds = "ebs.throughput_mibps_seconds";
inline constexpr std::string_view ebs_snapshot_mib_seconds = "ebs.snapshot_mib_seconds";
inline constexpr std::string_view ebs_snapshot_retrieved_bytes = "ebs.snapshot_retrieved_bytes";
/// Seconds of fast snapshot restore, per snapshot and zone; at least an hour each time it is enabled.
inline constexpr std::string_view ebs_fast_restore_seconds = "ebs.fast_restore_seconds";
inline constexpr std::string_view ebs_direct_api_requests = "ebs.direct_api_requests";
inline constexpr std::string_view public_ipv4_seconds = "vpc.public_ipv4_seconds";
inline constexpr std::string_view alb_hours = "alb.hours";
inline constexpr std::string_view alb_new_connections = "alb.new_connections";
inline constexpr std::string_view alb_active_connection_minutes = "alb.active_connection_minutes";
inline constexpr std::string_view alb_processed_bytes = "alb.processed_bytes";
inline constexpr std::string_view alb_rule_evaluations = "alb.rule_evaluations";
inline constexpr std::string_view nlb_hours = "nlb.hours";
inline constexpr std::string_view nlb_new_flows = "nlb.new_flows";
inline constexpr std::string_view nlb_active_flow_minutes = "nlb.active_flow_minutes";
inline constexpr std::string_view nlb_processed_bytes = "nlb.processed_bytes";
inline constexpr std::string_view nat_hours = "nat.hours";
inline constexpr std::string_view nat_processed_bytes = "nat.processed_bytes";
inline constexpr std::string_view endpoint_hours = "vpc.endpoint_hours";
inline constexpr std::string_view endpoint_processed_bytes = "vpc.endpoint_processed_bytes";
/// Bytes that crossed from `zone` to `peer_zone`; billed once out of the one and once into the other.
inline constexpr std::string_view inter_zone_bytes = "transfer.inter_zone_bytes";
/// Bytes between an instance in `zone` and a managed database or cache in `peer_zone`; billed on the instance side.
inline constexpr std::string_view inter_zone_managed_bytes = "transfer.inter_zone_managed_bytes";
inline constexpr std::string_view internet_out_bytes = "transfer.internet_out_bytes";
inline constexpr std::string_view inter_region_bytes = "transfer.inter_region_bytes";
/// Bytes that cross zones over a VPC peering connection, metered once per direction.
inline constexpr std::string_view vpc_peering_bytes = "transfer.vpc_peering_bytes";
inline constexpr std::string_view vpn_connection_hours = "vpn.connection_hours";
inline constexpr std::string_view cloudfront_https_requests = "cloudfront.https_requests";
inline constexpr std::string_view cloudfront_http_requests = "cloudfront.http_requests";
inline constexpr std::string_view cloudfront_out_bytes = "cloudfront.out_bytes";
inline constexpr std::string_view cloudfront_origin_upload_bytes = "cloudfront.origin_upload_bytes";
inline constexpr std::string_view cloudfront_invalidation_paths = "cloudfront.invalidation_paths";
inline constexpr std::string_view cloudfront_function_invocations = "cloudfront.function_invocations";
inline constexpr std::string_view waf_web_acl_hours = "waf.web_acl_hours";
inline constexpr std::string_view waf_rule_hours = "waf.rule_hours";
inline constexpr std::string_view waf_requests = "waf.requests";
/// Requests inspected times every 500 capacity units (WCU) of the web ACL beyond 1,500.
inline constexpr std::string_view waf_capacity_requests = "waf.capacity_requests";
inline constexpr std::string_view waf_bot_control_hours = "waf.bot_control_hours";
inline constexpr std::string_view waf_bot_control_requests = "waf.bot_control_requests";
/// One per hosted zone and UTC month in which it exists; not prorated.
inline constexpr std::string_view route53_hosted_zone_months = "route53.hosted_zone_months";
inline constexpr std::string_view route53_queries = "route53.queries";
inline constexpr std::string_view route53_alias_queries = "route53.alias_queries";
inline constexpr std::string_view route53_health_check_hours = "route53.health_check_hours";
/// Hours of HTTPS, string matching, fast intervals and latency measurement, each for itself.
inline constexpr std::string_view route53_health_check_option_hours = "route53.health_check_option_hours";
inline constexpr std::string_view fargate_milli_vcpu_seconds = "fargate.milli_vcpu_seconds";
inline constexpr std::string_view fargate_mib_seconds = "fargate.mib_seconds";
inline constexpr std::string_view fargate_storage_mib_seconds = "fargate.storage_mib_seconds";
inline constexpr std::string_view elasticache_node_hours = "elasticache.node_hours";
/// Data stored; at least 100 MB an hour with Valkey, 1 GB with Redis OSS.
inline constexpr std::string_view elasticache_serverless_mib_seconds = "elasticache.serverless_mib_seconds";
/// ElastiCache Processing Units: one per KiB, begun, that a simple command transfers.
inline constexpr std::string_view elasticache_processing_units = "elasticache.processing_units";
inline constexpr std::string_view elasticache_backup_mib_seconds = "elasticache.backup_mib_seconds";
inline constexpr std::string_view aurora_instance_seconds = "aurora.instance_seconds";
inline constexpr std::string_view aurora_milli_acu_seconds = "aurora.milli_acu_seconds";
inline constexpr std::string_view aurora_storage_mib_seconds = "aurora.storage_mib_seconds";
inline constexpr std::string_view aurora_io_requests = "aurora.io_requests";
/// Backup storage beyond the size of the cluster.
inline constexpr std::string_view aurora_backup_mib_seconds = "aurora.backup_mib_seconds";
inline constexpr std::string_view aurora_backtrack_records = "aurora.backtrack_records";
inline constexpr std::string_view aurora_snapshot_export_bytes = "aurora.snapshot_export_bytes";
inline constexpr std::string_view aurora_surplus_milli_vcpu_seconds = "aurora.surplus_milli_vcpu_seconds";
inline constexpr std::string_view aurora_extended_support_milli_vcpu_seconds =
    "aurora.extended_support_milli_vcpu_seconds";
inline constexpr std::string_view s3_storage_mib_seconds = "s3.storage_mib_seconds";
inline constexpr std::string_view s3_put_requests = "s3.put_requests";
inline constexpr std::string_view s3_get_requests = "s3.get_requests";
inline constexpr std::string_view s3_lifecycle_transitions = "s3.lifecycle_transitions";
inline constexpr std::string_view s3_retrieval_requests = "s3.retrieval_requests";
inline constexpr std::string_view s3_retrieved_bytes = "s3.retrieved_bytes";
/// What was left of the minimum storage time when an object was deleted.
inline constexpr std::string_view s3_early_delete_mib_seconds = "s3.early_delete_mib_seconds";
inline constexpr std::string_view s3_select_scanned_bytes = "s3.select_scanned_bytes";
inline constexpr std::string_view s3_select_returned_bytes = "s3.select_returned_bytes";
inline constexpr std::string_view s3_monitored_object_hours = "s3.monitored_object_hours";
inline constexpr std::string_view s3_tag_hours = "s3.tag_hours";
inline constexpr std::string_view s3_inventory_objects = "s3.inventory_objects";
inline constexpr std::string_view ecr_storage_mib_seconds = "ecr.storage_mib_seconds";
inline constexpr std::string_view secrets_secret_hours = "secrets.secret_hours";
inline constexpr std::string_view secrets_api_calls = "secrets.api_calls";
inline constexpr std::string_view cloudwatch_metric_hours = "cloudwatch.metric_hours";
/// Hours of metrics of detailed instance monitoring, seven per instance.
inline constexpr std::string_view cloudwatch_detailed_metric_hours = "cloudwatch.detailed_metric_hours";
inline constexpr std::string_view cloudwatch_alarm_hours = "cloudwatch.alarm_hours";
/// Hours of metrics under high-resolution alarms; anomaly detection counts three metrics.
inline constexpr std::string_view cloudwatch_high_resolution_alarm_hours = "cloudwatch.high_resolution_alarm_hours";
inline constexpr std::string_view cloudwatch_log_ingest_bytes = "cloudwatch.log_ingest_bytes";
inline constexpr std::string_view cloudwatch_log_storage_mib_seconds = "cloudwatch.log_storage_mib_seconds";
inline constexpr std::string_view cloudwatch_insights_scanned_bytes = "cloudwatch.insights_scanned_bytes";
inline constexpr std::string_view cloudwatch_dashboard_hours = "cloudwatch.dashboard_hours";
inline constexpr std::string_view cloudwatch_api_requests = "cloudwatch.api_requests";
inline constexpr std::string_view eventbridge_custom_events = "eventbridge.custom_events";
inline constexpr std::string_view eventbridge_partner_events = "eventbridge.partner_events";
inline constexpr std::string_view eventbridge_archived_bytes = "eventbridge.archived_bytes";
inline constexpr std::string_view eventbridge_archive_mib_seconds = "eventbridge.archive_mib_seconds";
inline constexpr std::string_view eventbridge_discovered_events = "eventbridge.discovered_events";
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

/// Points to the key of one row and holds its amount; for rows in ledger order without copies of their keys.
struct UsageRow {
  const UsageKey* key = nullptr;
  UsageAmount amount;
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
