#include "pricing/tariff.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace fleetcast::pricing {
namespace {

constexpr std::int64_t gb = std::int64_t{1} << 30;  // AWS bills 2^30 bytes as one GB
constexpr std::int64_t gb_hours = 1024 * 3600;      // in MiB-seconds
constexpr std::int64_t million = 1'000'000;

constexpr CataloguePlace instances{"Amazon Elastic Compute Cloud", "Compute", "Virtual Machines"};
constexpr CataloguePlace volumes{"Amazon Elastic Block Store", "Storage", "Block Storage"};
constexpr CataloguePlace gateways{"Amazon Virtual Private Cloud", "Networking", "Network Infrastructure"};
constexpr CataloguePlace vpc{"Amazon Virtual Private Cloud", "Networking", "Network Infrastructure"};
constexpr CataloguePlace balancers{"Elastic Load Balancing", "Networking", "Application Networking"};
constexpr CataloguePlace transfer{"AWS Data Transfer", "Networking", "Network Connectivity"};
constexpr CataloguePlace cloudfront{"Amazon CloudFront", "Networking", "Content Delivery"};
constexpr CataloguePlace waf{"AWS WAF", "Networking", "Network Security"};
constexpr CataloguePlace route53{"Amazon Route 53", "Networking", "Network Routing"};
constexpr CataloguePlace fargate{"Amazon Elastic Container Service", "Compute", "Containers"};
constexpr CataloguePlace images{"Amazon Elastic Container Registry", "Compute", "Containers"};
constexpr CataloguePlace caches{"Amazon ElastiCache", "Databases", "Caching"};
constexpr CataloguePlace aurora{"Amazon Relational Database Service", "Databases", "Relational Databases"};
constexpr CataloguePlace s3{"Amazon Simple Storage Service", "Storage", "Object Storage"};
constexpr CataloguePlace secrets{"AWS Secrets Manager", "Security", "Secret Management"};
constexpr CataloguePlace cloudwatch{"Amazon CloudWatch", "Management and Governance", "Observability"};
constexpr CataloguePlace eventbridge{"Amazon EventBridge", "Integration", "Messaging"};
constexpr CataloguePlace sns{"Amazon Simple Notification Service", "Integration", "Messaging"};
constexpr CataloguePlace sqs{"Amazon Simple Queue Service", "Integration", "Messaging"};

constexpr auto by_pool = PricedBy::pool;
constexpr auto by_both = PricedBy::pool_and_purchase_option;
constexpr auto by_meter = PricedBy::meter;

// Meter, place, description; consumed unit, pricing unit, consumed per unit (per hour of the month?); what chooses the
// price, flat per month?
constexpr std::array tariffs{
    Tariff{meter::ec2_instance_seconds, instances, "Linux instance", "Seconds", "Hours", 3600, false, by_both},
    Tariff{meter::ec2_surplus_milli_vcpu_seconds, instances, "CPU above the credits of burstable instances",
           "mvCPU-Seconds", "vCPU-Hours", 3'600'000, false, by_pool},
    Tariff{meter::ecs_managed_instance_seconds, fargate, "Management of instances by ECS", "Seconds", "Hours", 3600,
           false, by_pool},
    Tariff{meter::ebs_gp3_mib_seconds, volumes, "gp3 volume storage", "MiB-Seconds", "GB-Months", gb_hours, true},
    Tariff{meter::ebs_storage_mib_seconds, volumes, "Volume storage", "MiB-Seconds", "GB-Months", gb_hours, true,
           by_pool},
    Tariff{meter::ebs_iops_seconds, volumes, "Provisioned IOPS", "IOPS-Seconds", "IOPS-Months", 3600, true, by_pool},
    Tariff{meter::ebs_throughput_mibps_seconds, volumes, "Provisioned throughput", "MiBps-Seconds", "MiBps-Months",
           3600, true, by_pool},
    Tariff{meter::ebs_snapshot_mib_seconds, volumes, "Snapshot storage", "MiB-Seconds", "GB-Months", gb_hours, true,
           by_pool},
    Tariff{meter::ebs_snapshot_retrieved_bytes, volumes, "Snapshot data retrieved", "Bytes", "GB", gb, false, by_pool},
    Tariff{meter::ebs_fast_restore_seconds, volumes, "Fast snapshot restore", "Seconds", "DSU-Hours", 3600},
    Tariff{meter::ebs_direct_api_requests, volumes, "EBS direct API requests", "Requests", "1000 Requests", 1000, false,
           by_pool},
    Tariff{meter::public_ipv4_seconds, vpc, "Public IPv4 address", "Seconds", "Hours", 3600},
    Tariff{meter::alb_hours, balancers, "Application Load Balancer", "Hours", "Hours", 1},
    Tariff{alb_lcu_hours, balancers, "Application Load Balancer capacity units", "LCU-Hours",
           "LCU-Hours", 1, false, by_meter, false, lcu_denominator},
    Tariff{meter::nlb_hours, balancers, "Network Load Balancer", "Hours", "Hours", 1},
    Tariff{nlb_lcu_hours, balancers, "Network Load Balancer capacity units", "NLCU-Hours",
           "NLCU-Hours", 1, false, by_meter, false, nlcu_denominator},
    Tariff{meter::nat_hours, gateways, "NAT gateway", "Hours", "Hours", 1},
    Tariff{meter::nat_processed_bytes, gateways, "Data processed by NAT gateways", "Bytes", "GB", gb},
    Tariff{meter::endpoint_hours, vpc, "Interface endpoint", "Hours", "Hours", 1},
    Tariff{meter::endpoint_processed_bytes, vpc, "Data processed by interface endpoints", "Bytes", "GB", gb},
    Tariff{meter::inter_zone_bytes, transfer, "Data transfer between zones", "Bytes", "GB", gb},
    Tariff{meter::inter_zone_managed_bytes, transfer, "Data transfer to a managed service in another zone", "Bytes",
           "GB", gb},
    Tariff{meter::internet_out_bytes, transfer, "Data transfer out to the internet", "Bytes", "GB", gb},
    Tariff{meter::inter_region_bytes, transfer, "Data transfer to another region", "Bytes", "GB", gb, false, by_pool},
    Tariff{meter::vpc_peering_bytes, transfer, "Data transfer over VPC peering", "Bytes", "GB", gb},
    Tariff{meter::vpn_connection_hours, vpc, "VPN connection", "Hours", "Hours", 1},
    Tariff{meter::cloudfront_https_requests, cloudfront, "HTTPS requests", "Requests",
           "10000 Requests", 10'000, false, by_pool},
    Tariff{meter::cloudfront_http_requests, cloudfront, "HTTP requests", "Requests",
           "10000 Requests", 10'000, false, by_pool},
    Tariff{meter::cloudfront_out_bytes, cloudfront, "Data transfer out to viewers", "Bytes", "GB", gb, false, by_pool},
    Tariff{meter::cloudfront_origin_upload_bytes, cloudfront, "Data transfer to the origin", "Bytes",
           "GB", gb, false, by_pool},
    Tariff{meter::cloudfront_invalidation_paths, cloudfront, "Invalidation paths", "Paths", "Paths", 1},
    Tariff{meter::cloudfront_function_invocations, cloudfront, "Function invocations", "Invocations",
           "1000000 Invocations", million},
    Tariff{meter::waf_web_acl_hours, waf, "Web ACL", "Hours", "ACL-Months", 1, true},
    Tariff{meter::waf_rule_hours, waf, "Rule", "Hours", "Rule-Months", 1, true},
    Tariff{meter::waf_requests, waf, "Requests inspected", "Requests", "1000000 Requests", million},
    Tariff{meter::waf_capacity_requests, waf, "Requests inspected with more than 1,500 capacity units", "Requests",
           "1000000 Requests", million},
    Tariff{meter::waf_bot_control_hours, waf, "Bot control of a web ACL", "Hours", "ACL-Months", 1, true},
    Tariff{meter::waf_bot_control_requests, waf, "Requests inspected by bot control", "Requests",
           "1000000 Requests", million},
    Tariff{meter::route53_hosted_zone_months, route53, "Hosted zone", "Hosted Zones",
           "Hosted Zones", 1, false, by_meter, true},
    Tariff{meter::route53_queries, route53, "Queries", "Queries", "1000000 Queries", million, false, by_pool},
    Tariff{meter::route53_alias_queries, route53, "Queries for aliases of AWS resources", "Queries",
           "1000000 Queries", million},
    Tariff{meter::route53_health_check_hours, route53, "Health check", "Hours",
           "Health Check-Months", 1, true, by_pool},
    Tariff{meter::route53_health_check_option_hours, route53, "Option of a health check", "Hours",
           "Option-Months", 1, true, by_pool},
    Tariff{meter::fargate_milli_vcpu_seconds, fargate, "Fargate vCPU", "mvCPU-Seconds",
           "vCPU-Hours", 3'600'000, false, by_both},
    Tariff{meter::fargate_mib_seconds, fargate, "Fargate memory", "MiB-Seconds", "GB-Hours", gb_hours, false, by_both},
    Tariff{meter::fargate_storage_mib_seconds, fargate, "Fargate ephemeral storage above 20 GB", "MiB-Seconds",
           "GB-Hours", gb_hours, false, by_both},
    Tariff{meter::elasticache_node_hours, caches, "Cache node", "Hours", "Hours", 1, false, by_pool},
    Tariff{meter::elasticache_serverless_mib_seconds, caches, "Data stored in serverless caches", "MiB-Seconds",
           "GB-Hours", gb_hours, false, by_pool},
    Tariff{meter::elasticache_processing_units, caches, "ElastiCache Processing Units", "ECPUs",
           "1000000 ECPUs", million, false, by_pool},
    Tariff{meter::elasticache_backup_mib_seconds, caches, "Backup storage", "MiB-Seconds", "GB-Months", gb_hours, true},
    Tariff{meter::aurora_instance_seconds, aurora, "Aurora instance", "Seconds", "Hours", 3600, false, by_pool},
    Tariff{meter::aurora_milli_acu_seconds, aurora, "Aurora Serverless capacity", "mACU-Seconds",
           "ACU-Hours", 3'600'000, false, by_pool},
    Tariff{meter::aurora_storage_mib_seconds, aurora, "Aurora storage", "MiB-Seconds",
           "GB-Months", gb_hours, true, by_pool},
    Tariff{meter::aurora_io_requests, aurora, "Aurora I/O requests", "Requests",
           "1000000 Requests", million, false, by_pool},
    Tariff{meter::aurora_backup_mib_seconds, aurora, "Aurora backup storage", "MiB-Seconds", "GB-Months", gb_hours,
           true},
    Tariff{meter::aurora_backtrack_records, aurora, "Aurora change records for backtrack", "Records",
           "1000000 Records", million},
    Tariff{meter::aurora_snapshot_export_bytes, aurora, "Aurora snapshots exported", "Bytes", "GB", gb},
    Tariff{meter::aurora_surplus_milli_vcpu_seconds, aurora, "CPU above the credits of burstable instances",
           "mvCPU-Seconds", "vCPU-Hours", 3'600'000},
    Tariff{meter::aurora_extended_support_milli_vcpu_seconds, aurora, "Extended support", "mvCPU-Seconds",
           "vCPU-Hours", 3'600'000},
    Tariff{meter::s3_storage_mib_seconds, s3, "Storage", "MiB-Seconds", "GB-Months", gb_hours, true, by_pool},
    Tariff{meter::s3_put_requests, s3, "PUT, COPY, POST and LIST requests", "Requests", "1000 Requests", 1000, false,
           by_pool},
    Tariff{meter::s3_get_requests, s3, "GET and other requests", "Requests", "1000 Requests", 1000, false, by_pool},
    Tariff{meter::s3_lifecycle_transitions, s3, "Lifecycle transitions", "Requests", "1000 Requests", 1000, false,
           by_pool},
    Tariff{meter::s3_retrieval_requests, s3, "Retrieval requests", "Requests", "1000 Requests", 1000, false, by_pool},
    Tariff{meter::s3_retrieved_bytes, s3, "Data retrieved", "Bytes", "GB", gb, false, by_pool},
    Tariff{meter::s3_early_delete_mib_seconds, s3, "Rest of the minimum storage time", "MiB-Seconds", "GB-Months",
           gb_hours, true, by_pool},
    Tariff{meter::s3_select_scanned_bytes, s3, "Data scanned by S3 Select", "Bytes", "GB", gb, false, by_pool},
    Tariff{meter::s3_select_returned_bytes, s3, "Data returned by S3 Select", "Bytes", "GB", gb, false, by_pool},
    Tariff{meter::s3_monitored_object_hours, s3, "Objects monitored by Intelligent-Tiering", "Hours",
           "1000 Object-Months", 1000, true},
    Tariff{meter::s3_tag_hours, s3, "Object tags", "Hours", "10000 Tag-Months", 10'000, true},
    Tariff{meter::s3_inventory_objects, s3, "Objects listed in inventories", "Objects", "1000000 Objects", million},
    Tariff{meter::ecr_storage_mib_seconds, images, "Image storage", "MiB-Seconds", "GB-Months", gb_hours, true},
    Tariff{meter::secrets_secret_hours, secrets, "Secret", "Hours", "Secret-Months", 1, true},
    Tariff{meter::secrets_api_calls, secrets, "API calls", "Requests", "10000 Requests", 10'000},
    Tariff{meter::cloudwatch_metric_hours, cloudwatch, "Custom metric", "Hours", "Metric-Months", 1, true},
    Tariff{meter::cloudwatch_detailed_metric_hours, cloudwatch, "Metric of detailed monitoring", "Hours",
           "Metric-Months", 1, true},
    Tariff{meter::cloudwatch_alarm_hours, cloudwatch, "Alarm", "Hours", "Alarm-Months", 1, true},
    Tariff{meter::cloudwatch_high_resolution_alarm_hours, cloudwatch, "High-resolution alarm", "Hours",
           "Alarm-Months", 1, true},
    Tariff{meter::cloudwatch_log_ingest_bytes, cloudwatch, "Log data ingested", "Bytes", "GB", gb, false, by_pool},
    Tariff{meter::cloudwatch_log_storage_mib_seconds, cloudwatch, "Log data stored", "MiB-Seconds",
           "GB-Months", gb_hours, true},
    Tariff{meter::cloudwatch_insights_scanned_bytes, cloudwatch, "Log data scanned", "Bytes", "GB", gb},
    Tariff{meter::cloudwatch_dashboard_hours, cloudwatch, "Dashboard", "Hours", "Dashboard-Months", 1, true},
    Tariff{meter::cloudwatch_api_requests, cloudwatch, "API requests", "Requests", "1000 Requests", 1000},
    Tariff{meter::eventbridge_custom_events, eventbridge, "Custom events", "Events", "1000000 Events", million},
    Tariff{meter::eventbridge_partner_events, eventbridge, "Partner events", "Events", "1000000 Events", million},
    Tariff{meter::eventbridge_archived_bytes, eventbridge, "Events archived", "Bytes", "GB", gb},
    Tariff{meter::eventbridge_archive_mib_seconds, eventbridge, "Event archive storage", "MiB-Seconds",
           "GB-Months", gb_hours, true},
    Tariff{meter::eventbridge_discovered_events, eventbridge, "Events for schema discovery", "Events",
           "1000000 Events", million},
    Tariff{meter::sns_requests, sns, "API requests", "Requests", "1000000 Requests", million},
    Tariff{meter::sns_http_deliveries, sns, "HTTP(S) notifications", "Notifications", "100000 Notifications", 100'000},
    Tariff{meter::sns_email_deliveries, sns, "Email notifications", "Notifications", "100000 Notifications", 100'000},
    Tariff{meter::sqs_requests, sqs, "API requests", "Requests", "1000000 Requests", million},
};

constexpr std::array capacity_unit_dimensions{
    CapacityUnitDimension{meter::alb_new_connections, alb_lcu_hours, lcu_denominator / (25 * 3600)},
    CapacityUnitDimension{meter::alb_active_connection_minutes, alb_lcu_hours, lcu_denominator / (3000 * 60)},
    CapacityUnitDimension{meter::alb_processed_bytes, alb_lcu_hours, lcu_denominator / gb},
    CapacityUnitDimension{meter::alb_rule_evaluations, alb_lcu_hours, lcu_denominator / (1000 * 3600)},
    CapacityUnitDimension{meter::nlb_new_flows, nlb_lcu_hours, nlcu_denominator / (800 * 3600)},
    CapacityUnitDimension{meter::nlb_active_flow_minutes, nlb_lcu_hours, nlcu_denominator / (100'000 * 60)},
    CapacityUnitDimension{meter::nlb_processed_bytes, nlb_lcu_hours, nlcu_denominator / gb},
};

}  // namespace

Integer128 Tariff::divisor(const BillingMonth& month) const {
  return Integer128{denominator} * consumed_per_unit * (is_per_month ? month.hours() : 1);
}

const Tariff* find_tariff(std::string_view meter) {
  const auto* found = std::ranges::find(tariffs, meter, &Tariff::meter);
  return found == tariffs.end() ? nullptr : found;
}

const CataloguePlace& catalogue_place_of(std::string_view service_name) {
  const auto* found =
      std::ranges::find(tariffs, service_name, [](const Tariff& tariff) { return tariff.catalogue.service_name; });
  if (found == tariffs.end()) throw std::invalid_argument("no tariff is of '" + std::string(service_name) + "'");
  return found->catalogue;
}

const CapacityUnitDimension* find_capacity_unit_dimension(std::string_view meter) {
  const auto* found = std::ranges::find(capacity_unit_dimensions, meter, &CapacityUnitDimension::meter);
  return found == capacity_unit_dimensions.end() ? nullptr : found;
}

bool is_derived(std::string_view meter) { return meter == alb_lcu_hours || meter == nlb_lcu_hours; }

std::vector<std::string> known_meters() {
  std::vector<std::string> meters;
  for (const Tariff& tariff : tariffs) {
    if (!is_derived(tariff.meter)) meters.emplace_back(tariff.meter);
  }
  for (const CapacityUnitDimension& dimension : capacity_unit_dimensions) meters.emplace_back(dimension.meter);
  return meters;
}

PriceKey price_key(const Tariff& tariff, const UsageKey& usage) {
  PriceKey key{.meter = std::string(tariff.meter)};
  if (tariff.priced_by != PricedBy::meter) key.pool = usage.pool;
  if (tariff.priced_by == PricedBy::pool_and_purchase_option) key.purchase_option = usage.purchase_option;
  return key;
}

}  // namespace fleetcast::pricing
