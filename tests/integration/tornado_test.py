"""run --tornado: what assumptions are worth, on a small fleet whose volumes are billed by their size."""

import json
import pathlib
import unittest

from program import ProgramTest

SCENARIO = pathlib.Path(__file__).resolve().parents[2] / "scenarios" / "phenomena" / "05_correlated_reclaim.json"
SHORT = ["--set", "/horizon=10 min", "--set", "/pre_roll=1 min", "--replications", "2", "--quiet"]


class TornadoTest(ProgramTest):
    def run_it(self, name, *options):
        out, _ = self.expect(0, "run", str(SCENARIO), *SHORT, "--tornado", "--out", name, *options)
        return out, (self.folder / name / "result.json").read_text()

    def test_volumes_cost_in_proportion_and_jobs_change_nothing(self):
        out, text = self.run_it("one", "--jobs", "1")
        self.assertIn("What moves USD a month most", out)
        self.assertIn(">What the assumptions are worth</h2>", (self.folder / "one/report.html").read_text())
        result = json.loads(text)
        swings = {swing["pointer"]: swing for swing in result["tornado"]["swings"]}
        volume = swings["/ec2/root_volume_size"]
        low, high = (volume[end]["cost_usd_month"]["mean"] for end in ("low", "high"))
        self.assertLess(low, 0)
        # Half as large saves half of what twice as large costs more; the bill rounds each line to ten decimals.
        self.assertAlmostEqual(high, -2 * low, places=6)
        # Nothing about the volume changes what clients see.
        self.assertEqual(volume["high"]["lost_per_million"]["mean"], 0)
        self.assertGreater(result["tornado"]["without_effect"], 0)
        self.assertEqual(result["tornado"]["replications"], 2)

        _, again = self.run_it("two", "--jobs", "2")
        self.assertEqual(again, text)

    def test_without_the_option_nothing_is_said(self):
        self.expect(0, "run", str(SCENARIO), *SHORT, "--out", "plain")
        self.assertNotIn("tornado", json.loads((self.folder / "plain/result.json").read_text()))


if __name__ == "__main__":
    unittest.main()
