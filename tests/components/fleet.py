"""Components that run tasks: ECS, Auto Scaling groups, EC2, spot, Fargate, jobs, workers, scaling, deployments."""

from stack import expect, expect_less

CROWD = {
    "traffic": {
        "rate": {
            "flash_crowds": [
                {"at": "10 min", "ramp_up": "60 s", "hold": "30 min", "ramp_down": "60 s", "multiplier": 2.5}
            ]
        }
    }
}
RECLAIM = {
    "events": [
        {"at": f"{minute} min", "spot_reclaim": {"instance_type": kind, "zone": zone}}
        for minute, zone in ((10, "a"), (12, "b"), (14, "c"))
        for kind in ("m5.large", "m6i.large")
    ]
}


def services(strategy):
    """Returns a patch that places both services by a strategy."""
    return {"services": {name: {"capacity_provider_strategy": strategy} for name in ("web", "worker")}}


def test_ecs_placement(stack):
    """Packing needs fewer instances than one task for each."""
    few = {"services": {"web": {"desired_count": 8, "autoscaling": None}}}
    packed = stack.run(
        few, {"services": {"web": {"ordered_placement_strategy": [{"type": "binpack", "field": "memory"}]}}}
    )
    apart = stack.run(few, {"services": {"web": {"distinct_instance": True}}})
    expect_less(packed["fleet.instances"], apart["fleet.instances"], "packing spares instances")
    expect_less(packed["cost_usd.total_month"], apart["cost_usd.total_month"], "fewer instances cost less")


def test_capacity_provider_strategy(stack):
    """Weights decide how much of the fleet is spot, and so what it costs."""
    spot = stack.run(services([{"capacity_provider": "spot", "weight": 1}]))
    firm = stack.run(services([{"capacity_provider": "on_demand", "weight": 1}]))
    expect_less(firm["fleet.spot_share"], spot["fleet.spot_share"], "weights decide the share of spot")
    expect_less(
        spot.cost_of_meter("ec2.instance_seconds"), firm.cost_of_meter("ec2.instance_seconds"), "spot is cheaper"
    )


def test_managed_scaling(stack):
    """Without cluster auto scaling, tasks that find no room stay out."""
    more = {"services": {"web": {"desired_count": 24, "autoscaling": None}}}
    scaled = stack.run(more)
    fixed = stack.run(
        more, {"capacity_providers": {name: {"managed_scaling": {"enabled": False}} for name in ("on_demand", "spot")}}
    )
    expect_less(fixed["services/web/tasks"], scaled["services/web/tasks"], "tasks wait for room", 0.8)
    expect_less(fixed["fleet.instances"], scaled["fleet.instances"], "the group stays as it is")


def test_auto_scaling_mixed_policy(stack):
    """The policy of a group decides between spot and on-demand."""

    def with_percentage(percentage):
        return {
            "capacity_providers": {
                "spot": {
                    "auto_scaling_group": {
                        "mixed_instances_policy": {
                            "instances_distribution": {"on_demand_percentage_above_base_capacity": percentage}
                        }
                    }
                }
            }
        }

    spot = stack.run(with_percentage(0))
    firm = stack.run(with_percentage(100))
    expect(firm["fleet.spot_share"] == 0, "100 % on-demand has no spot", share=firm["fleet.spot_share"])
    expect_less(0.3, spot["fleet.spot_share"], "0 % on-demand is spot")
    expect_less(spot["cost_usd.total_month"], firm["cost_usd.total_month"], "spot is cheaper")


def test_ec2_launch_delay(stack):
    """The longer instances take, the longer a crowd waits for them."""
    # In one day of ten or twenty the crowd happens to meet enough instances anyhow: the means of several are compared.
    days = {"replications": 8}
    quick = stack.run(CROWD, days, {"ec2": {"ready_median": "40 s"}})
    slow = stack.run(CROWD, days, {"ec2": {"ready_median": "900 s"}})
    expect_less(quick.failed_share(), slow.failed_share(), "a crowd fails while instances boot")


def test_ebs(stack):
    """Volumes are billed by their size."""
    small = stack.run({"ec2": {"root_volume_size": "30 GiB"}}).cost_of_meter("ebs.gp3_mib_seconds")
    large = stack.run({"ec2": {"root_volume_size": "300 GiB"}}).cost_of_meter("ebs.gp3_mib_seconds")
    expect(abs(large / small - 10) < 1e-6, "ten times the volume costs ten times as much", small=small, large=large)


