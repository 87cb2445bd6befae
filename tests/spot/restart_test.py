"""Plays the reference case of jobs that restart when spot capacity is taken back, and compares it with its exact means.

Usage: restart_test.py PROGRAM
"""

import json
import math
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def play(program):
    """Returns the result of the scenario."""
    with tempfile.TemporaryDirectory(prefix="fleetcast_restart_") as folder:
        command = [program, "run", str(HERE / "restart.json"), "--quiet", "--jobs", "1", "--out", f"{folder}/out"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return json.loads((pathlib.Path(folder) / "out" / "result.json").read_text(encoding="utf-8"))


def lines(program):
    """Returns for each mean its name, exact value, estimate and tolerance; raises RuntimeError if a job is not done."""
    document = json.loads((HERE.parent / "reference" / "spot_cases.json").read_text(encoding="utf-8"))
    case = next(one for one in document["cases"] if one["id"] == "spot-01")
    jobs = play(program)["jobs"]
    figure = lambda job, name: job[name]["mean"]
    runs = sum(figure(job, "runs") for job in jobs.values())
    completed = sum(figure(job, "completed") for job in jobs.values())
    if completed != runs:
        raise RuntimeError(f"{completed:g} of {runs:g} jobs have done")
    means = {
        "completion_mean_h": sum(figure(job, "completion_mean_s") * figure(job, "completed") for job in jobs.values())
        / completed / 3600,
        "restarts_mean": sum(figure(job, "retries") for job in jobs.values()) / runs,
    }
    widened = math.sqrt(case["sim"]["N"] / completed)
    return [(name, one["value"], means[name], one["tol_abs"] * widened) for name, one in case["expected"].items()]


def main(program):
    """Compares both means and returns the exit code."""
    wrong = 0
    for name, exact, estimate, tolerance in lines(program):
        ratio = (estimate - exact) / tolerance
        verdict = "" if abs(ratio) <= 1 else "  WRONG"
        wrong += bool(verdict)
        print(f"{name}  exact {exact:.6g}  estimate {estimate:.6g}  difference/tolerance {ratio:+.3f}{verdict}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
