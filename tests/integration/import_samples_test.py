"""AWS's own files through each importer: what the book holds afterwards is what a second, plain reading finds there."""

import datetime
import gzip
import json
import os
import pathlib
import sys
import unittest
from decimal import Decimal

from program import ProgramTest

ROOT = pathlib.Path(__file__).parents[2]
SHARED = pathlib.Path(os.environ.get("FLEETCAST_SHARED", ROOT.parent / "shared"))
SAMPLES = SHARED / "samples"
SKIPPED = 77
INSTANCES = "ec2.instance_seconds"
YEARS = {"1yr": 1, "3yr": 3}


def sample(path):
    return json.loads((SAMPLES / path).read_text(encoding="utf-8"))


class SamplesTest(ProgramTest):
    def load(self, kind, name, *arguments, region="us-east-1", code=0):
        """Imports a file into a book of us-east-1's prices that calls itself one of the region."""
        book = json.loads((ROOT / "pricing/books/us-east-1.json").read_text(encoding="utf-8"))
        self.put("book.json", {**book, "region": region, "name": region})
        out, errors = self.expect(code, "import", kind, str(name), "--into", "book.json", *arguments)
        return json.loads((self.folder / "book.json").read_bytes()), out + errors

    def price(self, book, meter, pool, option=""):
        found = [row for row in book["prices"]
                 if (row["meter"], row["pool"], row["purchase_option"]) == (meter, pool, option)]
        self.assertEqual(len(found), 1, f"{meter} {pool}")
        return found[0]

    def check_reservations(self, book, meter, pool, terms):
        """Compares the book's reservations of a pool with all standard terms of an offer file."""
        expected = {}
        for term in terms.values():
            words = term["termAttributes"]
            if words.get("OfferingClass", "standard") != "standard":
                continue
            amounts = {rate["unit"]: Decimal(rate["pricePerUnit"]["USD"]) for rate in term["priceDimensions"].values()}
            key = YEARS[words["LeaseContractLength"]], words["PurchaseOption"].lower().replace(" ", "_")
            expected[key] = amounts.get("Quantity", Decimal(0)), amounts["Hrs"]
        found = {(row["years"], row["payment"]): (Decimal(row["upfront_usd"]), Decimal(row["usd_per_hour"]))
                 for row in book["reservations"] if (row["meter"], row["pool"]) == (meter, pool)}
        self.assertEqual(found, expected)
        return len(expected)

    def test_offer_file_of_cache_nodes(self):
        path = "pricelist/AmazonElastiCache_offer_index_excerpt_2025-06-24.json"
        book, out = self.load("price-list", SAMPLES / path)
        self.assertIn("of 2025-06-24 into book.json: 0 added, 6 changed, 0 the same", out)
        [sku] = sample(path)["products"]
        terms = sample(path)["terms"]["OnDemand"][sku]
        self.assertEqual(self.check_reservations(book, "elasticache.node_hours", "cache.c7gn.large/valkey", terms), 6)

    def test_records_of_an_instance(self):
        # The sample holds a product with its terms; a file of AWS has products and terms apart.
        [(sku, record)] = sample("pricelist/ec2_c4.large_product_and_terms_2016.json").items()
        offer = {"offerCode": "AmazonEC2", "publicationDate": "2016-12-01T00:00:00Z",
                 "products": {sku: record["product"]}, "terms": {kind: {sku: terms} for kind, terms in
                                                                record["terms"].items()}}
        book, _ = self.load("price-list", self.put("offer.json", offer))
        row = self.price(book, INSTANCES, "c4.large", "on_demand")
        self.assertEqual((row["price"], row["note"], row["as_of"]), ("0.1", f"SKU {sku}", "2016-12-01"))
        self.assertGreaterEqual(self.check_reservations(book, INSTANCES, "c4.large", record["terms"]["Reserved"]), 2)

    def test_answer_of_the_query_interface(self):
        answer = sample("pricelist/get_products_api_example.json")["output"]
        book, _ = self.load("price-list", self.put("answer.json", answer), region="ca-central-1")
        [text] = answer["PriceList"]
        self.assertIn("$0.138 per GB-month of Provisioned IOPS SSD (io1)", text)
        self.assertEqual(self.price(book, "ebs.storage_mib_seconds", "io1")["price"], "0.138")

    def test_rows_that_no_meter_uses(self):
        for path, rows in (("AWSELB_offer_rows.csv", "2 rows"), ("AmazonEC2_csv_preamble_2025-09-12.csv", "0 rows")):
            for region in ("us-east-1", "ap-east-1"):
                _, errors = self.load("price-list", SAMPLES / "pricelist" / path, region=region, code=2)
                self.assertIn(f"holds no price of region {region} that a meter uses, among {rows}", errors)

    def test_records_of_databases_that_are_not_aurora(self):
        records = sample("pricelist/rds_offer_records.json")["BASIC_RDS_OFFER_DATA"]
        offer = {"offerCode": "AmazonRDS", "publicationDate": "2017-03-01T00:00:00Z",
                 "products": {sku: one["product"] for sku, one in records.items()},
                 "terms": {"OnDemand": {sku: one["terms"]["OnDemand"] for sku, one in records.items()}}}
        _, errors = self.load("price-list", self.put("offer.json", offer), region="us-west-2", code=2)
        self.assertIn(f"that a meter uses, among {len(records)} products", errors)

    def test_rates_of_a_savings_plan(self):
        path = "savingsplan/AWSComputeSavingsPlan_index_excerpt_2026-06-23.json"
        _, errors = self.load("savings-plan", SAMPLES / path, code=2)
        self.assertIn("holds no rate of region us-east-1 that a meter uses, among 1 rates", errors)
        # The one rate of the sample is of Windows in a local zone; the same of Linux in a region:
        text = (SAMPLES / path).read_text(encoding="utf-8").replace("us-west-2-den-1", "us-west-2")
        text = text.replace("DEN1-", "USW2-").replace("RunInstances:0004", "RunInstances")
        text = text.replace('"publicationDate": "..."', '"publicationDate": "2026-06-23T21:58:42Z"')
        book, _ = self.load("savings-plan", self.put("plan.json", text), region="us-west-2")
        [rate] = [row for row in book["savings_plan_rates"] if row["pool"] == "c5d.2xlarge"]
        self.assertEqual((rate["plan"], rate["years"], rate["payment"], rate["price"]),
                         ("compute", 1, "all_upfront", "1.285"))

    def test_the_whole_spot_advisor(self):
        packed = (SAMPLES / "spot/spot-advisor-data.2025-06-28.json.gz").read_bytes()
        _, errors = self.load("spot-advisor", self.put("advisor.json", packed), "--date", "2025-06-28", code=2)
        self.assertIn("is packed; unpack it first", errors)
        self.put("advisor.json", gzip.decompress(packed))
        advice = json.loads(gzip.decompress(packed))["spot_advisor"]
        for region in ("us-east-1", "eu-west-1"):
            book, _ = self.load("spot-advisor", "advisor.json", "--date", "2025-06-28", region=region)
            compared = 0
            for name, one in advice[region]["Linux"].items():
                found = [row for row in book["prices"] if row["pool"] == name and row["meter"] == INSTANCES]
                if found:
                    prices = {row["purchase_option"]: Decimal(row["price"]) for row in found}
                    self.assertEqual(prices["spot"] * 100, prices["on_demand"] * (100 - one["s"]), name)
                    compared += 1
            self.assertGreater(compared, 300)
            bands = {row["name"]: row["spot_interruption_band"] for row in book["instance_types"]
                     if row["name"] in advice[region]["Linux"]}
            self.assertEqual(bands, {name: advice[region]["Linux"][name]["r"] for name in bands})
            self.assertGreater(len(bands), 300)

    def test_answers_of_the_spot_price_history(self):
        path = SAMPLES / "spot/describe-spot-price-history.json"
        _, errors = self.load("spot-price-history", path, code=2)
        self.assertIn("holds no spot price of Linux in region us-east-1, among 2 records", errors)
        book, _ = self.load("spot-price-history", path, region="us-west-1")
        self.assertEqual(self.price(book, INSTANCES, "m1.xlarge", "spot")["price"], "0.08")
        _, errors = self.load("spot-price-history", SAMPLES / "spot/get-spot-placement-scores.synthetic.json", code=2)
        self.assertIn("among 0 records", errors)

    def test_three_months_of_spot_prices(self):
        path = SHARED / "data/spot/price-history/us-east-1_2021-03-02_2021-05-31/m5.large.json"
        changes = {}
        for one in json.loads(path.read_text(encoding="utf-8"))["SpotPriceHistory"]:
            if one["ProductDescription"].startswith("Linux"):
                at = int(datetime.datetime.fromisoformat(one["Timestamp"].replace("Z", "+00:00")).timestamp())
                changes.setdefault(one["AvailabilityZone"], []).append((at, Decimal(one["SpotPrice"])))
        end = max(at for zone in changes.values() for at, _ in zone) + 1
        means = []
        for zone in changes.values():
            zone.sort()
            spans = [until - at for (at, _), (until, _) in zip(zone, [*zone[1:], (end, None)])]
            means.append(sum(span * price for span, (_, price) in zip(spans, zone)) / sum(spans))
        book, out = self.load("spot-price-history", path)
        row = self.price(book, INSTANCES, "m5.large", "spot")
        self.assertLess(abs(Decimal(row["price"]) - sum(means) / len(means)), Decimal("2e-12"))
        self.assertIn(f"mean of {len(means)} zones", row["note"])
        self.assertIn(f"({sum(map(len, changes.values()))} records read)", out)


if __name__ == "__main__":
    if not SAMPLES.is_dir():
        print(f"needs shared data: {SAMPLES}")
        sys.exit(SKIPPED)
    unittest.main()
