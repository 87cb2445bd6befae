"""Where each quantity of a reference case stands in a result, and in which unit."""

from dataclasses import dataclass, field

import rounds

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
    "LRU_hit_Che": "an approximation: sim/traffic/steady_copies_test.cpp compares it",
    "Che_T_in_requests": "a constant of an approximation: sim/traffic/steady_copies_test.cpp compares it",
    "FIFO_hit": "no cache of the stack evicts first in, first out",
    "RANDOM_hit": "no cache of the stack evicts at random; allkeys-random of ElastiCache is not modelled",
    "LRU_hit_obj1": "results have no figure by object: tests/acceptance/cache_cases_test.cpp compares it",
    "LRU_hit_obj5": "results have no figure by object: tests/acceptance/cache_cases_test.cpp compares it",
}
# The same for one metric of one case.
NOT_IN_RESULT = {
    ("mmc-04", "P_Wq_le_t"): "results have no share of waits below a limit; the quantiles of other cases compare the law",
    **{
        ("bcmp-01", f"{figure}_{one}{station}"): "figures of a backend are of all classes together"
        for figure in "UQ"
        for one in (1, 2)
        for station in (1, 2)
    },
    **{
        ("qed-01", f"alpha_{margin}"): "the limit of infinitely many servers; exact_c100 is what a run can meet"
        for margin in ("0.1", "0.5", "1", "2")
    },
    **{("emw-01", metric): "a number of the formula for the mean, which is compared at two phases"
       for metric in ("amplitude", "peak_lag", "peak_mean")},
    ("inf-01", "steady_mean"): "the limit, which every round leaves before it comes near",
    ("retry-03", "orbit_mean"): "clients between two attempts are counted only where all are answered in the end",
}


def value(result, path):
    """Returns the mean that a dotted path leads to."""
    at = result
    for key in path.split("."):
        at = at[key]
    return at["mean"] if isinstance(at, dict) else at


@dataclass(frozen=True)
class Place:
    """Says how a scenario plays a case: what one unit of the case's time lasts, and where figures stand."""

    seconds_per_unit: float = 1.0
    backend: str = "desk"
    figures: dict = field(default_factory=dict)
    # Metrics that are worked out from several figures, in the case's unit: functions of the result.
    derived: dict = field(default_factory=dict)
    # Minutes of a round, for a scenario that plays rounds, whose timeline has the figures; 0 for others.
    round_minutes: int = 0

    def derive(self, result):
        """Returns the metrics that are worked out from several figures of a result."""
        return {metric: formula(result) for metric, formula in self.derived.items()}

    def figure(self, metric):
        """Returns path and dimension of a metric's figure."""
        if metric in self.derived:
            return f"derived.{metric}", PURE
        if self.figures:
            return self.figures[metric]
        name, dimension = OF_BACKEND[metric]
        return f"backends.{self.backend}.{name}", dimension

    def in_units(self, value, dimension):
        """Converts a figure in seconds, or per second, to the case's unit of time."""
        return {TIME: value / self.seconds_per_unit, RATE: value * self.seconds_per_unit, PURE: value}[dimension]


MILLISECOND = Place(seconds_per_unit=0.001)
CLOSED_STATIONS = ("application", "cache", "database")
CENTRAL_STATIONS = ("processor", "first", "second", "third")
DEVICES = ("first", "second", "third")


def closed_network(stations):
    """Returns where the figures of a closed network stand; a cycle visits its first station once."""
    return {
        "X": (f"backends.{stations[0]}.throughput", RATE),
        "response": ("latency_s.mean", TIME),
        **{f"R_{i}": (f"backends.{name}.sojourn_mean", TIME) for i, name in enumerate(stations, 1)},
        **{f"Q_{i}": (f"backends.{name}.present_mean", PURE) for i, name in enumerate(stations, 1)},
    }


