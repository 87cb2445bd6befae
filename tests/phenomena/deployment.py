"""Phenomena of deployments."""

import math
import unittest

from run_scenario import PhenomenonTest, run


class DeploymentInterrupted(PhenomenonTest):
    """07: A deployment that may not miss a task, while spot capacity goes away and there is no room beside it."""

    STUCK = "07_deployment_interrupted"
    UNDISTURBED = "/events/1/at=39 min"
    ROOM = "/capacity_providers/spot/auto_scaling_group/desired_capacity=8"
    NOTICE_S = 120
    BROKEN = '/events/0/deployment={"service": "web", "is_broken": true}'
    BREAKER = '/services/web/deployment_circuit_breaker={"enable": true, "rollback": true}'
    DETECTION_S = 65  # ecs.broken_task_detection_time
    BREAKS_AT = 3  # half of six tasks, and never below three

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

    def test_the_circuit_breaker_rolls_back_while_capacity_is_away(self):
        broken = run(self.STUCK, self.BROKEN, self.BREAKER)
        opened, rolled_back = broken.incidents("deployment")
        self.assertEqual(opened["effect"], "revision 2 failed and is rolled back")
        self.assertEqual(rolled_back["effect"], "revision 1 runs")
        self.assertEqual(rolled_back["at_s"], opened["at_s"] + opened["duration_s"])
        self.assertEqual(broken["services/web/deployments_failed"], 1)
        # The two tasks that find room are found out together, and the third failure takes another round.
        rounds = math.ceil(self.BREAKS_AT / 2)
        self.assertGreater(opened["duration_s"], rounds * self.DETECTION_S)
        self.assertLessEqual(broken["services/web/tasks_unhealthy"], rounds * 2)
        self.assertEqual(set(broken.minutes("tasks.web.running", 30)), {6})
        # With room for all, the first round is enough.
        (opened, _) = run(self.STUCK, self.BROKEN, self.BREAKER, self.ROOM).incidents("deployment")
        self.assertBetween(opened["duration_s"], self.DETECTION_S, 2 * self.DETECTION_S, "one round")

    def test_without_it_broken_tasks_come_and_go_for_ever(self):
        broken = run(self.STUCK, self.BROKEN)
        self.assertEqual(broken.incidents("deployment"), [])
        self.assertGreater(broken["services/web/tasks_unhealthy"], 2 * self.BREAKS_AT)
        self.assertEqual(broken["services/web/deployments_failed"], 0)

    def test_with_room_for_twice_the_tasks_the_reclaim_is_not_noticed(self):
        self.assertLess(self.duration_s(self.ROOM), self.NOTICE_S)
        room = run(self.STUCK, self.ROOM)
        self.assertEqual(room["services/web/tasks_lost"], 0)
        self.assertEqual(room["requests/failed"], 0)


if __name__ == "__main__":
    unittest.main()
