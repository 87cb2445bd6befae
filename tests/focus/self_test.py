#!/usr/bin/env python3
"""Proves that the check of FOCUS files can fail: breaks a valid file once for every rule that it passes."""

import itertools
import unittest
from decimal import Decimal
from pathlib import Path

import check_focus
from check_focus import FAILED, NOT_APPLICABLE, PASSED, judge, judge_all, reasons_not_checked
from focus_file import FocusFile, read_focus_file, read_rules, split_records
from own_checks import CHECKS

SAMPLE = Path(__file__).parents[2] / "pricing/testdata/focus_sample.csv"
# Values to break a field with: null, no value, wrong words, wrong numbers, wrong instants, wrong objects.
SPOILERS = (None, "", "N/A", "nonsense!", "Other", "Used", "Usage", "Standard", "usd", "-1", "+1", "1,5", "7", "0",
            "2026-11-01", "2026-12-31T00:00:00Z", "2026-13-01T00:00:00Z", "hours", "[1]", '{"a":1,"a":2}', '{"a":null}',
            '{"lower":"x"}', "\ufffd", "spot", "Correction", "Usage-Based")


def spoilt(file):
    """Yields copies of a file with one thing wrong, named."""
    for column in file.columns:
        yield f"no {column}", FocusFile([one for one in file.columns if one != column],
                                        [{k: v for k, v in row.items() if k != column} for row in file.rows])
    yield "reversed", FocusFile(file.columns[::-1], file.rows)
    for name in ("Own_Column", "x_" + "Long" * 20):
        yield name, FocusFile([*file.columns, name], [{**row, name: None} for row in file.rows])


def spoilt_fields(file, columns):
    """Yields the file with one field changed at a time; the change is undone before the next."""
    for column, row in itertools.product(columns, file.rows):
        kept = row[column]
        for spoiler in (*SPOILERS, row.get("ResourceId")):
            if spoiler != kept:
                row[column] = spoiler
                yield file
        row[column] = kept


def fails_somehow(rule, file, reasons):
    """Tells whether some change to the file makes it fail a rule."""

    def fails(changed):
        try:
            return judge(rule, changed, reasons).outcome == FAILED
        except check_focus.UNCHECKABLE:
            return False

    if rule.kind == "Presence" or rule.column == "ColumnHandling":
        if any(fails(changed) for _, changed in spoilt(file)):
            return True
    own = [rule.column] if rule.column in file.columns else []
    others = [column for column in file.columns if column not in own]
    return any(fails(changed) for changed in spoilt_fields(file.copy(), own + others))


class CheckOfFocusFiles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.file = read_focus_file(SAMPLE)
        cls.verdicts = judge_all(cls.file)

    def test_every_rule_is_judged_in_one_way(self):
        reasons = reasons_not_checked()
        for rule in read_rules():
            if rule.keyword != "MAY":
                ways = [rule.requirement is not None and rule.id not in reasons, rule.id in CHECKS, rule.id in reasons]
                self.assertEqual(sum(ways), 1, rule.id)

    def test_the_sample_passes(self):
        self.assertEqual([f"{v.rule.id}: {v.reason}" for v in self.verdicts if v.outcome == FAILED], [])

    def test_every_rule_that_passes_can_fail(self):
        reasons = reasons_not_checked()
        passed = [verdict.rule for verdict in self.verdicts if verdict.outcome == PASSED]
        toothless = [rule.id for rule in passed if not fails_somehow(rule, self.file, reasons)]
        print(f"{len(passed)} rules were broken one by one")
        self.assertEqual(toothless, [])

    def test_rules_that_do_not_apply_say_why(self):
        self.assertTrue(all(v.reason for v in self.verdicts if v.outcome == NOT_APPLICABLE))

    def test_a_missing_column_fails_its_rules(self):
        broken = FocusFile([c for c in self.file.columns if c != "ListCost"],
                           [{k: v for k, v in row.items() if k != "ListCost"} for row in self.file.rows])
        failed = {v.rule.id for v in judge_all(broken) if v.outcome == FAILED}
        self.assertLessEqual({"CostAndUsage-D-032-M", "ListCost-C-003-M", "PricingQuantity-C-009-C"}, failed)

    def test_rounding_is_allowed_and_no_more(self):
        row = {"a": "0.0225", "b": "0.3333333333", "c": "0.0075", "x_Replications": "1"}
        self.assertTrue(check_focus.holds(["product", "a", "b", "c"], row))
        self.assertFalse(check_focus.holds(["product", "a", "b", "c"], {**row, "c": "0.0075000001"}))

    def test_the_reader_tells_null_from_nothing(self):
        self.assertEqual(split_records('a,"",,"x ""y"", z"\r\n'), [["a", "", None, 'x "y", z']])
        with self.assertRaises(ValueError):
            split_records('"a"b\r\n')

    def test_the_total_is_exact(self):
        self.assertEqual(check_focus.total_of(self.file), sum(Decimal(row["BilledCost"]) for row in self.file.rows))


if __name__ == "__main__":
    unittest.main()