FEEDBACK_STATIONS = ("first", "second", "third", "fourth")
JACKSON = {
    "T_total": ("latency_s.mean", TIME),
    **{f"throughput_{i}": (f"backends.{name}.throughput", RATE) for i, name in enumerate(FEEDBACK_STATIONS, 1)},
    **{f"R_{i}": (f"backends.{name}.sojourn_mean", TIME) for i, name in enumerate(FEEDBACK_STATIONS, 1)},
    **{f"L_{i}": (f"backends.{name}.present_mean", PURE) for i, name in enumerate(FEEDBACK_STATIONS, 1)},
}
VISITS = {
    "util_cpu": ("backends.processor.utilisation", PURE),
    "X_cpu": ("backends.processor.throughput", RATE),
    "Q_cpu": ("backends.processor.present_mean", PURE),
    "residence_total": ("latency_s.mean", TIME),
}
TWO_CLASSES = {
    "R_class1": ("latency_s.by_class.customer.mean", TIME),
    "R_class2": ("latency_s.by_class.other.mean", TIME),
}

MANY_SERVERS = {
    f"exact_c100_{margin}": (f"backends.{name}.waited_share", PURE)
    for margin, name in (("0.1", "nearest"), ("0.5", "near"), ("1", "far"), ("2", "farthest"))
}


def cycles_per_second(result):
    """Returns the rate of answers where each of a cycle's stations is visited several times."""
    return value(result, "requests.served") / result["horizon_s"]


def present_in_all(stations):
    """Returns the function of a result that sums up the requests present at several backends."""
    return lambda result: sum(value(result, f"backends.{name}.present_mean") for name in stations)


BURSTS = {
    **{metric: (f"backends.desk.{name}", dimension) for metric, (name, dimension) in OF_BACKEND.items()},
    "P_busy": ("backends.desk.utilisation", PURE),
    "arrival_rate": ("backends.desk.throughput", RATE),
}
TIME_TO_LIVE = {
    "hit": ("stores.cache.hit_ratio", PURE),
    "mean_occupancy": ("stores.cache.mean_fresh", PURE),
}

