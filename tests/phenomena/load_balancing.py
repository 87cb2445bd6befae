"""Phenomena of load balancing: who gets which request, and what a status code tells."""

import math
import unittest

from run_scenario import PhenomenonTest, run


class ColdTasks(PhenomenonTest):
    """09: New tasks are slow at first, and round robin gives them their full share."""

    COLD = "09_cold_tasks"
    SLOW_START = "/services/web/target_group/slow_start=120"
    RATE, WORK_S, OLD, ALL = 48, 0.05, 6, 12
    INITIAL, WARM_UP_S = 0.15, 120

    def spike(self, *settings):
        """Mean latency of the worst minute after the tasks came, and the mean of the minutes before."""
        minutes = run(self.COLD, *settings).minutes("latency_mean_s")
        return max(minutes[5:9]), sum(minutes[2:5]) / 3

    def test_latency_rises_when_capacity_is_added(self):
        worst, before = self.spike()
        # A shared processor of speed v with load a takes work / (v - a); half of the requests meet a new task. From
        # when v is past a by a tenth until a minute later:
        load = self.RATE * self.WORK_S / self.ALL
        slope = (1 - self.INITIAL) / self.WARM_UP_S
        gaps = [0.1 + slope * second for second in range(60)]
        expected = 0.5 * sum(self.WORK_S / gap for gap in gaps) / 60 + 0.5 * self.WORK_S / (1 - load)
        self.assertGreater(worst, expected)
        # Before, each task is such a processor; turns make arrivals more regular than the formula has them.
        self.assertLess(before, self.WORK_S / (1 - self.RATE * self.WORK_S / self.OLD))

    def test_slow_start_spares_them(self):
        worst, before = self.spike(self.SLOW_START)
        work = self.RATE * self.WORK_S

        def latency(ramp):
            # Old tasks take turns, new ones a growing share of theirs, at the speed they have by then.
            old = work / (self.OLD * (1 + ramp))
            speed = self.INITIAL + (1 - self.INITIAL) * ramp
            return self.WORK_S * (1 / (1 - old) + ramp / (speed - ramp * old)) / (1 + ramp)

        expected = max(latency(percent / 100) for percent in range(101)) / latency(0)
        self.assertLess(worst, expected * before + 4 * before / math.sqrt(self.RATE * 60))


class StatusCodes(PhenomenonTest):
    """13: Four causes, each with its code, each gone with its remedy."""

    CODES = "13_status_codes"
    WEB_RATE, EXPORT_RATE, REPORT_RATE, ORPHAN_RATE = 36, 8, 8, 4
    EXPORT_S, REPORT_S, IDLE_S = 25, 70, 60

    def cause(self, name, *settings):
        return run(self.CODES, *settings)[f"requests/by_cause/{name}"]

    def test_502_for_requests_that_outlast_the_deregistration_delay(self):
        delay = 5
        expected = self.EXPORT_RATE * (self.EXPORT_S - delay) + self.REPORT_RATE * (self.IDLE_S - delay)
        seen = self.cause("alb_502_target_reset", "/horizon=12 min")
        self.assertBetween(seen, expected - 4 * expected**0.5, expected + 4 * expected**0.5, "502")
        patient = self.cause("alb_502_target_reset", "/horizon=12 min", "/services/web/deregistration_delay=80")
        self.assertEqual(patient, 0)

    def test_503_for_a_group_without_targets(self):
        codes = run(self.CODES, "/horizon=12 min")
        self.assertEqual(codes["requests/by_class/orphan/good"], 0)
        self.assertEqual(codes["requests/by_cause/alb_503_no_target"], codes["requests/by_class/orphan/failed"])
        expected = 720 * self.ORPHAN_RATE
        self.assertBetween(
            codes["requests/by_cause/alb_503_no_target"], expected - 4 * expected**0.5, expected + 4 * expected**0.5
        )
        self.assertEqual(self.cause("alb_503_no_target", "/horizon=12 min", "/services/empty/desired_count=1"), 0)

    def test_504_for_answers_beyond_the_idle_time_out(self):
        # All reports but for those that a deployment reset.
        seen = self.cause("alb_504_target_time_out", "/horizon=12 min")
        expected = 720 * self.REPORT_RATE - self.REPORT_RATE * self.IDLE_S
        error = 4 * expected**0.5
        self.assertBetween(seen, expected - self.REPORT_RATE * self.IDLE_S - error, expected + error, "504")
        self.assertEqual(self.cause("alb_504_target_time_out", "/horizon=12 min", "/alb/idle_timeout=120"), 0)

    def test_504_for_connections_to_a_silent_zone(self):
        # Two of six targets are gone; a third of the clients, whose node is gone as well, do not get that far. They are
        # deregistered after half a minute, and what they had in hand is lost with them.
        reach = self.WEB_RATE * 2 / 3 / 3
        in_hand = (self.EXPORT_RATE * self.EXPORT_S + self.REPORT_RATE * self.IDLE_S) / 3
        seen = self.cause("alb_504_target_unreachable")
        self.assertBetween(
            seen, 30 * reach - 4 * math.sqrt(30 * reach), 30 * reach + in_hand + 4 * math.sqrt(30 * reach + in_hand)
        )
        self.assertEqual(self.cause("alb_504_target_unreachable", "/horizon=12 min"), 0)


