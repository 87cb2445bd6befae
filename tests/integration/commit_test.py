"""Commitments in scenarios, for recorded usage, and the search for the best one."""

import json
import unittest

from program import ProgramTest, queue

HOUR = 3600


def usage(*instance_hours):
    """Returns a usage file with so many hours of m6i.large in each hour of a November day."""
    rows = [{"meter": "ec2.instance_seconds", "region": "us-east-1", "zone": "us-east-1a", "pool": "m6i.large",
             "purchase_option": "on_demand", "hour": f"2026-11-02T{hour:02}:00:00Z", "amount": count * HOUR}
            for hour, count in enumerate(instance_hours)]
    return {"schema_version": 1, "horizon_s": HOUR * len(instance_hours), "rows": rows}


class CommitTest(ProgramTest):
    def best(self, *arguments):
        out, _ = self.expect(0, "commit", *arguments, "--format", "json")
        return json.loads(out)["candidates"][0]

    def test_finds_the_quantile_of_the_hours(self):
        # m6i.large costs 0.096 an hour; at 28 % off the smallest number exceeded in at most 72 % of the hours is 4.
        self.put("usage.json", usage(2, 3, 4, 5, 6, 7, 8, 9))
        best = self.best("usage.json", "--discount", "0.28")["best"]
        self.assertEqual(best["usd_per_hour"], "0.276")
        self.assertAlmostEqual(best["unused_share"], (2 * 0.276 - (2 + 3) * 0.06912) / (8 * 0.276), 9)

    def test_takes_usage_files_as_replications_and_rates_from_offers(self):
        self.put("calm.json", usage(4, 4, 4, 4))
        self.put("busy.json", usage(8, 8, 8, 8))
        plans = [{"id": name, "type": "compute_savings_plan", "usd_per_hour": "0", "rates": [{"discount": discount}]}
                 for name, discount in (("small", "0.1"), ("large", "0.6"))]
        self.put("plans.json", {"schema_version": 1, "commitments": plans})
        best = self.best("calm.json", "busy.json", "--offers", "plans.json")
        self.assertEqual(best["id"], "large")
        self.assertEqual(best["best"]["usd_per_hour"], "0.307")
        # Both months pay the commitment; the busy one also for 0.0002 / 0.0384 of an instance on demand.
        self.assertAlmostEqual(best["best"]["p05_usd_per_month"], 730 * 0.307, 9)
        self.assertAlmostEqual(best["best"]["p95_usd_per_month"], 730 * (0.307 + 0.0002 / 0.4), 9)
        self.assertEqual(best["moved_to_spot"][3]["moved_to_spot_share"], 0.5)
        self.assertAlmostEqual(best["moved_to_spot"][3]["kept"]["unused_share"], 1 - 3 * 0.0384 / 0.307, 9)

    def test_shows_a_table(self):
        self.put("usage.json", usage(4, 5, 6))
        out, _ = self.expect(0, "commit", "usage.json", "--discount", "0.28")
        self.assertIn("Cost curve", out)
        self.assertIn("moves to spot", out)

    def test_refuses_what_cannot_be(self):
        self.put("usage.json", usage(4))
        self.expect(2, "commit", "usage.json")
        self.expect(2, "commit", "usage.json", "--discount", "1.5")
        self.put("plans.json", {"schema_version": 1, "commitments": [
            {"id": "bare", "type": "compute_savings_plan", "usd_per_hour": "0"}]})
        _, errors = self.expect(2, "commit", "usage.json", "--offers", "plans.json")
        self.assertIn("knows no rate for ec2.instance_seconds 'm6i.large'", errors)
        self.put("empty.json", {"schema_version": 1, "rows": []})
        self.expect(2, "commit", "empty.json", "--discount", "0.3")

    def test_a_scenario_pays_for_what_it_does_not_use(self):
        plan = {"id": "plan", "type": "compute_savings_plan", "usd_per_hour": "1.25"}
        self.put("plain.json", queue(horizon="2 h", replications=2))
        self.put("plan.json", queue(horizon="2 h", replications=2, pricing={"commitments": [plan]}))
        costs = {}
        for name in ("plain", "plan"):
            self.expect(0, "run", name + ".json", "--quiet", "--out", name)
            costs[name] = json.loads((self.folder / name / "result.json").read_text())["cost_usd"]
        self.assertAlmostEqual(costs["plan"]["total_month"]["mean"] - costs["plain"]["total_month"]["mean"], 912.5)
        self.assertAlmostEqual(costs["plan"]["total_horizon"]["mean"] - costs["plain"]["total_horizon"]["mean"], 2.5)
        self.assertIn("Unused", (self.folder / "plan" / "bill.csv").read_text())
        self.assertIn("plan.json", self.expect(2, "validate", "plan.json", "--set", "/horizon=90 min")[1])

    def test_a_result_without_coverable_usage_is_told(self):
        self.put("plain.json", queue(horizon="1 h", replications=2))
        self.expect(0, "run", "plain.json", "--quiet", "--out", "plain")
        _, errors = self.expect(2, "commit", "plain/result.json", "--discount", "0.3")
        self.assertIn("no usage that a commitment could cover", errors)


if __name__ == "__main__":
    unittest.main()
