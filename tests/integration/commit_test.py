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

    def test_counts_the_reservations_that_pay(self):
        # m5.large: 0.096 on demand, 0.061 reserved for a year, which pays from 0.061 / 0.096 = 63.5 % of the hours on.
        hours = [3 if hour < 2 else 2 if hour < 6 else 1 for hour in range(8)]
        self.put("usage.json", json.dumps(usage(*hours)).replace("m6i.large", "m5.large"))
        out, _ = self.expect(0, "commit", "usage.json", "--reservations", "--format", "json")
        answer = json.loads(out)
        by_name = {one["name"]: one for one in answer["candidates"]}
        year = by_name["m5.large: reserved m5.large, 1 y, no_upfront"]
        # Two run in 6 of 8 hours; a third in 2 of them.
        self.assertEqual((year["best"]["count"], year["best"]["usd_per_hour"]), (2, "0.122"))
        on_demand = 0.096 * (3 * 2 + 2 * 4 + 1 * 2) / 8
        self.assertAlmostEqual(year["without"]["mean_usd_per_month"], 730 * on_demand, 9)
        self.assertAlmostEqual(year["best"]["mean_usd_per_month"], 730 * (0.122 + 0.096 * 2 / 8), 9)
        self.assertAlmostEqual(year["best"]["unused_share"], 2 / 16, 9)
        # Sizes are exchanged: what the book has for xlarge only counts as two of large.
        advance = by_name["m5.xlarge: reserved m5.xlarge, 3 y, all_upfront"]
        self.assertEqual(advance["best"]["count"], 1)
        self.assertAlmostEqual(float(advance["best"]["usd_per_hour"]), 1896.99552 / (3 * 8760), 12)
        self.assertEqual(answer["reservations_without_price"], [])

    def test_says_what_the_book_has_no_reservation_of(self):
        row = {"meter": "elasticache.node_hours", "region": "us-east-1", "pool": "cache.r7g.large/valkey",
               "hour": "2026-11-02T00:00:00Z", "amount": 2}
        self.put("cache.json", {"schema_version": 1, "rows": [row]})
        _, errors = self.expect(2, "commit", "cache.json", "--reservations")
        self.assertIn("holds no price of a reservation of what is used (cache.r7g.large/valkey)", errors)
        both = usage(4, 4)
        both["rows"].append({**row, "amount": 2})
        self.put("both.json", json.dumps(both).replace("m6i.large", "m5.large"))
        out, _ = self.expect(0, "commit", "both.json", "--reservations")
        self.assertIn("The price book holds no price of a reservation of cache.r7g.large/valkey.", out)
        # The user's own offer, for which a number is looked for.
        self.put("offers.json", {"schema_version": 1, "commitments": [
            {"id": "cache", "type": "reserved", "pool": "cache.r7g.large/valkey", "count": 1, "usd_per_hour": "0.12"}]})
        self.assertEqual(self.best("cache.json", "--offers", "offers.json")["best"]["count"], 2)

    def test_shows_a_table(self):
        self.put("usage.json", usage(4, 5, 6))
        out, _ = self.expect(0, "commit", "usage.json", "--discount", "0.28")
        self.assertIn("Cost curve", out)
        self.assertIn("moves to spot", out)

    def test_refuses_what_cannot_be(self):
        self.put("usage.json", usage(4))
        _, errors = self.expect(2, "commit", "usage.json")
        self.assertIn("--offers FILE, --discount SHARE or --reservations", errors)
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
