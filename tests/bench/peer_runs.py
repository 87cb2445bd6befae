"""Runs fleetcast and its peers by turns over the same paths and compares CPU time per request."""

import statistics
from pathlib import Path

from path_model import PATHS, mean_problem, path_of
from peers.tools import PEERS, command_for, run_path
from whole_runs import run_whole

HOUR = 3600


def run_fleetcast(program, path, length, seed):
    """Runs fleetcast over `length` seconds of a path; CPU seconds are those of the whole process and its children."""
    result = run_whole(program, path["scenario"], {"/horizon": f"{max(1, round(length / 60))} min"},
                       ("--replications", "1", "--jobs", "1", "--seed", str(seed)))
    return {
        "requests": result["requests"]["offered"]["mean"],
        "mean_s": result["latency_s"]["mean"]["mean"],
        "cpu_s": result["cpu_s"],
    }


def runners(program, folder, options):
    """Returns [name, function of path and seed] of fleetcast and every peer, and [name, reason] of those absent."""
    length = HOUR * options.length
    present = [["fleetcast", lambda path, seed: run_fleetcast(program, path, length, seed)]]
    absent = []
    for peer in PEERS:
        if options.only and not any(word.lower() in peer.name.lower() for word in options.only):
            continue
        command, reason = command_for(peer, Path(folder), options.install)
        if command:
            share = peer.share
            present.append([peer.name, lambda path, seed, command=command, share=share:
                            run_path(command, path, length * share, seed)])
        else:
            absent.append([peer.name, reason])
    return present, absent


def row_of(name, path, runs, baseline):
    """Returns one row of the table from the runs of one tool; `baseline` is fleetcast's median cost, or None."""
    requests = sum(run["requests"] for run in runs)
    mean = sum(run["mean_s"] * run["requests"] for run in runs) / requests
    costs = [run["cpu_s"] / run["requests"] * 1e9 for run in runs]
    cost = statistics.median(costs)
    return {
        "tool": name,
        "path": path["name"],
        "requests": round(requests / len(runs)),
        "ns": cost,
        "fastest_ns": min(costs),
        "slowest_ns": max(costs),
        "ratio": cost / (baseline or cost),
        "mean_ms": mean * 1000,
        "exact_ms": path["mean_s"] * 1000,
        "problem": mean_problem(path, requests, mean),
    }


def compare(program, folder, options):
    """Returns the rows of all tools on all paths, and the tools that are not here; rounds visit every tool in turn."""
    present, absent = runners(program, folder, options)
    rows = []
    for path in map(path_of, PATHS):
        runs = {name: [] for name, _ in present}
        for seed in range(1, options.repeats + 1):
            for name, run in present:
                runs[name].append(run(path, seed))
        for name, _ in present:
            rows.append(row_of(name, path, runs[name], rows_cost(rows, path)))
    return rows, absent


def rows_cost(rows, path):
    """Returns fleetcast's cost on a path among the rows so far, or None."""
    return next((row["ns"] for row in rows if row["path"] == path["name"] and row["tool"] == "fleetcast"), None)
