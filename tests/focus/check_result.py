#!/usr/bin/env python3
"""Checks the FOCUS files that a run has written:  check_result.py out/reference [--validator build/focus_validator]

Both files, of the horizon and of the normalised month, must keep every rule, by our own check and by the published
validator where one is given; sum to the lines of result.json to the last digit; and agree with the estimate that the
report shows, which is a binary number, to within the rounding of its lines to ten places.
"""

import argparse
import json
import sys
from decimal import Decimal
from pathlib import Path

from check_focus import FAILED, judge_all, total_of
from focus_file import read_focus_file
from published_validator import WRONG_RULES, failures, outcomes

FILES = {"bill.csv": ("lines", "total_horizon"), "bill_month.csv": ("month_lines", "total_month")}
HALF_OF_THE_LAST_PLACE = Decimal("0.5e-10")


def problems_of(folder, name, validator):
    lines_name, estimate_name = FILES[name]
    costs = json.loads((folder / "result.json").read_text(encoding="utf-8"), parse_float=Decimal)["cost_usd"]
    file = read_focus_file(folder / name)
    verdicts = judge_all(file)
    yield from (f"{one.rule.id}: {one.reason}" for one in verdicts if one.outcome == FAILED)
    total = total_of(file)
    lines = sum((Decimal(line["cost"]) for line in costs[lines_name]), Decimal(0))
    estimate = Decimal(costs[estimate_name]["mean"])
    sums = f"BilledCost {total}, lines {lines}, reported {estimate} USD"
    print(f"{name}: {len(file.rows)} rows, {len(verdicts)} rules; {sums}")
    if total != lines:
        yield f"BilledCost sums to {total}, the lines of result.json to {lines}"
    if abs(total - estimate) > HALF_OF_THE_LAST_PLACE * len(file.rows):
        yield f"BilledCost sums to {total}, the report says {estimate}"
    if validator:
        found, parts = outcomes(validator, folder / name)
        broken = failures(found, parts)
        passed = sum(outcome == "PASS" for outcome in found.values())
        print(f"{name}: published validator: {len(found)} rules, {passed} passed, failed by itself: {sorted(broken)}")
        yield from (f"published validator: {rule}" for rule in sorted(broken - set(WRONG_RULES)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--validator", type=Path)
    options = parser.parse_args()
    problems = [f"{name}: {one}" for name in FILES for one in problems_of(options.folder, name, options.validator)]
    print("\n".join(problems) if problems else "no problem")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
