"""Components around the stack: images, secrets, metrics and alarms, events, notifications, outages."""

from stack import expect, expect_less

ROLLED = {"events": [{"at": "10 min", "deployment": {"service": "web"}}]}


def test_ecr(stack):
    """A larger image takes longer to start from, and is billed."""
    crowd = {"traffic": {"rate": {"flash_crowds": [{"at": "5 min", "hold": "40 min", "multiplier": 2.5}]}}}
    size = lambda amount: {"services": {"web": {"image": {"size": amount}}}}
    small = stack.run(crowd, size("50 MB"))
    large = stack.run(crowd, size("8 GB"))
    expect_less(small["latency_s/by_class/page/p95"], large["latency_s/by_class/page/p95"], "large images delay tasks")
    expect_less(
        small.cost_of_meter("ecr.storage_mib_seconds"),
        large.cost_of_meter("ecr.storage_mib_seconds"),
        "and are billed",
        0.2,
    )


def test_secrets(stack):
    """Secrets are billed by number and by call; tasks fetch them when they start."""
    base = stack.run(ROLLED)
    without = stack.run(ROLLED, {"secrets": {"secrets": {"database": None}}})
    more = stack.run(ROLLED, {"secrets": {"secrets": {f"key_{i}": {} for i in range(9)}}})
    cost = lambda result: result.cost("AWS Secrets Manager")
    expect(cost(without) == 0, "no secret costs nothing", cost=cost(without))
    expect_less(cost(base), cost(more), "secrets are billed", 0.2)
    expect_less(base["secrets.calls"], more["secrets.calls"], "tasks fetch each")


def test_secrets_latency(stack):
    """A slow answer delays the start of tasks."""
    quick = stack.run(ROLLED)
    slow = stack.run(ROLLED, {"secrets": {"latency": 100}})
    duration = lambda result: result.incidents("deployment")[0]["duration_s"]
    expect_less(duration(quick) + 90, duration(slow), "slow secrets delay a deployment")


def test_cloudwatch(stack):
    """Dashboards and alarms are billed; late metrics delay scaling."""
    base = stack.run()
    more = stack.run({"cloudwatch": {"dashboards": 20}})
    expect_less(base.cost("Amazon CloudWatch"), more.cost("Amazon CloudWatch"), "dashboards are billed")
    crowd = {"traffic": {"rate": {"flash_crowds": [{"at": "10 min", "hold": "30 min", "multiplier": 2.5}]}}}
    prompt = stack.run(crowd, {"cloudwatch": {"delivery_lag_min": 1, "delivery_lag_max": 2}})
    late = stack.run(crowd, {"cloudwatch": {"delivery_lag_min": 600, "delivery_lag_max": 601}})
    expect_less(
        prompt["latency_s/by_class/page/p95"], late["latency_s/by_class/page/p95"], "late metrics delay scaling"
    )


def test_eventbridge(stack):
    """Rules deliver events, which start jobs and reach topics."""
    base = stack.run()
    without = stack.run({"eventbridge": {"rules": {"heartbeat": None}}})
    expect_less(without["eventbridge.delivered"], base["eventbridge.delivered"], "rules deliver events")
    reclaim = {
        "events": [
            {"at": "10 min", "spot_reclaim": {"instance_type": kind, "zone": zone}}
            for zone in "abc"
            for kind in ("m5.large", "m6i.large")
        ]
    }
    hit = stack.run(reclaim)
    expect(hit["jobs/audit/runs"] > 0, "an interruption starts the job", runs=hit["jobs/audit/runs"])


def test_sns(stack):
    """Notifications follow events and alarms, and e-mails are billed."""
    base = stack.run()
    silent = stack.run({"sns": {"topics": {"operations": {"subscriptions": []}}}})
    expect_less(silent["sns.delivered"], base["sns.delivered"], "subscribers are told")
    mailed = stack.run({"sns": {"topics": {"operations": {"subscriptions": [{"protocol": "email"}] * 100}}}})
    cost = lambda result: result.cost("Amazon Simple Notification Service")
    expect_less(cost(base), cost(mailed), "e-mails are billed")


def test_outages(stack):
    """Outages lose instances and requests; a gray zone is slow; a control plane outage stops scaling."""
    frequent = {
        "outages": {
            "zone_outages_per_year": 1000,
            "control_plane_outages_per_year": 0,
            "gray_share": 0,
            "zone_outage_median": 1200,
        }
    }
    never = {"outages": {"zone_outages_per_year": 0, "control_plane_outages_per_year": 0}}
    calm = stack.run(never, {"horizon": "6 h", "traffic": {"rate": {"constant": {"rate": "10/s"}}}})
    rough = stack.run(frequent, {"horizon": "6 h", "traffic": {"rate": {"constant": {"rate": "10/s"}}}})
    expect_less(calm.failed_share(), rough.failed_share(), "outages lose requests")
    expect(rough["fleet.lost_to_zone_outages"] > 0, "outages take instances", lost=rough["fleet.lost_to_zone_outages"])
    gray = stack.run(never, {"events": [{"at": "10 min", "gray_zone": {"zone": "a", "duration": "20 min"}}]})
    base = stack.run(never)
    expect_less(base["latency_s/by_class/page/p95"], gray["latency_s/by_class/page/p95"], "a gray zone is slow")
    crowd = {"traffic": {"rate": {"flash_crowds": [{"at": "10 min", "hold": "30 min", "multiplier": 2.5}]}}}
    stuck = stack.run(never, crowd, {"events": [{"at": "5 min", "control_plane_outage": {"duration": "40 min"}}]})
    free = stack.run(never, crowd)
    expect_less(stuck["services/web/tasks"], free["services/web/tasks"], "nothing scales without a control plane")
