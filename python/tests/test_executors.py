"""Replications on a Dask cluster of several local workers: the same bytes, and a lost worker loses no result."""

import os
import signal
import threading
import time

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
