"""The path in Ciw: a node for each stop and a routing matrix, as in Ciw's tutorials; sojourns come from the records."""

import time

import ciw
from path_arguments import print_result, read_path

PATH = read_path()


def main():
    """Simulates the path for as long as the horizon."""
    stops = PATH.stops
    # What leaves behind a stop is what its row of the routing matrix lacks to one.
    routing = [[0.0] * len(stops) for _ in stops]
    for row, stop in enumerate(stops[:-1]):
        routing[row][row + 1] = 1 - stop.leaving
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=PATH.rate)] + [None] * (len(stops) - 1),
        service_distributions=[ciw.dists.Exponential(rate=1 / stop.mean) for stop in stops],
        number_of_servers=[stop.servers or float("inf") for stop in stops],
        routing=routing,
    )
    ciw.seed(PATH.seed)
    started = time.process_time()
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(PATH.horizon)
    requests, total = 0, 0.0
    for individual in simulation.nodes[-1].all_individuals:
        records = individual.data_records
        requests += 1
        total += records[-1].exit_date - records[0].arrival_date
    print_result(started, requests, total / requests)


main()
