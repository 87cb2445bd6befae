"""Shows that the comparison with theory can fail, and that the expected values are what theory says.

With FLEETCAST_PROGRAM, the path of the program, a wrong service rate is really simulated.
"""

import copy
import math
import os
import sys
import unittest

import many_seeds
import rounds
from comparison import compare, reason_for_none, reference_cases, table
from figures import OF_BACKEND, PLACES
from program import SCENARIOS, run

PROGRAM = os.environ.get("FLEETCAST_PROGRAM")


def perfect_result(case):
    """Returns a result in which every figure of a case is exact."""
    place = PLACES[case["id"]]
    result = {"requests": {"served": {"mean": case["sim"]["N"]}, "failed": {"mean": 0}}}
    result["horizon_s"] = case["sim"]["N"] * place.round_minutes * 60
    for metric, expected in case["expected"].items():
        if reason_for_none(case, metric):
            continue
        path, dimension = place.figure(metric)
        at = result
        *folders, last = path.split(".")
        for key in folders:
            at = at.setdefault(key, {})
        at[last] = {"mean": expected["value"] / place.in_units(1.0, dimension), "ci95": None, "n": 1}
    return result


class ManySeedsTest(unittest.TestCase):
    """The check over many seeds knows Student's t, and finds a small bias."""

    def test_tails_of_student(self):
        # Tables of Student's t: 2.093 at 19 degrees of freedom leaves 5 % outside, 12.706 at one as well.
        self.assertAlmostEqual(many_seeds.student_two_sided(2.0930, 19), 0.05, places=4)
        self.assertAlmostEqual(many_seeds.student_two_sided(12.7062, 1), 0.05, places=4)
        self.assertAlmostEqual(many_seeds.student_two_sided(0, 7), 1, places=6)

    def test_a_bias_within_the_tolerance_of_one_run_is_found(self):
        noise = [0.1 * ((7 * i) % 20 - 9.5) / 9.5 for i in range(20)]
        biased, fair = many_seeds.p_value_of([one + 0.1 for one in noise])[0], many_seeds.p_value_of(noise)[0]
        self.assertEqual([joint <= many_seeds.LEVEL for joint in many_seeds.holm([biased, fair] + [1.0] * 150)[:2]],
                         [True, False])

    def test_holm_never_falls(self):
        self.assertEqual(many_seeds.holm([0.01, 0.04, 0.03]), [0.03, 0.06, 0.06])


class RoundsTest(unittest.TestCase):
    """What is read off rounds is what happened at their instants."""

    def setUp(self):
        present = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
        self.result = {"timeline": {"offered": present, "backends.desk.present": present}}

    def test_whole_rounds_only(self):
        self.assertEqual(rounds.rounds(self.result, "offered", 4), [[1, 2, 3, 4], [5, 6, 7, 8]])
        self.assertEqual(rounds.counts(self.result, 4, 1, 3), [5, 13])

    def test_a_minute_shows_the_level_at_its_end(self):
        self.assertEqual(rounds.present(self.result, 4, 1), [1, 5])
        self.assertEqual(rounds.present(self.result, 4, 0), [4, 8])

    def test_spread(self):
        self.assertEqual(rounds.share([1, 2, 3, 4], lambda value: value > 1), 0.75)
        self.assertEqual(rounds.covariance([1, 3], [5, 1]), -2)


def erlang_c(servers, offered):
    """Returns the probability of waiting in M/M/c."""
    blocked = 1.0
    for count in range(1, servers + 1):
        blocked = offered * blocked / (count + offered * blocked)
    return blocked / (1 - offered / servers * (1 - blocked))


def sojourn(servers, rate, work):
    """Returns the mean sojourn in M/M/c."""
    return work + erlang_c(servers, rate * work) * work / (servers - rate * work)


class ComparisonTest(unittest.TestCase):
    """The comparison notices what is wrong."""

    def setUp(self):
        self.cases = reference_cases()

    def test_exact_figures_pass(self):
        for case in self.cases.values():
            lines = compare(case, perfect_result(case))
            self.assertEqual([], [line for line in lines if line.is_wrong], table(lines))

    def test_every_figure_alone_can_fail(self):
        for case in self.cases.values():
            for metric, expected in case["expected"].items():
                if reason_for_none(case, metric):
                    continue
                changed = copy.deepcopy(case)
                changed["expected"][metric]["value"] += 1.01 * expected["tol_abs"]
                wrong = [line.metric for line in compare(case, perfect_result(changed)) if line.is_wrong]
                # Two quantities may share a figure in one case, never with two values.
                self.assertIn(metric, wrong, case["id"])

    def test_missing_and_impossible_figures_fail(self):
        case = self.cases["mm1-01"]
        for bad in (None, {"mean": math.nan}):
            result = perfect_result(case)
            if bad is None:
                del result["backends"]["desk"]["wait_p99"]
            else:
                result["backends"]["desk"]["wait_p99"] = bad
            self.assertEqual(["Wq_p99"], [line.metric for line in compare(case, result) if line.is_wrong])

    def test_tolerance_grows_as_the_sample_shrinks(self):
        case = self.cases["mm1-01"]
        result = perfect_result(case)
        result["requests"]["served"]["mean"] /= 4
        by_metric = {line.metric: line.tolerance for line in compare(case, result)}
        self.assertAlmostEqual(2 * case["expected"]["T_mean"]["tol_abs"], by_metric["T_mean"])

    def test_every_case_has_a_scenario_and_every_scenario_a_case(self):
        scenarios = {path.stem for path in SCENARIOS.glob("*.json")} - {"base"}
        self.assertEqual(set(self.cases), scenarios)
        self.assertEqual(set(self.cases), set(PLACES))

    def test_every_metric_has_a_place_or_a_reason(self):
        for case in self.cases.values():
            place = PLACES[case["id"]]
            known = {**(place.figures or OF_BACKEND), **place.derived}
            for metric in case["expected"]:
                has_reason = bool(reason_for_none(case, metric))
                self.assertTrue((metric in known) != has_reason, f"{case['id']}: {metric}")