# Arrivals are Poisson and nobody joins a busy server while another is idle: who waits finds both busy.
SHORTEST_QUEUE = {
    "T_mean": ("backends.desk.sojourn_mean", TIME),
    "L_mean": ("backends.desk.present_mean", PURE),
    "P_both_busy": ("backends.desk.waited_share", PURE),
}
LRU = {"LRU_hit": ("stores.cache.hit_ratio", PURE)}
COLLAPSING = {
    "collapsed_fraction": ("stores.cache.collapsed_share", PURE),
    "origin_rate": ("backends.origin.throughput", RATE),
    "mean_delay": ("latency_s.mean", TIME),
}
COLLAPSING_DERIVED = {
    "origin_fraction": lambda result: 1 - value(result, "stores.cache.hit_ratio"),
    # Those who waited for a fetch find the copy afterwards, and count as hits then.
    "hit_fraction": lambda result: value(result, "stores.cache.hit_ratio")
    - value(result, "stores.cache.collapsed_share"),
}
CLIENTS_RETRY = {"T_mean": ("latency_s.mean", TIME), "P_busy": ("backends.desk.utilisation", PURE)}
CLIENTS_RETRY_DERIVED = {
    "Wq_mean": lambda result: (value(result, "latency_s.mean") - value(result, "backends.desk.sojourn_mean")) / 0.001,
    # Little's law: all who come are served in the end, so the orbit holds what flows through times how long it takes.
    "orbit_mean": lambda result: value(result, "backends.desk.throughput")
    * (value(result, "latency_s.mean") - value(result, "backends.desk.sojourn_mean")),
}
PERSISTENT = {
    "P_block_first_attempt": ("backends.desk.full_share", PURE),
    "busy_mean": ("backends.desk.present_mean", PURE),
}
PERSISTENT_DERIVED = {
    "loss_fraction": lambda result: value(result, "requests.failed") / value(result, "requests.offered"),
    "attempts_per_request": lambda result: value(result, "backends.desk.arrivals") / value(result, "requests.offered"),
}
FEEDBACK = {"T_mean": ("latency_s.mean", TIME), "L_mean": ("backends.desk.present_mean", PURE)}
FEEDBACK_DERIVED = {
    "attempts_mean": lambda result: value(result, "backends.desk.arrivals") / value(result, "requests.offered"),
}
IMPATIENT = {
    "P_timeout": ("backends.desk.abandoned_share", PURE),
    "P_abandon": ("backends.desk.abandoned_share", PURE),
    "P_wait": ("backends.desk.waited_share_of_all", PURE),
    "wait_mean_all": ("backends.desk.wait_mean_of_all", TIME),
    "Wq_mean": ("backends.desk.wait_mean_of_all", TIME),
    "Wq_p90": ("backends.desk.wait_p90", TIME),
    "Lq_mean": ("backends.desk.queue_mean", PURE),
    "util": ("backends.desk.utilisation", PURE),
}
REPAIR = {
    "P_idle_repairman": ("backends.desk.idle_share", PURE),
    "mean_failed": ("backends.desk.present_mean", PURE),
    "throughput": ("backends.desk.throughput", RATE),
    "response_mean": ("backends.desk.sojourn_mean", TIME),
}
COLD = {
    **{metric: (f"backends.desk.{name}", dimension) for metric, (name, dimension) in OF_BACKEND.items()},
    "P_server_off": ("backends.desk.idle_share", PURE),
    "servers_in_setup": ("backends.desk.starting_mean", PURE),
    "P_all_busy": ("backends.desk.full_share", PURE),
}
COLD_DERIVED = {"servers_busy": lambda result: 5 * value(result, "backends.desk.utilisation")}

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
    "jsq-01": Place(seconds_per_unit=0.001, figures=SHORTEST_QUEUE),
    "tandem-01": Place(seconds_per_unit=0.001, figures=LATENCY),
    "closed-01": Place(figures=closed_network(DEVICES), derived={"X": cycles_per_second}),
    "closed-02": Place(figures=closed_network(CENTRAL_STATIONS)),
    "closed-05": Place(figures=closed_network(CLOSED_STATIONS)),
    "jackson-01": Place(figures=JACKSON, derived={"L_total": present_in_all(FEEDBACK_STATIONS)}),
    "open-01": Place(figures=VISITS, derived={"N_total": present_in_all(("processor", "first", "second"))}),
    "qed-01": Place(figures=MANY_SERVERS),
    "bcmp-01": Place(figures=TWO_CLASSES),
    "mmpp-01": Place(figures=BURSTS),
    **{case: MILLISECOND for case in ("mmc-04", "erlb-01D", "erlb-01LN4", "mmck-01", "mmck-05", "mdc-01", "mh2c-01")},
    **{case: MILLISECOND for case in ("ps-03", "ps-05")},
    "pod-01": Place(),
    "pod-04": Place(),
    "lru-01": Place(figures=LRU),
    "lru-03": Place(figures=LRU),
    "che-01": Place(figures=LRU),
    "collapse-01": Place(figures=COLLAPSING, derived=COLLAPSING_DERIVED),
    "retry-01": Place(seconds_per_unit=0.001, figures=CLIENTS_RETRY, derived=CLIENTS_RETRY_DERIVED),
    "retry-03": Place(seconds_per_unit=0.001, figures=PERSISTENT, derived=PERSISTENT_DERIVED),
    "retry-05": Place(seconds_per_unit=0.001, figures=FEEDBACK, derived=FEEDBACK_DERIVED),
    "timeout-01": Place(seconds_per_unit=0.001, figures=IMPATIENT),
    "erla-01": Place(seconds_per_unit=0.001, figures=IMPATIENT),
    "repair-02": Place(seconds_per_unit=0.001, figures=REPAIR),
    "setup-01": Place(seconds_per_unit=0.001, figures=COLD),
    "setup-03": Place(seconds_per_unit=0.001, figures=COLD, derived=COLD_DERIVED),
    "nhpp-01": Place(derived=rounds.COUNTS_OF_DAYS, round_minutes=rounds.DAY),
    "mtloss-01": Place(derived=rounds.LOSSES_OF_DAYS, round_minutes=rounds.LOSSES),
    "emw-01": Place(derived=rounds.SINES, round_minutes=rounds.SINE),
    "inf-01": Place(derived=rounds.FILLINGS, round_minutes=rounds.FILLING),
    "ttl-01": Place(figures=TIME_TO_LIVE),
    "path_c": Place(figures={"T_mean": ("latency_s.mean", TIME)}),
    "path_c5": Place(figures={"T_mean": ("latency_s.mean", TIME)}),
}
