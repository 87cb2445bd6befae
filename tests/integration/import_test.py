"""Imports from end to end: a book that bills, old books that errors leave alone, spot prices over time."""

import csv
import json
import pathlib
import sys
import unittest

from program import ProgramTest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "importers"))
import make_offer  # noqa: E402


def usage(pool, purchase_option, zone="us-east-1a", hours=2):
    return {"schema_version": 1, "rows": [
        {"meter": "ec2.instance_seconds", "region": "us-east-1", "zone": zone, "pool": pool,
         "purchase_option": purchase_option, "hour": f"2026-11-01T0{hour}:00:00Z", "amount": 3600}
        for hour in range(hours)]}


def history(*changes, instance_type="m6i.large"):
    return {"SpotPriceHistory": [
        {"AvailabilityZone": zone, "InstanceType": instance_type, "ProductDescription": "Linux/UNIX",
         "SpotPrice": price, "Timestamp": time} for zone, price, time in changes]}


class ImportTest(ProgramTest):
    def offer(self, form, size=20_000):
        name = f"offer.{form}"
        with open(self.folder / name, "w", encoding="utf-8") as out:
            {"json": make_offer.write_json, "csv": make_offer.write_csv}[form](out, size)
        return name

    def book(self):
        self.expect(0, "import", "price-list", self.offer("json"), "--from", "us-east-1", "--into", "mine.json")
        return (self.folder / "mine.json").read_bytes()

    def total(self, *arguments):
        out, _ = self.expect(0, "bill", *arguments, "--format", "json")
        return json.loads(out)["total_usd"]

    def test_a_book_bills_at_imported_prices_and_at_those_that_stay(self):
        for form in ("json", "csv"):
            with self.subTest(form):
                (self.folder / "mine.json").unlink(missing_ok=True)
                out, errors = self.expect(0, "import", "price-list", self.offer(form), "--from", "us-east-1", "--into",
                                          "mine.json", "--region", "us-east-1")
                self.assertIn("of 2025-09-12 into mine.json: 7 added, 0 changed", out)
                self.assertEqual(errors, "")
                self.put("imported.json", usage("x0.large", "on_demand"))
                self.put("kept.json", usage("m6i.large", "on_demand"))
                self.assertEqual(self.total("imported.json", "--book", "mine.json"), "0.02")
                self.assertEqual(self.total("kept.json", "--book", "mine.json"), self.total("kept.json"))

    def test_an_import_again_changes_nothing(self):
        before = self.book()
        out, _ = self.expect(0, "import", "price-list", self.offer("json"), "--into", "mine.json")
        self.assertIn("0 added, 6 changed, 1 the same", out)
        self.assertEqual((self.folder / "mine.json").read_bytes(), before)

    def test_errors_leave_the_old_book_alone(self):
        before = self.book()
        text = (self.folder / self.offer("json")).read_text(encoding="utf-8")
        wrong = {"cut.json": text[: len(text) // 2], "empty.json": "", "binary.json": bytes(range(256)),
                 "packed.json": b"\x1f\x8b\x08\x00", "negative.json": text.replace('"0.0100000000"', '"-1"'),
                 "absurd.json": text.replace('"0.0100000000"', '"1e30"'), "nan.json": text.replace(
                     '"0.0100000000"', '"NaN"'), "currency.json": text.replace('"USD":', '"CNY":'),
                 "region.json": text.replace("us-east-1", "eu-west-1"), "other.json": "{}", "cut.csv": '"SKU","x'}
        for name, content in wrong.items():
            with self.subTest(name):
                self.put(name, content)
                out, errors = self.expect(2, "import", "price-list", name, "--into", "mine.json")
                self.assertEqual(out, "")
                self.assertIn(name, errors)
                self.assertEqual((self.folder / "mine.json").read_bytes(), before)
        self.assertEqual([path.name for path in self.folder.iterdir() if "partial" in path.name], [])

    def test_a_new_book_needs_one_to_begin_with(self):
        offer = self.offer("json")
        _, errors = self.expect(2, "import", "price-list", offer, "--into", "new.json")
        self.assertIn("say with --from which book it begins with", errors)
        _, errors = self.expect(2, "import", "price-list", offer, "--from", "us-east-1", "--into", "new.json",
                                "--region", "eu-west-1")
        self.assertIn("the book is of us-east-1", errors)
        self.assertFalse((self.folder / "new.json").exists())
        self.book()
        _, errors = self.expect(2, "import", "price-list", offer, "--from", "us-east-1", "--into", "mine.json")
        self.assertIn("leave --from out", errors)

    def test_the_spot_advisor_needs_its_date(self):
        self.put("advisor.json", {"spot_advisor": {"us-east-1": {"Linux": {"m6i.large": {"s": 50, "r": 2}}}}})
        self.expect(2, "import", "spot-advisor", "advisor.json", "--from", "us-east-1", "--into", "mine.json")
        self.expect(0, "import", "spot-advisor", "advisor.json", "--date", "2026-01-01", "--from", "us-east-1", "--into",
                    "mine.json")
        self.put("usage.json", usage("m6i.large", "spot", hours=1))
        self.assertEqual(self.total("usage.json", "--book", "mine.json"), "0.048")

    def test_a_bill_follows_spot_prices_hour_by_hour(self):
        self.put("usage.json", usage("m6i.large", "spot"))
        self.put("history.json", history(("us-east-1a", "0.030000", "2024-05-01T00:00:00Z"),
                                         ("us-east-1a", "0.050000", "2024-05-01T01:30:00Z")))
        arguments = ("usage.json", "--spot-prices", "history.json", "--spot-from", "2024-05-01T00:00:00Z")
        self.assertEqual(self.total(*arguments), "0.07")
        self.put("usage.json", usage("m6i.large", "spot", zone="us-east-1b"))
        _, errors = self.expect(2, "bill", *arguments)
        self.assertIn("'m6i.large' in zone 'us-east-1b': no history of spot prices; there is one for zone us-east-1a",
                      errors)

    def spot_scenario(self, **pricing):
        root = pathlib.Path(__file__).parents[2]
        self.put("spot.json", {"schema_version": 1, "extends": str(root / "scenarios" / "library" / "spot_only.json"),
                               "name": "spot", "horizon": "1 min", "replications": 1, "pricing": pricing})
        return "spot.json"

    def test_a_scenario_runs_at_recorded_spot_prices(self):
        others = dict.fromkeys(["c6i.large", "m5.large", "m5a.large", "m6a.large", "m6i.large"], "0.01")
        zones = [("us-east-1a", "0.030000"), ("us-east-1b", "0.031000")]
        changes = [(zone, price, "2024-05-01T00:00:00Z") for zone, price in zones]
        self.put("history.json", history(*changes, instance_type="c5.large"))
        recorded = {"file": "history.json", "from": "2024-05-01T06:00:00Z"}
        scenario = self.spot_scenario(spot_usd_per_hour=others, spot_price_history=recorded)
        for command in ("validate", "run"):
            _, errors = self.expect(2, command, scenario)
            self.assertIn("spot.json: 1 problem\n  /pricing/spot_price_history: has no prices of c5.large in "
                          "us-east-1c; there are some of 'us-east-1a' or 'us-east-1b'", errors)
        recorded["from"] = "2024-04-30T23:00:00Z"
        self.spot_scenario(spot_usd_per_hour=others, spot_price_history=recorded)
        _, errors = self.expect(2, "run", scenario)
        self.assertIn("the prices of c5.large in us-east-1a begin later than the scenario", errors)
        recorded.update({"from": "2024-05-01T06:00:00Z", "zones": {"us-east-1c": "us-east-1a"}})
        self.spot_scenario(spot_usd_per_hour=others, spot_price_history=recorded)
        self.expect(0, "run", scenario, "--quiet", "--out", "out")
        with open(self.folder / "out" / "bill.csv", encoding="utf-8", newline="") as file:
            prices = {row["AvailabilityZone"]: row["ListUnitPrice"] for row in csv.DictReader(file)
                      if row["SkuId"] == "ec2.instance_seconds/c5.large" and row["PricingCategory"] == "Dynamic"}
        self.assertEqual(prices, {"us-east-1a": "0.03", "us-east-1b": "0.031", "us-east-1c": "0.03"})


if __name__ == "__main__":
    unittest.main()
