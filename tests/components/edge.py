"""Components between viewers and services: DNS, content delivery, web ACL, load balancer."""

from stack import expect, expect_less

ZONE_LOSS = {"events": [{"at": "10 min", "zone_outage": {"zone": "b", "duration": "20 min"}}]}
CACHED_PAGES = {"cloudfront": {"cache_behaviors": {"page": {"is_cached": True, "default_ttl": "60 s"}}}}


def test_route53(stack):
    """Long times to live spare queries; a plain record's queries are billed; health checks turn viewers away."""
    base = stack.run()
    without = stack.run({"route53": None})
    expect_less(without["latency_s.mean"], base["latency_s.mean"], "looking names up takes time")
    short = stack.run({"route53": {"alias": False, "ttl": "5 s"}})
    long = stack.run({"route53": {"alias": False, "ttl": "1 h"}})
    expect_less(long["route53.queries"], short["route53.queries"], "a long time to live spares queries", 0.2)
    expect_less(base.cost("Amazon Route 53"), short.cost("Amazon Route 53"), "queries of an alias are free")
    checked = stack.run(ZONE_LOSS)
    blind = stack.run(ZONE_LOSS, {"route53": {"evaluate_target_health": False}})
    expect(checked["route53.failovers"] > 0, "a lost zone is taken out of answers", failovers=0)
    expect_less(checked.failed_share(), blind.failed_share(), "answers without the lost zone spare requests")


def test_cloudfront(stack):
    """Without content delivery every request for an asset reaches the bucket, and bytes leave by a dearer way."""
    base = stack.run()
    without = stack.run({"cloudfront": None})
    expect_less(base["s3/assets/get_requests"], without["s3/assets/get_requests"], "the edge spares the bucket", 0.5)
    expect(without.cost("Amazon CloudFront") == 0, "what is off costs nothing", cost=without.cost("Amazon CloudFront"))
    expect_less(
        base["latency_s/by_class/asset/p50"],
        without["latency_s/by_class/asset/p50"],
        "assets come faster from the edge",
    )


def test_time_to_live(stack):
    """Copies that stay fresh for longer are asked for less often."""
    short = stack.run({"cloudfront": {"cache_behaviors": {"asset": {"default_ttl": "5 s"}}}})
    long = stack.run()
    expect_less(short["cloudfront.hit_ratio"], long["cloudfront.hit_ratio"], "a short time to live costs hits")
    expect_less(long["s3/assets/get_requests"], short["s3/assets/get_requests"], "misses reach the bucket", 0.5)


def test_request_collapsing(stack):
    """Requests for one object that is being fetched wait for it instead of asking the origin again."""
    hot = {"cloudfront": {"cache_behaviors": {"page": {"is_cached": True, "objects": 2, "default_ttl": "1 s"}}}}
    cached = stack.run(hot, {"traffic": {"rate": {"constant": {"rate": "200/s"}}}})
    expect(
        cached["cloudfront.collapsed"] > 100, "requests wait for one fetch", collapsed=cached["cloudfront.collapsed"]
    )
    apart = stack.run(hot, {"cloudfront": {"origin_shield": {"enabled": False}}})
    shielded = stack.run(hot, {"cloudfront": {"origin_shield": {"enabled": True}}})
    expect_less(shielded["alb/web/requests"], apart["alb/web/requests"], "a shield fetches once for all regions")


def test_error_caching(stack):
    """Errors that are remembered spare a failing origin, and stale copies are served meanwhile."""
    failing = {
        "buckets": {"assets": {"get_rate_per_prefix": 1}},
        "cloudfront": {"cache_behaviors": {"asset": {"objects": 20, "min_ttl": 0, "default_ttl": "1 s"}}},
    }
    at_once = stack.run(failing, {"cloudfront": {"error_caching_min_ttl": 0}})
    later = stack.run(failing, {"cloudfront": {"error_caching_min_ttl": "60 s"}})
    expect(at_once["s3/assets/slow_downs"] > 0, "the bucket is overloaded", slow_downs=0)
    expect_less(
        later["s3/assets/slow_downs"], at_once["s3/assets/slow_downs"], "remembered errors spare the origin", 0.1
    )
    expect_less(later.failed_share(), at_once.failed_share(), "stale copies are served meanwhile", 0.1)


