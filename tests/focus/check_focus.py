#!/usr/bin/env python3
"""Checks a FOCUS file against the rules of FOCUS 1.2, one by one.

    check_focus.py FILE.csv [--total USD] [--all]

Each rule passed, failed, or did not apply, with the reason. --total compares the sum of BilledCost with a bill, to the
last digit. --all lists every rule instead of those that failed. The exit code is 1 if a rule failed, 2 for a file that
is no FOCUS file.
"""

import argparse
import sys
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import commitment_checks  # noqa: F401  (registers its checks)
from conditions import file_problems, holds, is_about_file
from focus_file import read_focus_file, read_rules
from own_checks import CHECKS

NOT_CHECKED = Path(__file__).with_name("not_checked.tsv")
# What a check stumbles over where a file is worse than the check is meant for.
UNCHECKABLE = (AttributeError, KeyError, TypeError, ValueError, ArithmeticError)
PASSED, FAILED, NOT_APPLICABLE = "passed", "failed", "not applicable"


@dataclass
class Verdict:
    """What became of a rule."""

    rule: object
    outcome: str
    reason: str = ""


def reasons_not_checked():
    lines = NOT_CHECKED.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if not line.startswith("#"))


def judge(rule, file, reasons):
    if rule.keyword == "MAY":
        return Verdict(rule, NOT_APPLICABLE, "permits, demands nothing")
    if rule.id in reasons:
        return Verdict(rule, NOT_APPLICABLE, reasons[rule.id])
    if "-C-" in rule.id and rule.column not in file.columns:
        return Verdict(rule, FAILED, f"there is no column {rule.column}")
    numbered = [(n, row) for n, row in enumerate(file.rows, 2) if rule.condition is None or holds(rule.condition, row)]
    if not numbered:
        return Verdict(rule, NOT_APPLICABLE, "no row to which it applies")
    if rule.requirement is None:
        problems = CHECKS[rule.id](file)
    elif is_about_file(rule.requirement):
        problems = file_problems(rule.requirement, file, [row for _, row in numbered])
    else:
        wrong = [(n, row) for n, row in numbered if not holds(rule.requirement, row)]
        problems = [f"line {n}: {rule.column} is {row.get(rule.column)!r}" for n, row in wrong]
    if not problems:
        return Verdict(rule, PASSED, rule.mended and f"as the text says; {rule.mended}")
    more = f" and {len(problems) - 1} more" if len(problems) > 1 else ""
    return Verdict(rule, FAILED, problems[0] + more)


def judge_all(file):
    """Returns the verdict on every rule; what keeps a rule from being checked, such as a missing column, fails it."""
    reasons = reasons_not_checked()
    verdicts = []
    for rule in read_rules():
        try:
            verdicts.append(judge(rule, file, reasons))
        except UNCHECKABLE as error:
            verdicts.append(Verdict(rule, FAILED, f"cannot be checked: {type(error).__name__} {error}"))
    return verdicts


def total_of(file):
    return sum((Decimal(row["BilledCost"]) for row in file.rows), Decimal(0))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--total", type=Decimal)
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    try:
        file = read_focus_file(options.file)
    except (OSError, ValueError) as error:
        print(f"{options.file}: {error}", file=sys.stderr)
        return 2
    verdicts = judge_all(file)
    for verdict in verdicts:
        if options.all or verdict.outcome == FAILED:
            print(f"{verdict.rule.id}: {verdict.outcome}" + (f": {verdict.reason}" if verdict.reason else ""))
    counts = Counter(verdict.outcome for verdict in verdicts)
    print(f"{options.file}: {len(file.rows)} rows, {len(verdicts)} rules: {counts[PASSED]} passed, "
          f"{counts[FAILED]} failed, {counts[NOT_APPLICABLE]} not applicable; BilledCost sums to {total_of(file)} USD")
    if options.total is not None and total_of(file) != options.total:
        print(f"the bill is {options.total} USD")
        return 1
    return 1 if counts[FAILED] else 0


if __name__ == "__main__":
    sys.exit(main())
