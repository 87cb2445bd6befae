"""Writes docs/validation.md: every case with an exact answer, what Fleetcast estimates, and what is missing.

Usage: page.py BUILD [--check]

BUILD is a folder in which everything is built. --check writes nothing and ends with 1 if the page is not what it would
write; cases whose raw data is not at hand are then left out. Takes about a minute of one core.
"""

import argparse
import difflib
import sys

from cases import ROOT, read_cases
from estimates import NeedsSharedData, estimates_of, tests_of

PAGE = ROOT / "docs" / "validation.md"
# Tolerances are 4.5 standard errors.
STANDARD_ERRORS = 4.5
OF_AN_INTERVAL = 1.96

HEAD = """# Cases with exact answers

Queues, caches, availability, bills and statistics for which theory, or a computation that is exact, knows the answer:
{cases} cases, of which {checked} are checked by tests and {missing} cannot be expressed. The list with its values and
sources is `tests/reference/validation_cases.json`. Estimates are those of the tests, with the tests' seeds and lengths;
most are of one long run of a document in `scenarios/theory` ([how](../tests/README.md#queueing-theory)).

{compared} figures are compared, {wrong}.

- *95 %* is half an interval's width: the estimate's standard error, times 1.96. The standard errors were measured by
  independent simulators or computed; {inside} of {random} exact values lie inside, {share} (all runs of
  `scenarios/theory` have seed 1, so their errors are related). Where there is none, chance plays no part.
- *of allowed* is the difference of estimate and exact value as a share of what a test allows: 4.5 standard errors, or
  the rounding that the case's exact value has where chance plays no part.

This page is written by `python3 -B tests/validation/page.py build/release`; a test checks that it lists every case once
with its values, and `.ci/nightly` that the estimates are still those.
"""


def digits(value):
    """Returns a figure as people read it."""
    return f"`{value}`" if isinstance(value, str) else f"{value:.7g}"


def is_right(case, metric, estimate):
    """Tells whether an estimate is as near as it must be."""
    exact = case.expected[metric]["value"]
    if isinstance(exact, str):
        return estimate.value == exact
    return abs(estimate.value - exact) <= (allowed(case, metric, estimate) or 0)


def allowed(case, metric, estimate):
    """Returns how far an estimate may lie from its exact value."""
    return case.tolerance(metric) if estimate.tolerance is None else estimate.tolerance


def row_of(case, metric, estimate):
    """Returns the cells of one figure, from the exact value on."""
    exact = case.expected[metric]["value"]
    reason = case.not_compared.get(metric) or (estimate.reason if estimate else "")
    if estimate is None or estimate.reason:
        if not reason:
            raise ValueError(f"{case.id}: {metric} has neither an estimate nor a reason")
        return [digits(exact), "", "", f"not compared: {reason}"]
    cells = [digits(exact), digits(estimate.value)]
    chance = estimate.tolerance
    cells.append("" if chance is None else f"± {chance / STANDARD_ERRORS * OF_AN_INTERVAL:.2g}")
    if not is_right(case, metric, estimate):
        return [*cells, "**WRONG**"]
    most = None if isinstance(exact, str) else allowed(case, metric, estimate)
    return [*cells, "equal" if not most else f"{100 * abs(estimate.value - exact) / most:.0f} %"]


def table(head, rows):
    """Returns a table in Markdown."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def case_rows(case, estimates):
    """Returns the rows of a checked case; its name, kind and tests stand in the first."""
    rows = []
    for metric in case.expected:
        own = ["", "", ""] if rows else [case.id, case.kind, ", ".join(f"`{name}`" for name in case.checked_by)]
        rows.append([*own[:2], metric, *row_of(case, metric, estimates.get(metric)), own[2]])
    return rows


def family_section(family, cases, estimates):
    """Returns the section of a family of cases."""
    rows = [row for case in cases if case.checked_by for row in case_rows(case, estimates[case.id])]
    head = ["case", "kind", "figure", "exact", "estimate", "95 %", "of allowed", "checked by"]
    return f"\n## {family}\n\n" + (table(head, rows) + "\n" if rows else "None is checked.\n")


def missing_section(cases):
    """Returns the section of cases that cannot be expressed."""
    rows = []
    for case in cases:
        values = ", ".join(f"{metric} {digits(one['value'])}" for metric, one in case.expected.items())
        rows.append([case.id, case.kind, values, case.reason, case.feature])
    return "\n## Not expressed\n\n" + table(["case", "kind", "exact", "why not", "what would allow it"], rows) + "\n"


def head_of(cases, estimates):
    """Returns the head of the page with its counts."""
    pairs = [
        (case, metric, estimate)
        for case in cases
        for metric, estimate in estimates.get(case.id, {}).items()
        if not estimate.reason
    ]
    random = [one for one in pairs if one[2].tolerance is not None]
    inside = sum(
        abs(estimate.value - case.expected[metric]["value"]) <= estimate.tolerance / STANDARD_ERRORS * OF_AN_INTERVAL
        for case, metric, estimate in random
    )
    wrong = sum(not is_right(*one) for one in pairs)
    checked = sum(bool(case.checked_by) for case in cases)
    return HEAD.format(
        cases=len(cases),
        checked=checked,
        missing=len(cases) - checked,
        compared=len(pairs),
        wrong=f"{wrong} wrong" if wrong else "none wrong",
        inside=inside,
        random=len(random),
        share=f"{100 * inside / max(1, len(random)):.0f} %",
    )


def page_of(cases, estimates):
    """Returns the whole page."""
    text = head_of(cases, estimates)
    for family in dict.fromkeys(case.family for case in cases):
        text += family_section(family, [case for case in cases if case.family == family], estimates)
    missing = [case for case in cases if not case.checked_by]
    return text + (missing_section(missing) if missing else "")


def collect(build, cases):
    """Returns the estimates of all checked cases, and the ids of those whose data is not at hand."""
    tests = tests_of(build)
    estimates, absent = {}, []
    for case in cases:
        if not case.checked_by:
            continue
        try:
            estimates[case.id] = estimates_of(build, tests, case)
        except NeedsSharedData as problem:
            print(problem, file=sys.stderr)
            absent.append(case.id)
    return estimates, absent


def check(cases, estimates):
    """Compares the tables of the page, case by case, with what it should be; returns the exit code."""
    present = [case for case in cases if case.id in estimates]
    wanted = [" | ".join(row) for case in present for row in case_rows(case, estimates[case.id])]
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    written = {line[2:-2] for line in lines if line.startswith("| ")}
    changed = [row for row in wanted if row not in written]
    sys.stdout.writelines(f"differs from docs/validation.md: {row}\n" for row in changed)
    return 1 if changed else 0


def main():
    """Writes or checks the page and returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", help="folder in which everything is built")
    parser.add_argument("--check", action="store_true", help="write nothing; compare the estimates with the page")
    options = parser.parse_args()
    cases = read_cases()
    estimates, absent = collect(options.build, cases)
    if options.check:
        return check(cases, estimates)
    if absent:
        return 1
    PAGE.write_text(page_of(cases, estimates), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
