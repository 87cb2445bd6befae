"""Tests the closing lines of ./test against reports of ctest's and pytest's dialect."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from summary import Outcomes  # noqa: E402

CTEST = """<testsuite name="x">
  <testcase name="alb/a" status="run"/>
  <testcase name="alb/b" status="fail"><failure message="Failed"/><system-out>oh</system-out></testcase>
  <testcase name="alb/c" status="notrun"><skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/>
    <system-out>needs shared data: traces.csv</system-out></testcase>
  <testcase name="alb/d" status="disabled"/>
  <testcase name="alb/e" status="notrun"><skipped message="Unable to find executable: /x"/></testcase>
</testsuite>"""
PYTEST = """<testsuites><testsuite><testcase name="p"/><testcase name="q"><error message="boom"/></testcase>
  <testcase name="r"><skipped message="needs shared data"/></testcase></testsuite></testsuites>"""


class SummaryTest(unittest.TestCase):
    def outcomes_of(self, *reports):
        outcomes = Outcomes()
        with tempfile.TemporaryDirectory() as folder:
            for number, text in enumerate(reports):
                path = Path(folder, f"{number}.xml")
                path.write_text(text, encoding="utf-8")
                outcomes.add_report(str(path))
        return outcomes

    def last_line(self, outcomes):
        return outcomes.describe().splitlines()[-1]

    def test_counts_both_dialects(self):
        outcomes = self.outcomes_of(CTEST, PYTEST)
        self.assertEqual(self.last_line(outcomes), "2 passed, 3 failed, 3 skipped")
        self.assertIn("failed: alb/e", outcomes.describe())
        self.assertIn("names another place): 2\n", outcomes.describe())
        self.assertFalse(outcomes.succeeded())

    def test_success_needs_a_test_that_ran(self):
        self.assertTrue(self.outcomes_of('<testsuite><testcase name="a" status="run"/></testsuite>').succeeded())
        nothing = self.outcomes_of("<testsuite/>")
        self.assertFalse(nothing.succeeded())
        self.assertIn("no test ran", nothing.describe())

    def test_a_missing_report_is_a_failure(self):
        outcomes = self.outcomes_of('<testsuite><testcase name="a" status="run"/></testsuite>')
        outcomes.add_report("/nowhere/results.xml")
        self.assertFalse(outcomes.succeeded())
        self.assertEqual(self.last_line(outcomes), "1 passed, 1 failed, 0 skipped")


if __name__ == "__main__":
    unittest.main()
