"""Phenomena of spot capacity: pools that vanish together, and what nobody replaces."""

import re
import unittest

from run_scenario import PhenomenonTest, run

NOTICE_S = 120


def losses(outcome):
    """Returns the reclaims that took an instance: when, how many, and how many ran in the pool before."""
    found = []
    for one in outcome.incidents("spot_interruption"):
        lost, before = map(int, re.match(r"(\d+) of (\d+) instances", one["effect"]).groups())
        if lost:
            found.append((one["at_s"], lost, before))
    return found


def worst_loss(outcome, within_s=180):
    """Returns the most instances that are lost within a time."""
    found = losses(outcome)
    return max(sum(lost for at, lost, _ in found if start <= at <= start + within_s) for start, _, _ in found)


def shortfall(outcome):
    """Returns the instance minutes that a fleet was short of what it wanted."""
    wanted = outcome.minutes("fleet.desired_instances")
    return sum(max(0, a - b) for a, b in zip(wanted, outcome.minutes("fleet.instances")))


class CorrelatedReclaim(PhenomenonTest):
    """05: A reclaim takes most of a pool, and a shock all the pools of a type."""

    ONE_TYPE = "05_correlated_reclaim"
    OVERRIDE = "/capacity_providers/spot/auto_scaling_group/mixed_instances_policy/override="
    TWELVE_POOLS = OVERRIDE + "[{}]".format(
        ",".join(f'{{"instance_type": "{kind}.large"}}' for kind in ("m5", "m6i", "c5", "r5"))
    )
    FLEET = 12

    def test_most_reclaims_take_most_of_a_pool(self):
        shares = [lost / before for _, lost, before in losses(run(self.ONE_TYPE)) if before >= 3]
        self.assertGreater(len(shares), 20)
        most = sum(share >= 0.6 for share in shares) / len(shares)
        # The trace's fleets lose 60 % or more in four of five losses; four standard errors below that.
        self.assertGreater(most, 0.8 - 4 * (0.8 * 0.2 / len(shares)) ** 0.5)

    def test_three_zones_of_one_type_are_one_pool_in_disguise(self):
        self.assertGreaterEqual(worst_loss(run(self.ONE_TYPE)), 0.6 * self.FLEET)

    def test_more_families_keep_half_of_the_fleet(self):
        self.assertLess(min(run(self.ONE_TYPE).minutes("fleet.instances")), 0.5 * self.FLEET)
        self.assertGreater(min(run(self.ONE_TYPE, self.TWELVE_POOLS).minutes("fleet.instances")), 0.5 * self.FLEET)


class FullHealth(PhenomenonTest):
    """16: With a minimum of 100 % healthy, tasks stay on an instance that is about to end."""

    FULL = "16_spot_full_health"
    HALF = "/services/web/deployment_minimum_healthy_percent=50"

    def test_tasks_die_with_their_instance(self):
        self.assertEqual(run(self.FULL)["fleet.interruptions"], 1)
        self.assertEqual(run(self.FULL)["services.web.tasks_lost"], 2)

    def test_half_the_health_lets_them_leave_in_time(self):
        self.assertEqual(run(self.FULL, self.HALF)["fleet.interruptions"], 1)
        self.assertEqual(run(self.FULL, self.HALF)["services.web.tasks_lost"], 0)


class NoFailoverBetweenProviders(PhenomenonTest):
    """19: Tasks of a capacity provider without capacity wait, though another has room."""

    STARVED = "19_no_failover_between_providers"
    FALLBACK = "/capacity_providers/spot/auto_scaling_group/fallback/wait_then_on_demand/delay=120"
    # Spot is gone from minute 5 on and its instances two to five minutes later.
    SETTLED = 12

    def test_half_of_the_tasks_stay_away(self):
        starved = run(self.STARVED)
        self.assertEqual(set(starved.minutes("tasks.web.running", 1, 4)), {8})
        self.assertEqual(set(starved.minutes("tasks.web.running", self.SETTLED)), {4})
        self.assertEqual(set(starved.minutes("tasks.web.desired", self.SETTLED)), {8})

    def test_the_other_provider_does_not_grow(self):
        on_demand = run(self.STARVED).minutes("instances.on_demand")
        self.assertLessEqual(max(on_demand), on_demand[0])
        self.assertEqual(set(run(self.STARVED).minutes("instances.spot", self.SETTLED)), {0})

    def test_a_fallback_of_the_group_brings_them_back(self):
        helped = run(self.STARVED, self.FALLBACK)
        self.assertEqual(set(helped.minutes("tasks.web.running", 20)), {8})
        self.assertEqual(set(helped.minutes("fleet.spot_instances", self.SETTLED)), {0})


