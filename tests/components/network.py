"""The network: VPC, NAT gateways, endpoints."""

from stack import expect, expect_less

LATE_START = {"pre_roll": 0}


def test_nat(stack):
    """A single gateway is cheaper, and its zone's loss is everyone's; endpoints carry what gateways would."""
    base = stack.run()
    single = stack.run({"nat": {"placement": "single"}})
    expect_less(single.cost_of_meter("nat.hours"), base.cost_of_meter("nat.hours"), "one gateway is cheaper than three", 0.5)
    rolled = {"events": [{"at": "10 min", "deployment": {"service": "web"}}]}
    gateways = stack.run(rolled)
    expect(gateways["nat.processed_bytes"] > 0, "images pass the gateways", bytes=gateways["nat.processed_bytes"])
    endpoints = {
        name.replace(".", "_"): {"service_name": name, "subnets": ["private-a", "private-b", "private-c"]}
        for name in ("ecr.api", "ecr.dkr", "secretsmanager", "logs", "sqs", "sns")
    }
    private = stack.run(rolled, {"nat": {"placement": "none"}, "vpc": {"endpoints": endpoints}})
    expect(private["nat.processed_bytes"] == 0, "nothing passes gateways", bytes=private["nat.processed_bytes"])
    expect_less(0, private.cost_of_meter("vpc.endpoint_hours"), "endpoints are billed")
    expect(private["services/web/tasks_started"] > 0, "tasks start", started=private["services/web/tasks_started"])


def test_vpc(stack):
    """Tasks without a way to the registry never start; a security group that lets nothing in makes requests time out."""
    isolated = stack.run(LATE_START, {"nat": {"placement": "none"}})
    expect(isolated["services/web/tasks"] == 0, "no task starts without a way out", tasks=isolated["services/web/tasks"])
    base = stack.run()
    closed = stack.run({"vpc": {"security_groups": {"database": {"ingress": []}}}})
    expect_less(base.failed_share(), closed.failed_share(), "a closed database is felt")


def test_zones(stack):
    """Bytes between zones are billed, and none are where there is one zone."""
    base = stack.run()
    one = stack.run({"availability_zones": ["a"]})
    expect_less(one.cost("AWS Data Transfer"), base.cost("AWS Data Transfer"), "one zone has no traffic between zones", 0.01)
    slow = stack.run({"cross_zone_latency": "20 ms"})
    expect_less(base["latency_s/by_class/page/p50"], slow["latency_s/by_class/page/p50"], "distance between zones is felt")
