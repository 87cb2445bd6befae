"""Derives tests/reference/whatif.json from the raw measurements and traces.

Usage: derive_reference.py SHARED_FOLDER > tests/reference/whatif.json
"""

import csv
import json
import pathlib
import sys

import cache_replay
import thesis

# Capacities in keys, then times to live in requests, then both, without and with renewal on a hit.
CACHE_CASES = (
    [{"capacity": capacity} for capacity in (128, 512, 3000)]
    + [{"time_to_live": requests} for requests in (1000, 10000)]
    + [{"time_to_live": 10000, "renews": True}]
    + [{"capacity": 512, "time_to_live": 1000}, {"capacity": 512, "time_to_live": 1000, "renews": True}]
)
# LRU misses that the test suite of libCacheSim expects of this trace (case trace-01 of the validation cases).
PUBLISHED_MISSES = {128: 99411, 256: 96397, 384: 95652, 512: 95370}


def traces(shared):
    """Returns the traces by name: their keys, what they are and whose they are."""
    cache = pathlib.Path(shared) / "data" / "cache"
    return {
        "cloud_physics": (
            cache_replay.read_column(cache / "libcachesim" / "cloudPhysicsIO.csv", "lbn"),
            "block I/O of a virtual machine; libCacheSim data/cloudPhysicsIO.csv @ aa0fc40914b2",
        ),
        "web07": (
            cache_replay.read_binary(cache / "caffeine" / "web07.trace"),
            "product pages of a shop, December 2007; cache2k benchmark traces (CC BY 4.0) in Caffeine",
        ),
        "adapt_size": (
            cache_replay.read_words(cache / "caffeine" / "request.trace", 1),
            "requests to a content delivery network; AdaptSize sample in Caffeine",
        ),
    }


def cache_figures(shared):
    """Returns for each trace its size, a digest, and the hits of a plain replay in every case."""
    figures = {}
    for name, (keys, source) in traces(shared).items():
        cases = list(CACHE_CASES)
        if name == "cloud_physics":
            cases += [{"capacity": capacity} for capacity in PUBLISHED_MISSES if capacity not in (128, 512)]
        figures[name] = {
            "source": source,
            "requests": len(keys),
            "distinct": len(set(keys)),
            "digest": cache_replay.digest(keys),
            "cases": [{**case, "hits": cache_replay.plain_cache(keys, **case)} for case in cases],
        }
    figures["cloud_physics"]["published_misses"] = {str(size): misses for size, misses in PUBLISHED_MISSES.items()}
    return figures


def fargate_figures(shared):
    """Returns the measured curves of 2020 and what was published for 2022."""
    path = pathlib.Path(shared) / "data" / "whatif" / "ecs-fargate-scaleout-vlad2020" / "graph-results.csv"
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    curve = lambda column: [int(row[column]) for row in rows if row[column]]
    return {
        "source": "V. Ionescu, Scaling containers in AWS, March 2020: Vlaaaaaaad/blog-scaling-containers-in-aws "
        "@ 5fcf9645d9ce, graph-results.csv (Unlicense); 2022: vladionescu.me/posts/scaling-containers-on-aws-in-2022",
        "curves": {"ECS on Fargate, 2020": curve("FargateOnECS"), "ECS on Fargate, tuned, 2020": curve("TunedFargate")},
        "published_2022": {"first_task_s": 30, "tasks": 3500, "minutes_to_tasks": 4.5},
    }


def derive(shared):
    """Returns the whole reference."""
    runs = thesis.read_runs(pathlib.Path(shared) / "data" / "whatif" / "aws-asg-elb-thesis" / "runs")
    return {
        "auto_scaling": {
            "source": "P. Grigoryev, master's thesis, 2022: taro-ball/thesis-results @ fd7f4c58f2ea, set-up "
            "taro-ball/k8s-vs-ASG @ c4b339d43b2d; derived by tests/whatif/thesis.py from the raw files",
            "runs": runs,
        },
        "fargate": fargate_figures(shared),
        "cache": cache_figures(shared),
    }


def in_lines(value, indent=0):
    """Returns JSON with a line for whatever fits into one."""
    text = json.dumps(value)
    if len(text) + indent <= 118 or not isinstance(value, (dict, list)):
        return text
    pad = " " * (indent + 1)
    if isinstance(value, list):
        if not isinstance(value[0], (dict, list)):
            return text
        inner = [pad + in_lines(one, indent + 1) for one in value]
        return "[\n" + ",\n".join(inner) + "\n" + " " * indent + "]"
    inner = [f"{pad}{json.dumps(key)}: {in_lines(one, indent + 1)}" for key, one in value.items()]
    return "{\n" + ",\n".join(inner) + "\n" + " " * indent + "}"


if __name__ == "__main__":
    print(in_lines(derive(sys.argv[1])))
