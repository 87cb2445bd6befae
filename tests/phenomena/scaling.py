"""Phenomena of scaling: loops with dead time, and what they do with it."""

import math
import unittest

from run_scenario import PhenomenonTest, run


class AutoscalerLag(PhenomenonTest):
    """04: A fivefold step meets a loop that sees minutes late, and a metric that ends at 100 %."""

    LAG = "04_autoscaler_lag"
    AHEAD = ('/services/web/autoscaling/scheduled_actions={"ahead": {"time_of_day": 54480, "min_capacity": 8}}',)
    STEP_S, END_S = 600, 2400
    RATE, WORK_S, TARGET = 80, 0.05, 0.6
    PLACES = 8 + 8  # for requests at a task

    def test_the_first_step_comes_after_four_to_seven_minutes(self):
        first = run(self.LAG).incidents("scale_out")[0]
        self.assertBetween(first["at_s"] - self.STEP_S, 240, 420, "dead time")

    def test_until_then_two_tasks_answer_what_two_can(self):
        lag = run(self.LAG)
        offered, served = lag.total("offered", 10, 14), 2 / self.WORK_S * 240
        share = served / offered
        error = 4 * share * math.sqrt(1 / served + 1 / offered)
        held = 2 * self.PLACES / offered  # asked for, and not answered yet
        self.assertBetween(lag.good_share(10, 14), share - held - error, share + error, "share of good answers")

    def test_a_step_is_at_most_the_metric_over_its_target(self):
        counts = [2] + [int(one["effect"].split()[-1]) for one in run(self.LAG).incidents("scale_out")]
        for before, after in zip(counts, counts[1:]):
            self.assertLessEqual(after, math.ceil(before / self.TARGET))
        self.assertGreaterEqual(len(counts) - 1, math.ceil(math.log(5) / math.log(1 / self.TARGET)), "steps")

    def test_it_overshoots(self):
        needed = math.ceil(self.RATE * self.WORK_S / self.TARGET)
        # When the needed tasks are asked for, the next datapoint is one of before they ran: one full step more.
        self.assertGreaterEqual(max(run(self.LAG).minutes("tasks.web.desired")), math.ceil(needed / self.TARGET))

    def test_the_surplus_stays_for_a_quarter_of_an_hour(self):
        after = [one for one in run(self.LAG).incidents("scale_in") if one["at_s"] > self.END_S]
        self.assertBetween(after[0]["at_s"] - self.END_S, 900, 1200, "seconds of surplus")

    def test_tasks_ahead_of_the_load_avoid_all_of_it(self):
        ahead = run(self.LAG, *self.AHEAD)
        # A task is full as rarely as such a queue (M/M/1 with so many places), or more rarely: tasks get turns.
        load = self.RATE * self.WORK_S / 8
        full = (1 - load) * load**self.PLACES / (1 - load ** (self.PLACES + 1)) * ahead.total("offered", 10, 40)
        self.assertLess(ahead.total("bad", 10, 40), full + 4 * math.sqrt(full))
        self.assertEqual(max(ahead.minutes("tasks.web.desired")), 8)


class ScaleInNeverComes(PhenomenonTest):
    """17: Spread tasks keep every instance in use; packed ones leave some empty, which still takes long."""

    SPREAD = "17_scale_in_never_comes"
    PACKED = '/services/web/ordered_placement_strategy=[{"type": "binpack", "field": "memory"}]'
    EVENT_MINUTE = 5

    def test_spread_tasks_keep_every_instance(self):
        spread = run(self.SPREAD)
        self.assertEqual(spread.minutes("tasks.web.running")[-1], 6)
        self.assertEqual(set(spread.minutes("instances.on_demand")), {6})

    def test_empty_instances_go_after_a_quarter_of_an_hour_one_a_minute(self):
        instances = run(self.SPREAD, self.PACKED).minutes("instances.on_demand")
        first = next(minute for minute, count in enumerate(instances) if count < 6)
        self.assertBetween(first - self.EVENT_MINUTE, 15, 17, "minutes until the first goes")
        self.assertEqual(instances[first : first + 4], [5, 4, 3, 3])


class WarmUpStairs(PhenomenonTest):
    """18: From an empty group two instances come first, and no more until they have warmed up."""

    STAIRS = "18_warm_up_stairs"

    def steps(self, *settings):
        desired = run(self.STAIRS, *settings).minutes("fleet.desired_instances")
        return [(minute, after) for minute, (before, after) in enumerate(zip(desired, desired[1:]), 1) if after > before]

    def test_two_at_first_and_the_rest_five_minutes_later(self):
        steps = self.steps()
        self.assertEqual([count for _, count in steps], [2, 6], "twelve tasks of 1 vCPU fit six instances of two")
        self.assertGreaterEqual(steps[1][0] - steps[0][0], 5)

    def test_without_warm_up_the_next_step_follows_at_once(self):
        steps = self.steps("/capacity_providers/on_demand/managed_scaling/instance_warmup_period=0")
        self.assertEqual(steps[0][1], 2)
        self.assertLessEqual(steps[1][0] - steps[0][0], 2)


class ErrorsScaleIn(PhenomenonTest):
    """29: Requests that fail at once leave processors idle, and scaling takes tasks away in an outage."""

    ERRORS = "29_errors_scale_in"
    KEEP = "/services/web/autoscaling/target_tracking/cpu/disable_scale_in=true"
    OUTAGE, BACK = 10, 40  # minutes

    def test_tasks_go_a_quarter_of_an_hour_into_the_outage(self):
        first = run(self.ERRORS).incidents("scale_in")[0]
        self.assertBetween(first["at_s"] - 60 * self.OUTAGE, 900, 1200, "seconds")
        self.assertEqual(run(self.ERRORS).minutes("tasks.web.desired")[self.BACK - 1], 2)

    def test_errors_go_on_after_the_outage(self):
        errors = run(self.ERRORS)
        # Two tasks can do 36 of 60 a second: each takes 55 ms.
        self.assertBetween(errors.good_share(self.BACK + 1, self.BACK + 4), 0, 2 / 0.055 / 60 + 0.02)
        self.assertGreater(errors.good_share(55), 0.99, "scaling has caught up")

    def test_tasks_that_stay_answer_at_once(self):
        keep = run(self.ERRORS, self.KEEP)
        self.assertEqual(min(keep.minutes("tasks.web.desired")), 6)
        self.assertGreater(keep.good_share(self.BACK + 1), 0.99)


if __name__ == "__main__":
    unittest.main()
