"""Replications on processes and on a Dask cluster of several local workers: the same bytes, and a lost worker loses no result."""

import json
import os
import signal
import subprocess
import threading
import time
from concurrent.futures import ProcessPoolExecutor

import pytest

import fleetcast

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def client():
    """Three worker processes with one thread each."""
    with distributed.LocalCluster(
        n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster, distributed.Client(cluster) as client:
        yield client


def test_dask_gives_the_bytes_of_local_runs(client, result, station):
    assert fleetcast.run(station, executor=client.get_executor()).json == result.json


# 16 settings of 4 replications.
SETTINGS = [
    {"/name": f"rate {rate} work {work}", "/traffic/rate/constant/rate": f"{rate}/s",
     "/classes/visit/steps/0/work": {"exponential": {"mean": f"{work} ms"}}}
    for rate in (40, 60, 80, 100) for work in (3, 5, 7, 9)
]


@pytest.fixture(scope="module")
def swept(tmp_path_factory, command_line, station_of_all):
    """The bytes of result.json of each setting, by the command line."""
    folder = tmp_path_factory.mktemp("swept")
    (folder / "station.json").write_text(json.dumps(station_of_all))
    found = []
    for setting in SETTINGS:
        changes = [word for pointer, value in setting.items() for word in ("--set", f"{pointer}={json.dumps(value)}")]
        command = [command_line, "run", str(folder / "station.json"), *changes, "--quiet", "--jobs", "2",
                   "--out", str(folder / "out")]
        subprocess.run(command, check=True, capture_output=True)
        found.append((folder / "out" / "result.json").read_bytes())
    return found


def test_a_sweep_of_64_runs_gives_the_bytes_of_the_command_line_on_processes(swept, station):
    with ProcessPoolExecutor(2) as pool:
        results = fleetcast.sweep(station, SETTINGS, executor=pool)
    assert sum(len(one.runs) for one in results) == 64
    assert [one.json.encode() for one in results] == swept


def test_a_sweep_of_64_runs_gives_the_bytes_of_the_command_line_on_dask(client, swept, station):
    assert len(client.scheduler_info()["workers"]) == 3
    results = fleetcast.sweep(station, SETTINGS, executor=client.get_executor())
    assert [one.json.encode() for one in results] == swept


def test_a_sweep_needs_settings(station):
    with pytest.raises(ValueError, match="at least one"):
        fleetcast.sweep(station, [])


def test_a_lost_worker_loses_no_result(client, station):
    station["horizon"] = "1 h"
    station["replications"] = 9
    expected = fleetcast.run(station, jobs=2).json
    pids = list(client.run(os.getpid).values())
    killed = []

    def kill_one():
        # Once it computes: a worker that is lost while idle would prove nothing.
        while not killed:
            busy = [i for i, tasks in enumerate(client.processing().values()) if tasks]
            if busy:
                time.sleep(0.2)
                os.kill(pids[busy[0]], signal.SIGKILL)
                killed.append(pids[busy[0]])
            time.sleep(0.01)

    thread = threading.Thread(target=kill_one)
    thread.start()
    found = fleetcast.run(station, executor=client.get_executor(retries=3)).json
    thread.join(timeout=10)
    assert killed
    assert found == expected
