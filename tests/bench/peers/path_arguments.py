"""What every peer written in Python reads and prints: the path of its requests, and what became of them."""

import json
import sys
import time
from typing import NamedTuple


class Stop(NamedTuple):
    """One stop of a request: a pure delay if `servers` is 0, else first come, first served with so many servers.

    `mean` is the mean of the exponential delay or service in seconds, `leaving` the share that leaves behind the stop.
    """

    servers: int
    mean: float
    leaving: float


class Path(NamedTuple):
    """Poisson arrivals of `rate` per second for `horizon` seconds, each of which makes the stops in order."""

    rate: float
    horizon: float
    seed: int
    stops: list


def read_path():
    """Returns the path that the command line asks for: RATE HORIZON SEED SERVERS:MEAN:LEAVING..."""
    rate, horizon, seed, *stops = sys.argv[1:]
    fields = (stop.split(":") for stop in stops)
    return Path(float(rate), float(horizon), int(seed), [Stop(int(n), float(mean), float(p)) for n, mean, p in fields])


def print_result(started, requests, mean):
    """Prints requests, their mean sojourn in seconds, and the CPU seconds since `started` (time.process_time())."""
    seconds = time.process_time() - started
    print(json.dumps({"requests": int(requests), "mean_s": float(mean), "cpu_s": seconds}))
