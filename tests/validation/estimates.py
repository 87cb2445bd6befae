"""Runs the tests that check validation cases, and collects their estimates."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cases import ROOT

for folder in ("theory", "spot", "whatif"):
    sys.path.append(str(ROOT / "tests" / folder))

import cache_replay  # noqa: E402
import comparison  # noqa: E402
import derive_reference  # noqa: E402
import program as theory_program  # noqa: E402
import restart_test  # noqa: E402


class NeedsSharedData(Exception):
    """Raised where a case needs raw data that is not at hand."""


@dataclass(frozen=True)
class Estimate:
    """An estimate and how far chance lets it lie from the truth: 4.5 standard errors, or nothing without chance."""

    value: object
    tolerance: float | None = None
    reason: str = ""


def tests_of(build):
    """Returns the commands of all tests of a build by name."""
    command = ["ctest", "--test-dir", str(build), "--show-only=json-v1", "-C", "night"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    tests = json.loads(shown[shown.index("{"):])["tests"]
    return {test["name"]: test.get("command", []) for test in tests}


def from_theory(build, case):
    """Returns the estimates of a scenario of scenarios/theory, by metric."""
    exact = comparison.reference_cases()[case.id]
    lines = comparison.compare(exact, theory_program.run(Path(build) / "fleetcast", case.id))
    return {line.metric: Estimate(line.estimate, line.tolerance, line.reason) for line in lines}


def from_unit_test(command, case):
    """Returns the figures that a unit test records under the names of the case's metrics; a case's own come first."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        subprocess.run([*command, f"--gtest_output=json:{report}"], check=True, stdout=subprocess.DEVNULL)
        document = json.loads(report.read_text(encoding="utf-8"))
    (recorded,) = [test for suite in document["testsuites"] for test in suite["testsuite"]]
    estimates = {}
    for metric, expected in case.expected.items():
        for name in (f"{case.id}.{metric}", metric):
            if name not in recorded:
                continue
            value = recorded[name] if isinstance(expected["value"], str) else float(recorded[name])
            tolerance = recorded.get(f"{name}.tolerance")
            estimates[metric] = Estimate(value, None if tolerance is None else float(tolerance))
            break
    return estimates


def from_restarts(build):
    """Returns the estimates of jobs that restart on spot capacity."""
    lines = restart_test.lines(str(Path(build) / "fleetcast"))
    return {metric: Estimate(estimate, tolerance) for metric, _, estimate, tolerance in lines}


def from_trace(build, case):
    """Returns the misses of the replayed trace; raises NeedsSharedData without it."""
    shared = Path(os.environ.get("FLEETCAST_SHARED", ROOT.parent / "shared"))
    if not (shared / "data" / "cache").is_dir():
        raise NeedsSharedData(f"{case.id} needs shared data: the traces under {shared}")
    keys, _ = derive_reference.traces(shared)["cloud_physics"]
    estimates = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trace.csv"
        cache_replay.write_keys(keys, path)
        for metric in case.expected:
            capacity = int(metric.removeprefix("miss_"))
            hits = cache_replay.simulated_cache(str(Path(build) / "fleetcast"), path, "key", keys, capacity)
            estimates[metric] = Estimate(len(keys) - hits)
    return estimates


def estimates_of(build, tests, case):
    """Returns the estimates of a case by metric, from all tests that check it."""
    found = {}
    for name in case.checked_by:
        if name == f"theory/{case.id}":
            one = from_theory(build, case)
        elif name == "tests/spot/restart":
            one = from_restarts(build)
        elif name == "whatif/cache":
            one = from_trace(build, case)
        else:
            one = from_unit_test(tests[name], case)
        # What one test does not compare another may.
        found.update({metric: one[metric] for metric in one if not one[metric].reason or metric not in found})
    return found
