"""Numbers that are not known: drawn for groups of replications, and told apart from chance."""

import json
import unittest

from program import ProgramTest, queue


def uncertain(per_input, **rate):
    """Returns a queue of twelve replications whose arrival rate is not known."""
    return queue(replications=12, uncertainty={"replications_per_input": per_input},
                 traffic={"rate": {"constant": {"rate": rate}}})


class UncertainInputsTest(ProgramTest):
    def run_it(self, document, name, *options):
        self.put("queue.json", document)
        out, _ = self.expect(0, "run", "queue.json", "--quiet", "--out", name, *options)
        return out, json.loads((self.folder / name / "result.json").read_text())

    def test_replications_of_a_draw_share_it(self):
        out, result = self.run_it(uncertain(3, low=20, mode=30, high=90), "wide")
        offered = result["by_replication"]["requests.offered"]
        groups = [offered[i:i + 3] for i in range(0, 12, 3)]
        # Within a draw counts differ by Poisson noise, between draws by more: 600 s at 20 to 90 a second.
        for group in groups:
            self.assertLess(max(group) - min(group), 6 * (max(group) ** 0.5) * 2 ** 0.5)
        self.assertGreater(max(offered) - min(offered), 2000)
        self.assertEqual(result["requests"]["offered"]["n"], 4)
        split = result["input_uncertainty"]["latency_s.p99"]
        self.assertGreater(split["input_share"], 0.5)
        self.assertLess(split["half_width_of_chance"], split["half_width"])
        self.assertIn("± if inputs were known", out)
        self.assertIn(">Uncertain inputs</h2>", (self.folder / "wide/report.html").read_text())

    def test_the_draw_belongs_to_the_group_whatever_the_jobs(self):
        _, one = self.run_it(uncertain(2, low=20, high=90), "one", "--jobs", "1")
        _, two = self.run_it(uncertain(2, low=20, high=90), "two", "--jobs", "2")
        self.assertEqual(one, two)

    def test_known_inputs_change_nothing_and_are_not_split(self):
        self.run_it(queue(), "plain")
        self.run_it(queue(uncertainty={"replications_per_input": 1}), "said")
        plain, said = ((self.folder / name / "result.json").read_text() for name in ("plain", "said"))
        self.assertEqual(plain, said)
        self.assertNotIn("input_uncertainty", plain)

    def test_what_cannot_be_is_told_at_once(self):
        document = uncertain(5, low=20, mode=10, high=90)
        self.put("queue.json", document)
        _, errors = self.expect(2, "validate", "queue.json")
        self.assertIn("/traffic/rate/constant/rate/mode: must lie between low and high", errors)
        self.put("queue.json", uncertain(5, low=20, mode=30, high=90))
        _, errors = self.expect(2, "validate", "queue.json")
        self.assertIn("must divide the replications", errors)


if __name__ == "__main__":
    unittest.main()
