"""Scenarios and results that several tests share. All tests use the installed package, never the sources."""

import os
from pathlib import Path

import pytest

import fleetcast

ROOT = Path(__file__).resolve().parents[2]

# One station, 100 requests/s, a minute: a replication takes a few hundredths of a second.
STATION = {
    "schema_version": 1,
    "name": "station",
    "horizon": "2 min",
    "pre_roll": "1 min",
    "replications": 4,
    "traffic": {"rate": {"constant": {"rate": "100/s"}}},
    "backends": {"desk": {"servers": 1}},
    "classes": {
        "visit": {"deadline": "1 h", "steps": [{"backend": "desk", "work": {"exponential": {"mean": "6 ms"}}}]}
    },
}


@pytest.fixture(scope="session")
def root():
    """Folder of the repository; tests that compare with its files need it, the package does not."""
    return ROOT


@pytest.fixture
def station():
    """A small scenario as a plain dict."""
    import copy

    return copy.deepcopy(STATION)


@pytest.fixture(scope="session")
def station_of_all():
    """The same for what is made once; nobody may change it."""
    return STATION


@pytest.fixture(scope="session")
def result():
    """Four replications of the small scenario."""
    return fleetcast.run(STATION, jobs=2)


@pytest.fixture(scope="session")
def stack(root):
    """Two replications of an hour of a whole stack, with a bill."""
    changes = {"/horizon": "1 h", "/pre_roll": "5 min", "/traffic/rate/diurnal/mean": "40/s"}
    return fleetcast.run(root / "scenarios/library/on_demand_only.json", set=changes, replications=2)


@pytest.fixture(scope="session")
def command_line():
    """The program whose bytes are compared: the one that the package carries, or FLEETCAST_TEST_PROGRAM."""
    from fleetcast.workers import program

    return os.environ.get("FLEETCAST_TEST_PROGRAM") or program()
