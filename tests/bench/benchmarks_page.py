"""Writes docs/benchmarks.md from the figures of one run of compare_peers."""

from whole_runs import requests_of

COST = ["requests", "CPU s", "ns a request", "peak memory"]

HEAD = """# Benchmarks

Made by one command, which compiles or installs the peers, checks that every tool agrees with queueing theory, and
measures all of it:

    tests/bench/compare_peers --document docs/benchmarks.md

The machine was {cores} shared cores, so that ratios count and absolute times depend on the neighbours. This page is of
`--repeats {repeats} --length {length:g}`.

## Fleetcast and other simulators

Two paths through edge, balancer, application, cache and database, every time exponential (`scenarios/theory`): `path_c`
is left early by most requests and has 2.62 timed events in each, `path_c5` has all five stops. Each peer is
written as its documentation recommends (`tests/bench/peers`). CPU time per request, user and system, is the median of
{repeats} rounds that visit every tool in turn. Fleetcast's is that of the whole process, with reading, histograms,
report and bill; a peer's is that of its simulation alone. The mean sojourn of each tool is held against the exact one.

| path | tool | requests a run | ns a request | fastest .. slowest | of fleetcast's | mean sojourn ms | exact ms |
|---|---|---|---|---|---|---|---|
"""


def table(head, rows):
    """Returns a table in Markdown."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def span(minutes):
    """Returns a length of time in words."""
    for unit, size in (("d", 24 * 60), ("h", 60)):
        if minutes >= size and minutes % size == 0:
            return f"{minutes // size} {unit}"
    return f"{minutes} min"


def cost_cells(run):
    """Returns requests, CPU seconds, ns per request and peak memory of a run as cells."""
    requests = requests_of(run)
    return [f"{requests:,.0f}", f"{run['cpu_s']:.2f}", f"{run['cpu_s'] / requests * 1e9:,.0f}",
            f"{run['peak_mib']:.0f} MiB"]


def peers_text(rows, absent, options, cores):
    """Returns the part about other simulators."""
    text = HEAD.format(cores=cores, repeats=options.repeats, length=options.length)
    for row in rows:
        text += (f"| {row['path']} | {row['tool']} | {row['requests']:,} | {row['ns']:,.0f} | "
                 f"{row['fastest_ns']:,.0f} .. {row['slowest_ns']:,.0f} | {row['ratio']:.1f} | {row['mean_ms']:.3f} | "
                 f"{row['exact_ms']:.3f} |\n")
    for name, reason in absent:
        text += f"\nNot measured: {name}, {reason}.\n"
    return text


def load_text(rows):
    """Returns the part about load."""
    cells = [[name, f"{rate:,}/s", span(minutes), *cost_cells(run)] for name, rate, minutes, run in rows]
    return f"""
A loop written by hand for one of these paths, with a fixed topology, one 4-ary heap and nothing that can time out or
fail, was measured once on such a core: 100 ns a request on `path_c`, 227 ns on `path_c5`. The distance is not explained by
draws: making fewer of them, or keeping more of them ahead, changed nothing beyond the noise of 2 %.

The rest of this page is of single runs of whole processes, unless it says otherwise.

## Load

Path (c) with as many servers as the load needs, and the reference stack as it is. Start and end of a process are part of
the cost, which is what few requests are dear for; the reference stack also has its control plane, whose cost follows the
horizon, and caches to fill.

{table(["scenario", "load", "horizon", *COST], cells)}"""


def horizon_text(rows):
    """Returns the part about the horizon."""
    cells = [[span(minutes), *cost_cells(run)] for minutes, run in rows]
    return f"""
## Horizon

The reference stack at a thousandth of its load, pre-roll of 10 minutes.

{table(["horizon", *COST], cells)}"""


def fleet_text(rows):
    """Returns the part about the size of the fleet."""
    cells = [[f"{size:,}", f"{run['fleet']['instances']['mean']:,.0f}", f"{run['fleet']['tasks']['mean']:,.0f}",
              span(minutes), *cost_cells(run)] for size, minutes, run in rows]
    return f"""
## Fleet

The reference stack with 100 viewer requests a second on as many instances, with 1.6 tasks on each.

{table(["instances asked for", "instances", "tasks", "horizon", *COST], cells)}"""


def replications_text(rows):
    """Returns the part about replications and jobs."""
    alone = {replications: run["wall_s"] for replications, jobs, run in rows if jobs == 1}
    cells = [[str(number), str(jobs), f"{run['wall_s']:.2f}", f"{run['cpu_s']:.2f}",
              f"{alone[number] / run['wall_s']:.2f}"] for number, jobs, run in rows]
    return f"""
## Replications and jobs

A quarter of an hour of path (c), medians of runs by turns. Two jobs gain less than twofold where the cores are shared
with others.

{table(["replications", "jobs", "wall s", "CPU s", "times as fast as one job"], cells)}"""


def memory_text(rows):
    """Returns the part about memory."""
    [_, least], *_ = rows
    cells = []
    for in_flight, run in rows:
        bytes_each = (run["peak_mib"] - least["peak_mib"]) * 2**20 / in_flight
        cells.append([f"{in_flight:,.0f}", f"{run['peak_mib']:.0f} MiB", f"{bytes_each:,.0f} B"])
    return f"""
## Memory

Path (c)'s clients, 5,000 a second, each of whom is delayed for so long that ever more are under way at once.

{table(["in flight at the end", "peak memory", "more than the first, for each in flight"], cells)}"""


def control_text(rows):
    """Returns the part about the control plane."""
    [_, whole, _], *parts = rows
    cells = [["all of it", f"{whole:.2f}", ""]]
    cells += [[name, f"{whole - rest:.2f}", f"{(whole - rest) / whole:.0%}"] for name, rest, _ in parts]
    return f"""
## Control plane

CPU seconds of a simulated month (30 days) of the reference stack with next to no traffic, start of the process not
counted; then what it is cheaper by without one of its parts.

{table(["part", "CPU s a month", "share"], cells)}"""


# One part of the page for each table of scaling.py.
PARTS = {
    "load": load_text,
    "horizon": horizon_text,
    "fleet": fleet_text,
    "replications": replications_text,
    "memory": memory_text,
    "control": control_text,
}
