"""Opens the pages of a run, of a lost zone and of a sweep in headless Chromium, on a desk and on a phone.

Usage: pages_test.py PROGRAM. Ends with exit code 77 where there is no Chromium.
"""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from browser import Browser, find_chromium

ROOT = Path(__file__).resolve().parents[2]
MOST_BYTES = 5_000_000
WIDTHS = {"desktop": 1280, "phone": 390}
# A fraction of the traffic: pages are looked at here, not numbers.
SMALL = ["--set", "/traffic/rate/diurnal/mean=30/s", "--quiet"]
RUNS = {
    "reference": ["run", "scenarios/reference/reference.json", "--set", "/horizon=2 h", "--replications", "2"],
    "outage": ["run", "scenarios/library/zone_outage.json", "--replications", "1"],
    "sweep": ["sweep", "scenarios/reference/reference.json", "--vary",
              "/services/api/autoscaling/min_capacity=6,9,12", "--set", "/horizon=30 min", "--replications", "2"],
}
PAGES = {"reference": "report.html", "outage": "report.html", "sweep": "sweep.html"}

# What is wider than the window, but for what scrolls by itself.
TOO_WIDE = """[...document.querySelectorAll("body *")]
  .filter((element) => !element.closest(".scroll") || element.matches(".scroll"))
  .filter((element) => !element.closest("svg") || element.matches("svg"))
  .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
  .map((element) => `${element.tagName} ${element.id} ${element.className}`).slice(0, 5)"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Charts that the page asks for, and those in which a mark is drawn.
CHARTS = "document.querySelectorAll('.plot').length"
DRAWN = """[...document.querySelectorAll(".plot[data-drawn=yes] svg")]
  .filter((svg) => svg.getBoundingClientRect().width > 200
    && svg.querySelector(".mark-line path, .mark-area path, .mark-rect path, .mark-rule line, .mark-symbol path"))
  .length"""


class PagesTest(unittest.TestCase):
    program = None

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        processes = [
            subprocess.Popen([cls.program, *command, *SMALL, "--jobs", "1", "--out", str(cls.folder / name)], cwd=ROOT,
                             stdout=subprocess.DEVNULL)
            for name, command in RUNS.items()
        ]
        cls.codes = [process.wait() for process in processes]
        cls.browser = cls.enterClassContext(Browser())

    def page(self, name):
        return self.folder / name / PAGES[name]

    def test_all_runs_succeed(self):
        self.assertEqual(self.codes, [0] * len(RUNS))

    def test_pages_draw_their_charts_and_fit(self):
        for name in RUNS:
            size = self.page(name).stat().st_size
            self.assertLess(size, MOST_BYTES)
            for device, width in WIDTHS.items():
                with self.subTest(page=name, device=device):
                    seconds = self.browser.open(self.page(name), width)
                    charts = self.browser.evaluate(CHARTS)
                    print(f"{name} at {width} px: {seconds:.2f} s to the last of {charts} charts, {size:,} bytes")
                    self.assertEqual(self.browser.complaints, [])
                    self.assertGreaterEqual(charts, 1 if name == "sweep" else 8)
                    self.assertEqual(self.browser.evaluate(DRAWN), charts)
                    self.assertEqual(self.browser.evaluate(OVERFLOW), 0)
                    self.assertEqual(self.browser.evaluate(TOO_WIDE), [])


if __name__ == "__main__":
    if find_chromium() is None:
        print("needs the Debian package chromium")
        sys.exit(77)
    PagesTest.program = os.path.abspath(sys.argv.pop(1))
    unittest.main()
