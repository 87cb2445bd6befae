"""Phenomena of databases: connections, of which there are so many."""

import math
import unittest

from run_scenario import PhenomenonTest, run


class ConnectionExhaustion(PhenomenonTest):
    """08: Tasks are doubled, and their pools with them, beyond what the database accepts."""

    EXHAUSTION = "08_connection_exhaustion"
    SMALL_POOLS = "/aurora/connections_per_task=5"
    REFUSED = "requests/by_cause/database_database_too_many_connections"
    DOUBLED = 5  # minute

    def test_a_quarter_is_refused_from_then_on(self):
        exhaustion = run(self.EXHAUSTION)
        # 120 connections are wanted and 90 accepted; the tasks have started within two minutes.
        offered, refused = (exhaustion.total(name, self.DOUBLED + 2) for name in ("offered", "bad"))
        error = 4 * math.sqrt(0.25 * 0.75 / offered)
        self.assertBetween(refused / offered, 0.25 - error, 0.25 + error, "refused")
        self.assertEqual(exhaustion.total("bad", 0, self.DOUBLED), 0)
        self.assertEqual(exhaustion[self.REFUSED], exhaustion["requests/failed"])

    def test_errors_are_instant_and_answers_as_fast_as_ever(self):
        minutes = run(self.EXHAUSTION).minutes("latency_mean_s")
        before, after = minutes[: self.DOUBLED], minutes[self.DOUBLED + 2 :]
        # Twice the tasks share the work: if anything, answers are faster.
        error = 4 * 0.025 / math.sqrt(2500 * len(before))
        self.assertLess(sum(after) / len(after), sum(before) / len(before) + error)

    def test_small_pools_are_not_noticed(self):
        self.assertEqual(run(self.EXHAUSTION, self.SMALL_POOLS)["requests/failed"], 0)


if __name__ == "__main__":
    unittest.main()
