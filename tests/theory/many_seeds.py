"""Plays theory scenarios under many seeds and asks whether any metric is off on average, however little.

Usage: many_seeds.py PROGRAM [--seeds N] [--length SHARE] CASE... | many_seeds.py PROGRAM all

One run may miss an exact value by 4.5 standard errors; here the mean error over the seeds is set against its own standard
error, from the spread between seeds (Student's t). All metrics are judged together at 1 % (Holm). Exit code 1 if any is
off.
"""

import argparse
import math
import statistics
import sys

from comparison import compare, reference_cases
from program import run, shorter

LEVEL = 0.01


def student_two_sided(t, freedom):
    """Returns the probability of a Student's t beyond +-t: the tail's integral by Simpson's rule in atan(t)."""
    if math.isinf(t):
        return 0.0
    constant = math.gamma((freedom + 1) / 2) / (math.gamma(freedom / 2) * math.sqrt(math.pi))
    begin = math.atan(abs(t) / math.sqrt(freedom))
    steps = 2000
    width = (math.pi / 2 - begin) / steps
    density = [max(0.0, math.cos(begin + i * width)) ** (freedom - 1) for i in range(steps + 1)]
    inner = 4 * sum(density[1:-1:2]) + 2 * sum(density[2:-1:2])
    return min(1.0, 2 * constant * width / 3 * (density[0] + inner + density[-1]))


def p_value_of(errors):
    """Returns how probable so large a mean error is by chance, and the mean in standard errors."""
    mean = statistics.fmean(errors)
    spread = statistics.stdev(errors) / math.sqrt(len(errors))
    if spread == 0:
        return (1.0, 0.0) if mean == 0 else (0.0, math.inf)
    return student_two_sided(mean / spread, len(errors) - 1), mean / spread


def holm(p_values):
    """Returns adjusted p-values, in the order given."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    adjusted = [0.0] * len(p_values)
    highest = 0.0
    for rank, i in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[i]))
        adjusted[i] = highest
    return adjusted


def errors_by_metric(program, names, seeds, length):
    """Returns the errors of every metric, relative to its tolerance, one for each seed."""
    cases = reference_cases()
    errors = {}
    for name in names:
        for seed in range(1, seeds + 1):
            for line in compare(cases[name], run(program, name, shorter(name, length), seed)):
                if not line.reason and line.tolerance:
                    errors.setdefault((line.case, line.metric), []).append(line.ratio)
    return errors


def main():
    """Plays the cases, prints the metrics that are most off, and returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="path of the fleetcast program")
    parser.add_argument("cases", nargs="+", help="ids of cases, or all")
    parser.add_argument("--seeds", type=int, default=20, help="how many seeds")
    parser.add_argument("--length", type=float, default=1, help="share of the scenario's time to play")
    options = parser.parse_args()
    names = list(reference_cases()) if options.cases == ["all"] else options.cases
    errors = errors_by_metric(options.program, names, options.seeds, options.length)
    found = [(*key, *p_value_of(values), statistics.fmean(values)) for key, values in errors.items()]
    adjusted = holm([one[2] for one in found])
    ranked = sorted(zip(adjusted, found), key=lambda pair: (pair[0], pair[1][2]))
    print("case           metric         mean error / SE   of the tolerance   joint p")
    for joint, (case, metric, _, ratio, share) in ranked[:15]:
        print(f"{case:14} {metric:14} {ratio:15.2f} {100 * share:16.1f} % {joint:9.3g}")
    wrong = [pair for pair in ranked if pair[0] <= LEVEL]
    print(f"{len(found)} metrics under {options.seeds} seeds, {len(wrong)} off on average")
    return 1 if wrong or not found else 0


if __name__ == "__main__":
    sys.exit(main())
