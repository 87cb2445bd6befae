#!/usr/bin/env python3
"""Makes a price book from a file of price facts:  make_book.py FACTS.json > us-east-1.json

A facts file lists what public sources say about prices, each figure with source, date and confidence. The book keeps
the figures that the tariffs use, one row per figure, prices as decimal text so that no binary rounding enters a bill.
Figures that the facts file lacks are listed in ADDED below with their own source and confidence.
"""
import json
import re
import sys
from decimal import Decimal

ADDED_FIGURES = [
    # meter, pool, purchase option, unit, price, from, to, source, as_of, confidence, note
    ("ecr.storage_mib_seconds", "", "", "GB-Months", "0.10", "0", None, "memory", "unknown", "memory", None),
    ("sqs.requests", "", "", "1000000 Requests", "0.40", "0", None, "memory", "unknown", "memory",
     "standard queues; beyond 100 billion requests a month AWS charges less"),
    ("transfer.inter_zone_managed_bytes", "", "", "GB", "0.01", "0", None, "memory", "unknown", "memory",
     "charged on the instance side only"),
]

# One allowance per meter and month, over all pools and accounts: meter, quantity, unit, source, as_of, confidence, note
ADDED_ALLOWANCES = [
    ("sqs.requests", "1", "1000000 Requests", "memory", "unknown", "memory", None),
    ("sns.requests", "1", "1000000 Requests", "infracost", "2024-07-01", "golden_price_list", None),
    ("sns.http_deliveries", "1", "100000 Notifications", "infracost", "2024-07-01", "golden_price_list", None),
    ("sns.email_deliveries", "0.01", "100000 Notifications", "infracost", "2024-07-01", "golden_price_list", None),
    ("cloudwatch.metric_hours", "10", "Metric-Months", "memory", "unknown", "memory", None),
    ("cloudwatch.alarm_hours", "10", "Alarm-Months", "memory", "unknown", "memory", None),
    ("cloudwatch.dashboard_hours", "3", "Dashboard-Months", "memory", "unknown", "memory", None),
    ("cloudwatch.log_ingest_bytes", "5", "GB", "memory", "unknown", "memory",
     "AWS spreads the 5 GB over ingestion, storage and scanning"),
]

# meter, unit, service of the facts file, item, or item pattern with tiers
SINGLE_FIGURES = [
    ("ebs.gp3_mib_seconds", "GB-Months", "EBS", "gp3_storage"),
    ("vpc.public_ipv4_seconds", "Hours", "VPC", "public_ipv4_in_use_or_idle"),
    ("alb.hours", "Hours", "ALB", "hour"),
    ("alb.lcu_hours", "LCU-Hours", "ALB", "lcu"),
    ("nat.hours", "Hours", "NAT gateway", "hour"),
    ("nat.processed_bytes", "GB", "NAT gateway", "data_processed"),
    ("vpc.endpoint_hours", "Hours", "VPC endpoint", "interface_hour"),
    ("waf.web_acl_hours", "ACL-Months", "WAF", "web_acl"),
    ("waf.rule_hours", "Rule-Months", "WAF", "rule_or_rule_group"),
    ("waf.requests", "1000000 Requests", "WAF", "requests"),
    ("route53.alias_queries", "1000000 Queries", "Route 53", "alias_to_aws_resource_queries"),
    ("s3.put_requests", "1000 Requests", "S3", "put_copy_post_list"),
    ("s3.get_requests", "1000 Requests", "S3", "get_and_other"),
    ("secrets.secret_hours", "Secret-Months", "Secrets Manager", "secret"),
    ("secrets.api_calls", "10000 Requests", "Secrets Manager", "api_calls"),
    ("cloudwatch.alarm_hours", "Alarm-Months", "CloudWatch", "alarm_standard"),
    ("cloudwatch.log_ingest_bytes", "GB", "CloudWatch", "logs_ingest_standard"),
    ("cloudwatch.log_storage_mib_seconds", "GB-Months", "CloudWatch", "logs_storage"),
    ("cloudwatch.dashboard_hours", "Dashboard-Months", "CloudWatch", "dashboard"),
    ("eventbridge.custom_events", "1000000 Events", "EventBridge", "custom_events"),
    ("sns.requests", "1000000 Requests", "SNS", "api_requests_standard_over_1M_free"),
    ("sns.http_deliveries", "100000 Notifications", "SNS", "http_https_delivery_over_100k_free"),
    ("sns.email_deliveries", "100000 Notifications", "SNS", "email_delivery_over_1k_free"),
]
TIERED_FIGURES = [
    ("vpc.endpoint_processed_bytes", "GB", "VPC endpoint", ["interface_data"], ""),
    ("transfer.internet_out_bytes", "GB", "Data transfer", ["internet_out"], ""),
    ("s3.storage_mib_seconds", "GB-Months", "S3", ["standard_storage"], ""),
    ("route53.hosted_zone_months", "Hosted Zones", "Route 53", ["hosted_zone_first_25", "hosted_zone_over_25"], ""),
    ("route53.queries", "1000000 Queries", "Route 53", ["standard_queries"], ""),
    ("route53.queries", "1000000 Queries", "Route 53", ["latency_queries"], "latency"),
    ("route53.queries", "1000000 Queries", "Route 53", ["geo_queries"], "geo"),
    ("cloudwatch.metric_hours", "Metric-Months", "CloudWatch", ["custom_metric_first_10k", "custom_metric"], ""),
]
POOL_FIGURES = [
    ("route53.health_check_hours", "Health Check-Months", "Route 53", "health_check_aws_endpoint", ""),
    ("route53.health_check_hours", "Health Check-Months", "Route 53", "health_check_non_aws_endpoint", "non_aws"),
    ("aurora.milli_acu_seconds", "ACU-Hours", "Aurora", "serverless_v2_acu_standard", ""),
    ("aurora.milli_acu_seconds", "ACU-Hours", "Aurora", "serverless_v2_acu_io_optimized", "io_optimized"),
    ("aurora.storage_mib_seconds", "GB-Months", "Aurora", "storage_standard", ""),
    ("aurora.storage_mib_seconds", "GB-Months", "Aurora", "storage_io_optimized", "io_optimized"),
    ("aurora.io_requests", "1000000 Requests", "Aurora", "io_requests_standard", ""),
    ("aurora.io_requests", "1000000 Requests", "Aurora", "io_requests_io_optimized", "io_optimized"),
]
CONFIDENCE = ["price_list_api", "golden_price_list", "aws_page", "aws_page_quote", "aws_repo_static", "third_party",
              "inferred", "memory"]
