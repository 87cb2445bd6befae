"""Plays theory scenarios and compares them with exact results.

Usage: check_case.py PROGRAM [--length SHARE] [--seed N] CASE... | check_case.py PROGRAM all

--length plays only a share of the time (tolerances widen accordingly). Exit code 1 if a metric is wrong.
"""

import argparse
import sys

from comparison import compare, reference_cases, table
from program import run, shorter


def main():
    """Runs the cases that were asked for, prints one table and returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="path of the fleetcast program")
    parser.add_argument("cases", nargs="+", help="ids of cases, or all")
    parser.add_argument("--length", type=float, default=1, help="share of the scenario's time to play")
    parser.add_argument("--seed", type=int, help="seed instead of the scenario's")
    options = parser.parse_args()
    cases = reference_cases()
    lines = []
    for name in cases if options.cases == ["all"] else options.cases:
        result = run(options.program, name, shorter(name, options.length), options.seed)
        lines += compare(cases[name], result)
        passed = result["self_audit"]["passed"]
        if not passed:
            print(f"{name}: the run's audit of itself failed: {result['self_audit']}", file=sys.stderr)
            return 1
    print(table(lines))
    wrong = [line for line in lines if line.is_wrong]
    compared = sum(not line.reason for line in lines)
    print(f"{compared} metrics compared, {len(wrong)} wrong, {len(lines) - compared} not compared")
    return 1 if wrong or compared == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
