"""Where each quantity of a reference case stands in a result, and in which unit."""

from dataclasses import dataclass, field

TIME, RATE, PURE = "time", "rate", "pure"

# Quantities of one backend by the names that the reference cases give them.
OF_BACKEND = {
    "Wq_mean": ("wait_mean", TIME),
    "Wq_sd": ("wait_sd", TIME),
    "Wq_p50": ("wait_p50", TIME),
    "Wq_p90": ("wait_p90", TIME),
    "Wq_p95": ("wait_p95", TIME),
    "Wq_p99": ("wait_p99", TIME),
    "P_wait": ("waited_share", PURE),
    "P_wait_accepted": ("waited_share", PURE),
    "T_mean": ("sojourn_mean", TIME),
    "T_sd": ("sojourn_sd", TIME),
    "T_p50": ("sojourn_p50", TIME),
    "T_p95": ("sojourn_p95", TIME),
    "T_p99": ("sojourn_p99", TIME),
    "slowdown_mean": ("slowdown_mean", PURE),
    "L_mean": ("present_mean", PURE),
    "Lq_mean": ("queue_mean", PURE),
    "util": ("utilisation", PURE),
    "util_server": ("utilisation", PURE),
    "p0": ("idle_share", PURE),
    "P_block": ("blocked_share", PURE),
    "throughput": ("throughput", RATE),
}

LATENCY = {
    "T_mean": ("latency_s.mean", TIME),
    "T_p50": ("latency_s.p50", TIME),
    "T_p95": ("latency_s.p95", TIME),
    "T_p99": ("latency_s.p99", TIME),
}

# What a result has no figure for, and why.
NOT_IN_RESULTS = {
    "P_both_busy": "the instances of a backend report their occupancy together, not jointly",
    "LRU_hit_Che": "an approximation, not a property of the simulated cache",
    "Che_T_in_requests": "a constant of an approximation, not a property of the simulated cache",
}


@dataclass(frozen=True)
class Place:
    """Says how a scenario plays a case: what one unit of the case's time lasts, and where figures stand."""

    seconds_per_unit: float = 1.0
    backend: str = "desk"
    figures: dict = field(default_factory=dict)

    def figure(self, metric):
        """Returns path and dimension of a metric's figure."""
        if self.figures:
            return self.figures[metric]
        name, dimension = OF_BACKEND[metric]
        return f"backends.{self.backend}.{name}", dimension

    def in_units(self, value, dimension):
        """Converts a figure in seconds, or per second, to the case's unit of time."""
        return {TIME: value / self.seconds_per_unit, RATE: value * self.seconds_per_unit, PURE: value}[dimension]


MILLISECOND = Place(seconds_per_unit=0.001)
CLOSED_STATIONS = ("application", "cache", "database")
CLOSED = {
    "X": ("backends.application.throughput", RATE),
    "response": ("latency_s.mean", TIME),
    **{f"R_{i}": (f"backends.{name}.sojourn_mean", TIME) for i, name in enumerate(CLOSED_STATIONS, 1)},
    **{f"Q_{i}": (f"backends.{name}.present_mean", PURE) for i, name in enumerate(CLOSED_STATIONS, 1)},
}
TIME_TO_LIVE = {
    "hit": ("stores.cache.hit_ratio", PURE),
    "mean_occupancy": ("stores.cache.mean_fresh", PURE),
}

PLACES = {
    "mm1-01": MILLISECOND,
    "mmc-01": MILLISECOND,
    "mmc-02": MILLISECOND,
    "md1-01": MILLISECOND,
    "mg1-01": MILLISECOND,
    "mg1-03": MILLISECOND,
    "ps-01": MILLISECOND,
    "ps-02": MILLISECOND,
    "erlb-01M": MILLISECOND,
    "mmck-02": Place(),
    "rr-01": MILLISECOND,
    "jsq-01": MILLISECOND,
    "tandem-01": Place(seconds_per_unit=0.001, figures=LATENCY),
    "closed-05": Place(figures=CLOSED),
    "lru-03": Place(figures={"LRU_hit": ("stores.cache.hit_ratio", PURE)}),
    "ttl-01": Place(figures=TIME_TO_LIVE),
    "path_c": Place(figures={"T_mean": ("latency_s.mean", TIME)}),
    "path_c5": Place(figures={"T_mean": ("latency_s.mean", TIME)}),
}
