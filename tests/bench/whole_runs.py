"""Runs of a whole fleetcast process and what they took: CPU seconds, wall seconds and peak memory."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "scenarios" / "reference" / "reference.json"


def settings(values):
    """Returns the options that set a document's values, given as {pointer: value}."""
    return [word for pointer, value in values.items() for word in ("--set", f"{pointer}={value}")]


def run_whole(program, scenario, values, options=("--replications", "1", "--jobs", "1")):
    """Runs a scenario; returns its result with `cpu_s`, `wall_s` and `peak_mib` of the process and its children.

    The peak is that of the largest process. A run that fails ends the program with its message.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "run", str(scenario), "--format", "json", "--quiet", "--out", f"{folder}/out", *options,
                   *settings(values)]
        with open(f"{folder}/result", "w+", encoding="utf-8") as output, \
                open(f"{folder}/messages", "w+", encoding="utf-8") as messages:
            started = time.monotonic()
            process = subprocess.Popen(command, stdout=output, stderr=messages)
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.monotonic() - started
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode != 0:
                messages.seek(0)
                sys.exit(f"{' '.join(command)} ended with {process.returncode}: {messages.read().strip()}")
            output.seek(0)
            result = json.load(output)
    return {**result, "cpu_s": usage.ru_utime + usage.ru_stime, "wall_s": wall, "peak_mib": usage.ru_maxrss / 1024}


def requests_of(result):
    """Returns how many requests were simulated; those of the pre-roll are as frequent as the measured ones."""
    return result["requests"]["offered"]["mean"] * (1 + result["pre_roll_s"] / result["horizon_s"])
