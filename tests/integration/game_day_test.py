"""fleetcast game-day: what reclaimed spot capacity and a lost zone do, against the same runs without them."""

import json
import pathlib
import unittest

from program import ProgramTest, queue

PHENOMENA = pathlib.Path(__file__).resolve().parents[2] / "scenarios" / "phenomena"
# Six tasks that carry the load at 80 %, two in each zone.
STABLE = str(PHENOMENA / "30_static_stability.json")
SPOT = str(PHENOMENA / "05_correlated_reclaim.json")
WHEN = ("--at", "5 min", "--duration", "15 min", "--zone", "b", "--replications", "4", "--set", "/events=[]")


class GameDayTest(ProgramTest):
    def hold(self, *arguments):
        out, _ = self.expect(0, "game-day", *arguments, "--quiet", "--format", "json")
        return json.loads(out)

    def test_four_tasks_cannot_carry_what_six_do_and_six_of_nine_can(self):
        day = self.hold(STABLE, *WHEN)
        self.assertEqual([drill["name"] for drill in day["drills"]], ["zone lost", "zone lost, no launches"])
        self.assertAlmostEqual(day["requests_per_s"], 96, delta=4.5 * (96 / 60 / 4) ** 0.5)
        stuck = day["drills"][1]
        # 96 requests a second for a quarter of an hour, of which four tasks serve at most 4 / 0.05 = 80.
        self.assertGreater(stuck["requests_lost"]["ci95"][0], (96 - 80) * 60 * 10)
        self.assertLess(stuck["availability"]["mean"], stuck["availability_without"]["mean"])
        roomy = self.hold(STABLE, *WHEN, "--set", "/services/web/desired_count=9", "--set",
                          "/capacity_providers/on_demand/auto_scaling_group/desired_capacity=6")
        # What the loss itself takes with it is lost in any case; only the six that are left are not overloaded.
        overloaded = "requests.by_cause.web_overloaded"
        self.assertTrue(stuck["differences"][overloaded]["significant"])
        self.assertEqual(roomy["drills"][1]["differences"].get(overloaded, {"difference": {"mean": 0}})
                         ["difference"]["mean"], 0)

    def test_interruptions_have_a_price_each_and_the_table_says_so(self):
        settings = ("--set", "/horizon=2 h", "--replications", "3", "--at", "30 min",
                    "--set", "/spot={}")
        day = self.hold(SPOT, *settings)
        reclaim = day["drills"][0]
        self.assertEqual(reclaim["name"], "spot interruption")
        # Twelve instances in three zones.
        self.assertEqual(reclaim["notices"]["mean"], 4)
        self.assertAlmostEqual(reclaim["usd_per_notice"]["mean"] * 4, reclaim["usd"]["mean"], places=9)
        self.assertEqual(reclaim["not_recovered"], 0)
        self.assertGreater(reclaim["minutes_to_recover"]["mean"], 2)
        out, _ = self.expect(0, "game-day", SPOT, *settings, "--quiet", "--jobs", "2")
        self.assertRegex(out, r"one interruption .* of 4 at once")
        self.assertTrue(all(len(line) <= 80 for line in out.splitlines()), out)

    def test_what_cannot_be_held_is_refused(self):
        self.put("queue.json", queue())
        for arguments, message in ((("--zone", "q", "--duration", "5 min"), "the scenario has no zone 'q', only a, b, c"),
                                   (("--at", "9 min", "--duration", "5 min"), "must end within the horizon"),
                                   (("--at", "noon"), "--at: 'noon' is no time"),
                                   (("--duration", "1 s"), "must be at least a minute")):
            _, errors = self.expect(2, "game-day", "queue.json", *arguments, "--quiet")
            self.assertIn(message, " ".join(errors.split()))


if __name__ == "__main__":
    unittest.main()
