"""Phenomena of placement: what fits together and does not fit anywhere."""

import unittest

from run_scenario import PhenomenonTest, run


class Fragmentation(PhenomenonTest):
    """06: The free memory of three instances would do for a task, but that of none does."""

    FRAGMENTS = "06_fragmentation"
    INSTANCE_GIB = 8 * 0.95  # what an m5.large registers

    def test_a_task_waits_although_there_is_room_in_all(self):
        free = self.INSTANCE_GIB - 5
        self.assertLess(free, 5)
        self.assertGreater(3 * free, 5)
        fragments = run(self.FRAGMENTS)
        self.assertEqual(set(fragments.minutes("tasks.web.running")), {3})
        self.assertEqual(set(fragments.minutes("tasks.web.desired")), {4})
        self.assertEqual(set(fragments.minutes("instances.on_demand")), {3}, "the group is at its largest")

    def test_smaller_tasks_fit(self):
        self.assertEqual(run(self.FRAGMENTS, "/services/web/task/memory=2.5 GiB").minutes("tasks.web.running")[-1], 4)


if __name__ == "__main__":
    unittest.main()
