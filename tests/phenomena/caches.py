"""Phenomena of caches that are empty when they are needed most."""

import math
import unittest

from run_scenario import PhenomenonTest, run


def shares_of_shards(keys, shards):
    """Shares of the reads: keys are spread over the shards by their number, so that a third is not exactly one."""
    popularity = [1 / rank**0.8 for rank in range(1, keys + 1)]
    return [sum(popularity[shard::shards]) / sum(popularity) for shard in range(shards)]


class CacheStampede(PhenomenonTest):
    """02: A third of a cache is lost, and the database cannot fill it again."""

    STAMPEDE = "02_cache_stampede"
    SINGLE_FLIGHT = "/elasticache/single_flight=true"
    LOSS, BACK = 5, 7  # minutes
    SHARDS = 3
    DATABASE_RATE = 20  # answers a second: two processors, a tenth of a second each
    SHARES = shares_of_shards(300, SHARDS)

    def test_the_database_gets_the_load_that_the_hit_ratio_says(self):
        # Fast queries, so that every read is answered: counts alone.
        fast = "/aurora/read/cpu_time=0.0001"
        calm, lost = run(self.STAMPEDE, fast, "/horizon=5 min"), run(self.STAMPEDE, fast, "/horizon=7 min")
        queries = [one["aurora/reader_busy_s"] / 0.0001 for one in (calm, lost)]
        hit_ratio = calm["elasticache/hit_ratio"]
        factor = ((1 - hit_ratio) * (1 - 1 / self.SHARDS) + 1 / self.SHARDS) / (1 - hit_ratio)
        a_minute = queries[0] / self.LOSS
        seen = (queries[1] - queries[0]) / (self.BACK - self.LOSS) / a_minute
        uneven = max(self.SHARES) * self.SHARDS
        error = 4 * factor * math.sqrt(1 / queries[0] + 1 / (queries[1] - queries[0]))
        self.assertBetween(seen, factor / uneven - error, factor * uneven + error, "load over the load before")

    def test_the_cache_does_not_recover(self):
        stampede = run(self.STAMPEDE)
        self.assertEqual(stampede.total("bad", 0, self.LOSS), 0)
        # What was in the lost shard stays lost, eight minutes after the node is back.
        offered, lost = stampede.total("offered", 15), min(self.SHARES)
        error = 4 * math.sqrt(lost * (1 - lost) * offered)
        self.assertGreater(stampede.total("bad", 15), lost * offered - error)

    def test_single_flight_recovers(self):
        recovered = run(self.STAMPEDE, self.SINGLE_FLIGHT)
        # While the node is away, the database answers a part of its reads at best.
        offered, lost = recovered.total("offered", self.LOSS, self.BACK), min(self.SHARES)
        answered = self.DATABASE_RATE * 60 * (self.BACK - self.LOSS)
        error = 4 * math.sqrt(lost * (1 - lost) * offered + answered)
        self.assertGreater(recovered.total("bad", self.LOSS, self.BACK), lost * offered - answered - error)
        self.assertEqual(recovered.total("bad", 15), 0)


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
