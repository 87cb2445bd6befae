"""What the way through Python costs, beside the same program on the command line."""

import json
import os
import statistics
import subprocess

import fleetcast
from fleetcast.workers import program


def processor_seconds(call):
    """Time that this process and those it waited for spent computing: a busy machine does not change it."""
    before = os.times()
    call()
    after = os.times()
    return sum(after[:4]) - sum(before[:4])


def test_a_run_costs_less_than_a_twentieth_more_than_on_the_command_line(station, tmp_path):
    station.update(horizon="24 h", replications=2)
    path = tmp_path / "station.json"
    path.write_text(json.dumps(station))
    command = [program(), "run", str(path), "--quiet", "--jobs", "1", "--out", str(tmp_path / "by_command_line")]

    def by_command_line():
        subprocess.run(command, check=True, capture_output=True)

    def by_python():
        fleetcast.run(path, jobs=1, out=tmp_path / "by_python", progress=False)

    ratios = []
    for _ in range(3):
        first = processor_seconds(by_command_line)
        ratios.append(processor_seconds(by_python) / first)
    print(f"Python / command line: {ratios}")
    assert statistics.median(ratios) < 1.05