MYSQL_CONNECTIONS = {"large": 1000, "xlarge": 2000, "2xlarge": 3000, "4xlarge": 4000, "8xlarge": 5000,
                     "12xlarge": 6000, "16xlarge": 6000, "24xlarge": 7000}
POSTGRESQL_CONNECTIONS = {"large": 1722, "xlarge": 3479}


def text(number):
    """Writes a decimal number without exponent or trailing zeros."""
    plain = format(Decimal(str(number)), "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def slug(name):
    return re.sub(r"[^a-z]+", "_", name.lower())


class Facts:
    """Finds figures in a facts file; of several it takes the one its confidence ranks first."""

    def __init__(self, facts):
        self.rows = facts

    def matching(self, service, item, region=None):
        rows = [row for row in self.rows
                if row["service"] == service and row["item"] == item and (region is None or row["region"] == region)]
        if not rows:
            sys.exit(f"the facts file has no figure '{item}' of {service}")
        return rows

    def best(self, service, item, region=None):
        return min(self.matching(service, item, region), key=lambda row: CONFIDENCE.index(row["confidence"]))

    def best_by_tier(self, service, items, region=None):
        tiers = {}
        for row in [row for item in items for row in self.matching(service, item, region)]:
            start = tier_bound(row, "from") or Decimal(0)
            if start not in tiers or CONFIDENCE.index(row["confidence"]) < CONFIDENCE.index(tiers[start]["confidence"]):
                tiers[start] = row
        return [tiers[start] for start in sorted(tiers)]


def tier_bound(row, which):
    for name in (f"tier_{which}_gb", f"tier_{which}", f"tier_{which}_m"):
        if row.get(name) is not None:
            return Decimal(str(row[name]))
    return None


def figure(meter, pool, purchase_option, unit, price, row, lower="0", upper=None, note=None):
    source = row["source"]
    entry = {"meter": meter, "pool": pool, "purchase_option": purchase_option, "unit": unit, "price": text(price),
             "from": text(lower), "to": None if upper is None else text(upper),
             "source": source if isinstance(source, str) else source[0], "as_of": row["as_of"],
             "confidence": row["confidence"]}
    note = note or row.get("note")
    if note:
        entry["note"] = note
    return entry


def tier_figures(meter, pool, unit, rows):
    starts = [tier_bound(row, "from") or Decimal(0) for row in rows]
    bounds = starts[1:] + [None]
    return [figure(meter, pool, "", unit, row["value_usd"], row, start, end)
            for row, start, end in zip(rows, starts, bounds)]


def ec2_figures(instance_types):
    figures = []
    for name, entry in instance_types.items():
        on_demand = entry["on_demand_linux"]
        hourly = Decimal(str(on_demand["usd_per_hour"]))
        figures.append(figure("ec2.instance_seconds", name, "on_demand", "Hours", hourly, on_demand))
        if "spot_linux" in entry:
            spot = dict(entry["spot_linux"], confidence="inferred")
            percent = spot["savings_vs_on_demand_pct"]
            figures.append(figure("ec2.instance_seconds", name, "spot", "Hours", hourly * (100 - percent) / 100, spot,
                                  note=f"on-demand price less the Spot Advisor's {percent} %"))
    return figures


def fargate_figures(facts):
    """Lists hourly prices; where the facts hold only rounded per-second rates, the hourly ones published with them."""
    x86_vcpu, x86_memory = facts.best("Fargate", "linux_x86_vcpu"), facts.best("Fargate", "linux_x86_memory")
    arm_vcpu = facts.best("Fargate", "linux_arm_vcpu_second")
    arm_memory = facts.best("Fargate", "linux_arm_memory_second")
    storage = facts.best("Fargate", "ephemeral_storage_over_20GB_second")
    discount = facts.best("Fargate", "spot_discount_max_pct")
    figures = []
    for pool, vcpu, memory, vcpu_price, memory_price in [
            ("x86_64", x86_vcpu, x86_memory, x86_vcpu["value_usd"], x86_memory["value_usd"]),
            ("arm64", arm_vcpu, arm_memory, published_hourly(arm_vcpu), published_hourly(arm_memory))]:
        for meter, unit, row, price in [("fargate.milli_vcpu_seconds", "vCPU-Hours", vcpu, vcpu_price),
                                        ("fargate.mib_seconds", "GB-Hours", memory, memory_price)]:
            price = Decimal(str(price))
            spot = dict(discount, confidence="inferred")
            figures.append(figure(meter, pool, "fargate", unit, price, row))
            figures.append(figure(meter, pool, "fargate_spot", unit, price * (100 - int(discount["value_usd"])) / 100,
                                  spot, note="on-demand price less the page's 'up to 70 %'"))
        for purchase_option in ("fargate", "fargate_spot"):
            figures.append(figure("fargate.storage_mib_seconds", pool, purchase_option, "GB-Hours",
                                  published_hourly(storage), storage))
    return figures


def published_hourly(row):
    return re.search(r"published hourly ([0-9.]+)\)", row["note"]).group(1)


def cloudfront_figures(facts):
    figures = []
    regions = sorted({row["region"] for row in facts.rows
                      if row["service"] == "CloudFront" and row["item"] == "data_out_to_internet"})
    for region in regions:
        pool = slug(region.removeprefix("edge:"))
        requests = facts.best("CloudFront", "https_requests", region)
        upload = facts.best("CloudFront", "data_out_to_origin", region)
        figures.append(figure("cloudfront.https_requests", pool, "", "10000 Requests", requests["value_usd"], requests))
        figures += tier_figures("cloudfront.out_bytes", pool, "GB",
                                facts.best_by_tier("CloudFront", ["data_out_to_internet"], region))
        figures.append(figure("cloudfront.origin_upload_bytes", pool, "", "GB", upload["value_usd"], upload))
    return figures


def cache_figures(nodes):
    figures = []
    for name, node in nodes.items():
        row = {"source": node["price_source"], "as_of": node["as_of"], "confidence": "third_party"}
        for engine, key in (("redis", "redis_oss_usd_per_hour"), ("valkey", "valkey_usd_per_hour")):
            if node[key] is not None:
                figures.append(figure("elasticache.node_hours", f"{name}/{engine}", "", "Hours", node[key], row))
    return figures


def aurora_figures(classes):
    figures = []
    for name, entry in classes.items():
        row = {"source": entry["source"], "as_of": entry["as_of"], "confidence": "aws_repo_static"}
        figures.append(figure("aurora.instance_seconds", name, "", "Hours", entry["aurora_standard_usd_per_hour"], row))
        figures.append(figure("aurora.instance_seconds", name + "/io_optimized", "", "Hours",
                              entry["aurora_io_optimized_usd_per_hour"], dict(row, confidence="inferred"),
                              note="1.30 x the standard price"))
    return figures


def allowances(facts):
    rows = []
    internet = facts.best("Data transfer", "internet_out_free_allowance")
    out = facts.best("CloudFront", "free_tier_data_out")
    requests = facts.best("CloudFront", "free_tier_requests")
    for meter, quantity, unit, row in [
            ("transfer.internet_out_bytes", internet["value_usd"], "GB", internet),
            ("cloudfront.out_bytes", out["value_usd"], "GB", out),
            ("cloudfront.https_requests", Decimal(str(requests["value_usd"])) / 10000, "10000 Requests", requests)]:
        rows.append({"meter": meter, "quantity": text(quantity), "unit": unit, "source": row["source"][0],
                     "as_of": row["as_of"], "confidence": row["confidence"]})
    for meter, quantity, unit, source, as_of, confidence, note in ADDED_ALLOWANCES:
        row = {"meter": meter, "quantity": text(quantity), "unit": unit, "source": source, "as_of": as_of,
               "confidence": confidence}
        rows.append(dict(row, note=note) if note else row)
    return rows


def instance_types(types):
    for name, entry in types.items():
        spot = entry.get("spot_linux")
        yield {"name": name, "vcpu": entry["vcpu"], "memory_gib": entry["memory_gib"], "arch": entry["arch"],
               "max_enis": entry["max_enis"], "ipv4_per_eni": entry["ipv4_per_eni"],
               "network_baseline_gbps": entry["network"]["baseline_gbps"],
               "network_peak_gbps": entry["network"]["peak_gbps"],
               "spot_interruption_band": spot["interruption_band_index"] if spot else None,
               "source": entry["spec_source"]}


def cache_node_types(nodes):
    for name, node in nodes.items():
        yield {"name": name, "memory_gib": node["memory_gib"], "source": node["memory_source"]}


def aurora_classes(classes):
    for name, entry in classes.items():
        burstable, size = name.startswith("db.t"), name.rsplit(".", 1)[1]
        if burstable:
            mysql, postgresql = {"medium": (90, 405), "large": (135, 830)}[size]
        else:
            mysql, postgresql = MYSQL_CONNECTIONS.get(size), POSTGRESQL_CONNECTIONS.get(size, 5000)
        yield {"name": name, "vcpu": entry["vcpu"], "memory_gib": entry["memory_gib"],
               "max_connections_mysql": mysql, "max_connections_postgresql": postgresql, "source": entry["source"]}


def all_figures(document):
    facts = Facts(document["facts"])
    figures = ec2_figures(document["ec2_instance_types"]) + fargate_figures(facts)
    figures += cloudfront_figures(facts) + cache_figures(document["elasticache_nodes"])
    figures += aurora_figures(document["aurora_instance_classes"])
    for meter, unit, service, item in SINGLE_FIGURES:
        row = facts.best(service, item)
        figures.append(figure(meter, "", "", unit, row["value_usd"], row))
    for meter, unit, service, items, pool in TIERED_FIGURES:
        figures += tier_figures(meter, pool, unit, facts.best_by_tier(service, items))
    for meter, unit, service, item, pool in POOL_FIGURES:
        row = facts.best(service, item)
        figures.append(figure(meter, pool, "", unit, row["value_usd"], row))
    inter_zone = facts.best("Data transfer", "inter_az_per_direction")
    figures.append(figure("transfer.inter_zone_bytes", "", "", "GB", inter_zone["value_usd"], inter_zone,
                          note="per direction: out of the one zone and into the other"))
    for meter, pool, option, unit, price, lower, upper, source, as_of, confidence, note in ADDED_FIGURES:
        row = {"source": source, "as_of": as_of, "confidence": confidence}
        figures.append(figure(meter, pool, option, unit, price, row, lower, upper, note))
    return figures


def write_rows(name, rows, last=False):
    lines = ",\n".join(json.dumps(row, separators=(",", ":"), default=text) for row in rows)
    print(f'"{name}":[\n{lines}\n]' + ("" if last else ","))


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        document = json.load(file)
    figures = all_figures(document)
    tables = {"prices": figures, "allowances": allowances(Facts(document["facts"])),
              "instance_types": list(instance_types(document["ec2_instance_types"])),
              "cache_node_types": list(cache_node_types(document["elasticache_nodes"])),
              "aurora_classes": list(aurora_classes(document["aurora_instance_classes"]))}
    used = {row["source"] for rows in tables.values() for row in rows}
    print("{")
    for name, value in [("schema_version", 1), ("name", document["region"]), ("region", document["region"]),
                        ("currency", document["currency"]), ("date", document["generated"])]:
        print(f"{json.dumps(name)}:{json.dumps(value)},")
    sources = {key: value for key, value in document["sources"].items() if key in used}
    print('"sources":{\n' + ",\n".join(f"{json.dumps(k)}:{json.dumps(v)}" for k, v in sources.items()) + "\n},")
    for name, rows in tables.items():
        write_rows(name, rows, last=name == "aurora_classes")
    print("}")


if __name__ == "__main__":
    main()
