"""Phenomena of deployments."""

import unittest

from run_scenario import PhenomenonTest, run


class DeploymentInterrupted(PhenomenonTest):
    """07: A deployment that may not miss a task, while spot capacity goes away and there is no room beside it."""

    STUCK = "07_deployment_interrupted"
    UNDISTURBED = "/events/1/at=39 min"
    ROOM = "/capacity_providers/spot/auto_scaling_group/desired_capacity=8"
    NOTICE_S = 120

    def duration_s(self, *settings):
        (deployment,) = run(self.STUCK, *settings).incidents("deployment")
        return deployment["duration_s"]

    def test_it_waits_for_the_capacity_to_come_back(self):
        self.assertGreater(self.duration_s(), self.duration_s(self.UNDISTURBED) + self.NOTICE_S)

    def test_tasks_die_unreplaced(self):
        stuck = run(self.STUCK)
        self.assertGreater(stuck["services/web/tasks_lost"], 0)
        self.assertLess(min(stuck.minutes("tasks.web.running", 5, 12)), 6)
        self.assertGreater(stuck["requests/by_cause/alb_504_target_unreachable"], 0)

    def test_undisturbed_it_loses_none(self):
        undisturbed = run(self.STUCK, self.UNDISTURBED)
        self.assertEqual(undisturbed["services/web/tasks_lost"], 0)
        self.assertEqual(undisturbed["requests/failed"], 0)

    def test_with_room_for_twice_the_tasks_the_reclaim_is_not_noticed(self):
        self.assertLess(self.duration_s(self.ROOM), self.NOTICE_S)
        room = run(self.STUCK, self.ROOM)
        self.assertEqual(room["services/web/tasks_lost"], 0)
        self.assertEqual(room["requests/failed"], 0)


if __name__ == "__main__":
    unittest.main()
