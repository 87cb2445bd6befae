"""Phenomena of cost: what is paid for without being asked for."""

import math
import unittest

from run_scenario import PhenomenonTest, run


class CrossZoneCost(PhenomenonTest):
    """11: Of the bytes between tasks and cache nodes in A zones, (A - 1) / A cross."""

    COST = "11_cross_zone_cost"
    ONE_ZONE = '/availability_zones=["a"]'
    CALLS, BYTES = 4, 10000
    METER = "transfer.inter_zone_managed_bytes"

    def bytes(self, *settings):
        rows = run(self.COST, *settings).result.document["usage"]["rows"]
        return sum(row["amount"] for row in rows if row["meter"] == self.METER)

    def test_two_thirds_of_the_bytes_cross(self):
        calls = self.CALLS * run(self.COST)["alb/web/requests"]
        error = 4 * math.sqrt(2 / 9 / calls)
        self.assertBetween(self.bytes() / (calls * self.BYTES), 2 / 3 - error, 2 / 3 + error, "share")

    def test_in_one_zone_none_do(self):
        self.assertEqual(self.bytes(self.ONE_ZONE), 0)
        self.assertGreater(run(self.COST, self.ONE_ZONE)["alb/web/requests"], 0)

    def test_they_are_a_line_of_the_bill(self):
        self.assertGreater(run(self.COST).result.cost_of_meter(self.METER), 0)
        self.assertEqual(run(self.COST, self.ONE_ZONE).result.cost_of_meter(self.METER), 0)


if __name__ == "__main__":
    unittest.main()
