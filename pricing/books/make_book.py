#!/usr/bin/env python3
"""Makes a price book from a file of price facts:  make_book.py FACTS.json > us-east-1.json

A facts file lists what public sources say about prices, each figure with source, date and confidence. The book keeps
the figures that the tariffs use, one row per figure, prices as decimal text so that no binary rounding enters a bill.
A figure that the facts lack is left out, so that pricing reports it, and named on standard error; a few that stand
elsewhere are added per region with their own source and confidence (see book_figures.py).
"""
import json
import re
import sys
from decimal import Decimal

from book_figures import ADDED, ADDED_ALLOWANCES, DESTINATIONS, S3_CLASSES, S3_FIGURES, SINGLE_FIGURES, TIERED_FIGURES
from commitment_offers import commitment_tables

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
    """Finds figures in a facts file; of several it takes the one its confidence ranks first; none where there is none."""

    def __init__(self, facts):
        self.rows = facts
        self.lacking = []

    def matching(self, service, item, region=None):
        return [row for row in self.rows
                if row["service"] == service and row["item"] == item and (region is None or row["region"] == region)]

    def best(self, service, item, region=None):
        rows = self.matching(service, item, region)
        if not rows:
            self.lacking.append(f"{service}: {item}")
            return None
        return min(rows, key=lambda row: CONFIDENCE.index(row["confidence"]))

    def best_by_tier(self, service, items, region=None):
        tiers = {}
        for row in [row for item in items for row in self.matching(service, item, region)]:
            start = tier_bound(row, "from") or Decimal(0)
            if start not in tiers or CONFIDENCE.index(row["confidence"]) < CONFIDENCE.index(tiers[start]["confidence"]):
                tiers[start] = row
        if not tiers:
            self.lacking.append(f"{service}: {items[0]}")
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
    """Lists tiers; the last has an end where the facts end there, so that usage beyond it has no price."""
    starts = [tier_bound(row, "from") or Decimal(0) for row in rows]
    bounds = starts[1:] + [tier_bound(row, "to") for row in rows[-1:]]
    return [figure(meter, pool, "", unit, row["value_usd"], row, start, end)
            for row, start, end in zip(rows, starts, bounds)]


def ec2_figures(instance_types):
    figures = []
    for name, entry in instance_types.items():
        on_demand = entry.get("on_demand_linux")
        if on_demand is None:
            continue
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
    figures = []
    for meter, unit, resource in [("fargate.milli_vcpu_seconds", "vCPU-Hours", "vcpu"),
                                  ("fargate.mib_seconds", "GB-Hours", "memory")]:
        for pool, architecture in [("x86_64", "x86"), ("arm64", "arm")]:
            row, price = fargate_price(facts, f"linux_{architecture}_{resource}")
            if row:
                figures.append(figure(meter, pool, "fargate", unit, price, row))
                figures += fargate_spot(facts, meter, pool, unit, f"spot_{architecture}_{resource}", price)
    storage = facts.best("Fargate", "ephemeral_storage_over_20GB_second")
    for pool in ("x86_64", "arm64"):
        for purchase_option in ("fargate", "fargate_spot") if storage else ():
            figures.append(figure("fargate.storage_mib_seconds", pool, purchase_option, "GB-Hours",
                                  published_hourly(storage), storage))
    return figures


def fargate_price(facts, item):
    if facts.matching("Fargate", item):
        row = facts.best("Fargate", item)
        return row, Decimal(str(row["value_usd"]))
    row = facts.best("Fargate", item + "_second")
    return row, Decimal(published_hourly(row)) if row else None


def fargate_spot(facts, meter, pool, unit, item, price):
    if facts.matching("Fargate", item):
        row = facts.best("Fargate", item)
        return [figure(meter, pool, "fargate_spot", unit, row["value_usd"], row)]
    discount = facts.best("Fargate", "spot_discount_max_pct")
    if discount is None:
        return []
    percent = int(discount["value_usd"])
    return [figure(meter, pool, "fargate_spot", unit, price * (100 - percent) / 100,
                   dict(discount, confidence="inferred"), note="on-demand price less the page's 'up to 70 %'")]


def published_hourly(row):
    return re.search(r"published hourly ([0-9.]+)\)", row["note"]).group(1)


def cloudfront_figures(facts):
    figures = []
    regions = sorted({row["region"] for row in facts.rows
                      if row["service"] == "CloudFront" and row["item"] == "data_out_to_internet"})
    for region in regions:
        pool = slug(region.removeprefix("edge:"))
        for scheme in ("https", "http"):
            row = facts.best("CloudFront", scheme + "_requests", region)
            figures.append(figure(f"cloudfront.{scheme}_requests", pool, "", "10000 Requests", row["value_usd"], row))
        figures += tier_figures("cloudfront.out_bytes", pool, "GB",
                                facts.best_by_tier("CloudFront", ["data_out_to_internet"], region))
        upload = facts.best("CloudFront", "data_out_to_origin", region)
        figures.append(figure("cloudfront.origin_upload_bytes", pool, "", "GB", upload["value_usd"], upload))
    free, paid = facts.best("CloudFront", "Invalidation requests (first 1k)"), facts.best(
        "CloudFront", "invalidation_paths_over_1000")
    figures.append(figure("cloudfront.invalidation_paths", "", "", "Paths", free["value_usd"], free, "0", "1000"))
    figures.append(figure("cloudfront.invalidation_paths", "", "", "Paths", paid["value_usd"], paid, "1000"))
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


