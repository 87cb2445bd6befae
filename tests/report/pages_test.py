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

# Charts without a caption, a summary, or the numbers as a table in their figure or section.
WITHOUT_TEXT = """[...document.querySelectorAll(".plot")].filter((plot) => {
  const said = (name) => document.getElementById(plot.getAttribute(name))?.textContent.trim();
  const has_table = (plot.closest("figure").querySelector("table") ?? plot.closest("section").querySelector("table")
    ?? document.querySelector("#candidates ~ .scroll table")) !== null;
  return !said("aria-labelledby") || !said("aria-describedby") || !has_table || plot.tabIndex !== 0;
}).map((plot) => plot.parentElement.id)"""
# Texts whose contrast with what is behind them is below 4.5 to 1 (WCAG 2.2, AA).
FAINT_TEXTS = """(() => {
  const parse = (text) => (text.match(/[\\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
  const light = (channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  const luminance = ([r, g, b]) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const has_words = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  return [...document.querySelectorAll("body *")]
    .filter((element) => !["SCRIPT", "STYLE"].includes(element.tagName) && has_words(element))
    .filter((element) => element.getClientRects().length > 0)
    .map((element) => {
      const style = getComputedStyle(element);
      const ink = luminance(parse(element.closest("svg") ? style.fill : style.color));
      const paper = luminance(behind(element));
      const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
      return { contrast, text: element.textContent.trim().slice(0, 40) };
    })
    .filter(({ contrast }) => contrast < 4.5)
    .map(({ contrast, text }) => `${contrast.toFixed(2)}: ${text}`);
})()"""
READOUT = "document.activeElement.nextElementSibling?.textContent"


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

    def test_what_charts_show_is_said_in_words_and_numbers(self):
        for name in RUNS:
            with self.subTest(page=name):
                self.browser.open(self.page(name), WIDTHS["desktop"])
                self.assertEqual(self.browser.evaluate(WITHOUT_TEXT), [])

    def test_texts_stand_out_by_day_and_by_night(self):
        for scheme in ("light", "dark"):
            self.browser.emulate(scheme=scheme)
            for name in ("outage", "sweep"):
                with self.subTest(page=name, scheme=scheme):
                    self.browser.open(self.page(name), WIDTHS["desktop"])
                    self.browser.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
                    self.assertEqual(self.browser.evaluate(FAINT_TEXTS), [])
        self.browser.emulate()

    def test_keys_read_a_chart_over_time(self):
        self.browser.open(self.page("outage"), WIDTHS["desktop"])
        self.browser.evaluate("document.querySelector('#latency .plot').focus()")
        self.assertEqual(self.browser.evaluate(READOUT), "Arrow keys read the values.")
        self.browser.press("ArrowRight", 39)
        first = self.browser.evaluate(READOUT)
        self.assertRegex(first, r"^0 d 00:0\d:\d\d: mean \d")
        self.browser.press("ArrowRight", 39)
        self.assertNotEqual(self.browser.evaluate(READOUT), first)
        self.browser.press("End", 35)
        self.assertRegex(self.browser.evaluate(READOUT), r"^0 d 05:5\d:")
        self.assertEqual(self.browser.complaints, [])

    def test_all_but_the_charts_is_there_without_scripts_and_on_paper(self):
        self.browser.open(self.page("outage"), WIDTHS["phone"], has_script=False)
        self.assertEqual(self.browser.evaluate(OVERFLOW), 0)
        text = self.browser.evaluate("document.body.innerText")
        for part in ("objectives", "Chains of causes", "zone us-east-1b is lost", "Self-audit"):
            self.assertIn(part, text)
        self.browser.emulate(media="print")
        self.browser.open(self.page("outage"), 800)
        self.assertEqual(self.browser.evaluate(OVERFLOW), 0)
        self.assertEqual(self.browser.evaluate("getComputedStyle(document.querySelector('nav')).display"), "none")
        self.browser.emulate()


if __name__ == "__main__":
    if find_chromium() is None:
        print("needs the Debian package chromium")
        sys.exit(77)
    PagesTest.program = os.path.abspath(sys.argv.pop(1))
    unittest.main()
