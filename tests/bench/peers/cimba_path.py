"""The path in Cimba: a Store of arrival instants before each stop, and processes that serve it, as in Cimba's tutorial.

A pure delay is a stop with more servers than ever are needed: Cimba has no other station without a queue whose
requests keep their identity and whose memory comes back before a trial ends.
"""

import sys
import time

import cimba as cb
from cimba import inputs, random
from path_arguments import print_result, read_path

# Of the two paths' delays the larger one has 12.8 requests on average, so that more than 64 have odds of 10^-20.
EDGE_PLACES, CACHE_PLACES = 64, 16


class PathModel(cb.Model):
    """Edge (delay), balancer, application, cache (delay), database; requests may leave behind edge and cache."""

    horizon: cb.Param[float]
    leaving_edge: cb.Param[float]
    leaving_cache: cb.Param[float]
    gap: cb.Input[float]
    edge_time: cb.Input[float]
    balancer_time: cb.Input[float]
    application_time: cb.Input[float]
    cache_time: cb.Input[float]
    database_time: cb.Input[float]
    edge: cb.Store[float]
    balancer: cb.Store[float]
    application: cb.Store[float]
    cache: cb.Store[float]
    database: cb.Store[float]
    requests: cb.Output[int] = 0
    total: cb.Output[float] = 0.0

    @cb.process
    def arrivals(self):
        while True:
            cb.hold(self.gap.next())
            if cb.now() >= self.horizon:
                break
            self.edge.put(cb.now())

    @cb.process(copies=EDGE_PLACES)
    def edge_place(self):
        while True:
            arrived = self.edge.get()
            cb.hold(self.edge_time.next())
            if random.bernoulli(self.leaving_edge):
                self.requests += 1
                self.total += cb.now() - arrived
            else:
                self.balancer.put(arrived)

    @cb.process
    def balancer_server(self):
        while True:
            arrived = self.balancer.get()
            cb.hold(self.balancer_time.next())
            self.application.put(arrived)

    @cb.process(copies=64)
    def application_server(self):
        while True:
            arrived = self.application.get()
            cb.hold(self.application_time.next())
            self.cache.put(arrived)

    @cb.process(copies=CACHE_PLACES)
    def cache_place(self):
        while True:
            arrived = self.cache.get()
            cb.hold(self.cache_time.next())
            if random.bernoulli(self.leaving_cache):
                self.requests += 1
                self.total += cb.now() - arrived
            else:
                self.database.put(arrived)

    @cb.process(copies=8)
    def database_server(self):
        while True:
            arrived = self.database.get()
            cb.hold(self.database_time.next())
            self.requests += 1
            self.total += cb.now() - arrived


def model_of(path, horizon):
    """Returns the model of a path over `horizon` seconds."""
    edge, balancer, application, cache, database = path.stops
    model = PathModel()
    model.horizon = horizon
    model.leaving_edge = edge.leaving
    model.leaving_cache = cache.leaving
    model.gap = inputs.dist.exponential(mean=1 / path.rate)
    model.edge_time = inputs.dist.exponential(mean=edge.mean)
    model.balancer_time = inputs.dist.exponential(mean=balancer.mean)
    model.application_time = inputs.dist.exponential(mean=application.mean)
    model.cache_time = inputs.dist.exponential(mean=cache.mean)
    model.database_time = inputs.dist.exponential(mean=database.mean)
    return model


def main():
    """Compiles the model by a short run, then simulates the path until its last request has left."""
    path = read_path()
    if [stop.servers for stop in path.stops] != [0, 1, 64, 0, 8]:
        sys.exit("the number of servers is part of this model's code: 0, 1, 64, 0, 8")
    cb.Experiment(model_of(path, 0.1), window=cb.Window.until_idle(), seed=path.seed).run(workers=1)
    model = model_of(path, path.horizon)
    experiment = cb.Experiment(model, window=cb.Window.until_idle(), seed=path.seed)
    started = time.process_time()
    results = experiment.run(workers=1, on_failure="raise")
    requests = results[model].requests[0, 0]
    print_result(started, requests, results[model].total[0, 0] / requests)


main()
