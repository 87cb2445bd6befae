"""Runs scenarios of scenarios/phenomena, with settings that remove what they show, and reads what came of it."""

import csv
import functools
import os
import pathlib
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SCENARIOS = HERE.parents[1] / "scenarios" / "phenomena"
sys.path.insert(0, str(HERE.parent / "components"))

import stack  # noqa: E402


class Run:
    """What one run reported: figures by their path, as in result.json, and levels by the minute."""

    def __init__(self, result, timeline):
        self.result = result
        self.timeline = timeline

    def __getitem__(self, path):
        """Returns a mean; a figure that did not occur, such as a cause, is 0."""
        return self.result[path]

    def incidents(self, kind):
        """Returns the incidents of a kind, in their order."""
        return self.result.incidents(kind)

    def minutes(self, name, first=0, last=None):
        """Returns a level of timeline.csv for the minutes from `first` up to but without `last`; None where empty."""
        return self.timeline[name][first:last]

    def total(self, name, first=0, last=None):
        """Returns the sum of a level over some minutes."""
        return sum(value or 0 for value in self.minutes(name, first, last))

    def good_share(self, first=0, last=None):
        """Returns good answers of some minutes as a share of what was asked in them."""
        return self.total("good", first, last) / self.total("offered", first, last)


def read_timeline(path):
    """Returns the columns of a timeline.csv by their name."""
    columns = {}
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for name, text in row.items():
                if name not in ("minute", "starts_at", "cause_chain"):
                    columns.setdefault(name, []).append(float(text) if text else None)
    return columns


@functools.cache
def run(name, *settings):
    """Runs a scenario by its name, with settings as --set takes them; the same run is made once."""
    program = os.path.abspath(os.environ["FLEETCAST_PROGRAM"])
    with tempfile.TemporaryDirectory(prefix="fleetcast_phenomenon_") as folder:
        out = pathlib.Path(folder) / "out"
        result = stack.run_document(program, SCENARIOS / f"{name}.json", list(settings), out)
        return Run(result, read_timeline(out / "timeline.csv"))


class PhenomenonTest(unittest.TestCase):
    """Compares the runs of a scenario with and without what brings its phenomenon about."""

    maxDiff = None

    def assertBetween(self, value, low, high, what=""):
        """Expects low <= value <= high."""
        self.assertTrue(low <= value <= high, f"{what}: {value:g} is not within {low:g} and {high:g}")
