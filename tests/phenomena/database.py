"""Phenomena of databases: connections, of which there are so many and which stay where they are."""

import math
import statistics
import unittest

from run_scenario import PhenomenonTest, run


class ConnectionExhaustion(PhenomenonTest):
    """08: A deployment doubles tasks and their pools, beyond what the database accepts."""

    EXHAUSTION = "08_connection_exhaustion"
    SMALL_POOLS = "/aurora/connections_per_task=5"
    REFUSED = "requests/by_cause/database_database_too_many_connections"
    DEPLOYMENT = 5

    def test_a_quarter_is_refused_while_both_revisions_run(self):
        exhaustion = run(self.EXHAUSTION)
        # 120 connections are wanted and 90 accepted; old tasks drain for three minutes, of which two are full ones.
        offered = exhaustion.total("offered", self.DEPLOYMENT + 1, self.DEPLOYMENT + 3)
        refused = exhaustion.total("bad", self.DEPLOYMENT + 1, self.DEPLOYMENT + 3)
        error = 4 * math.sqrt(0.25 * 0.75 / offered)
        self.assertBetween(refused / offered, 0.25 - error, 0.25 + error, "refused")
        self.assertEqual(exhaustion.total("bad", 0, self.DEPLOYMENT) + exhaustion.total("bad", 10), 0)
        self.assertEqual(exhaustion[self.REFUSED], exhaustion["requests/failed"])

    def test_errors_are_instant_and_answers_as_fast_as_ever(self):
        minutes = run(self.EXHAUSTION).minutes("latency_mean_s")
        before = sum(minutes[: self.DEPLOYMENT]) / self.DEPLOYMENT
        # Twice the tasks share the work: if anything, answers are faster.
        self.assertLess(minutes[self.DEPLOYMENT + 1], before + 4 * 0.025 / math.sqrt(2500))

    def test_small_pools_are_not_noticed(self):
        self.assertEqual(run(self.EXHAUSTION, self.SMALL_POOLS)["requests/failed"], 0)


class ReaderSkew(PhenomenonTest):
    """28: A reader that comes back gets no connections until old ones end."""

    SKEW = "28_reader_skew"
    SHORT_LIVES = "/aurora/connection_lifetime=60"
    BACK_S = 300 + 180
    RATE, WORK_S, VCPUS, LIFETIME_S = 60, 0.029, 2, 1800
    RUNS = 8

    def busiest_share(self, minute, lifetime_s):
        """Share of the busier of two readers: connections end after an exponential time and open at either."""
        age = 60 * (minute + 1) - self.BACK_S
        return (1 + math.exp(-age / lifetime_s)) / 2

    def query_s(self, share):
        """Mean time of a query where two processors are shared (M/M/2, processor sharing) by that much of the load."""
        load = self.RATE * share * self.WORK_S / self.VCPUS
        return self.WORK_S / (1 - load**2)

    def test_the_reader_stays_idle_until_connections_end(self):
        skew, short = run(self.SKEW), run(self.SKEW, self.SHORT_LIVES)
        self.assertEqual(skew.minutes("aurora.readers")[4:10], [2, 1, 1, 1, 2, 2])
        # Connections are renewed in sixty steps each lifetime.
        late = math.exp(1 / 60)
        for minute in (9, 14, 24):
            share = self.busiest_share(minute, self.LIFETIME_S)
            self.assertBetween(skew.minutes("aurora.busiest_reader_share")[minute], share / late, share * late, "share")
        self.assertBetween(short.minutes("aurora.busiest_reader_share")[14], 0.5, 0.505, "share")

    def surplus_s(self, shares):
        """Mean latency that an uneven load adds, by the share of the busier reader in each minute."""
        uneven = [hot * self.query_s(hot) + (1 - hot) * self.query_s(1 - hot) for hot in shares]
        return sum(uneven) / len(uneven) - self.query_s(0.5)

    def test_latency_is_that_of_a_hot_reader(self):
        minutes = slice(9, 15)
        surpluses = []
        for seed in range(1, self.RUNS + 1):
            skew = run(self.SKEW, f"/seed={seed}").minutes("latency_mean_s")[minutes]
            short = run(self.SKEW, self.SHORT_LIVES, f"/seed={seed}").minutes("latency_mean_s")[minutes]
            surpluses.append((sum(skew) - sum(short)) / len(skew))
        error = 4 * statistics.stdev(surpluses) / math.sqrt(self.RUNS)
        # Connections are renewed in sixty steps each lifetime, so that shares are early or late by one.
        late = math.exp(1 / 60)
        shares = [self.busiest_share(minute, self.LIFETIME_S) for minute in range(minutes.start, minutes.stop)]
        low = self.surplus_s([share / late for share in shares])
        high = self.surplus_s([share * late for share in shares])
        self.assertBetween(statistics.mean(surpluses), low - error, high + error, "surplus")


if __name__ == "__main__":
    unittest.main()
