"""Runs: the same bytes as the command line, whoever runs them; failures and interrupts leave nothing behind."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ProcessPoolExecutor

import pytest

import fleetcast
from fleetcast.workers import run_replication


def by_command_line(command_line, station, folder):
    path = folder / "station.json"
    path.write_text(json.dumps(station))
    command = [command_line, "run", str(path), "--quiet", "--jobs", "2", "--out", str(folder / "out")]
    subprocess.run(command, check=True, capture_output=True)
    return {one.name: one.read_bytes() for one in (folder / "out").iterdir()}


def test_every_file_has_the_bytes_of_the_command_line(command_line, station, tmp_path):
    files = by_command_line(command_line, station, tmp_path)
    fleetcast.run(station, jobs=1, out=tmp_path / "again")
    assert len(files) == 5
    assert {one.name: one.read_bytes() for one in (tmp_path / "again").iterdir()} == files


def test_jobs_and_processes_change_no_byte(result, station):
    assert fleetcast.run(station, jobs=1).json == result.json
    with ProcessPoolExecutor(2) as pool:
        assert fleetcast.run(station, executor=pool).json == result.json


def test_a_precision_that_is_asked_for_is_reached_as_on_the_command_line(command_line, station, tmp_path):
    station["precision"] = {"estimates": {"latency.p99": 0.02}, "max_replications": 100}
    files = by_command_line(command_line, station, tmp_path)
    found = fleetcast.run(station, jobs=2)
    assert found.document["replications"] > 20, "the first look must not be enough, or the test shows little"
    assert found.json.encode() == files["result.json"]


def test_another_seed_is_another_run(result, station):
    assert fleetcast.run(station, seed=2).fingerprint != result.fingerprint


def test_a_lost_worker_is_one_failed_run_with_its_reason(station, monkeypatch, tmp_path):
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\nkill -SEGV $$\n")
    broken.chmod(0o755)
    monkeypatch.setenv("FLEETCAST_PROGRAM", str(broken))
    with pytest.raises(fleetcast.RunFailed, match="station, seed 1, replication 0: .*SIGSEGV"):
        fleetcast.run(station, replications=1)


def test_a_worker_that_refuses_says_why():
    with pytest.raises(fleetcast.RunFailed, match="label: .*CBOR"):
        run_replication("label", b"\xff")


def processes_of(parent):
    listed = subprocess.run(["ps", "-ww", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    return [int(pid) for pid, ppid, args in rows if int(ppid) == parent and " worker" in args]


def test_interrupt_ends_the_workers(station, tmp_path):
    station["horizon"] = "40 d"
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent(
            f"""
            import fleetcast
            try:
                fleetcast.run({station!r}, jobs=2)
            except KeyboardInterrupt:
                print("interrupted", flush=True)
            """
        )
    )
    python = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, cwd=tmp_path)
    deadline = time.monotonic() + 30
    while len(workers := processes_of(python.pid)) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(workers) == 2
    python.send_signal(signal.SIGINT)
    assert python.communicate(timeout=20)[0] == "interrupted\n"
    assert [pid for pid in workers if os.path.exists(f"/proc/{pid}")] == []


def test_the_interpreter_is_free_while_runs_go_on(station):
    import threading

    station["horizon"] = "2 h"
    turns = []
    stopped = threading.Event()

    def count():
        while not stopped.wait(0.001):
            turns.append(1)

    counter = threading.Thread(target=count)
    counter.start()
    fleetcast.run(station, replications=2, jobs=2)
    stopped.set()
    counter.join()
    assert len(turns) > 10


def test_comparisons_are_paired_and_take_scenarios_or_results(result, station):
    slower = {**station, "name": "slower", "classes": {"visit": {**station["classes"]["visit"]}}}
    slower["classes"]["visit"]["steps"] = [{"backend": "desk", "work": {"exponential": {"mean": "7 ms"}}}]
    comparison = fleetcast.compare(station, slower)
    row = comparison.differences.loc["latency_s.p50"]
    assert row["difference"] > 0 and row["significant"] and row["low"] > 0
    assert "slower" in comparison.sentence and "slower" in comparison._repr_html_()
    assert fleetcast.compare(result, result).document["identical"]
    with pytest.raises(ValueError, match="result with a scenario"):
        fleetcast.compare(result, station)