def test_waf(stack):
    """Rules block a share of requests, addresses above the rate are blocked, and inspection is billed."""
    base = stack.run()
    without = stack.run({"waf": None})
    expect_less(without["cost_usd.total_month"], base["cost_usd.total_month"], "inspection is billed")
    rules = stack.run({"waf": {"key_groups": {"viewers": {"blocked_share": 0.1}}}})
    share = rules["requests.excluded"] / rules["requests.offered"]
    expect(abs(share - 0.1) < 0.005, "rules block a tenth", share=share)
    expect_less(
        rules["alb/web/requests"], base["alb/web/requests"], "what is blocked does not reach the balancer", 0.95
    )
    flood = {"waf": {"key_groups": {"viewers": {"keys": 2}}, "rate_based_statement": {"limit": 1000}}}
    limited = stack.run(flood)
    counted = stack.run(flood, {"waf": {"rate_based_statement": {"action": "count"}}})
    expect(
        limited["requests.excluded"] > 1000,
        "addresses above the limit are blocked",
        excluded=limited["requests.excluded"],
    )
    expect(counted["requests.excluded"] == 0, "counting blocks nothing", excluded=counted["requests.excluded"])


def test_alb_algorithm(stack):
    """Where some requests take much longer than others, looking at outstanding requests spares the tail."""
    uneven = {
        "services": {
            "web": {"application": {"requests": {"page": {"cpu_time": {"lognormal": {"mean": "60 ms", "cv2": 8}}}}}}
        }
    }
    blind = stack.run(uneven)
    aware = stack.run(
        uneven, {"services": {"web": {"target_group": {"load_balancing_algorithm_type": "least_outstanding_requests"}}}}
    )
    expect_less(aware["latency_s/by_class/page/p99"], blind["latency_s/by_class/page/p99"], "the tail is shorter")


def test_alb_health_check(stack):
    """The rarer the checks, the longer requests go to targets that are lost."""
    checks = lambda interval: {"services": {"web": {"target_group": {"health_check": {"interval": interval}}}}}
    quick = stack.run(ZONE_LOSS, checks("5 s"))
    slow = stack.run(ZONE_LOSS, checks("300 s"))
    expect_less(quick.failed_share(), slow.failed_share(), "quick checks spare requests")


def test_alb_draining(stack):
    """Tasks that leave the target group without a delay take requests in flight with them."""
    slow = {
        "services": {
            "web": {
                "task": {"stop_duration": 0},
                "application": {"requests": {"page": {"cpu_time": {"lognormal": {"mean": "60 ms", "cv2": 4}}}}},
                "desired_count": 12,
                "autoscaling": None,
            }
        },
        "classes": {"page": {"client": None, "deadline": "20 s"}},
        "events": [
            {"at": "10 min", "deployment": {"service": "web"}},
            {"at": "30 min", "deployment": {"service": "web"}},
        ],
    }
    at_once = stack.run(slow, {"services": {"web": {"deregistration_delay": "0 s"}}})
    drained = stack.run(slow, {"services": {"web": {"deregistration_delay": "60 s"}}})
    cut_off = "requests/by_cause/alb_502_target_reset"
    expect(at_once[cut_off] > 5, "requests in flight are lost", lost=at_once[cut_off])
    expect_less(drained[cut_off], at_once[cut_off], "draining spares them", 0.1)


def test_alb_cross_zone(stack):
    """Without balancing across zones a zone with fewer tasks has more work for each."""
    uneven = {"services": {"web": {"desired_count": 4, "autoscaling": None}}}
    across = stack.run(uneven)
    within = stack.run(uneven, {"services": {"web": {"target_group": {"load_balancing_cross_zone_enabled": False}}}})
    expect_less(across["latency_s/by_class/page/p95"], within["latency_s/by_class/page/p95"], "uneven zones are slower")
