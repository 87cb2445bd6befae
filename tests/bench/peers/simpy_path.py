"""The path in SimPy 4: a process for each request, a Resource for each station, as in SimPy's bank example."""

import random
import time

import simpy
from path_arguments import print_result, read_path

PATH = read_path()


class Sojourns:
    """Count and sum of the sojourns so far."""

    def __init__(self):
        self.count = 0
        self.total = 0.0


def request(env, stations, sojourns):
    """One request: makes its stops until it leaves."""
    arrived = env.now
    for stop, station in stations:
        if station is None:
            yield env.timeout(random.expovariate(1 / stop.mean))
        else:
            with station.request() as turn:
                yield turn
                yield env.timeout(random.expovariate(1 / stop.mean))
        if stop.leaving and random.random() < stop.leaving:
            break
    sojourns.count += 1
    sojourns.total += env.now - arrived


def source(env, stations, sojourns):
    """Starts a request after each gap, for as long as the horizon."""
    while True:
        yield env.timeout(random.expovariate(PATH.rate))
        if env.now >= PATH.horizon:
            return
        env.process(request(env, stations, sojourns))


def main():
    """Simulates the path until its last request has left."""
    random.seed(PATH.seed)
    env = simpy.Environment()
    stations = [(stop, simpy.Resource(env, stop.servers) if stop.servers else None) for stop in PATH.stops]
    sojourns = Sojourns()
    started = time.process_time()
    env.process(source(env, stations, sojourns))
    env.run()
    print_result(started, sojourns.count, sojourns.total / sojourns.count)


main()
