"""Runs of a whole fleetcast process and what they took: CPU seconds, wall seconds and peak memory."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "scenarios" / "reference" / "reference.json"


def settings(values):
    """Returns the options that set a document's values, given as {pointer: value}."""
    return [word for pointer, value in values.items() for word in ("--set", f"{pointer}={value}")]


# Runs a command in a small process of its own and prints what it took: a process is charged the peak memory of the one
# that it was forked from, which here holds large results.
WATCH = """
import json, os, sys, time
started = time.monotonic()
process = os.fork()
if process == 0:
    os.execv(sys.argv[2], sys.argv[2:])
_, status, usage = os.wait4(process, 0)
took = {"cpu_s": usage.ru_utime + usage.ru_stime, "wall_s": time.monotonic() - started,
        "peak_mib": usage.ru_maxrss / 1024}
with open(sys.argv[1], "w") as file:
    json.dump(took, file)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def run_whole(program, scenario, values, options=("--replications", "1", "--jobs", "1")):
    """Runs a scenario; returns its result with `cpu_s`, `wall_s` and `peak_mib` of the process and its children.

    The peak is that of the largest process. A run that fails ends the program with its message.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "run", str(scenario), "--format", "json", "--quiet", "--out", f"{folder}/out", *options,
                   *settings(values)]
        done = subprocess.run([sys.executable, "-S", "-c", WATCH, f"{folder}/took", *command], capture_output=True,
                              text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()}")
        took = json.loads(Path(folder, "took").read_text(encoding="utf-8"))
    return {**json.loads(done.stdout), **took}


def requests_of(result):
    """Returns how many requests were simulated; those of the pre-roll are as frequent as the measured ones."""
    return result["requests"]["offered"]["mean"] * (1 + result["pre_roll_s"] / result["horizon_s"])
