#include "pricing/tariff.hpp"

#include <algorithm>
#include <array>

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
    Tariff{meter::ebs_gp3_mib_seconds, volumes, "gp3 volume storage", "MiB-Seconds", "GB-Months", gb_hours, true},
    Tariff{meter::public_ipv4_seconds, vpc, "Public IPv4 address", "Seconds", "Hours", 3600},
    Tariff{meter::alb_hours, balancers, "Application Load Balancer", "Hours", "Hours", 1},
    Tariff{alb_lcu_hours, balancers, "Application Load Balancer capacity units", "LCU-Hours",
           "LCU-Hours", 1, false, by_meter, false, lcu_denominator},
    Tariff{meter::nat_hours, gateways, "NAT gateway", "Hours", "Hours", 1},
    Tariff{meter::nat_processed_bytes, gateways, "Data processed by NAT gateways", "Bytes", "GB", gb},
    Tariff{meter::endpoint_hours, vpc, "Interface endpoint", "Hours", "Hours", 1},
    Tariff{meter::endpoint_processed_bytes, vpc, "Data processed by interface endpoints", "Bytes", "GB", gb},
    Tariff{meter::inter_zone_bytes, transfer, "Data transfer between zones", "Bytes", "GB", gb},
    Tariff{meter::inter_zone_managed_bytes, transfer, "Data transfer to a managed service in another zone", "Bytes",
           "GB", gb},
    Tariff{meter::internet_out_bytes, transfer, "Data transfer out to the internet", "Bytes", "GB", gb},
    Tariff{meter::cloudfront_https_requests, cloudfront, "HTTPS requests", "Requests",
           "10000 Requests", 10'000, false, by_pool},
    Tariff{meter::cloudfront_out_bytes, cloudfront, "Data transfer out to viewers", "Bytes", "GB", gb, false, by_pool},
    Tariff{meter::cloudfront_origin_upload_bytes, cloudfront, "Data transfer to the origin", "Bytes",
           "GB", gb, false, by_pool},
    Tariff{meter::waf_web_acl_hours, waf, "Web ACL", "Hours", "ACL-Months", 1, true},
    Tariff{meter::waf_rule_hours, waf, "Rule", "Hours", "Rule-Months", 1, true},
    Tariff{meter::waf_requests, waf, "Requests inspected", "Requests", "1000000 Requests", million},
    Tariff{meter::route53_hosted_zone_months, route53, "Hosted zone", "Hosted Zones",
           "Hosted Zones", 1, false, by_meter, true},
    Tariff{meter::route53_queries, route53, "Queries", "Queries", "1000000 Queries", million, false, by_pool},
    Tariff{meter::route53_alias_queries, route53, "Queries for aliases of AWS resources", "Queries",
           "1000000 Queries", million},
    Tariff{meter::route53_health_check_hours, route53, "Health check", "Hours",
           "Health Check-Months", 1, true, by_pool},
    Tariff{meter::fargate_milli_vcpu_seconds, fargate, "Fargate vCPU", "mvCPU-Seconds",
           "vCPU-Hours", 3'600'000, false, by_both},
    Tariff{meter::fargate_mib_seconds, fargate, "Fargate memory", "MiB-Seconds", "GB-Hours", gb_hours, false, by_both},
    Tariff{meter::fargate_storage_mib_seconds, fargate, "Fargate ephemeral storage above 20 GB", "MiB-Seconds",
           "GB-Hours", gb_hours, false, by_both},
    Tariff{meter::elasticache_node_hours, caches, "Cache node", "Hours", "Hours", 1, false, by_pool},
    Tariff{meter::aurora_instance_seconds, aurora, "Aurora instance", "Seconds", "Hours", 3600, false, by_pool},
    Tariff{meter::aurora_milli_acu_seconds, aurora, "Aurora Serverless capacity", "mACU-Seconds",
           "ACU-Hours", 3'600'000, false, by_pool},
    Tariff{meter::aurora_storage_mib_seconds, aurora, "Aurora storage", "MiB-Seconds",
           "GB-Months", gb_hours, true, by_pool},
    Tariff{meter::aurora_io_requests, aurora, "Aurora I/O requests", "Requests",
           "1000000 Requests", million, false, by_pool},
    Tariff{meter::s3_storage_mib_seconds, s3, "Standard storage", "MiB-Seconds", "GB-Months", gb_hours, true},
    Tariff{meter::s3_put_requests, s3, "PUT, COPY, POST and LIST requests", "Requests", "1000 Requests", 1000},
    Tariff{meter::s3_get_requests, s3, "GET and other requests", "Requests", "1000 Requests", 1000},
    Tariff{meter::ecr_storage_mib_seconds, images, "Image storage", "MiB-Seconds", "GB-Months", gb_hours, true},
    Tariff{meter::secrets_secret_hours, secrets, "Secret", "Hours", "Secret-Months", 1, true},
    Tariff{meter::secrets_api_calls, secrets, "API calls", "Requests", "10000 Requests", 10'000},
    Tariff{meter::cloudwatch_metric_hours, cloudwatch, "Custom metric", "Hours", "Metric-Months", 1, true},
    Tariff{meter::cloudwatch_alarm_hours, cloudwatch, "Alarm", "Hours", "Alarm-Months", 1, true},
    Tariff{meter::cloudwatch_log_ingest_bytes, cloudwatch, "Log data ingested", "Bytes", "GB", gb},
    Tariff{meter::cloudwatch_log_storage_mib_seconds, cloudwatch, "Log data stored", "MiB-Seconds",
           "GB-Months", gb_hours, true},
    Tariff{meter::cloudwatch_dashboard_hours, cloudwatch, "Dashboard", "Hours", "Dashboard-Months", 1, true},
    Tariff{meter::eventbridge_custom_events, eventbridge, "Custom events", "Events", "1000000 Events", million},
    Tariff{meter::sns_requests, sns, "API requests", "Requests", "1000000 Requests", million},
    Tariff{meter::sns_http_deliveries, sns, "HTTP(S) notifications", "Notifications", "100000 Notifications", 100'000},
    Tariff{meter::sns_email_deliveries, sns, "Email notifications", "Notifications", "100000 Notifications", 100'000},
    Tariff{meter::sqs_requests, sqs, "API requests", "Requests", "1000000 Requests", million},
};

constexpr std::array capacity_unit_dimensions{meter::alb_new_connections, meter::alb_active_connection_minutes,
                                              meter::alb_processed_bytes, meter::alb_rule_evaluations};

}  // namespace

Integer128 Tariff::divisor(const BillingMonth& month) const {
  return Integer128{denominator} * consumed_per_unit * (is_per_month ? month.hours() : 1);
}

const Tariff* find_tariff(std::string_view meter) {
  const auto* found = std::ranges::find(tariffs, meter, &Tariff::meter);
  return found == tariffs.end() ? nullptr : found;
}

bool is_capacity_unit_dimension(std::string_view meter) {
  return std::ranges::find(capacity_unit_dimensions, meter) != capacity_unit_dimensions.end();
}

std::vector<std::string> known_meters() {
  std::vector<std::string> meters;
  for (const Tariff& tariff : tariffs) {
    if (tariff.meter != alb_lcu_hours) meters.emplace_back(tariff.meter);
  }
  meters.insert(meters.end(), capacity_unit_dimensions.begin(), capacity_unit_dimensions.end());
  return meters;
}

PriceKey price_key(const Tariff& tariff, const UsageKey& usage) {
  PriceKey key{.meter = std::string(tariff.meter)};
  if (tariff.priced_by != PricedBy::meter) key.pool = usage.pool;
  if (tariff.priced_by == PricedBy::pool_and_purchase_option) key.purchase_option = usage.purchase_option;
  return key;
}

}  // namespace fleetcast::pricing