class SpotNeverBecomesOnDemand(PhenomenonTest):
    """20: A group stays short of its spot instances; policies of the user's own fill the gap, at a price."""

    SHORT = "20_spot_never_becomes_on_demand"
    POLICY = "/capacity_providers/mixed/auto_scaling_group/fallback/"
    IMMEDIATE = (POLICY + "immediate/delay=10",)
    WAIT_2_MIN = (POLICY + "wait_then_on_demand/delay=120",)
    WAIT_10_MIN = (POLICY + "wait_then_on_demand/delay=600",)
    TRIGGERED = (POLICY + "rate_triggered/interruptions=3",)
    NOT_TRIGGERED = (POLICY + "rate_triggered/interruptions=5",)
    HEDGE = (POLICY + "hedge/extra=2", POLICY + "hedge/delay=120")

    def cost(self, *settings):
        return run(self.SHORT, *settings).result.cost_of_meter("ec2.instance_seconds")

    def short(self, *settings):
        return shortfall(run(self.SHORT, *settings))

    def test_the_group_stays_at_its_on_demand_base(self):
        self.assertEqual(set(run(self.SHORT).minutes("fleet.instances", 11)), {2})
        self.assertEqual(set(run(self.SHORT).minutes("fleet.desired_instances")), {6})

    def test_the_sooner_a_policy_acts_the_less_is_short_and_the_more_it_costs(self):
        policies = [(), self.WAIT_10_MIN, self.WAIT_2_MIN, self.IMMEDIATE]
        short = [self.short(*settings) for settings in policies]
        cost = [self.cost(*settings) for settings in policies]
        for i in range(3):
            self.assertGreater(short[i], short[i + 1], policies[i + 1])
            self.assertLess(cost[i], cost[i + 1], policies[i + 1])
        # Four instances for the eight minutes that one policy waits longer than the other.
        self.assertBetween(short[1] - short[2], 4 * 8 - 4, 4 * 8 + 4, "instance minutes")

    def test_immediate_replaces_them_before_they_end(self):
        self.assertEqual(self.short(*self.IMMEDIATE), 0)

    def test_a_trigger_acts_on_enough_interruptions_only(self):
        self.assertLess(self.short(*self.TRIGGERED), self.short())
        self.assertGreater(self.short(*self.TRIGGERED), self.short(*self.IMMEDIATE))
        self.assertEqual(self.short(*self.NOT_TRIGGERED), self.short())
        self.assertEqual(self.cost(*self.NOT_TRIGGERED), self.cost())

    def test_a_hedge_has_more_than_it_wants_until_spot_is_gone(self):
        hedged = run(self.SHORT, *self.HEDGE)
        self.assertEqual(set(hedged.minutes("fleet.instances", 1, 4)), {8})
        self.assertEqual(set(hedged.minutes("fleet.instances", 20)), {6})


class DrainPastTheNotice(PhenomenonTest):
    """31: A drain that may take five minutes has two."""

    PAST = "31_drain_past_the_notice"
    SHORT_DELAY = "/services/web/deregistration_delay=60"
    SHORT_EXPORTS = '/buckets/exports/first_byte_time={"uniform": {"low": 20, "high": 50}}'
    DEPLOYMENT = '/events=[{"at": "5 min", "deployment": {"service": "web"}}]'
    NOTICE, END = 5, 7  # minutes

    def in_flight_after(self, seconds):
        """Returns how many exports of two of six tasks, which take 100 to 200 s, last that long after new ones end."""
        return 1.5 * 2 / 6 * (200 - seconds) ** 2 / 2 / 100

    def test_what_is_in_flight_is_cut_off_when_the_instance_ends(self):
        past = run(self.PAST)
        bad = past.minutes("bad")
        expected = self.in_flight_after(NOTICE_S)
        self.assertBetween(bad[self.END], expected - 4 * expected**0.5, expected + 4 * expected**0.5, "the burst")
        self.assertEqual(sum(bad), bad[self.END], "before and after nothing fails")
        self.assertEqual(past["requests/by_cause/alb_502_target_reset"], bad[self.END])
        self.assertEqual(past["services.web.tasks_lost"], 2)

    def test_a_delay_within_the_notice_lets_tasks_stop_by_themselves(self):
        within = run(self.PAST, self.SHORT_DELAY)
        self.assertEqual(within["services.web.tasks_lost"], 0)
        self.assertEqual(within.total("bad", self.END), 0)
        self.assertGreater(within.total("bad", self.NOTICE, self.END), 0, "exports longer than the delay are cut off")
        self.assertEqual(run(self.PAST, self.SHORT_DELAY, self.SHORT_EXPORTS).total("bad"), 0)

    def test_without_a_deadline_the_delay_holds(self):
        self.assertEqual(run(self.PAST, self.DEPLOYMENT).total("bad"), 0)


if __name__ == "__main__":
    unittest.main()
