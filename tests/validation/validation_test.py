"""Shows that the list of validation cases and its page agree with each other and with the tests, and that this can fail.

Usage: validation_test.py, with FLEETCAST_BUILD, the folder in which everything is built.
"""

import dataclasses
import json
import os
import pathlib
import re
import unittest

import page
from cases import ROOT, read_cases, read_document
from estimates import Estimate, comparison, tests_of


def problems_of_list(cases, tests):
    """Returns what is wrong with a list of cases, given the names of all tests."""
    problems = []
    ids = [case.id for case in cases]
    problems += [f"{one} stands in the list more than once" for one in sorted(set(ids)) if ids.count(one) > 1]
    for case in cases:
        if bool(case.checked_by) == bool(case.reason and case.feature):
            problems.append(f"{case.id} needs either tests that check it, or a reason and a feature that is missing")
        problems += [f"{case.id}: there is no test {name}" for name in case.checked_by if name not in tests]
        unknown = (set(case.not_compared) | set(case.tolerances)) - set(case.expected)
        problems += [f"{case.id} expects no {metric}" for metric in sorted(unknown)]
    return problems


def cells_of(line):
    return [cell.strip() for cell in line.strip("|").split(" | ")]


def figures_on(text):
    """Returns what a page says of checked cases: (case, figure, exact value), and the verdict of each."""
    figures = {}
    case = ""
    for line in text.split("\n## Not expressed")[0].splitlines():
        cells = cells_of(line)
        if not line.startswith("|") or len(cells) != 8 or cells[0] == "case" or cells[0].startswith("-"):
            continue
        case = cells[0] or case
        figures[(case, cells[2], cells[3])] = cells[6]
    return figures


def problems_of_page(cases, text):
    """Returns where a page and the list differ, estimates aside."""
    figures = figures_on(text)
    wanted = {
        (case.id, metric, page.digits(one["value"]))
        for case in cases
        if case.checked_by
        for metric, one in case.expected.items()
    }
    problems = [f"is absent: {one}" for one in sorted(wanted - set(figures))]
    problems += [f"is not in the list: {one}" for one in sorted(set(figures) - wanted)]
    problems += [f"is wrong: {one}" for one, verdict in figures.items() if "WRONG" in verdict or not verdict]
    missing = [case for case in cases if not case.checked_by]
    if (page.missing_section(missing) if missing else "") not in text:
        problems.append("the section on what is not expressed differs")
    return problems


class ListTest(unittest.TestCase):
    """The list, the page and the tests agree."""

    @classmethod
    def setUpClass(cls):
        cls.cases = read_cases()
        cls.text = page.PAGE.read_text(encoding="utf-8")

    def test_every_case_is_checked_by_a_test_or_has_a_reason(self):
        tests = tests_of(os.environ["FLEETCAST_BUILD"])
        self.assertEqual([], problems_of_list(self.cases, tests))

    def test_every_theory_case_is_in_the_list(self):
        beyond = set(read_document("validation_cases.json")["beyond_the_list"])
        self.assertEqual(set(comparison.reference_cases()) - beyond, {
            name.removeprefix("theory/") for case in self.cases for name in case.checked_by
            if name.startswith("theory/")
        })

    def test_page_lists_every_case(self):
        self.assertEqual([], problems_of_page(self.cases, self.text))

    def test_list_is_the_published_one(self):
        shared = pathlib.Path(os.environ.get("FLEETCAST_SHARED", ROOT.parent / "shared")) / "validation" / "cases.json"
        if not shared.is_file():
            self.skipTest("needs shared data: the list of cases")
        published = json.loads(shared.read_text(encoding="utf-8"))["cases"]
        values = lambda expected: {metric: one["value"] for metric, one in expected.items()}
        self.assertEqual(
            {one["id"]: values(one["expected"]) for one in published},
            {case.id: values(case.expected) for case in self.cases},
        )


class FailureTest(unittest.TestCase):
    """A list or a page that is wrong is found out."""

    def setUp(self):
        self.cases = read_cases()
        self.checked = next(case for case in self.cases if case.checked_by)
        self.missing = next(case for case in self.cases if not case.checked_by)
        self.tests = {name for case in self.cases for name in case.checked_by}
        self.text = page.PAGE.read_text(encoding="utf-8")

    def problems(self, case):
        return problems_of_list([case], self.tests)

    def test_wrong_entries(self):
        self.assertEqual([], self.problems(self.checked))
        replaced = dataclasses.replace
        self.assertTrue(self.problems(replaced(self.checked, checked_by=("theory/none",))))
        self.assertTrue(self.problems(replaced(self.checked, reason="none", feature="none")))
        self.assertTrue(self.problems(replaced(self.missing, reason="")))
        self.assertTrue(self.problems(replaced(self.checked, not_compared={"nothing": "why"})))
        self.assertTrue(problems_of_list([self.checked, self.checked], self.tests))

    def test_wrong_pages(self):
        lines = self.text.splitlines()
        row = next(i for i, line in enumerate(lines) if line.startswith(f"| {self.checked.id} |"))
        self.assertTrue(problems_of_page(self.cases, "\n".join(lines[:row] + lines[row + 1:])))
        self.assertTrue(problems_of_page(self.cases[1:], self.text))
        wrong = re.sub(r"\| \d+ % \|", "| **WRONG** |", lines[row])
        self.assertTrue(problems_of_page(self.cases, "\n".join([*lines[:row], wrong, *lines[row + 1:]])))
        self.assertTrue(problems_of_page(self.cases, self.text.replace(self.missing.reason, "no idea")))

    def test_estimates(self):
        metric = next(iter(self.checked.expected))
        exact = self.checked.expected[metric]["value"]
        self.assertTrue(page.is_right(self.checked, metric, Estimate(exact + 0.9, 1.0)))
        self.assertFalse(page.is_right(self.checked, metric, Estimate(exact + 1.1, 1.0)))
        self.assertIn("**WRONG**", page.row_of(self.checked, metric, Estimate(exact + 1.1, 1.0)))
        with self.assertRaises(ValueError):
            page.row_of(self.checked, metric, None)


if __name__ == "__main__":
    unittest.main()
