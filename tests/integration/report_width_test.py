"""Reports fit 80 columns, have no escape codes where nobody watches, and can be had as JSON."""

import fcntl
import json
import os
import pathlib
import pty
import struct
import subprocess
import termios
import unittest

from program import ProgramTest, queue

ROOT = pathlib.Path(__file__).resolve().parents[2]
FLEET = str(ROOT / "scenarios/phenomena/05_correlated_reclaim.json")
USAGE = str(ROOT / "pricing/testdata/reference_usage.json")
SHORT = ["--set", "/horizon=10 min", "--set", "/pre_roll=1 min", "--replications", "2", "--quiet"]
GRID = ["--vary", "/backends/desk/servers=1,2", "--vary", "/traffic/rate/constant/rate=50,80", "--quiet"]


class ReportWidth(ProgramTest):
    def setUp(self):
        super().setUp()
        self.put("queue.json", queue(objectives={"latency_p99": "150 ms", "availability": 0.999}))
        self.put("two.json", queue(name="two", backends={"desk": {"servers": 2}}))

    def assert_fits(self, text):
        """Asserts that lines have at most 80 columns; a single word, such as a path, may be longer."""
        wide = [line for line in text.splitlines() if len(line) > 80 and len(line.split()) > 1]
        self.assertEqual(wide, [])
        self.assertNotIn("\x1b", text)

    def report(self, *arguments, code=0):
        """Runs a command, asserts that its report fits, and returns it; a complaint has a line, for editors to find."""
        out, errors = self.expect(code, *arguments, env={**os.environ, "COLUMNS": "200"})
        self.assert_fits(out)
        self.assertNotIn("\x1b", errors)
        return out

    def watched(self, *arguments):
        """Returns what a command shows on a terminal of 80 columns."""
        ours, theirs = pty.openpty()
        self.addCleanup(os.close, ours)
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        running = subprocess.Popen([self.program, *arguments], cwd=self.folder, stdout=theirs, stderr=theirs)
        os.close(theirs)
        text = b""
        try:
            while part := os.read(ours, 65536):
                text += part
        except OSError:  # the program has ended
            pass
        running.wait()
        return text.decode().replace("\r\n", "\n")

    def as_json(self, *arguments):
        out, _ = self.expect(0, *arguments, "--format", "json")
        return json.loads(out)

    def test_a_run(self):
        self.assertIn("Bill of a month", self.report("run", FLEET, *SHORT))
        self.assertIn("Objectives", self.report("run", "queue.json", "--quiet", "--precision", "50%"))
        self.assertIn("availability", self.as_json("run", "queue.json", "--quiet"))

    def test_a_run_with_assumptions_or_independence(self):
        self.assertIn("What moves USD a month most", self.report("run", FLEET, *SHORT, "--tornado"))
        self.assertIn("independent", self.report("run", FLEET, *SHORT, "--independence"))

    def test_a_comparison(self):
        self.assertIn("latency", self.report("compare", "queue.json", "two.json", "--quiet"))
        self.assertTrue(self.as_json("compare", "queue.json", "two.json", "--quiet"))

    def test_a_sweep(self):
        self.assertIn("servers", self.report("sweep", "queue.json", *GRID))
        self.assertEqual(len(self.as_json("sweep", "queue.json", *GRID)["candidates"]), 4)

    def test_bills_and_commitments(self):
        for view in ("aws_service", "service", "zone", "fleet", "purchase_option", "meter", "month"):
            self.assertIn("total", self.report("bill", USAGE, "--by", view))
        self.assertIn("total_usd", self.as_json("bill", USAGE))
        self.report("commit", USAGE, "--discount", "0.27", "--quiet")
        self.assertTrue(self.as_json("commit", USAGE, "--discount", "0.27", "--quiet"))

    def test_price_books(self):
        self.report("book", "show")
        self.report("book", "show", "us-east-1")
        self.report("book", "show", "us-east-1", "--meter", "nat.hours")

    def test_rare_events(self):
        words = ["rare", "units", "--units", "3", "--needed", "1", "--mean-up", "100", "--mean-repair", "1"]
        self.report(*words)
        self.assertIn("estimate", self.as_json(*words))

    def test_explanations(self):
        for pointer in ("", "/services", "/services/api/task/cpu", "/traffic/rate", "/capacity_providers", "/spot"):
            self.report("explain", *([pointer] if pointer else []))

    def test_problems(self):
        self.put("wrong.json", queue(horizon="10 parsecs", backends={"desk": {"servers": -1, "severs": 2}},
                                     classes={"customer": {"steps": [{"backend": "dask", "work": {"normal": {}}}]}}))
        # A line for each problem is what programs look for; people see it wrapped.
        _, errors = self.expect(2, "validate", "wrong.json")
        self.assertEqual(len(errors.splitlines()), 1 + int(errors.split()[2]))
        shown = self.watched("validate", "wrong.json")
        self.assert_fits(shown)
        self.assertEqual(shown.split(), errors.split())

    def test_colour_is_for_those_who_watch(self):
        self.assertIn("\x1b[1m", self.watched("bill", USAGE))


if __name__ == "__main__":
    unittest.main()