class FailOpen(PhenomenonTest):
    """14: With no healthy target at all, every one is used."""

    OPEN = "14_fail_open"
    SHORT_BACKLOG = "/services/web/application/backlog=8"

    def test_answers_are_good_with_no_healthy_target(self):
        fail_open = run(self.OPEN)
        healthy = fail_open.minutes("targets.web.healthy")
        after = [minute for minute in range(8, len(healthy)) if healthy[minute] == 0 and healthy[minute - 1] == 0]
        self.assertTrue(after, "the load is back to normal, and no target is healthy")
        self.assertGreater(fail_open.good_share(after[0], after[-1] + 1), 0.99)
        self.assertGreater(fail_open["alb/web/fail_open"], 0)
        self.assertEqual(fail_open["requests/by_cause/alb_503_no_target"], 0, "503 is for groups without targets")

    def test_five_passed_checks_take_their_time(self):
        # The queue is short again within a minute of the end, and the fifth check passes at most 5 x 30 s later.
        healthy = run(self.OPEN).minutes("targets.web.healthy")
        self.assertEqual(healthy[8], 0)
        self.assertEqual(healthy[11], 6)

    def test_requests_turned_away_leave_the_checks_alone(self):
        short = run(self.OPEN, self.SHORT_BACKLOG)
        self.assertEqual(set(short.minutes("targets.web.healthy")), {6})
        self.assertEqual(short["alb/web/fail_open"], 0)


