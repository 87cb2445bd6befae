"""The two paths of known latency as numbers, taken from their scenarios and from the exact results beside them."""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATHS = ("path_c", "path_c5")
UNITS = {"s": 1.0, "ms": 1e-3}


def seconds_of(text):
    """Returns a length of time such as "12.5 ms" in seconds."""
    number, unit = text.split()
    return float(number) * UNITS[unit]


def path_of(name):
    """Returns a path: its scenario, rate, stops as [servers, mean, share that leaves behind], and its exact mean."""
    scenario = ROOT / "scenarios" / "theory" / f"{name}.json"
    document = json.loads(scenario.read_text(encoding="utf-8"))
    stops = []
    for step in document["classes"]["customer"]["steps"]:
        if "exit" in step:
            stops[-1][2] = step["exit"]
        elif "delay" in step:
            stops.append([0, seconds_of(step["delay"]["exponential"]["mean"]), 0.0])
        else:
            servers = document["backends"][step["backend"]]["servers"]
            stops.append([servers, seconds_of(step["work"]["exponential"]["mean"]), 0.0])
    cases = json.loads((ROOT / "tests" / "reference" / "path_cases.json").read_text(encoding="utf-8"))["cases"]
    [case] = [case for case in cases if case["id"] == name]
    expected = case["expected"]["T_mean"]
    return {
        "name": name,
        "scenario": scenario,
        "rate": float(document["traffic"]["rate"]["constant"]["rate"].partition("/")[0]),
        "stops": stops,
        "mean_s": expected["value"],
        # The allowed error of a run of so many requests; that of others follows the square root of their number.
        "tolerance_s": expected["tol_abs"],
        "requests": case["sim"]["N"],
    }


def mean_problem(path, requests, mean):
    """Returns by how much a measured mean sojourn misses the exact one beyond sampling error, or an empty text."""
    tolerance = path["tolerance_s"] * (path["requests"] / requests) ** 0.5
    if abs(mean - path["mean_s"]) <= tolerance:
        return ""
    return (f"mean sojourn {mean * 1000:.4f} ms of {requests} requests, theory says {path['mean_s'] * 1000:.4f} "
            f"+- {tolerance * 1000:.4f} ms")
