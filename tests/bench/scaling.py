"""How the cost of a run grows with load, horizon, fleet, replications and jobs; and what the control plane costs."""

import json
import statistics

from path_model import ROOT
from whole_runs import REFERENCE, requests_of, run_whole

PATH_C = ROOT / "scenarios" / "theory" / "path_c.json"
# Traffic so thin that a run of the reference stack is its control plane and nothing else.
NO_TRAFFIC = {"/traffic/rate/diurnal/mean": "0.01/s"}


def load_rows(program, options):
    """Cost against load: path (c) with as many servers as the load needs, and the reference stack as it is.

    The horizons are such that runs take about as long.
    """
    rows = []
    for rate in (10, 100, 1000, 10_000, 100_000):
        minutes = max(1, round(min(30 * 24 * 60, 30_000 / rate) * options.length))
        values = {"/traffic/rate/constant/rate": f"{rate}/s", "/horizon": f"{minutes} min"}
        for name, servers in (("balancer", 1), ("application", 64), ("database", 8)):
            values[f"/backends/{name}/servers"] = max(1, round(servers * rate / 2560))
        rows.append(["path (c)", rate, minutes, run_whole(program, PATH_C, values)])
    for rate in (10, 100, 1000):
        minutes = max(1, round(20_000 / rate * options.length))
        values = {"/traffic/rate/diurnal/mean": f"{rate}/s", "/horizon": f"{minutes} min", "/pre_roll": "10 min"}
        rows.append(["reference", rate, minutes, run_whole(program, REFERENCE, values)])
    return rows


def horizon_rows(program, options):
    """Cost against the horizon: the reference stack at a thousandth of its load, up to a month."""
    rows = []
    for hours in (1, 24, 7 * 24, 30 * 24):
        minutes = max(1, round(60 * hours * options.length))
        values = {"/traffic/rate/diurnal/mean": "1/s", "/horizon": f"{minutes} min", "/pre_roll": "10 min"}
        rows.append([minutes, run_whole(program, REFERENCE, values)])
    return rows


def fleet_values(instances):
    """Returns the settings of a reference stack on so many instances with two tasks on most of them."""
    on_demand = instances * 3 // 10
    tasks = instances * 8 // 5
    # One connection of a task: eight of each of thousands of tasks are more than a database takes.
    values = {"/traffic/rate/diurnal/mean": "100/s", "/pre_roll": "10 min", "/aurora/connections_per_task": 1}
    for group, size in (("on_demand", on_demand), ("spot", instances - on_demand)):
        for field, value in (("min_size", size), ("desired_capacity", size), ("max_size", instances)):
            values[f"/capacity_providers/{group}/auto_scaling_group/{field}"] = value
    for service, count in (("web", tasks // 3), ("api", tasks - tasks // 3)):
        values[f"/services/{service}/desired_count"] = count
        values[f"/services/{service}/autoscaling/min_capacity"] = count
        values[f"/services/{service}/autoscaling/max_capacity"] = 2 * instances
    return values


def fleet_rows(program, options):
    """Cost against the size of the fleet: the reference stack with 100 viewer requests a second, for an hour."""
    rows = []
    for instances in (10, 100, 1000, 3000):
        minutes = max(1, round(60 * options.length))
        values = {**fleet_values(instances), "/horizon": f"{minutes} min"}
        rows.append([instances, minutes, run_whole(program, REFERENCE, values)])
    return rows


def replication_rows(program, options):
    """Wall seconds of replications on one job and on two, by turns: [replications, jobs, run]."""
    minutes = max(1, round(15 * options.length))
    rows = []
    for replications in (2, 6):
        pairs = {1: [], 2: []}
        for _ in range(options.repeats):
            for jobs, runs in pairs.items():
                runs.append(run_whole(program, PATH_C, {"/horizon": f"{minutes} min"},
                                      ("--replications", str(replications), "--jobs", str(jobs))))
        for jobs, runs in pairs.items():
            wall = statistics.median(run["wall_s"] for run in runs)
            cpu = statistics.median(run["cpu_s"] for run in runs)
            rows.append([replications, jobs, {**runs[-1], "wall_s": wall, "cpu_s": cpu}])
    return rows


def memory_rows(program, _options):
    """Peak memory against requests in flight: path (c)'s clients, each of whom is delayed for so long."""
    rows = []
    for seconds in (0.1, 10, 100):
        values = {"/horizon": "2 min", "/traffic/rate/constant/rate": "5000/s",
                  "/classes/customer/steps": json.dumps([{"delay": {"constant": {"value": f"{seconds} s"}}}])}
        run = run_whole(program, PATH_C, values)
        rows.append([run["requests"]["in_flight_at_end"]["mean"], run])
    return rows


# What is taken out of the reference stack to see what it costs, one at a time.
PARTS = {
    "messages to workers": {"/workers/orders/arrival_rate": "0.0001/s"},
    "scheduled jobs": {"/jobs/jobs/thumbnails/schedule_expression": "rate(7 days)"},
    "health checks by DNS": {"/route53/health_check/request_interval": "30 s"},
}


def control_rows(program, options):
    """Cost of the control plane without traffic, whole and without each of its parts: [name, CPU s of a month, run]."""
    days = max(1, round(5 * options.length))
    rows = []
    for name, values in {"all": {}, **PARTS}.items():
        short, long = (run_whole(program, REFERENCE, {**NO_TRAFFIC, **values, "/pre_roll": "10 min", "/horizon": span})
                       for span in ("1 h", f"{days * 24 + 1} h"))
        rows.append([name, (long["cpu_s"] - short["cpu_s"]) * 30 / days, long])
    return rows


TABLES = {
    "load": load_rows,
    "horizon": horizon_rows,
    "fleet": fleet_rows,
    "replications": replication_rows,
    "memory": memory_rows,
    "control": control_rows,
}
