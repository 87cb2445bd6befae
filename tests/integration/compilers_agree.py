"""Tells whether two builds of the program agree: bytes of result.json and bill.csv, and each number in them.

Usage: compilers_agree.py PROGRAM OTHER_PROGRAM [SCENARIO...]

Scenarios are shortened as for the tests of conservation; without any, some of the library are taken. Exit code 1 where a
number differs by more than 1e-9 of itself, or anything else does.
"""

import json
import math
import pathlib
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/components"))

from conservation_test import settings_for  # noqa: E402 (found by the path above)
from stack import run_document  # noqa: E402

LIBRARY = ["zone_outage", "spot_only", "flash_crowd", "aurora_failover"]
TOLERANCE = 1e-9


def differences(one, other, path=""):
    """Yields the path and both values of everything that differs; numbers may by the tolerance."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() | other.keys()):
            yield from differences(one.get(key), other.get(key), f"{path}/{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for i, (left, right) in enumerate(zip(one, other)):
            yield from differences(left, right, f"{path}/{i}")
    elif isinstance(one, float) or isinstance(other, float):
        is_number = isinstance(one, (int, float)) and isinstance(other, (int, float))
        if not is_number or not math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=0):
            yield path, one, other
    elif one != other:
        yield path, one, other


def compare(programs, scenario, folder):
    """Runs a scenario with both programs; returns whether they agree, and prints how far."""
    settings = settings_for(json.loads(scenario.read_text(encoding="utf-8")))
    outs = []
    for i, program in enumerate(programs):
        outs.append(folder / f"{scenario.stem}_{i}")
        run_document(program, scenario, settings, outs[-1])
    files = ["result.json", "bill.csv", "timeline.csv"]
    same = [name for name in files if (outs[0] / name).read_bytes() == (outs[1] / name).read_bytes()]
    one, other = (json.loads((out / "result.json").read_text(encoding="utf-8")) for out in outs)
    found = list(differences(one, other))
    print(f"{scenario.stem}: the same bytes in {', '.join(same) or 'no file'}; {len(found)} differences")
    for path, left, right in found[:20]:
        print(f"  {path}: {left} and {right}")
    return not found


def main(first, second, *scenarios):
    """Compares all scenarios and returns the exit code."""
    paths = [pathlib.Path(one) for one in scenarios]
    paths = paths or [ROOT / "scenarios/library" / f"{name}.json" for name in LIBRARY]
    with tempfile.TemporaryDirectory(prefix="fleetcast_compilers_") as folder:
        agreed = [compare((first, second), path, pathlib.Path(folder)) for path in paths]
    return 0 if all(agreed) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