def s3_figures(facts):
    """Lists what the facts name "<class>: <line>"; standard storage and requests stand among the other tables."""
    figures = []
    for row in facts.rows:
        if row["service"] != "S3" or ": " not in row["item"]:
            continue
        storage_class, line = row["item"].split(": ", 1)
        meter, unit, suffix = S3_FIGURES[line]
        figures.append(figure(meter, S3_CLASSES[storage_class] + suffix, "", unit, row["value_usd"], row))
    return figures


def transfer_figures(facts):
    """Lists transfer inside the region and to the other regions that have books."""
    between = facts.best("Data transfer", "inter_az_per_direction")
    rule = dict(between, confidence="memory")
    figures = [
        figure("transfer.inter_zone_bytes", "", "", "GB", between["value_usd"], between,
               note="per direction: out of the one zone and into the other"),
        figure("transfer.vpc_peering_bytes", "", "", "GB", between["value_usd"], between,
               note="per direction, across zones"),
        figure("transfer.inter_zone_managed_bytes", "", "", "GB", between["value_usd"], rule,
               note="the price between zones, charged on the instance side only; the rule is from memory")]
    anywhere = facts.best("Data transfer", "inter_region_out")
    near = facts.matching("Data transfer", "inter_region_out_us_east_pair")
    here = between["region"]
    for destination in DESTINATIONS:
        if destination == "us-east-2" and near:
            figures.append(figure("transfer.inter_region_bytes", destination, "", "GB", near[0]["value_usd"], near[0]))
        elif destination != here:
            figures.append(figure("transfer.inter_region_bytes", destination, "", "GB", anywhere["value_usd"],
                                  anywhere))
    return figures


def allowances(facts, priced):
    rows = []
    for meter, divisor, unit, service, item in [
            ("transfer.internet_out_bytes", 1, "GB", "Data transfer", "internet_out_free_allowance"),
            ("cloudfront.out_bytes", 1, "GB", "CloudFront", "free_tier_data_out"),
            ("cloudfront.https_requests", 10_000, "10000 Requests", "CloudFront", "free_tier_requests"),
            ("cloudfront.function_invocations", 1_000_000, "1000000 Invocations", "CloudFront", "free_tier_functions")]:
        row = facts.best(service, item)
        rows.append({"meter": meter, "quantity": text(Decimal(str(row["value_usd"])) / divisor), "unit": unit,
                     "source": row["source"][0], "as_of": row["as_of"], "confidence": row["confidence"]})
    rows[2]["note"] = "AWS shares the 10 million over HTTP and HTTPS; here they are taken from HTTPS"
    for meter, quantity, unit, source, as_of, confidence, note in ADDED_ALLOWANCES:
        row = {"meter": meter, "quantity": text(quantity), "unit": unit, "source": source, "as_of": as_of,
               "confidence": confidence}
        rows.append(dict(row, note=note) if note else row)
    return [row for row in rows if row["meter"] in priced]


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


def all_figures(document, facts):
    figures = ec2_figures(document["ec2_instance_types"]) + fargate_figures(facts)
    figures += cloudfront_figures(facts) + cache_figures(document["elasticache_nodes"])
    figures += aurora_figures(document["aurora_instance_classes"]) + transfer_figures(facts)
    for meter, pool, unit, service, item in SINGLE_FIGURES:
        row = facts.best(service, item)
        if row:
            figures.append(figure(meter, pool, "", unit, row["value_usd"], row))
    for meter, pool, unit, service, items in TIERED_FIGURES:
        figures += tier_figures(meter, pool, unit, facts.best_by_tier(service, items))
    figures += s3_figures(facts)
    for meter, pool, unit, price, lower, upper, source, as_of, confidence, note in ADDED.get(document["region"], []):
        row = {"source": source, "as_of": as_of, "confidence": confidence}
        figures.append(figure(meter, pool, "", unit, price, row, lower, upper, note))
    return figures


def write_rows(name, rows, last=False):
    lines = ",\n".join(json.dumps(row, separators=(",", ":"), default=text) for row in rows)
    print(f'"{name}":[\n{lines}\n]' + ("" if last else ","))


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        document = json.load(file)
    facts = Facts(document["facts"])
    figures = all_figures(document, facts)
    tables = {"prices": figures, "allowances": allowances(facts, {row["meter"] for row in figures}),
              "instance_types": list(instance_types(document["ec2_instance_types"])),
              "cache_node_types": list(cache_node_types(document["elasticache_nodes"])),
              "aurora_classes": list(aurora_classes(document["aurora_instance_classes"])),
              **commitment_tables(document)}
    used = {row["source"] for rows in tables.values() for row in rows}
    print("{")
    for name, value in [("schema_version", 1), ("name", document["region"]), ("region", document["region"]),
                        ("currency", document["currency"]), ("date", document["generated"])]:
        print(f"{json.dumps(name)}:{json.dumps(value)},")
    sources = {key: value for key, value in document["sources"].items() if key in used}
    print('"sources":{\n' + ",\n".join(f"{json.dumps(k)}:{json.dumps(v)}" for k, v in sources.items()) + "\n},")
    for name, rows in tables.items():
        write_rows(name, rows, last=name == "reservations")
    print("}")
    for lacking in facts.lacking:
        print(f"{document['region']}: the facts lack {lacking}", file=sys.stderr)


if __name__ == "__main__":
    main()
