"""fleetcast regress: a suite against a baseline, with the drift split into prices, scenario, code and chance."""

import decimal
import json
import pathlib
import signal
import statistics
import subprocess
import time
import unittest
import xml.etree.ElementTree

from program import ProgramTest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PARTS = ("prices", "scenario", "code", "chance")
METRICS = {
    "availability.ratio": {"absolute": 0.005},
    "cost_usd.total_month": {"relative": "1 %"},
    "latency_s.p99": {"relative": "10 %"},
}


def shop(before=0.25, share=0.5, desk="desk", deadline="200 ms", **changes):
    """Returns calls to a desk and assets in a bucket, billed by request and by what is stored.

    Assets are two classes on either side of the calls, the first with a share of `before`: that share and the name of
    the desk change every sample path, and nothing else.
    """
    asset = {"bucket": "assets", "share": before}
    call = {"share": 0.5, "deadline": deadline, "steps": [{"backend": desk, "work": {"exponential": {"mean": 0.02}}}]}
    return {"schema_version": 1, "name": "shop", "horizon": "6 min", "replications": 8,
            "traffic": {"rate": {"constant": {"rate": 50}}},
            "classes": {"asset": asset, "call": call, "picture": {**asset, "share": share - before}},
            "backends": {desk: {"servers": 1}}, "buckets": {"assets": {"stored": "6 TiB"}},
            "pricing": {"has_free_allowances": False}, **changes}


def size(words):
    """Reads a size as reports write it: "$1.20", "0.5 points", "18.2 ms"."""
    number, _, unit = words.lstrip("$").partition(" ")
    return float(number.replace(",", "")) * {"": 1, "points": 1, "s": 1, "ms": 1e-3, "µs": 1e-6}[unit]


