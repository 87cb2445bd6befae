"""Predicts measured scale-outs of an Auto Scaling group: service demand from the runs' phases at fixed capacity alone.

Nothing of a scale-out cycle but the second of the minute in which its load began enters a prediction.
"""

import json
import statistics

from simulated import ROOT, simulate

REFERENCE = ROOT / "tests" / "reference" / "whatif.json"
# Settings of the experiment's tests: closed-loop clients without think time, target in % CPU. All have 1 to 3 t3.medium.
TESTS = {
    "asg_apache_3": (70, 70),
    "asg_riwai_3": (25, 35),
    "asg_taewa_3": (25, 35),
    "asg_taewa_3extra": (10, 35),
    "asg_taewa_3lite": (70, 35),
    "asg_raupi_3x": (25, 35),
    "asg_raupi_3_70": (25, 70),
}
INSTANCES = 3
VCPUS = 2
WARM_MINUTES = 10  # pre-roll of the scenario: the first instance is warm when load begins
# Three periods of a minute must breach before an alarm can be raised, the one in which load began among them at best.
THREE_PERIODS_S = 180


def reference_runs():
    """Returns the measured runs, derived from the raw ones by thesis.py."""
    return json.loads(REFERENCE.read_text(encoding="utf-8"))["auto_scaling"]["runs"]


def calibrate(run):
    """Returns (vCPUs an instance's application uses at its limit, vCPU-seconds of a request) from fixed capacity.

    Without think time the clients drive three instances to the application's limit, so that throughput and
    utilisation at fixed capacity give both.
    """
    rate = statistics.mean(phase["requests_per_s"] for phase in run["fixed"])
    cpu_percent = statistics.mean(phase["cpu_percent"] for phase in run["fixed"])
    vcpus = VCPUS * cpu_percent / 100
    return vcpus, vcpus / (rate / INSTANCES)


def predict(program, run, cycle, demand_factor=1.0):
    """Simulates one cycle; a demand factor makes requests rarer and longer at the same utilisation.

    Returns the same figures as were measured: the desired capacities, seconds from the start of load to the minute
    of the first step and to the minute with all instances in service, and requests per second of one instance.
    """
    clients, target = TESTS[run["test"]]
    vcpus, demand = calibrate(run)
    begin = 60 * WARM_MINUTES + cycle["load_second"]
    settings = [
        f"/closed_clients/population={clients}",
        f"/closed_clients/begin={begin}",
        f"/services/application/task/cpu={vcpus:.4f}",
        f"/services/application/application/requests/page/cpu_time={demand * demand_factor:.9g}",
        f"/capacity_providers/group/auto_scaling_group/target_tracking/cpu/target_value={target}",
        f"/seed={cycle['cycle']}",
    ]
    _, minutes = simulate(program, "asg_scale_out", settings)
    desired, in_service = minutes["fleet.desired_instances"], minutes["instances.group"]
    after_load = lambda minute: 60 * minute - cycle["load_second"]
    first_step = next((after_load(minute) for minute, value in enumerate(desired) if value > desired[0]), None)
    full = next((after_load(minute) for minute, value in enumerate(in_service) if value >= INSTANCES), None)
    sequence = [int(value) for index, value in enumerate(desired) if index == 0 or value != desired[index - 1]]
    # The second minute is the first that is wholly under load.
    rate_of_one = minutes["good"][1] / 60 * demand_factor
    return {"desired": sequence, "first_step_s": first_step, "full_s": full, "rate_of_one": rate_of_one}


def why_early(cycle):
    """Tells why a cycle's alarm cannot have been raised by its own load, or returns None."""
    if cycle["desired"][0] > 1:
        return "began with more than one instance desired"
    if cycle["first_step_s"] < THREE_PERIODS_S - cycle["load_second"]:
        return f"first step after {cycle['first_step_s']} s"
    return None


def compare(program, runs, demand_factor=1.0):
    """Predicts every cycle; returns a line for each run: means over its cycles, sequences, and what explains it."""
    lines = []
    for run in runs:
        predicted = [predict(program, run, cycle, demand_factor) for cycle in run["cycles"]]
        measured_s = statistics.mean(cycle["full_s"] for cycle in run["cycles"])
        predicted_s = statistics.mean(one["full_s"] for one in predicted)
        early = [(cycle["cycle"], why_early(cycle)) for cycle in run["cycles"] if why_early(cycle)]
        lines.append(
            {
                "run": run["run"],
                "test": run["test"],
                "measured_s": measured_s,
                "predicted_s": predicted_s,
                "error": predicted_s / measured_s - 1,
                "measured_sequences": [cycle["desired"] for cycle in run["cycles"]],
                "predicted_sequences": [one["desired"] for one in predicted],
                "rate_error": statistics.mean(one["rate_of_one"] for one in predicted)
                / statistics.median(cycle["rate_of_one"] for cycle in run["cycles"])
                - 1,
                "early": early,
                "cycles": list(zip(run["cycles"], predicted)),
            }
        )
    return lines


def median_error(lines):
    """Returns the median of the absolute relative errors of the runs."""
    return statistics.median(abs(line["error"]) for line in lines)