def test_spot(stack):
    """Pools that are often reclaimed lose instances, and a reclaim without draining loses tasks."""
    calm = {"horizon": "3 d", "traffic": {"rate": {"constant": {"rate": 0.2}}}, "uses_spot_advisor": False}
    never = stack.run(calm, {"spot": {"defaults": {"monthly_interruptions": 0}}})
    often = stack.run(calm, {"spot": {"defaults": {"monthly_interruptions": 0.999}}})
    expect(never["fleet.interruptions"] == 0, "pools are never reclaimed", interruptions=never["fleet.interruptions"])
    expect(often["fleet.interruptions"] > 0, "pools are reclaimed", interruptions=often["fleet.interruptions"])
    drained = stack.run(RECLAIM)
    cut = stack.run(RECLAIM, {"ecs": {"spot_instance_draining": False}})
    expect(drained["fleet.interruptions"] > 0, "the reclaim takes instances", interruptions=0)
    expect_less(drained["services/web/tasks_lost"], cut["services/web/tasks_lost"], "drained tasks leave in time")


def test_fargate(stack):
    """A vCPU of Fargate is dearer than one of a spot instance, Fargate Spot cheaper than Fargate."""
    small = {"services": {"web": {"autoscaling": None}, "worker": {"task": {"memory": "1 GiB"}}}}
    instances = stack.run(small)
    off = {"capacity_providers": {"spot": None, "on_demand": None}}
    firm = stack.run(small, off, services([{"capacity_provider": "FARGATE", "weight": 1}]))
    spot = stack.run(small, off, services([{"capacity_provider": "FARGATE_SPOT", "weight": 1}]))
    expect_less(spot["cost_usd.total_month"], firm["cost_usd.total_month"], "Fargate Spot is cheaper than Fargate")
    expect(firm["fleet.instances"] == 0, "Fargate needs no instances", instances=firm["fleet.instances"])
    fargate = firm.cost("Amazon Elastic Container Service")
    per_task = (
        instances.cost_of_meter("ec2.instance_seconds") / instances["fleet.tasks"],
        fargate / firm["fleet.tasks"],
    )
    expect_less(*per_task, "packed instances, mostly spot, are cheaper than Fargate")


def test_jobs(stack):
    """Jobs run when they are due, are billed while they work, and may miss a deadline."""
    base = stack.run()
    without = stack.run({"jobs": {"jobs": {"thumbnails": None}}})
    longer = stack.run({"jobs": {"jobs": {"thumbnails": {"duration": 240, "deadline": 200}}}})
    expect(base["jobs/thumbnails/runs"] >= 11, "it runs every five minutes", runs=base["jobs/thumbnails/runs"])
    cost = lambda result: result["cost_usd/by_component/thumbnails"]
    expect(cost(without) == 0, "no job costs nothing", cost=cost(without))
    expect_less(cost(base), cost(longer), "the time of tasks is billed", 0.6)
    expect(
        longer["jobs/thumbnails/missed_deadline"] > 5,
        "long ones are late",
        missed=longer["jobs/thumbnails/missed_deadline"],
    )


def test_workers(stack):
    """Messages come back when they are worked on for longer than their visibility time-out; few workers fall behind."""
    base = stack.run()
    short = stack.run({"workers": {"orders": {"visibility_timeout_seconds": 1}}})
    expect_less(base["queues/orders/redelivered"], short["queues/orders/redelivered"], "messages come back", 0.1)
    few = stack.run({"services": {"worker": {"desired_count": 1}}})
    expect_less(
        base["queues/orders/oldest_age_max_s"], few["queues/orders/oldest_age_max_s"], "one worker falls behind"
    )


def test_application_auto_scaling(stack):
    """A crowd that scaling answers loses fewer requests than one that it does not."""
    scaled = stack.run(CROWD)
    fixed = stack.run(CROWD, {"services": {"web": {"autoscaling": None}}})
    expect_less(fixed["services/web/tasks"], scaled["services/web/tasks"], "tasks are added", 0.9)
    expect_less(scaled.failed_share(), fixed.failed_share(), "scaling spares requests")
    expect(scaled.incidents("scale_out"), "scaling is told of")


def test_deployment(stack):
    """A deployment starts every task anew; a broken one fails and is rolled back."""
    breaker = {
        "services": {"web": {"deployment_circuit_breaker": {"enable": True, "rollback": True}, "autoscaling": None}}
    }
    calm = stack.run(breaker)
    good = stack.run(breaker, {"events": [{"at": "5 min", "deployment": {"service": "web"}}]})
    broken = stack.run(breaker, {"events": [{"at": "5 min", "deployment": {"service": "web", "is_broken": True}}]})
    expect(
        calm["services/web/tasks_started"] == 0,
        "nothing starts without cause",
        started=calm["services/web/tasks_started"],
    )
    expect(
        good["services/web/tasks_started"] >= 6, "every task starts anew", started=good["services/web/tasks_started"]
    )
    expect(
        good["services/web/deployments_completed"] == 1,
        "it completes",
        completed=good["services/web/deployments_completed"],
    )
    expect(broken["services/web/deployments_failed"] == 1, "it fails", failed=broken["services/web/deployments_failed"])
