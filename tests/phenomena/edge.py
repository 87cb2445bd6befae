"""Phenomena at the edge: caches and rules before the load balancer."""

import unittest

from run_scenario import PhenomenonTest, run


class WafLag(PhenomenonTest):
    """22: A rate-based rule acts late, and on an address rather than on whoever is behind it."""

    LAG = "22_waf_lag"
    NO_LAG = ("/waf/rate_based_statement/check_period=1", "/waf/rate_based_statement/visibility_lag=0")
    ONSET_S = 300
    LIMIT, WINDOW_S = 600, 60

    def counting_s(self, before, during):
        """Seconds from the onset until a sliding window holds the limit, and four standard errors of the counts as seconds."""
        growth = during - before
        seconds = (self.LIMIT - self.WINDOW_S * before) / growth
        return seconds, 4 * (self.LIMIT**0.5 + (self.WINDOW_S * before) ** 0.5) / growth

    def blocked_after_s(self, outcome, group):
        first = [one for one in outcome.incidents("waf_rate_limit") if group in one["effect"]][0]
        return first["at_s"] - self.ONSET_S

    def test_the_flood_passes_until_it_is_counted_seen_and_checked(self):
        seconds, noise = self.counting_s(4, 20)
        # At most 20 s until a request is seen, and 10 s until the next check.
        self.assertBetween(self.blocked_after_s(run(self.LAG), "flooder"), seconds - noise, seconds + noise + 30)
        without = self.blocked_after_s(run(self.LAG, *self.NO_LAG), "flooder")
        self.assertBetween(without, seconds - noise, seconds + noise + 1)
        self.assertLess(without, self.blocked_after_s(run(self.LAG), "flooder"))

    def test_what_passes_is_what_came_until_then(self):
        lag = run(self.LAG)
        passed = lag["waf/flooder/inspected"] - lag["waf/flooder/blocked"]
        expected = self.ONSET_S * 4 + self.blocked_after_s(lag, "flooder") * 20
        self.assertBetween(passed, expected - 4 * expected**0.5, expected + 4 * expected**0.5)

    def test_subscribers_behind_one_address_are_blocked_with_it(self):
        carrier = run(self.LAG)
        self.assertGreater(carrier["waf/carrier/blocked"], 0.9 * 600 * 16 - self.WINDOW_S * 16)
        self.assertEqual(carrier["waf/viewers/blocked"], 0)

    def test_a_higher_limit_spares_them(self):
        # 1100 a minute: more than the subscribers' 960, less than the flood's 1200, by more than four standard errors.
        spared = run(self.LAG, "/waf/rate_based_statement/limit=1100")
        self.assertEqual(spared["waf/carrier/blocked"], 0)


class ErrorCaching(PhenomenonTest):
    """21: CloudFront remembers for ten seconds that an origin failed for one."""

    CACHING = "21_error_caching"
    FORGETFUL = "/cloudfront/error_caching_min_ttl=0"
    STALE = ("/cloudfront/edge_cache_size=2000000", "/cloudfront/cache_behaviors/page/origin_max_age=0.5")
    RATE, OBJECTS, MEMORY_S = 100, 50, 10

    def test_each_object_that_failed_goes_on_failing(self):
        caching = run(self.CACHING)
        failed = caching["requests/by_cause/database_database_refused"]
        expected = failed * self.RATE / self.OBJECTS * self.MEMORY_S
        error = 4 * expected**0.5
        self.assertBetween(caching["cloudfront/errors_served"], expected - error, expected + error, "cached errors")
        self.assertEqual(caching.total("bad", 0, 5) + caching.total("bad", 6), 0, "all of it within a minute")

    def test_without_it_the_errors_last_as_long_as_the_failure(self):
        forgetful = run(self.CACHING, self.FORGETFUL)
        expected = self.RATE * (1 - forgetful["cloudfront/hit_ratio"]) * 1
        error = 4 * expected**0.5
        self.assertEqual(forgetful["cloudfront/errors_served"], 0)
        self.assertBetween(forgetful["requests/failed"], expected - error, expected + error, "errors")

    def test_stale_copies_hide_it(self):
        stale = run(self.CACHING, *self.STALE)
        self.assertEqual(stale["requests/failed"], 0)
        self.assertGreater(stale["cloudfront/stale_served"], 0)


class PrefixSplit(PhenomenonTest):
    """23: A prefix serves so many requests a second, and splits after half an hour of more."""

    SPLIT = "23_prefix_split"
    TWO_PREFIXES = "/buckets/assets/prefixes=2"
    RATE, CAPACITY, SPLIT_MINUTE = 80, 50, 30

    def test_what_exceeds_the_prefix_is_turned_away_until_it_splits(self):
        split = run(self.SPLIT)
        served = split.total("good", 0, self.SPLIT_MINUTE)
        # Saved-up tokens: a second's at most. Now and then fewer than 50 come in a second, and none are left.
        self.assertBetween(served, 0.99 * self.CAPACITY * 1800, self.CAPACITY * 1801, "served")
        self.assertEqual(len(split.incidents("s3_prefix_split")), 1)
        self.assertLess(split.total("bad", self.SPLIT_MINUTE + 1), 0.001 * self.RATE * 60 * 14)

    def test_two_prefixes_are_enough(self):
        split = run(self.SPLIT, self.TWO_PREFIXES)
        self.assertGreater(split.good_share(), 0.999)


if __name__ == "__main__":
    unittest.main()
