#!/usr/bin/env python3
"""FOCUS files that the program writes keep every rule of FOCUS 1.2 and sum to the bill.

    focus_test.py PROGRAM ROOT [--validator FOLDER]

With --validator the files go through the published validator instead; without the folder the test is skipped (77).
"""

import argparse
import json
import subprocess
import sys
import tempfile
import unittest
from decimal import Decimal
from pathlib import Path

from check_focus import FAILED, judge_all, total_of
from focus_file import read_focus_file
from published_validator import NOT_FOLLOWED, WRONG_RULES, failures, outcomes

SKIPPED = 77
PROGRAM, ROOT, VALIDATOR = None, None, None


def call(*arguments):
    """Returns what the program wrote on standard output, byte by byte."""
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, check=True).stdout


def bill_of_usage(folder):
    """Yields files of recorded usage, for its horizon and for a normalised month, with the total of the bill."""
    usage = ROOT / "pricing/testdata/reference_usage.json"
    for name, month in (("usage", ()), ("usage_month", ("--month-hours", "730"))):
        path = Path(folder, name + ".csv")
        path.write_bytes(call("bill", usage, "--format", "focus", *month))
        yield path, Decimal(json.loads(call("bill", usage, "--format", "json", *month))["total_usd"])


def bill_with_credits(folder):
    """Yields a file of recorded usage that service level agreements credit in part."""
    usage = ROOT / "pricing/testdata/reference_usage.json"
    uptimes = ("--uptime", "Amazon CloudFront=99.5", "--uptime", "Elastic Load Balancing=98")
    path = Path(folder, "credits.csv")
    path.write_bytes(call("bill", usage, "--format", "focus", *uptimes))
    yield path, Decimal(json.loads(call("bill", usage, "--format", "json", *uptimes))["total_usd"])


def bill_of_every_price(folder):
    """Yields a file with a row for everything that the book of us-east-1 has a price for."""
    book = json.loads((ROOT / "pricing/books/us-east-1.json").read_text(encoding="utf-8"))
    keys = {(price["meter"], price.get("pool"), price.get("purchase_option")) for price in book["prices"]}
    # Capacity units are derived from the dimensions of a load balancer and not metered.
    rows = [
        {"meter": meter, "pool": pool, "purchase_option": option, "region": "us-east-1", "zone": "us-east-1a",
         "peer_zone": "us-east-1b", "hour": "2026-11-30T23:00:00Z", "amount": 1234567}
        for meter, pool, option in keys
        if not meter.endswith("lcu_hours")
    ]
    usage = Path(folder, "every_price.json")
    rows = [{name: value for name, value in row.items() if value} for row in rows]
    usage.write_text(json.dumps({"schema_version": 1, "horizon_s": 3600, "rows": rows}), encoding="utf-8")
    path = Path(folder, "every_price.csv")
    path.write_bytes(call("bill", usage, "--format", "focus"))
    yield path, Decimal(json.loads(call("bill", usage, "--format", "json"))["total_usd"])


def bill_of_runs(folder):
    """Yields the files of a short run of the reference scenario, whose bills are means."""
    scenario = ROOT / "scenarios/reference/reference.json"
    call("run", scenario, "--set", '/horizon="10 min"', "--set", '/pre_roll="1 min"', "--replications", "2",
         "--quiet", "--out", folder)
    costs = json.loads(Path(folder, "result.json").read_text(encoding="utf-8"))["cost_usd"]
    for name, lines in (("bill.csv", "lines"), ("bill_month.csv", "month_lines")):
        yield Path(folder, name), sum((Decimal(line["cost"]) for line in costs[lines]), Decimal(0))


class FocusFiles(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="fleetcast_focus_")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def check(self, path, total, not_followed=frozenset()):
        if VALIDATOR:
            found, parts = outcomes(VALIDATOR, path)
            allowed = set(WRONG_RULES) | not_followed
            self.assertLessEqual(failures(found, parts), allowed, f"rules that {path.name} breaks")
            passed = sum(outcome == "PASS" for outcome in found.values())
            print(f"{path.name}: {len(found)} rules, {passed} passed, "
                  f"wrong in the validator: {sorted(failures(found, parts))}")
            return
        file = read_focus_file(path)
        failed = [one for one in judge_all(file) if one.outcome == FAILED and one.rule.id not in not_followed]
        broken = [f"{one.rule.id}: {one.reason}" for one in failed]
        self.assertEqual(broken, [], path.name)
        self.assertEqual(total_of(file), total, path.name)

    def test_bills_of_usage(self):
        for path, total in bill_of_usage(self.folder):
            self.check(path, total)

    def test_bill_with_credits(self):
        for path, total in bill_with_credits(self.folder):
            self.assertEqual(path.read_bytes().count(b",Credit,"), 4, "two services in two months")
            self.check(path, total)

    def test_bill_of_every_price(self):
        for path, total in bill_of_every_price(self.folder):
            self.check(path, total, NOT_FOLLOWED)

    def test_bill_with_commitments(self):
        path = ROOT / "pricing/testdata/focus_sample.csv"
        self.check(path, total_of(read_focus_file(path)))

    def test_bills_of_runs(self):
        for path, total in bill_of_runs(self.folder):
            self.check(path, total)

    def test_the_validator_can_fail(self):
        if not VALIDATOR:
            self.skipTest("about the published validator")
        path, _ = next(bill_of_usage(self.folder))
        path.write_bytes(path.read_bytes().replace(b",USD,", b",usd,").replace(b",Usage,", b",Use,"))
        broken = failures(*outcomes(VALIDATOR, path)) - set(WRONG_RULES)
        self.assertLessEqual({"BillingCurrency-C-003-M", "ChargeCategory-C-003-M"}, broken)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("root", type=Path)
    parser.add_argument("--validator", type=Path)
    options = parser.parse_args()
    PROGRAM, ROOT, VALIDATOR = options.program, options.root, options.validator
    if VALIDATOR and not (VALIDATOR / "ready").exists():
        print("focus-validator is not installed: tests/focus/install_validator does that, and ./test calls it")
        sys.exit(SKIPPED)
    unittest.main(argv=sys.argv[:1])
