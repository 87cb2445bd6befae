"""Computes what public spot traces say of zones that are out together and of how much of a fleet is lost at once.

Usage: trace_moments.py TRACES                  prints the figures of tests/reference/spot_traces.json
       trace_moments.py TRACES --check FILE     compares them with that file; exit code 1 if they differ, 77 without traces

TRACES is a copy of github skypilot-org/spot-traces, taken from the folder FLEETCAST_SHARED unless given. Intervals are of the circular block bootstrap: blocks of a day, 2,000
resamples, Python's generator with seed 1, the quantiles at 2.5 % and 97.5 % of a mean, or at 95 % of the greatest
difference between the distributions of a resample and of the trace.
"""

import argparse
import itertools
import json
import math
import os
import pathlib
import random
import sys

REGIONS = {
    "r5_us_east_1_2023": ("preemption/1-node/aws-04-19-2023/us-east-1{}_intel_64.json", "bcd"),
    "v100_us_east_1_2023": ("availability/1-node/aws-02-15-2023/us-east-1{}_v100_1.json", "acdf"),
    "v100_us_east_2_2023": ("availability/1-node/aws-02-15-2023/us-east-2{}_v100_1.json", "ab"),
    "v100_us_west_2_2023": ("availability/1-node/aws-02-15-2023/us-west-2{}_v100_1.json", "abc"),
}
FLEETS = {
    "us-east-2b": "availability/16-node/aws-08-27-2023/us-east-2b_v100_1.json",
    "us-west-2a": "availability/16-node/aws-08-27-2023/us-west-2a_v100_1.json",
    "us-west-2c": "availability/16-node/aws-08-27-2023/us-west-2c_v100_1.json",
}
RESAMPLES = 2000
BLOCK_SECONDS = 86400
STEPS = 16  # of the distribution of shares lost


def read(folder, name):
    """Returns the seconds of a step and the series of a trace."""
    document = json.loads((folder / name).read_text(encoding="utf-8"))
    return document["metadata"]["gap_seconds"], document["data"]


def correlation(a, b):
    """Returns the phi correlation of two series of zeros and ones."""
    n = len(a)
    p, q = sum(a) / n, sum(b) / n
    both = sum(map(min, a, b)) / n
    return (both - p * q) / math.sqrt(p * (1 - p) * q * (1 - q))


def mean_run(series, value, step_hours):
    """Returns the mean length in hours of a series' runs of a value, but for those cut off at the ends."""
    runs = [(key, sum(1 for _ in group)) for key, group in itertools.groupby(series)][1:-1]
    lengths = [length for key, length in runs if key == value]
    return sum(lengths) * step_hours / len(lengths)


def block_starts(generator, steps, block):
    """Returns the first steps of the blocks of one resample."""
    return [generator.randrange(steps) for _ in range(math.ceil(steps / block))]


def interval_of_mean(series, block):
    """Returns the 95 % interval of a series' mean."""
    steps = len(series)
    sums = list(itertools.accumulate(series + series[:block], initial=0))
    generator = random.Random(1)
    means = []
    for _ in range(RESAMPLES):
        starts = block_starts(generator, steps, block)
        means.append(sum(sums[start + block] - sums[start] for start in starts) / (len(starts) * block))
    means.sort()
    return [means[RESAMPLES // 40], means[-RESAMPLES // 40 - 1]]


def region_figures(folder, pattern, zones):
    """Returns the figures of one type in the zones of a region."""
    read_zones = [read(folder, pattern.format(zone)) for zone in zones]
    step = read_zones[0][0]
    series = [data for _, data in read_zones]
    steps = len(series[0])
    pairs = [correlation(a, b) for a, b in itertools.combinations(series, 2)]
    all_out = [int(not any(states)) for states in zip(*series)]
    return {
        "zones": [
            {"zone": zone, "availability": round(sum(data) / steps, 4),
             "mean_up_hours": round(mean_run(data, 1, step / 3600), 2)}
            for zone, data in zip(zones, series)
        ],
        "mean_correlation": round(sum(pairs) / len(pairs), 3),
        "hours": round(steps * step / 3600, 1),
        "all_out": round(sum(all_out) / steps, 5),
        "all_out_interval": [round(end, 5) for end in interval_of_mean(all_out, BLOCK_SECONDS // step)],
    }


def losses_of(series):
    """Returns, step by step, the share lost from one step to the next, or None where nothing was lost."""
    return [(a - b) / a if b < a else None for a, b in zip(series, series[1:] + series[:1])]


def distribution(shares):
    """Returns the shares of losses of at most k / STEPS, for k from 1 on."""
    count = len(shares)
    return [sum(share <= k / STEPS + 1e-9 for share in shares) / count for k in range(1, STEPS + 1)]


def fleet_figures(folder, name):
    """Returns the figures of the losses of a fleet of 16."""
    step, series = read(folder, name)
    losses = losses_of(series)
    losses[-1] = None  # the step from the end to the beginning is none
    shares = [share for share in losses if share is not None]
    seen = distribution(shares)
    block = BLOCK_SECONDS // step
    generator = random.Random(1)
    differences = []
    for _ in range(RESAMPLES):
        resample = []
        for start in block_starts(generator, len(losses), block):
            resample += [losses[(start + i) % len(losses)] for i in range(block)]
        resample = distribution([share for share in resample if share is not None])
        differences.append(max(abs(a - b) for a, b in zip(resample, seen)))
    differences.sort()
    return {
        "losses": len(shares),
        "mean_share_lost": round(sum(shares) / len(shares), 3),
        "whole_probability": round(sum(share == 1 for share in shares) / len(shares), 3),
        "distribution": [round(value, 4) for value in seen],
        "greatest_difference": round(differences[-RESAMPLES // 20 - 1], 4),
    }


def figures(folder):
    """Returns all figures."""
    return {
        "source": "github skypilot-org/spot-traces (Can't Be Late, NSDI '24), computed by tests/spot/trace_moments.py",
        "regions": {name: region_figures(folder, *where) for name, where in REGIONS.items()},
        "fleets": {name: fleet_figures(folder, path) for name, path in FLEETS.items()},
    }


def main():
    """Prints the figures, or compares them with those on file, and returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    shared = os.environ.get("FLEETCAST_SHARED", pathlib.Path(__file__).resolve().parents[3] / "shared")
    at_hand = pathlib.Path(shared) / "data" / "spot" / "skypilot-spot-traces"
    parser.add_argument("traces", type=pathlib.Path, nargs="?", default=at_hand)
    parser.add_argument("--check", type=pathlib.Path, metavar="FILE")
    options = parser.parse_args()
    if options.check and not options.traces.is_dir():
        print(f"needs shared data: there are no traces in {options.traces}")
        return 77
    computed = figures(options.traces)
    if not options.check:
        print(json.dumps(computed, indent=1))
        return 0
    if computed != json.loads(options.check.read_text(encoding="utf-8")):
        print(f"{options.check} does not hold what the traces say; write it anew", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