class RegressTest(ProgramTest):
    # Two hundred nights on a busy machine.
    patience_s = 300

    def setUp(self):
        super().setUp()
        self.put("suite.json", {"schema_version": 1, "name": "night", "metrics": METRICS,
                                "scenarios": {"shop": {"path": "shop.json"}}})
        self.baseline = self.folder / "suite.baseline.json"

    def update(self, scenario, *options):
        self.put("shop.json", scenario)
        self.expect(0, "regress", "suite.json", "--update", "--quiet", *options)

    def regress(self, code, *options):
        """Compares, and returns the parts and the verdict by metric, with all that was said."""
        out, _ = self.expect(code, "regress", "suite.json", "--quiet", "--summary", "summary.md", *options)
        drifts = {}
        for line in (self.folder / "summary.md").read_text(encoding="utf-8").splitlines():
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if line.startswith("| shop |"):
                drifts[cells[1].strip("`")] = {**dict(zip(PARTS, cells[4:8])), "total": cells[3], "allowed": cells[8],
                                              "verdict": cells[9]}
        self.assertEqual(sorted(drifts), sorted(METRICS))
        return drifts, out

    def assert_parts(self, drift, **parts):
        """Asserts that these parts are the whole drift and all others are exactly zero."""
        for name in PARTS:
            if name in parts:
                self.assertEqual(drift[name], drift["total"])
            else:
                self.assertEqual(drift[name], "0", drift)

    def test_nothing_changed(self):
        self.update(shop())
        first = self.baseline.read_bytes()
        drifts, _ = self.regress(0)
        for drift in drifts.values():
            self.assertEqual(drift["verdict"], "unchanged")
            self.assertEqual(drift["total"], "0")
        self.update(shop(), "--jobs", "1")
        self.assertEqual(self.baseline.read_bytes(), first)
        self.assertNotIn(str(self.folder).encode(), first)
        # A seed of tonight is chance, and nothing else.
        drifts, out = self.regress(0, "--seed", "20261123")
        self.assertIn("tonight 20261123", out)
        for drift in drifts.values():
            self.assertEqual(drift["verdict"], "unchanged")
            self.assert_parts(drift, chance=True)
            self.assertNotEqual(drift["total"], "0")

    def test_a_change_of_prices_is_told_to_the_last_digit(self):
        book = json.loads((ROOT / "pricing/books/us-east-1.json").read_text(encoding="utf-8"))
        self.put("book.json", book)
        self.update(shop(pricing={"has_free_allowances": False, "book": "book.json"}))
        cost = json.loads(self.baseline.read_text())["scenarios"]["shop"]["figures"]["cost_usd.total_month"]
        for price in book["prices"]:
            price["price"] = str(decimal.Decimal(price["price"]) * decimal.Decimal("1.005"))
        self.put("book.json", book)
        drifts, out = self.regress(0)
        drift = drifts["cost_usd.total_month"]
        self.assertEqual(drift["verdict"], "small change")
        self.assert_parts(drift, prices=True)
        self.assertEqual(drift["prices"].split(" ± ")[0], f"+${0.005 * sum(cost) / len(cost):.2f}")
        self.assertIn("price: s3.get_requests", out)
        for metric in ("availability.ratio", "latency_s.p99"):
            self.assertEqual(drifts[metric]["verdict"], "unchanged")

    def test_an_edit_of_the_scenario_is_told(self):
        self.update(shop())
        self.put("shop.json", shop(share=0.65, before=0.4))
        drifts, out = self.regress(1, "--junit", "junit.xml")
        self.assertTrue(drifts["cost_usd.total_month"]["verdict"].startswith("FAILURE: up by more than $"))
        self.assert_parts(drifts["cost_usd.total_month"], scenario=True)
        self.assertIn("scenario: /classes/asset/share: 0.25 -> 0.4", out)
        suites = xml.etree.ElementTree.parse(self.folder / "junit.xml").getroot()
        cases = {case.get("name"): case for case in suites.iter("testcase")}
        self.assertEqual(sorted(cases), sorted(METRICS))
        self.assertIsNotNone(cases["cost_usd.total_month"].find("failure"))
        failed = sum("FAILURE" in drift["verdict"] for drift in drifts.values())
        self.assertEqual([suites.get("tests"), suites.get("failures")], ["3", str(failed)])

        # What is accepted becomes the baseline.
        self.expect(0, "regress", "suite.json", "--update")
        self.regress(0)

    def test_a_changed_default_is_code(self):
        """The baseline comes from a program that gave calls a deadline of 100 ms, where today's gives them 10 s."""
        self.update(shop(deadline="100 ms"))
        recorded = json.loads(self.baseline.read_text())
        del recorded["scenarios"]["shop"]["document"]["classes"]["call"]["deadline"]
        self.baseline.write_text(json.dumps(recorded))
        scenario = shop()
        del scenario["classes"]["call"]["deadline"]
        self.put("shop.json", scenario)
        drifts, out = self.regress(1)
        self.assertIn("FAILURE: up by more than 0.5 points", drifts["availability.ratio"]["verdict"])
        self.assert_parts(drifts["availability.ratio"], code=True)
        self.assertIn('default: /classes/call/deadline: "0.1 s" -> "10 s"', out)
        self.assertEqual(drifts["cost_usd.total_month"]["total"], "0")

    def test_what_is_replayed_is_not_taken_for_code(self):
        trace = {"file": "trace.csv", "count_column": "count"}
        drifts = None
        for count in (6000, 7000):
            self.put("trace.csv", "time,count\n" + "".join(f"2026-01-01 00:0{i}:00,{count}\n" for i in range(6)))
            if drifts is None:
                self.update(shop(traffic={"rate": {"replay": trace}}))
                drifts = {}
        drifts, out = self.regress(1)
        self.assertEqual(drifts["cost_usd.total_month"]["code"], "in scenario")
        self.assertIn("A file that the scenario replays has changed", out)

    def test_a_killed_run_leaves_the_baseline_alone(self):
        self.update(shop())
        before = self.baseline.read_bytes()
        self.put("shop.json", shop(horizon="20 h"))
        for options in (["--update"], []):
            running = subprocess.Popen([self.program, "regress", "suite.json", "--jobs", "1", *options],
                                       cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.5)
            self.assertIsNone(running.poll())
            running.send_signal(signal.SIGKILL)
            running.wait(self.patience_s)
            self.assertEqual(self.baseline.read_bytes(), before)
            self.assertEqual(sorted(path.name for path in self.folder.iterdir()),
                             ["shop.json", "suite.baseline.json", "suite.json"])
        self.put("shop.json", shop())
        self.regress(0)

    def test_wrong_input_is_told_at_once(self):
        self.put("shop.json", shop())
        _, errors = self.expect(2, "regress", "suite.json")
        self.assertIn("make it with --update", errors)
        self.put("single.json", {**shop(), "replications": 1})
        self.put("broken.json", {**shop(), "horizon": "-1 h"})
        scenarios = {name: {"path": name + ".json"} for name in ("single", "broken", "absent")}
        self.put("wrong.json", {"schema_version": 1, "name": "wrong", "scenarios": scenarios})
        _, errors = self.expect(2, "regress", "wrong.json", "--update")
        for words in ("wrong.json: 3 problems", "/scenarios/single: /replications", "/scenarios/broken: /horizon",
                      "/scenarios/absent"):
            self.assertIn(words, errors)
        self.put("wrong.json", {"schema_version": 1, "name": "wrong", "confidense": 0.9, "scenarios": {},
                                "metrics": {"latency_s.p99": {}}})
        _, errors = self.expect(2, "regress", "wrong.json", "--update")
        self.assertIn("confidence", errors)
        self.assertIn("/scenarios", errors)
        self.put("wrong.json", {"schema_version": 1, "name": "wrong", "scenarios": {"shop": {"path": "shop.json"}},
                                "metrics": {"latency_s.p98": {"relative": 0.1}}})
        _, errors = self.expect(2, "regress", "wrong.json", "--update")
        self.assertIn("did you mean", errors)
        _, errors = self.expect(2, "regress", "suite.json", "--update", "--junit", "x.xml")
        self.assertIn("--update compares nothing", errors)
        self.assertEqual(list(self.folder.glob("*.baseline.json")), [])

    def test_a_damaged_or_foreign_baseline_is_refused(self):
        self.update(shop())
        whole = self.baseline.read_text()
        for text, words in ((whole[:len(whole) // 2], "suite.baseline.json"), ("{}", "/scenarios"),
                            (whole.replace('"seed"', '"sed"'), "/scenarios/shop/seed"),
                            (whole.replace('"requests.good"', '"requests.bad"'), "lacks requests.good"),
                            (whole.replace('"shop": {', '"shep": {'), "--update")):
            self.baseline.write_text(text)
            _, errors = self.expect(2, "regress", "suite.json")
            self.assertIn(words, errors)
            self.assertEqual(self.baseline.read_text(), text)

    def test_two_hundred_nights_raise_no_false_alarm(self):
        """Fresh seeds each night, and on every other night an edit that changes sample paths and no law.

        A night without an edit cannot fail, since its drift is chance alone. With one, a metric fails if its drift is
        beyond the threshold and beyond confidence. The thresholds are at least 7 standard errors of a drift (asserted
        below from the intervals), so that by Student's t with 7 degrees of freedom a metric fails with probability
        2.1e-4 at most, and any of 300 with 0.06 at most; the nights are the same in every run of the test.
        """
        self.update(shop())
        seen = set()
        margins = {metric: [] for metric in METRICS}
        for night in range(200):
            is_edited = night % 2 == 1
            if is_edited:
                self.put("shop.json", shop(before=0.02 + 0.0023 * night, desk=f"desk_{night}"))
            else:
                self.put("shop.json", shop())
            drifts, out = self.regress(0, "--seed", str(20260101 + night))
            self.assertNotIn("noise hides", out)
            for metric, drift in drifts.items():
                seen.add(drift["verdict"])
                if is_edited:
                    margins[metric].append(size(drift["scenario"].split(" ± ")[1]) / size(drift["allowed"]))
                self.assertEqual(drift["verdict"] == "unchanged", not is_edited)
                self.assertEqual([drift["prices"], drift["code"]], ["0", "0"])
                self.assertEqual(drift["scenario"] != "0", is_edited)
                self.assertNotEqual(drift["chance"], "0")
        for metric, shares in margins.items():
            # The half width of an interval of 95 % is 2.36 standard errors.
            self.assertLessEqual(statistics.median(shares), 2.36 / 7, metric)
        self.assertLessEqual(seen, {"unchanged", "small change", "behaviour changed, cost did not",
                                    "behaviour changed, availability did not", "behaviour changed, latency did not"})


if __name__ == "__main__":
    unittest.main()
