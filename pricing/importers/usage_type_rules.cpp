#include "pricing/importers/usage_type_rules.hpp"

#include <array>

#include "pricing/tariff.hpp"
#include "pricing/usage.hpp"

namespace fleetcast::pricing::importers {
namespace {

using enum OfferUnit;

constexpr std::string_view ec2 = "AmazonEC2";
constexpr std::string_view elb = "AWSELB";
constexpr std::string_view vpc = "AmazonVPC";
constexpr std::string_view s3 = "AmazonS3";
constexpr std::string_view rds = "AmazonRDS";
constexpr std::string_view cloudwatch = "AmazonCloudWatch";
constexpr std::string_view route53 = "AmazonRoute53";
constexpr std::string_view waf = "awswaf";
constexpr std::string_view alb_operation = "LoadBalancing:Application";
constexpr std::string_view nlb_operation = "LoadBalancing:Network";

// Usage types stand in the samples and in the facts, or are from memory (the README says which); a price in a unit that
// is not understood is reported, so that a slip here shows.
constexpr std::array rules{
    UsageTypeRule{ec2, "CPUCredits:*", "", meter::ec2_surplus_milli_vcpu_seconds, "*", vcpu_hours},
    UsageTypeRule{ec2, "EBS:VolumeUsage.gp3", "", meter::ebs_gp3_mib_seconds, "", gb_months},
    UsageTypeRule{ec2, "EBS:VolumeUsage.gp2", "", meter::ebs_storage_mib_seconds, "gp2", gb_months},
    UsageTypeRule{ec2, "EBS:VolumeUsage.piops", "", meter::ebs_storage_mib_seconds, "io1", gb_months},
    UsageTypeRule{ec2, "EBS:VolumeUsage.io2", "", meter::ebs_storage_mib_seconds, "io2", gb_months},
    UsageTypeRule{ec2, "EBS:VolumeUsage.st1", "", meter::ebs_storage_mib_seconds, "st1", gb_months},
    UsageTypeRule{ec2, "EBS:VolumeUsage.sc1", "", meter::ebs_storage_mib_seconds, "sc1", gb_months},
    UsageTypeRule{ec2, "EBS:VolumeP-IOPS.gp3", "", meter::ebs_iops_seconds, "gp3", iops_months},
    UsageTypeRule{ec2, "EBS:VolumeP-IOPS.piops", "", meter::ebs_iops_seconds, "io1", iops_months},
    UsageTypeRule{ec2, "EBS:VolumeP-IOPS.io2", "", meter::ebs_iops_seconds, "io2", iops_months},
    UsageTypeRule{ec2, "EBS:VolumeP-IOPS.io2.tier2", "", meter::ebs_iops_seconds, "io2/over_32000", iops_months},
    UsageTypeRule{ec2, "EBS:VolumeP-IOPS.io2.tier3", "", meter::ebs_iops_seconds, "io2/over_64000", iops_months},
    UsageTypeRule{ec2, "EBS:VolumeP-Throughput.gp3", "", meter::ebs_throughput_mibps_seconds, "gp3", gibps_months},
    UsageTypeRule{ec2, "EBS:SnapshotUsage", "", meter::ebs_snapshot_mib_seconds, "", gb_months},
    UsageTypeRule{ec2, "EBS:SnapshotArchiveStorage", "", meter::ebs_snapshot_mib_seconds, "archive", gb_months},
    UsageTypeRule{ec2, "EBS:SnapshotArchiveRetrieval", "", meter::ebs_snapshot_retrieved_bytes, "archive", gb},
    UsageTypeRule{ec2, "EBS:FastSnapshotRestore", "", meter::ebs_fast_restore_seconds, "", hours},
    UsageTypeRule{ec2, "NatGateway-Hours", "NatGateway", meter::nat_hours, "", hours},
    UsageTypeRule{ec2, "NatGateway-Bytes", "NatGateway", meter::nat_processed_bytes, "", gb},
    UsageTypeRule{vpc, "PublicIPv4:InUseAddress", "", meter::public_ipv4_seconds, "", hours},
    UsageTypeRule{vpc, "VpcEndpoint-Hours", "VpcEndpoint", meter::endpoint_hours, "", hours},
    UsageTypeRule{vpc, "VpcEndpoint-Bytes", "VpcEndpoint", meter::endpoint_processed_bytes, "", gb},
    UsageTypeRule{vpc, "VPN-Usage-Hours:ipsec.1", "", meter::vpn_connection_hours, "", hours},
    UsageTypeRule{elb, "LoadBalancerUsage", alb_operation, meter::alb_hours, "", hours},
    UsageTypeRule{elb, "LCUUsage", alb_operation, alb_lcu_hours, "", lcu_hours},
    UsageTypeRule{elb, "LoadBalancerUsage", nlb_operation, meter::nlb_hours, "", hours},
    UsageTypeRule{elb, "LCUUsage", nlb_operation, nlb_lcu_hours, "", lcu_hours},
    UsageTypeRule{s3, "TimedStorage-ByteHrs", "", meter::s3_storage_mib_seconds, "", gb_months},
    UsageTypeRule{s3, "TimedStorage-SIA-ByteHrs", "", meter::s3_storage_mib_seconds, "standard_ia", gb_months},
    UsageTypeRule{s3, "TimedStorage-ZIA-ByteHrs", "", meter::s3_storage_mib_seconds, "one_zone_ia", gb_months},
    UsageTypeRule{s3, "TimedStorage-GIR-ByteHrs", "", meter::s3_storage_mib_seconds, "glacier_instant", gb_months},
    UsageTypeRule{s3, "TimedStorage-GlacierByteHrs", "", meter::s3_storage_mib_seconds, "glacier_flexible", gb_months},
    UsageTypeRule{s3, "TimedStorage-GDA-ByteHrs", "", meter::s3_storage_mib_seconds, "glacier_deep_archive", gb_months},
    UsageTypeRule{s3, "Requests-Tier1", "", meter::s3_put_requests, "", thousands},
    UsageTypeRule{s3, "Requests-Tier2", "", meter::s3_get_requests, "", thousands},
    UsageTypeRule{s3, "Requests-SIA-Tier1", "", meter::s3_put_requests, "standard_ia", thousands},
    UsageTypeRule{s3, "Requests-SIA-Tier2", "", meter::s3_get_requests, "standard_ia", thousands},
    UsageTypeRule{s3, "Requests-ZIA-Tier1", "", meter::s3_put_requests, "one_zone_ia", thousands},
    UsageTypeRule{s3, "Requests-ZIA-Tier2", "", meter::s3_get_requests, "one_zone_ia", thousands},
    UsageTypeRule{s3, "Requests-GIR-Tier1", "", meter::s3_put_requests, "glacier_instant", thousands},
    UsageTypeRule{s3, "Requests-GIR-Tier2", "", meter::s3_get_requests, "glacier_instant", thousands},
    UsageTypeRule{s3, "Retrieval-SIA", "", meter::s3_retrieved_bytes, "standard_ia", gb},
    UsageTypeRule{s3, "Retrieval-ZIA", "", meter::s3_retrieved_bytes, "one_zone_ia", gb},
    UsageTypeRule{s3, "Retrieval-SIA-GIR", "", meter::s3_retrieved_bytes, "glacier_instant", gb},
    UsageTypeRule{rds, "Aurora:ServerlessV2Usage", "", meter::aurora_milli_acu_seconds, "", acu_hours},
    UsageTypeRule{rds, "Aurora:ServerlessV2IOOptimizedUsage", "", meter::aurora_milli_acu_seconds, "io_optimized",
                  acu_hours},
    UsageTypeRule{rds, "Aurora:StorageUsage", "", meter::aurora_storage_mib_seconds, "", gb_months},
    UsageTypeRule{rds, "Aurora:IO-OptimizedStorageUsage", "", meter::aurora_storage_mib_seconds, "io_optimized",
                  gb_months},
    UsageTypeRule{rds, "Aurora:StorageIOUsage", "", meter::aurora_io_requests, "", millions},
    UsageTypeRule{rds, "Aurora:BackupUsage", "", meter::aurora_backup_mib_seconds, "", gb_months},
    UsageTypeRule{rds, "Aurora:BacktrackUsage", "", meter::aurora_backtrack_records, "", millions},
    UsageTypeRule{"AmazonElastiCache", "BackupUsage", "", meter::elasticache_backup_mib_seconds, "", gb_months},
    UsageTypeRule{"AmazonECR", "TimedStorage-ByteHrs", "", meter::ecr_storage_mib_seconds, "", gb_months},
    UsageTypeRule{route53, "HostedZone", "", meter::route53_hosted_zone_months, "", months},
    UsageTypeRule{route53, "DNS-Queries", "", meter::route53_queries, "", millions},
    UsageTypeRule{route53, "LBR-Queries", "", meter::route53_queries, "latency", millions},
    UsageTypeRule{route53, "Geo-Queries", "", meter::route53_queries, "geo", millions},
    UsageTypeRule{route53, "Health-Check-AWS", "", meter::route53_health_check_hours, "", months},
    UsageTypeRule{route53, "Health-Check-Non-AWS", "", meter::route53_health_check_hours, "non_aws", months},
    UsageTypeRule{route53, "Health-Check-Option-AWS", "", meter::route53_health_check_option_hours, "", months},
    UsageTypeRule{route53, "Health-Check-Option-Non-AWS", "", meter::route53_health_check_option_hours, "non_aws",
                  months},
    UsageTypeRule{waf, "WebACL", "", meter::waf_web_acl_hours, "", months},
    UsageTypeRule{waf, "Rule", "", meter::waf_rule_hours, "", months},
    UsageTypeRule{waf, "Request", "", meter::waf_requests, "", millions},
    UsageTypeRule{waf, "WebACLV2", "", meter::waf_web_acl_hours, "", months},
    UsageTypeRule{waf, "RuleV2", "", meter::waf_rule_hours, "", months},
    UsageTypeRule{waf, "RequestV2-Tier1", "", meter::waf_requests, "", millions},
    UsageTypeRule{cloudwatch, "CW:MetricMonitorUsage", "", meter::cloudwatch_metric_hours, "", months},
    UsageTypeRule{cloudwatch, "CW:AlarmMonitorUsage", "", meter::cloudwatch_alarm_hours, "", months},
    UsageTypeRule{cloudwatch, "CW:HighResAlarmMonitorUsage", "", meter::cloudwatch_high_resolution_alarm_hours, "",
                  months},
    UsageTypeRule{cloudwatch, "CW:Requests", "", meter::cloudwatch_api_requests, "", thousands},
    UsageTypeRule{cloudwatch, "DataProcessing-Bytes", "", meter::cloudwatch_log_ingest_bytes, "", gb},
    UsageTypeRule{cloudwatch, "DataProcessingIA-Bytes", "", meter::cloudwatch_log_ingest_bytes, "infrequent_access",
                  gb},
    UsageTypeRule{cloudwatch, "VendedLog-Bytes", "", meter::cloudwatch_log_ingest_bytes, "vended", gb},
    UsageTypeRule{cloudwatch, "TimedStorage-ByteHrs", "", meter::cloudwatch_log_storage_mib_seconds, "", gb_months},
    UsageTypeRule{cloudwatch, "DataScanned-Bytes", "", meter::cloudwatch_insights_scanned_bytes, "", gb},
    UsageTypeRule{cloudwatch, "DashboardsUsageHour", "", meter::cloudwatch_dashboard_hours, "", months},
    UsageTypeRule{"AWSEvents", "Event-64K-Chunks", "", meter::eventbridge_custom_events, "", millions},
    UsageTypeRule{"AmazonSNS", "Requests-Tier1", "", meter::sns_requests, "", millions},
    UsageTypeRule{"AWSQueueService", "Requests-Tier1", "", meter::sqs_requests, "", millions},
    UsageTypeRule{"AWSSecretsManager", "AWSSecretsManager-Secrets", "", meter::secrets_secret_hours, "", months},
    UsageTypeRule{"AWSSecretsManager", "AWSSecretsManagerAPIRequest", "", meter::secrets_api_calls, "",
                  tens_of_thousands},
    UsageTypeRule{"AmazonCloudFront", "Invalidations", "", meter::cloudfront_invalidation_paths, "", paths},
};

}  // namespace

std::span<const UsageTypeRule> usage_type_rules() {
  return rules;
}

}  // namespace fleetcast::pricing::importers
