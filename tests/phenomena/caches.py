"""Phenomena of caches that are empty when they are needed most."""

import math
import unittest

from run_scenario import PhenomenonTest, run



class ColdCacheAfterFailover(PhenomenonTest):
    """10: The repaired instance has an empty buffer pool: a second dip, after the failover."""

    COLD = "10_cold_cache_after_failover"
    WARM = "/aurora/buffer_pool/cold_hit_ratio=0.99"
    READS_A_SECOND, READS_A_PAGE = 60 * 20, 20
    GAP, WARM_UP_S, READ_S = 0.99 - 0.3, 60, 0.002
    BACK_S, END_S = 480, 900
    STEP_S = WARM_UP_S / 20  # the hit ratio is followed in steps, and is late by up to one

    def test_pages_are_read_from_the_storage_until_the_pool_is_warm(self):
        surplus = run(self.COLD)["aurora/io_requests"] - run(self.COLD, self.WARM)["aurora/io_requests"]
        filled = 1 - math.exp(-(self.END_S - self.BACK_S) / self.WARM_UP_S)
        expected = self.READS_A_SECOND * self.GAP * self.WARM_UP_S * filled
        late = self.READS_A_SECOND * self.GAP * self.STEP_S
        error = 4 * math.sqrt(expected)
        self.assertBetween(surplus, expected - error, expected + late + error, "storage reads")

    def test_latency_dips_when_the_instance_is_back_and_not_at_the_failover(self):
        minutes = run(self.COLD).minutes("latency_mean_s")
        before = sum(minutes[1:5]) / 4
        first_minute = self.WARM_UP_S / 60 * (1 - math.exp(-60 / self.WARM_UP_S))
        expected = self.READS_A_PAGE * self.GAP * self.READ_S * first_minute
        error = 4 * 0.025 / math.sqrt(3600)
        self.assertBetween(minutes[8] - before, expected - error, expected * (1 + self.STEP_S / 60) + error, "dip")
        self.assertBetween(minutes[6] - before, -error, error, "after the failover")

    def test_a_pool_that_survives_shows_none(self):
        minutes = run(self.COLD, self.WARM).minutes("latency_mean_s")
        error = 4 * 0.025 / math.sqrt(3600)
        self.assertBetween(minutes[8] - sum(minutes[1:5]) / 4, -error, error, "dip")


if __name__ == "__main__":
    unittest.main()
