"""The network: VPC, NAT gateways, endpoints."""

from stack import expect, expect_less

LATE_START = {"pre_roll": 0}
ROLLED = {"events": [{"at": "10 min", "deployment": {"service": "web"}}]}
ROLES = {
    "alb": (443, "public"),
    "service": (8080, "private"),
    "cache": (6379, "private"),
    "database": (3306, "private"),
}


def without_s3_endpoint():
    """Returns the default network, written out, but for the free endpoint that images come through."""
    subnets = {
        f"{kind}_{zone}": {"availability_zone": zone, "cidr_block": f"10.0.{first + i}.0/24", "route_table": kind}
        for kind, first in (("public", 0), ("private", 100))
        for i, zone in enumerate("abc")
    }
    rule = lambda port: {"from_port": port, "to_port": port, "cidr_blocks": ["0.0.0.0/0"]}
    return {
        "vpc": {
            "subnets": subnets,
            "route_tables": {
                "public": {"routes": [{"target": "internet_gateway"}]},
                "private": {"routes": [{"target": "nat_gateway"}]},
            },
            "security_groups": {role: {"ingress": [rule(port)]} for role, (port, _) in ROLES.items()},
            "roles": {
                role: {"subnets": [name for name in subnets if name.startswith(kind)], "security_groups": [role]}
                for role, (_, kind) in ROLES.items()
            },
        }
    }


NO_S3_ENDPOINT = without_s3_endpoint()


def test_nat(stack):
    """A single gateway is cheaper, and its zone's loss is everyone's; endpoints carry what gateways would."""
    base = stack.run()
    single = stack.run({"nat": {"placement": "single"}})
    expect_less(
        single.cost_of_meter("nat.hours"), base.cost_of_meter("nat.hours"), "one gateway is cheaper than three", 0.5
    )
    gateways = stack.run(ROLLED, NO_S3_ENDPOINT)
    expect(gateways["nat.processed_bytes"] > 1e8, "images pass the gateways", bytes=gateways["nat.processed_bytes"])
    expect(gateways.cost_of_meter("nat.processed_bytes") > 0, "and are billed", cost=0)
    endpoints = {
        name.replace(".", "_"): {
            "service_name": name,
            "subnets": ["private_us-east-1a", "private_us-east-1b", "private_us-east-1c"],
            "security_groups": ["endpoints"],
        }
        for name in ("ecr.api", "ecr.dkr", "secretsmanager", "logs", "sqs", "sns")
    }
    private = stack.run(
        ROLLED,
        {
            "nat": {"placement": "none"},
            "vpc": {
                "endpoints": endpoints,
                "security_groups": {
                    "endpoints": {"ingress": [{"from_port": 443, "to_port": 443, "security_groups": ["service"]}]}
                },
            },
        },
    )
    expect(private["nat.processed_bytes"] == 0, "nothing passes gateways", bytes=private["nat.processed_bytes"])
    expect_less(0, private.cost_of_meter("vpc.endpoint_hours"), "endpoints are billed")
    expect(private["services/web/tasks_started"] > 0, "tasks start", started=private["services/web/tasks_started"])


def test_vpc(stack):
    """Tasks without a way to the registry never start."""
    isolated = stack.run(LATE_START, {"nat": {"placement": "none"}})
    expect(
        isolated["services/web/tasks"] == 0, "no task starts without a way out", tasks=isolated["services/web/tasks"]
    )


def test_security_groups(stack):
    """Targets that no rule lets the balancer reach fail their health checks, are replaced, and answer nobody."""
    elsewhere = {"from_port": 1, "to_port": 1, "cidr_blocks": ["0.0.0.0/0"]}
    hidden = {"vpc": {"security_groups": {"service": {"ingress": [elsewhere]}}}}
    base = stack.run(LATE_START, NO_S3_ENDPOINT)
    blocked = stack.run(LATE_START, NO_S3_ENDPOINT, hidden)
    expect(base["alb/web/checks_timed_out"] == 0, "open targets answer checks", count=base["alb/web/checks_timed_out"])
    expect(
        blocked["alb/web/checks_timed_out"] > 0 and blocked["alb/web/checks_failed"] == 0,
        "checks of hidden targets get no answer",
        timed_out=blocked["alb/web/checks_timed_out"],
        failed=blocked["alb/web/checks_failed"],
    )
    expect_less(
        base["services/web/tasks_unhealthy"], blocked["services/web/tasks_unhealthy"], "their tasks are replaced"
    )
    expect_less(
        base["services/web/tasks_started"], blocked["services/web/tasks_started"], "again and again", factor=0.5
    )
    expect(
        blocked["latency_s/by_class/page/p50"] == 0 and blocked["latency_s/by_class/order/p50"] == 0,
        "nobody gets a page",
        page=blocked["latency_s/by_class/page/p50"],
        order=blocked["latency_s/by_class/order/p50"],
    )
    expect(blocked["latency_s/by_class/asset/p50"] > 0, "assets are served still", asset=0)


def test_zones(stack):
    """Bytes between zones are billed, and none are where there is one zone."""
    base = stack.run()
    one = stack.run({"availability_zones": ["a"]})
    expect_less(
        one.cost("AWS Data Transfer"), base.cost("AWS Data Transfer"), "one zone has no traffic between zones", 0.01
    )
    slow = stack.run({"cross_zone_latency": "20 ms"})
    expect_less(
        base["latency_s/by_class/page/p50"], slow["latency_s/by_class/page/p50"], "distance between zones is felt"
    )