class HealthCheckCascade(PhenomenonTest):
    """15: Health checks queue with requests; targets that are only busy are taken out, and stopped."""

    CASCADE = "15_health_check_cascade"
    SHORT_BACKLOG = "/services/web/application/backlog=8"
    BEGIN, END = 5, 6  # minutes
    CALM, BURST, CAPACITY, TIME_OUT_S = 70, 160, 6 / 0.05, 2
    PLACES = 6 * (4 + 8)  # for requests at the tasks, with a short backlog

    def test_busy_tasks_are_held_to_be_ill_and_stopped(self):
        cascade = run(self.CASCADE)
        self.assertGreater(cascade["services/web/tasks_unhealthy"], 0)
        self.assertEqual(min(cascade.minutes("targets.web.healthy", self.BEGIN, self.END + 2)), 0)

    def test_the_trouble_outlasts_the_burst(self):
        cascade = run(self.CASCADE)
        self.assertEqual(cascade.total("bad", 0, self.BEGIN), 0)
        # Were no task stopped, the queue alone would be longer than clients wait until
        queue = (self.BURST - self.CAPACITY) * 60
        seconds = (queue - self.CAPACITY * self.TIME_OUT_S) / (self.CAPACITY - self.CALM)
        late = seconds * self.CALM
        bad = cascade.total("bad", self.END, self.END + 2)
        self.assertGreater(bad, late - 4 * math.sqrt(late + self.CAPACITY * 60 + self.BURST * 60))
        self.assertGreater(cascade.total("bad", self.BEGIN, self.END), queue)

    def test_with_a_short_backlog_it_ends_with_the_burst(self):
        short = run(self.CASCADE, self.SHORT_BACKLOG)
        self.assertEqual(short["services/web/tasks_unhealthy"], 0)
        self.assertEqual(min(short.minutes("targets.web.healthy")), 6)
        # 120 a second of 160 are what six tasks can do; the rest is turned away, but for what finds a free place.
        offered, served = self.BURST * 60, self.CAPACITY * 60
        error = 4 * math.sqrt(offered + served)
        refused = short.total("bad", self.BEGIN, self.END)
        self.assertBetween(refused, offered - served - self.PLACES - error, offered - served + error, "turned away")
        # Afterwards a task is full as rarely as such a queue (M/M/1 with so many places), or more rarely: by turns.
        load, places = self.CALM / self.CAPACITY, self.PLACES // 6
        full = (1 - load) * load**places / (1 - load ** (places + 1)) * short.total("offered", self.END)
        self.assertLess(short.total("bad", self.END), full + 4 * math.sqrt(full))


class BalancerScalingLag(PhenomenonTest):
    """24: A balancer grows with the load of the last minutes, and turns away what comes before it has."""

    LAG = "24_balancer_scaling_lag"
    RAMP = "/traffic/rate/flash_crowds/0/ramp_up=600"
    RISE = 5  # minute

    def test_half_of_a_fourfold_load_is_turned_away_for_a_minute(self):
        lag = run(self.LAG)
        offered = lag.minutes("offered")
        capacity = 2 * max(offered[: self.RISE]) / 60
        excess = 1 - capacity / (offered[self.RISE] / 60)
        expected = excess * offered[self.RISE + 1]
        # The peak of the five minutes may lie before the measured span: one standard error of a minute's count, doubled.
        error = 4 * math.sqrt(expected) + 2 * math.sqrt(max(offered[: self.RISE]))
        seen = lag["requests/by_cause/alb_503_over_capacity"]
        self.assertBetween(seen, expected - error, expected + error, "turned away")
        self.assertEqual(lag.total("bad", self.RISE + 2), 0)

    def test_a_slow_rise_meets_no_limit(self):
        self.assertEqual(run(self.LAG, self.RAMP)["requests/by_cause/alb_503_over_capacity"], 0)


class BlackHole(PhenomenonTest):
    """27: Whoever fails at once has least in hand, and gets the next request."""

    HOLE = "27_black_hole"
    ROUND_ROBIN = "/services/web/target_group/load_balancing_algorithm_type=round_robin"
    BEGIN = 5

    def error_share(self, *settings):
        outcome = run(self.HOLE, *settings)
        self.assertEqual(outcome.total("bad", 0, self.BEGIN), 0)
        return outcome.total("bad", self.BEGIN) / outcome.total("offered", self.BEGIN)

    def test_one_of_six_attracts_nearly_all(self):
        # A task that works has about ten requests in hand, and none is ever free: each takes a second.
        self.assertGreater(self.error_share(), 0.9)

    def test_round_robin_gives_it_a_sixth(self):
        error = 4 * math.sqrt(1 / 6 * 5 / 6 / (60 * 300))
        self.assertBetween(self.error_share(self.ROUND_ROBIN), 1 / 6 - error, 1 / 6 + error, "errors")

    def test_its_health_checks_pass(self):
        self.assertEqual(set(run(self.HOLE).minutes("targets.web.healthy")), {6})


if __name__ == "__main__":
    unittest.main()
