"""fleetcast optimize: the cheapest choice that meets the objectives, and why the others lost."""

import json
import unittest

from program import ProgramTest

# A bucket that bills every GET request, beside a queue; p99 of M/M/1 is ln(100) / (80 - 50) = 153 ms at 12.5 ms of work
# and 66 ms at 8.3 ms, but quick answers come from a class of storage that costs more.
SHOP = {
    "schema_version": 1,
    "name": "shop",
    "pre_roll": "1 min",
    "horizon": "5 min",
    "traffic": {"rate": {"constant": {"rate": "60/s"}}},
    "classes": {
        "asset": {"share": 10, "bucket": "assets"},
        "customer": {"share": 50, "deadline": "1000 h",
                     "steps": [{"backend": "desk", "work": {"exponential": {"mean": "12.5 ms"}}}]},
    },
    "backends": {"desk": {"servers": 1}},
    "buckets": {"assets": {}},
    "objectives": {"more": [{"metric": "backends.desk.sojourn_mean", "at_most": 0.025}]},
    "pricing": {"has_free_allowances": False},
    "decision": {
        "free": {"/backends/desk/servers": "1,2", "/classes/asset/share": "10,12,20"},
        "indifference": 0.5,
        "first_replications": 6,
        "max_replications": 40,
    },
}


class OptimizeTest(ProgramTest):
    def optimise(self, folder, *options, code=0):
        out, _ = self.expect(code, "optimize", "shop.json", "--quiet", "--out", folder, *options)
        return out, (self.folder / folder / "optimize.json").read_text()

    def test_the_cheapest_that_meets_the_objective_wins_and_losers_are_told_why(self):
        self.put("shop.json", SHOP)
        out, text = self.optimise("two", "--jobs", "2")
        self.assertEqual(self.optimise("one", "--jobs", "1")[1], text)
        found = json.loads(text)
        choice = found["candidates"][found["best"] - 1]
        # One server keeps customers 1 / (80 - 50) = 33 ms, two keep them 14 ms; more files of 60 requests cost more.
        self.assertEqual(choice["settings"], {"/backends/desk/servers": "2", "/classes/asset/share": "10"})
        self.assertTrue(found["sure"])
        fates = {tuple(one["settings"].values()): one["fate"] for one in found["candidates"]}
        self.assertRegex(fates["1", "10"], r"backends\.desk\.sojourn_mean is .*, not at most")
        self.assertRegex(fates["2", "20"], r"costs \$\d+\.\d\d ± .* a month more than servers=2, share=10")
        self.assertIn("With 95 % confidence none of the 5 other choices", " ".join(out.split()))
        self.assertTrue(all(len(line) <= 80 for line in out.splitlines()), out)
        self.assertIn("why not", (self.folder / "one/optimize.html").read_text())
        rows = (self.folder / "one/optimize.csv").read_text().splitlines()
        self.assertEqual(len(rows), 7)
        self.assertLess(found["runs"], 6 * 40)

    def test_an_interrupted_search_goes_on_to_the_same_bytes(self):
        self.put("shop.json", SHOP)
        _, whole = self.optimise("whole")
        journal = (self.folder / "whole/runs.jsonl").read_bytes().splitlines(keepends=True)
        (self.folder / "cut").mkdir()
        (self.folder / "cut/runs.jsonl").write_bytes(b"".join(journal[:7]) + journal[7][:20])
        self.assertEqual(self.optimise("cut")[1], whole)

    def test_nothing_that_meets_the_objectives_is_said_so(self):
        self.put("shop.json", {**SHOP, "objectives": {"more": [{"metric": "backends.desk.sojourn_mean",
                                                                "at_most": 0.001}]}})
        out, text = self.optimise("none", code=1)
        self.assertIn("No choice is known to meet every objective", " ".join(out.split()))
        self.assertIsNone(json.loads(text)["best"])

    def test_wrong_decisions_are_refused(self):
        plain = {key: value for key, value in SHOP.items() if key != "decision"}
        for changes, message in (
            ({}, "the scenario has no decision"),
            ({"decision": {"free": {}, "indifference": 1}}, "nothing is free to choose"),
            ({"decision": {"free": {"desk": "1,2", "/seed": "1,,2"}, "indifference": 1}}, "/decision/free/"),
            ({"decision": {"free": {"/backends/desk/servers": "1,2"}}}, "/decision/indifference: is required"),
            ({"decision": {**SHOP["decision"], "max_replications": 5}}, "must be at least first_replications"),
            ({"decision": {**SHOP["decision"], "free": {"/seed": "1,2"}}}, "must have the same seed"),
        ):
            self.put("shop.json", {**plain, **changes})
            _, errors = self.expect(2, "optimize", "shop.json", "--quiet")
            self.assertIn(message, " ".join(errors.split()))
        self.assertEqual(self.written(), [])


if __name__ == "__main__":
    unittest.main()
