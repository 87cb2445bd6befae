"""The peers: how each is installed or compiled, and how it is run on a path."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent


class Peer(NamedTuple):
    """A simulator to compare with.

    A `.py` source needs `package` from PyPI, a `.cpp` source links `library` from the system. `share` is the part of
    fleetcast's length that it simulates, so that none takes much longer than the others.
    """

    name: str
    source: str
    share: float
    package: str = ""
    library: str = ""


PEERS = [
    Peer("SimPy 4.1.2", "simpy_path.py", 0.01, package="simpy==4.1.2"),
    Peer("Ciw 3.2.7", "ciw_path.py", 0.005, package="ciw==3.2.7"),
    Peer("SimGrid actors", "simgrid_path.cpp", 0.02, library="simgrid"),
    Peer("Cimba 0.9.6", "cimba_path.py", 0.1, package="cimba==0.9.6"),
    Peer("ns-3 core", "ns3_path.cpp", 0.1, library="ns3-core"),
]


def ended_badly(command, **options):
    """Runs a command in silence and returns whether it failed."""
    return subprocess.run(command, capture_output=True, text=True, check=False, **options).returncode != 0


def python_of(folder, install):
    """Returns a Python that has the packages: of a virtual environment in `folder` if they may be installed."""
    if not install:
        return sys.executable
    python = folder / "venv" / "bin" / "python"
    if not python.is_file():
        subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    return str(python)


def command_for(peer, folder, install):
    """Returns the command that runs a peer and an empty text, or None and why there is none."""
    source = FOLDER / peer.source
    if peer.library:
        program = folder / source.stem
        compiler = os.environ.get("CXX", "c++")
        if ended_badly([compiler, "-std=c++17", "-O3", "-DNDEBUG", f"-I{FOLDER.parents[2]}", str(source),
                        "-o", str(program), f"-l{peer.library}"]):
            return None, f"no library {peer.library} on this machine"
        return [str(program)], ""
    python = python_of(folder, install)
    module = peer.package.partition("==")[0]
    if install:
        if ended_badly([python, "-m", "pip", "install", "--quiet", peer.package]):
            return None, f"{peer.package} cannot be installed"
    elif importlib.util.find_spec(module) is None:
        return None, f"{module} is not installed"
    return [python, "-B", str(source)], ""


def run_path(command, path, length, seed):
    """Runs a peer over `length` seconds of a path; returns requests, mean sojourn and CPU seconds of the simulation."""
    stops = [f"{servers}:{mean!r}:{leaving!r}" for servers, mean, leaving in path["stops"]]
    arguments = [repr(path["rate"]), repr(length), str(seed), *stops]
    # Linear algebra on threads of its own would be counted as the peer's CPU time.
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False, env=environment)
    if done.returncode != 0:
        sys.exit(f"{command} ended with {done.returncode}: {done.stderr.strip()}")
    return json.loads(done.stdout)
