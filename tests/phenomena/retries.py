"""Phenomena of retries: load that clients make themselves."""

import math
import unittest

from run_scenario import PhenomenonTest, run


class RetryStorm(PhenomenonTest):
    """01: 150 % of the capacity for a minute, then 80 % again. With four attempts the collapse stays."""

    STORM = "01_retry_storm"
    CAPACITY = 100  # requests a second: ten servers, a tenth of a second each
    BEGIN, END = 5, 6  # minutes of the burst

    def drain_s(self, retries_per_request, saved=0):
        """Seconds until a first-come queue is empty after the burst, and their standard error.

        The burst leaves (1.5 a - 1) c for a minute where each request is tried `a` times, which the idle capacity
        (1 - 0.8 a) c works off. The queue's net growth has the variance of arrivals and services, both Poisson.
        """
        tries = 1 + retries_per_request
        idle = (1 - 0.8 * tries) * self.CAPACITY
        seconds = (60 * (1.5 * tries - 1) * self.CAPACITY + saved) / idle
        variance = 60 * (1.5 * tries + 1) * self.CAPACITY + seconds * (0.8 * tries + 1) * self.CAPACITY
        return seconds, math.sqrt(variance) / idle

    def assert_recovers(self, outcome, retries_per_request, saved=0):
        seconds, error = self.drain_s(retries_per_request, saved)
        # Clients allow a second: every answer comes too late until no more than a second's work is left.
        last_second = self.CAPACITY / ((1 - 0.8 * (1 + retries_per_request)) * self.CAPACITY)
        stuck = self.END + math.floor((seconds - last_second - 4 * error) / 60)
        well = self.END + math.ceil((seconds + 4 * error) / 60)
        self.assertLess(outcome.good_share(self.END, stuck), 0.01)
        self.assertGreater(outcome.good_share(well + 1), 0.99)

    def test_stays_collapsed_after_the_burst(self):
        storm = run(self.STORM)
        self.assertGreater(storm.good_share(0, self.BEGIN), 0.99, "the load itself is no problem")
        self.assertLess(storm.good_share(self.END + 1), 0.001, "good answers a quarter of an hour after the burst")

    def test_offers_four_times_the_load(self):
        storm = run(self.STORM)
        before = storm.total("offered", 0, self.BEGIN)
        collapsed = storm.total("offered", self.BEGIN)
        attempts = storm["requests/counts/attempts"]
        # At either end some requests are in between attempts: four attempts of a second last about five.
        self.assertBetween(attempts, before + 4 * (collapsed - 600), before * 1.01 + 4 * collapsed, "attempts")

    def test_a_retry_budget_recovers_as_the_queue_drains(self):
        budget = run(self.STORM, "/classes/call/client/retry_budget/ratio=0.1")
        self.assert_recovers(budget, 0.1, saved=100)

    def test_no_retries_recover_sooner(self):
        self.assert_recovers(run(self.STORM, "/classes/call/client/max_attempts=1"), 0)


if __name__ == "__main__":
    unittest.main()
