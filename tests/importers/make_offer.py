#!/usr/bin/env python3
"""Writes an EC2 offer file of any size with the shape of AWS's:  make_offer.py {json|csv} MIB > offer.json

Its products are like the real ones: most are of other systems, tenancies and software, with reservations; every 250th is
Linux in us-east-1 under a name of its own. The figures are made up. Meant for measuring the importer.
"""
import json
import sys

PUBLISHED = "2025-09-12T22:53:08Z"
COLUMNS = ["SKU", "OfferTermCode", "RateCode", "TermType", "PriceDescription", "EffectiveDate", "StartingRange",
           "EndingRange", "Unit", "PricePerUnit", "Currency", "RelatedTo", "LeaseContractLength", "PurchaseOption",
           "OfferingClass", "Product Family", "serviceCode", "Location", "Location Type", "Instance Type",
           "Current Generation", "Instance Family", "vCPU", "Physical Processor", "Clock Speed", "Memory", "Storage",
           "Network Performance", "Processor Architecture", "Tenancy", "Operating System", "License Model", "usageType",
           "operation", "CapacityStatus", "Dedicated EBS Throughput", "ECU", "Pre Installed S/W", "Region Code"]
SYSTEMS = ["Windows", "RHEL", "SUSE", "Linux"]
TERMS = [("JRTCKXETXF", None), ("4NA7Y494T4", ("1yr", "No Upfront", "standard")),
         ("HU7G6KETJZ", ("1yr", "Partial Upfront", "standard")), ("6QCMYABX3D", ("1yr", "All Upfront", "standard")),
         ("BPH4J8HBKS", ("3yr", "No Upfront", "standard")), ("38NPMPTW36", ("3yr", "Partial Upfront", "standard")),
         ("NQ3QZPMQV9", ("3yr", "All Upfront", "standard")), ("R5XV2EPZQZ", ("3yr", "Partial Upfront", "convertible"))]


def product(number):
    is_plain = number % 250 == 0
    name = f"x{number // 250}.large" if is_plain else f"y{number % 800}.xlarge"
    return {"sku": f"S{number:012d}", "type": name, "system": "Linux" if is_plain else SYSTEMS[number % 3],
            "tenancy": "Shared" if is_plain or number % 2 else "Dedicated"}


def attributes(one):
    return {"servicecode": "AmazonEC2", "location": "US East (N. Virginia)", "locationType": "AWS Region",
            "instanceType": one["type"], "currentGeneration": "Yes", "instanceFamily": "General purpose", "vcpu": "2",
            "physicalProcessor": "Intel Xeon Platinum 8175", "clockSpeed": "3.1 GHz", "memory": "8 GiB",
            "storage": "EBS only", "networkPerformance": "Up to 10 Gigabit", "processorArchitecture": "64-bit",
            "tenancy": one["tenancy"], "operatingSystem": one["system"], "licenseModel": "No License required",
            "usagetype": f"BoxUsage:{one['type']}", "operation": "RunInstances", "capacitystatus": "Used",
            "dedicatedEbsThroughput": "Up to 2120 Mbps", "ecu": "10", "preInstalledSw": "NA", "regionCode": "us-east-1"}


def rates(number):
    """Lists (term code, lease, rate suffix, unit, price) of a product."""
    hourly = 10 + number % 5000
    for code, lease in TERMS:
        if lease is None or lease[1] == "No Upfront":
            yield code, lease, "6YS6EN2CT7", "Hrs", f"{hourly / 1000:.10f}"
        elif lease[1] == "Partial Upfront":
            yield code, lease, "6YS6EN2CT7", "Hrs", f"{hourly / 2000:.10f}"
            yield code, lease, "2TG2D8R56U", "Quantity", str(hourly * 4)
        else:
            yield code, lease, "6YS6EN2CT7", "Hrs", "0.0000000000"
            yield code, lease, "2TG2D8R56U", "Quantity", str(hourly * 8)


def term_json(sku, number, code):
    dimensions = {}
    lease_of_term = None
    for term, lease, suffix, unit, price in rates(number):
        if term != code:
            continue
        lease_of_term = lease
        rate = {"rateCode": f"{sku}.{code}.{suffix}", "description": f"{price} USD per {unit}"}
        if unit == "Hrs":
            rate.update(beginRange="0", endRange="Inf")
        dimensions[rate["rateCode"]] = {**rate, "unit": unit, "pricePerUnit": {"USD": price}, "appliesTo": []}
    names = ("LeaseContractLength", "PurchaseOption", "OfferingClass")
    return {"offerTermCode": code, "sku": sku, "effectiveDate": "2025-09-01T00:00:00Z", "priceDimensions": dimensions,
            "termAttributes": dict(zip(names, lease_of_term)) if lease_of_term else {}}


def write_json(out, size):
    count = max(1, size // 5800)
    out.write(f'{{"formatVersion":"v1.0","disclaimer":"made up","offerCode":"AmazonEC2","version":"20250912225308",'
              f'"publicationDate":"{PUBLISHED}","products":{{')
    for number in range(count):
        one = product(number)
        text = json.dumps({"sku": one["sku"], "productFamily": "Compute Instance", "attributes": attributes(one)})
        out.write(("" if number == 0 else ",") + f'"{one["sku"]}":{text}')
    for position, kind in enumerate(("OnDemand", "Reserved")):
        out.write(('},"terms":{' if position == 0 else "},") + f'"{kind}":{{')
        for number in range(count):
            sku = product(number)["sku"]
            codes = [code for code, lease in TERMS if (lease is None) == (kind == "OnDemand")]
            terms = {f"{sku}.{code}": term_json(sku, number, code) for code in codes}
            out.write(("" if number == 0 else ",") + f'"{sku}":{json.dumps(terms)}')
    out.write("}}}\n")


def write_csv(out, size):
    head = [["FormatVersion", "v1.0"], ["Disclaimer", "made up"], ["Publication Date", PUBLISHED],
            ["Version", "20250912225308"], ["OfferCode", "AmazonEC2"], COLUMNS]
    out.write("".join(",".join(f'"{field}"' for field in row) + "\n" for row in head))
    written = number = 0
    while written < size:
        one = product(number)
        values = attributes(one)
        for code, lease, suffix, unit, price in rates(number):
            is_hourly = unit == "Hrs"
            row = [one["sku"], code, f"{one['sku']}.{code}.{suffix}", "OnDemand" if lease is None else "Reserved",
                   f"{price} USD per {unit}", "2025-09-01", "0" if is_hourly else "", "Inf" if is_hourly else "", unit,
                   price, "USD", "", *(lease or ("", "", "")), "Compute Instance", *values.values()]
            line = ",".join(f'"{field}"' for field in row) + "\n"
            out.write(line)
            written += len(line)
        number += 1


def main():
    form, mib = sys.argv[1], int(sys.argv[2])
    {"json": write_json, "csv": write_csv}[form](sys.stdout, mib << 20)


if __name__ == "__main__":
    main()
