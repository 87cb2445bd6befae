"""Predicts how fast a service on Fargate grows to thousands of tasks, and compares with measured curves."""

import json
import statistics

from auto_scaling import REFERENCE
from simulated import simulate

SHARES = (0.5, 0.9, 1.0)
CALIBRATED_MINUTES = 10


def reference():
    """Returns the measured curves: tasks by minute, and the two figures that were published for 2022."""
    return json.loads(REFERENCE.read_text(encoding="utf-8"))["fargate"]


def minutes_to(curve, tasks):
    """Returns when a curve of tasks by minute first reaches a number, in minutes, by interpolation."""
    for minute in range(1, len(curve)):
        before, now = curve[minute - 1], curve[minute]
        if now >= tasks:
            return minute - 1 + (tasks - before) / (now - before) if before < tasks else float(minute - 1)
    raise ValueError(f"the curve ends at {curve[-1]} before {tasks} tasks")


def predict(program, tasks, settings=()):
    """Returns the running tasks at the beginning and the end of every minute after the request."""
    _, minutes = simulate(program, "fargate_scale_out", [f"/services/containers/desired_count={tasks}", *settings])
    return [0.0] + minutes["tasks.containers.running"]


def launch_settings(curve):
    """Returns the settings that follow from the first minutes of a curve: a steady rate without a burst."""
    rate = (curve[CALIBRATED_MINUTES] - curve[0]) / CALIBRATED_MINUTES / 60
    return ["/fargate/launch_burst=1", f"/fargate/launch_rate={rate:.6g}"]


def compare(curve, predicted):
    """Returns a line for each share of the last measured number: measured and predicted minutes, and the error."""
    lines = []
    for share in SHARES:
        tasks = share * curve[-1]
        measured, simulated = minutes_to(curve, tasks), minutes_to(predicted, tasks)
        lines.append({"share": share, "measured": measured, "predicted": simulated, "error": simulated / measured - 1})
    return lines


def median_error(lines):
    """Returns the median of the absolute relative errors."""
    return statistics.median(abs(line["error"]) for line in lines)
