"""Phenomena of herds: what happens to all at the same time."""

import math
import unittest

from run_scenario import PhenomenonTest, run


class CronHerd(PhenomenonTest):
    """32: A schedule of the full hour drains the token bucket of Fargate launches."""

    HERD = "32_cron_herd"
    A_HUNDRED = "/jobs/jobs/reports/count=100"
    TASKS, BURST, RATE = 400, 100, 20

    def start_s(self, *settings):
        """Mean time from the schedule to a task that runs."""
        outcome = run(self.HERD, *settings)
        self.assertEqual(outcome["jobs/reports/completed"], 1)
        return outcome["jobs/reports/start_latency_s"]

    def test_the_herd_waits_for_tokens(self):
        # Task number n beyond the burst waits for (n - 100) / 20 s; the last one for 15 s.
        waits = [max(0, number - self.BURST) / self.RATE for number in range(1, self.TASKS + 1)]
        self.assertEqual(waits[-1], 15)
        expected = sum(waits) / self.TASKS
        # A start takes 10 to 15 s and the pull of 300 MB at 30 MB/s, times a lognormal factor of sigma 0.25, and 5 s
        # with sigma 0.5 for the container: 6.6 s of standard deviation in all, in two runs.
        error = 4 * 6.6 * math.sqrt(1 / self.TASKS + 1 / self.BURST)
        self.assertBetween(self.start_s() - self.start_s(self.A_HUNDRED), expected - error, expected + error, "wait")


if __name__ == "__main__":
    unittest.main()
