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


def main(program):
    """Compares both means and returns the exit code."""
    document = json.loads((HERE.parent / "reference" / "spot_cases.json").read_text(encoding="utf-8"))
    case = next(one for one in document["cases"] if one["id"] == "spot-01")
    jobs = play(program)["jobs"]
    figure = lambda job, name: job[name]["mean"]
    runs = sum(figure(job, "runs") for job in jobs.values())
    completed = sum(figure(job, "completed") for job in jobs.values())
    means = {
        "completion_mean_h": sum(figure(job, "completion_mean_s") * figure(job, "completed") for job in jobs.values())
        / completed / 3600,
        "restarts_mean": sum(figure(job, "retries") for job in jobs.values()) / runs,
    }
    wrong = int(completed != runs)
    print(f"{completed:g} of {runs:g} jobs have done")
    for name, expected in case["expected"].items():
        tolerance = expected["tol_abs"] * math.sqrt(case["sim"]["N"] / completed)
        difference = means[name] - expected["value"]
        verdict = "" if abs(difference) <= tolerance else "  WRONG"
        wrong += bool(verdict)
        print(f"{name}  exact {expected['value']:.6g}  estimate {means[name]:.6g}  "
              f"difference/tolerance {difference / tolerance:+.3f}{verdict}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
