"""run --independence: what pools that share shocks lose beyond pools that do not."""

import json
import pathlib
import unittest

from program import ProgramTest, queue

SCENARIO = pathlib.Path(__file__).resolve().parents[2] / "scenarios" / "phenomena" / "05_correlated_reclaim.json"


class IndependenceTest(ProgramTest):
    def run_it(self, name, jobs):
        out, _ = self.expect(0, "run", str(SCENARIO), "--replications", "12", "--independence", "--jobs", jobs,
                             "--quiet", "--out", name)
        return out, (self.folder / name / "result.json").read_text()

    def test_three_zones_of_one_scarce_type_are_one_pool_in_disguise(self):
        out, text = self.run_it("one", "1")
        self.assertIn("with independent pools", out)
        result = json.loads(text)
        ratio, independent = (result["availability"][name] for name in ("ratio", "independent_ratio"))
        self.assertLess(ratio["mean"], independent["mean"])
        gap = result["independence"]
        self.assertAlmostEqual(
            gap["lost_per_million"]["mean"] - gap["lost_per_million_independent"]["mean"],
            gap["lost_per_million_difference"]["mean"], places=6)
        # Published traces put the factor on the loss of all zones at 7 to 33.
        self.assertGreater(gap["lost_per_million"]["mean"], 7 * gap["lost_per_million_independent"]["mean"])
        self.assertIn("Were spot pools independent", (self.folder / "one/report.html").read_text())
        self.assertEqual(self.run_it("two", "2")[1], text)

    def test_it_is_refused_where_there_is_no_spot_pool(self):
        self.put("queue.json", queue())
        _, errors = self.expect(2, "run", "queue.json", "--independence", "--quiet")
        self.assertIn("ran without a spot instance", errors)
        self.assertEqual(self.written(), [])

    def test_without_the_option_nothing_is_claimed(self):
        out, _ = self.expect(0, "run", str(SCENARIO), "--replications", "2", "--quiet", "--out", "plain")
        self.assertNotIn("independent", out)
        self.assertNotIn("independent_ratio", (self.folder / "plain/result.json").read_text())


if __name__ == "__main__":
    unittest.main()