class ExpectedValuesTest(unittest.TestCase):
    """Expected values that follow from a formula of a line or two."""

    def setUp(self):
        self.expected = {name: case["expected"] for name, case in reference_cases().items()}

    def value(self, case, metric="T_mean"):
        return self.expected[case][metric]["value"]

    def test_single_stations(self):
        self.assertAlmostEqual(1 / (1 - 0.8), self.value("mm1-01"))
        self.assertAlmostEqual(sojourn(2, 9, 0.2), self.value("mmc-01"), places=9)
        self.assertAlmostEqual(sojourn(50, 48, 1), self.value("mmc-02"), places=9)
        self.assertAlmostEqual(1 + 0.8 / (2 * (1 - 0.8)), self.value("md1-01"))
        self.assertAlmostEqual(1 + 0.7 * 5 / (2 * (1 - 0.7)), self.value("mg1-01"), places=9)
        self.assertAlmostEqual(1 / (1 - 0.7), self.value("ps-02"), places=9)

    def test_tandem(self):
        self.assertAlmostEqual(sum(1 / (rate - 0.7) for rate in (1, 1.3, 2)), self.value("tandem-01"), places=9)

    def test_time_to_live(self):
        weights = [rank**-0.9 for rank in range(1, 1001)]
        shares = [weight / sum(weights) for weight in weights]
        hits = sum(share * (100 * share * 60) / (1 + 100 * share * 60) for share in shares)
        self.assertAlmostEqual(hits, self.value("ttl-01", "hit"), places=9)

    def test_collapsing(self):
        # A cycle is a fetch of half a second, ten seconds of hits, and the wait for the next customer.
        cycle = 0.5 + 10 + 1 / 40
        self.assertAlmostEqual(1 / (40 * cycle), self.value("collapse-01", "origin_fraction"), places=9)
        self.assertAlmostEqual(0.5 / cycle, self.value("collapse-01", "collapsed_fraction"), places=9)

    def test_retries_and_cold_starts(self):
        self.assertAlmostEqual(0.36 / 0.4 + 0.36 / (0.7 * 0.4), self.value("retry-01", "orbit_mean"), places=9)
        self.assertAlmostEqual(1.25 / (1 - 0.75), self.value("retry-05"), places=9)
        waits = 0.6 * 2 / (2 * 0.4) + (2 * 5 + 0.6 * 50) / (2 * (1 + 0.6 * 5))
        self.assertAlmostEqual(waits, self.value("setup-01", "Wq_mean"), places=9)

    def test_che(self):
        time = self.value("che-01", "Che_T_in_requests")
        weights = [rank**-0.8 for rank in range(1, 1_000_001)]
        total = sum(weights)
        present = [1 - math.exp(-weight / total * time) for weight in weights]
        self.assertAlmostEqual(100_000, sum(present), delta=1)
        hits = sum(weight * share for weight, share in zip(weights, present)) / total
        self.assertAlmostEqual(hits, self.value("che-01", "LRU_hit"), places=6)

    def test_paths(self):
        inner = sojourn(1, 512, 0.001) + sojourn(64, 512, 0.1) + 0.001
        self.assertAlmostEqual(0.005 + 0.2 * (inner + 0.1 * sojourn(8, 51.2, 0.125)), self.value("path_c"), places=9)
        self.assertAlmostEqual(0.005 + inner + sojourn(8, 512, 0.0125), self.value("path_c5"), places=9)


@unittest.skipUnless(PROGRAM, "needs FLEETCAST_PROGRAM, the path of the program")
class SimulatedTest(unittest.TestCase):
    """A model that is a little wrong is found out by simulation."""

    def test_wrong_service_rate_fails(self):
        case = reference_cases()["mm1-01"]
        work = "/classes/customer/steps/0/work/exponential/mean="
        slow = compare(case, run(PROGRAM, "mm1-01", [work + "1.03 ms", "/horizon=15 min", "/pre_roll=2 min"]))
        self.assertTrue({"T_mean", "P_wait"} <= {line.metric for line in slow if line.is_wrong}, table(slow))
        right = compare(case, run(PROGRAM, "mm1-01", [work + "1 ms", "/horizon=15 min", "/pre_roll=2 min"]))
        self.assertEqual([], [line for line in right if line.is_wrong], table(right))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
