"""Runs a theory scenario with the program that was built."""

import json
import subprocess
from pathlib import Path

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios" / "theory"


def read_scenario(name):
    return json.loads((SCENARIOS / f"{name}.json").read_text(encoding="utf-8"))


def run(program, name, settings=(), seed=None):
    """Returns the result of a scenario as read from its JSON; raises RuntimeError with the program's complaint."""
    command = [str(program), "run", str(SCENARIOS / f"{name}.json"), "--format", "json", "--quiet", "--jobs", "1"]
    for setting in settings:
        command += ["--set", setting]
    if seed is not None:
        command += ["--seed", str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def shorter(name, length):
    """Returns the settings that play only a part of a scenario's time."""
    if length == 1:
        return []
    scenario = read_scenario(name)
    return [f"/{key}={float(scenario[key].removesuffix(' s')) * length:.6g} s" for key in ("pre_roll", "horizon")]
