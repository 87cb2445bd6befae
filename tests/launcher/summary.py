"""Counts the outcomes in JUnit files and prints "N passed, N failed, N skipped" as the last line.

Usage: summary.py REPORT...  Exit code 1 when a test failed, a report is missing, or no test ran.
"""

import os
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field

SHARED_DATA_MARK = "needs shared data"


@dataclass
class Outcomes:
    """What became of every test: the names of those that failed, and how many others there were."""

    passed: int = 0
    failed: list[str] = field(default_factory=list)
    skipped: int = 0
    skipped_for_data: int = 0

    def add_report(self, path):
        """Adds the cases of one JUnit file, of ctest's or pytest's dialect; a missing file counts as a failure."""
        if not os.path.exists(path):
            self.failed.append(f"{path}: was not written, so the tests did not finish")
            return
        for case in ElementTree.parse(path).getroot().iter("testcase"):
            self.add_case(case)

    def add_case(self, case):
        """Adds one case; ctest calls a disabled test "disabled" and one whose program is missing "notrun"."""
        status = case.get("status", "run")
        skip = case.find("skipped")
        # ctest writes <skipped> for a missing program as well, with a message that says so.
        missing_program = skip is not None and "unable to find" in skip.get("message", "").lower()
        if case.find("failure") is not None or case.find("error") is not None or status == "fail" or missing_program:
            self.failed.append(case.get("name", "a test without a name"))
        elif skip is not None or status in ("notrun", "disabled"):
            self.skipped += 1
            text = "".join(case.itertext()) + (skip.get("message", "") if skip is not None else "")
            self.skipped_for_data += SHARED_DATA_MARK in text
        else:
            self.passed += 1

    def describe(self):
        """Returns the closing lines for a person, the last one being the counts alone."""
        lines = [f"failed: {name}" for name in self.failed]
        lines.append("skipped for want of the raw data in ../shared (FLEETCAST_SHARED names another place): "
                     f"{self.skipped_for_data}")
        if not self.passed and not self.failed:
            lines.append("no test ran")
        lines.append(f"{self.passed} passed, {len(self.failed)} failed, {self.skipped} skipped")
        return "\n".join(lines)

    def succeeded(self):
        """Tells whether at least one test ran and none failed."""
        return self.passed > 0 and not self.failed


def main(paths):
    """Prints the summary of the reports and returns the exit code."""
    outcomes = Outcomes()
    for path in paths:
        outcomes.add_report(path)
    print(outcomes.describe())
    return 0 if outcomes.succeeded() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
