"""Reads the raw runs of the Auto Scaling measurements (P. Grigoryev 2022) and derives the figures that tests use.

Usage: thesis.py RUNS_FOLDER prints them as JSON, as they stand under "auto_scaling" in tests/reference/whatif.json.
"""

import csv
import json
import pathlib
import re
import statistics
import sys
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)


def read_metric(run, name):
    """Returns a CloudWatch metric of a run by the start of its minutes."""
    with open(run / "csv" / f"metric_{name}.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    return {datetime.strptime(time, "%Y-%m-%dT%H:%M:%SZ"): float(value) for time, value in rows}


def read_steps(run):
    """Returns the load steps of a run in order: label, start, seconds, requests per second, clients."""
    steps = []
    (log,) = (run / "csv").glob("*.json")
    for line in log.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        row = json.loads(line)
        steps.append(
            {
                "label": row["Labels"].split("-", 1)[1],
                "start": datetime.fromisoformat(row["StartTime"][:19]),
                "seconds": row["ActualDuration"] / 1e9,
                "rate": row["ActualQPS"],
                "clients": row["NumThreads"],
            }
        )
    return steps


def fixed_phases(run, steps):
    """Returns the phases at fixed capacity (all instances in service): rate, clients and CPU of whole minutes."""
    cpu = read_metric(run, "cpuUtilization")
    phases = []
    for step in steps:
        if not re.fullmatch(r"performance-\d", step["label"]):
            continue
        end = step["start"] + timedelta(seconds=step["seconds"])
        whole = [value for minute, value in cpu.items() if minute >= step["start"] and minute + MINUTE <= end]
        phases.append(
            {
                "phase": step["label"],
                "clients": step["clients"],
                "requests_per_s": round(step["rate"], 1),
                "cpu_percent": round(statistics.mean(whole), 2) if whole else None,
            }
        )
    return phases


def changes(levels, begin, end):
    """Returns the values a level takes between two instants, each with the minute in which it is first seen."""
    seen = []
    for minute in sorted(levels):
        if begin <= minute <= end and (not seen or seen[-1][1] != levels[minute]):
            seen.append((minute, levels[minute]))
    return seen


def scale_out_cycle(number, steps, in_service, desired):
    """Returns what one cycle of scaling out measured; times are seconds from the start of load to a minute's start.

    Returns nothing for a cycle that began with more than one instance in service.
    """
    start = steps[0]["start"]
    begin = start.replace(second=0)
    end = steps[-1]["start"] + timedelta(seconds=steps[-1]["seconds"])
    if in_service.get(begin, in_service[begin + MINUTE]) != 1:
        return None
    top = max(value for minute, value in in_service.items() if begin <= minute <= end)
    full = min(minute for minute, value in in_service.items() if begin <= minute <= end and value == top)
    sequence = [(minute, value) for minute, value in changes(desired, begin, end)]
    # The experiment sets the group back to 1 at the end of a cycle, sometimes within the last minute.
    while len(sequence) > 1 and sequence[-1][1] < sequence[-2][1]:
        sequence.pop()
    rises = [minute for (minute, value), (_, before) in zip(sequence[1:], sequence) if value > before]
    return {
        "cycle": number,
        "load_second": start.second,
        "desired": [int(value) for _, value in sequence],
        "first_step_s": int((rises[0] - start).total_seconds()) if rises else 0,
        "full_s": int((full - start).total_seconds()),
        "rate_of_one": round(steps[1]["rate"], 1),
    }


def read_run(run):
    """Returns the derived figures of one run."""
    steps = read_steps(run)
    in_service = read_metric(run, "groupInServiceCapacity")
    desired = read_metric(run, "groupDesiredCapacity")
    cycles = {}
    for step in steps:
        found = re.fullmatch(r"scaling-(\d+)-(\d+)", step["label"])
        if found:
            cycles.setdefault(int(found[1]), []).append(step)
    measured = [scale_out_cycle(number, cycles[number], in_service, desired) for number in sorted(cycles)]
    return {
        "run": run.name,
        "test": re.fullmatch(r"[\d.]+_[\d-]+_(.+)_[0-9a-f]{4}", run.name)[1],
        "fixed": fixed_phases(run, steps),
        "cycles": [cycle for cycle in measured if cycle],
    }


def read_runs(folder):
    """Returns the derived figures of all runs in a folder, in the order of their names."""
    return [read_run(run) for run in sorted(pathlib.Path(folder).iterdir())]


if __name__ == "__main__":
    json.dump(read_runs(sys.argv[1]), sys.stdout, indent=1)
    print()
