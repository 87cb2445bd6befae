"""Compares a result with the exact values of a reference case."""

import json
import math
from dataclasses import dataclass
from pathlib import Path

from figures import NOT_IN_RESULT, NOT_IN_RESULTS, PLACES

REFERENCE = Path(__file__).resolve().parent.parent / "reference"


@dataclass(frozen=True)
class Line:
    """One metric: its exact value and the estimate, or the reason why there is none."""

    case: str
    metric: str
    exact: float
    estimate: float | None = None
    tolerance: float | None = None
    reason: str = ""

    @property
    def ratio(self):
        """The difference in units of the tolerance."""
        return (self.estimate - self.exact) / self.tolerance

    @property
    def is_wrong(self):
        """True where the estimate is missing without a known reason, or too far away; not-a-number is too far."""
        if self.reason:
            return False
        return self.estimate is None or not abs(self.ratio) <= 1


def reference_cases():
    """Returns the reference cases by id."""
    cases = {}
    for name in ("queueing", "path", "behaviour", "network", "transient"):
        document = json.loads((REFERENCE / f"{name}_cases.json").read_text(encoding="utf-8"))
        cases.update({case["id"]: case for case in document["cases"]})
    return cases


def figure_in(result, path):
    """Returns the mean that a dotted path leads to in a result, or None."""
    at = result
    for key in path.split("."):
        if not isinstance(at, dict) or key not in at:
            return None
        at = at[key]
    return at.get("mean") if isinstance(at, dict) else at


def reason_for_none(case, metric):
    """Returns why a result has no figure for a metric of a case, or nothing if it has one."""
    return NOT_IN_RESULTS.get(metric) or NOT_IN_RESULT.get((case["id"], metric), "")


def units_used(place, result):
    """Returns how many units a result has of what a case's N counts: requests, or rounds of a scenario that has them."""
    if place.round_minutes:
        return round(result["horizon_s"] / 60) // place.round_minutes
    return figure_in(result, "requests.served") + figure_in(result, "requests.failed")


def compare(case, result):
    """Returns a line for every expected metric of a case."""
    place = PLACES[case["id"]]
    if place.derived and "derived" not in result:
        result = {**result, "derived": place.derive(result)}
    used = units_used(place, result)
    widened = math.sqrt(case["sim"]["N"] / used)
    lines = []
    for metric, expected in case["expected"].items():
        reason = reason_for_none(case, metric)
        if reason:
            lines.append(Line(case["id"], metric, expected["value"], reason=reason))
            continue
        path, dimension = place.figure(metric)
        found = figure_in(result, path)
        estimate = None if found is None else place.in_units(found, dimension)
        lines.append(Line(case["id"], metric, expected["value"], estimate, expected["tol_abs"] * widened))
    return lines


def row_of(line):
    """Returns the cells of one line of the table."""
    start = (line.case, line.metric, f"{line.exact:.7g}")
    if line.reason:
        return (*start, "-", "-", "not compared: " + line.reason)
    if line.estimate is None:
        return (*start, "missing", "-", "WRONG")
    return (*start, f"{line.estimate:.7g}", f"{line.ratio:+.3f}", "WRONG" if line.is_wrong else "")


def table(lines):
    """Returns the lines as text, aligned."""
    rows = [("case", "metric", "exact", "estimate", "difference/tolerance", ""), *map(row_of, lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    texts = []
    for row in rows:
        names = [row[i].ljust(widths[i]) for i in (0, 1)]
        numbers = [row[i].rjust(widths[i]) for i in (2, 3, 4)]
        texts.append("  ".join([*names, *numbers, row[5]]).rstrip())
    return "\n".join(texts)
