"""Runs a theory scenario with the program that was built."""

import csv
import json
import subprocess
import tempfile
from pathlib import Path

from figures import PLACES

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios" / "theory"


def read_scenario(name):
    return json.loads((SCENARIOS / f"{name}.json").read_text(encoding="utf-8"))


def run(program, name, settings=(), seed=None):
    """Returns the result of a scenario as read from its JSON, with the timeline of those that play rounds.

    Raises RuntimeError with the program's complaint.
    """
    command = [str(program), "run", str(SCENARIOS / f"{name}.json"), "--format", "json", "--quiet", "--jobs", "1"]
    for setting in settings:
        command += ["--set", setting]
    if seed is not None:
        command += ["--seed", str(seed)]
    # Tests of one scenario may run side by side, so each has a folder for its files.
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([*command, "--out", f"{folder}/out"], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()}")
        result = json.loads(done.stdout)
        if PLACES[name].round_minutes:
            result["timeline"] = timeline_in(f"{folder}/out/timeline.csv")
    return result


def timeline_in(path):
    """Returns what came and what was present, minute by minute, by the names of a timeline's columns."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        names = next(rows)
        wanted = {name: at for at, name in enumerate(names) if name == "offered" or name.startswith("backends.")}
        series = {name: [] for name in wanted}
        for row in rows:
            for name, at in wanted.items():
                series[name].append(float(row[at]))
    return series


def shorter(name, length):
    """Returns the settings that play only a part of a scenario's time, in whole minutes as everything is counted."""
    if length == 1:
        return []
    scenario = read_scenario(name)
    minutes = {key: int(scenario[key].removesuffix(" min")) for key in ("pre_roll", "horizon") if key in scenario}
    return [f"/{key}={max(min(1, whole), round(whole * length))} min" for key, whole in minutes.items()]
