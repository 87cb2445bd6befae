"""Replays the keys of traces through a simulated cache and through an independent one of a few lines."""

import array
import collections
import csv
import hashlib
import pathlib
import random
import sys

from simulated import simulate

# A request every (STEP) seconds; a time to live is given in requests and a half, so that no age equals it.
MINUTES = 10


def plain_cache(keys, capacity=None, time_to_live=None, renews=False):
    """Returns the hits of a cache that holds `capacity` keys, least recently used first out, for so many requests.

    An expired copy stays in its place until it is fetched anew or evicted, as in a cache that expires lazily.
    """
    copies = collections.OrderedDict()  # key -> number of the request at which it expires
    forever = len(keys) + 1
    hits = 0
    for number, key in enumerate(keys):
        expires = forever if time_to_live is None else number + time_to_live + 0.5
        if copies.get(key, -1) > number:
            hits += 1
            copies.move_to_end(key)
            if renews:
                copies[key] = expires
            continue
        copies.pop(key, None)
        if capacity is not None and len(copies) >= capacity:
            copies.popitem(last=False)
        copies[key] = expires
    return hits


def simulated_cache(program, file, column, keys, capacity=None, time_to_live=None, renews=False):
    """Returns the hits of the scenario's store on a trace file whose keys are given, for their number."""
    step = 60 * MINUTES / (len(keys) + 0.5)
    settings = [
        f"/horizon={60 * MINUTES}",
        f"/closed_clients/think_time={step!r}",
        f"/classes/read/objects/trace/file={file}",
        f"/classes/read/objects/trace/object_column={column}",
        f"/stores/cache/objects={len(set(keys))}",
        f"/stores/cache/capacity={capacity if capacity is not None else len(set(keys))}",
        f"/stores/cache/renew_on_hit={'true' if renews else 'false'}",
    ]
    if time_to_live is not None:
        settings.append(f"/stores/cache/time_to_live={(time_to_live + 0.5) * step!r}")
    result, _ = simulate(program, "trace_cache", settings)
    offered = result["requests.offered"]
    if offered != len(keys):
        raise AssertionError(f"{offered} requests were replayed, not {len(keys)}")
    hits = result["stores.cache.hit_ratio"] * len(keys)
    if abs(hits - round(hits)) > 1e-6:
        raise AssertionError(f"a hit ratio of {hits / len(keys)!r} is no whole number of hits")
    return round(hits)


def synthetic_keys(requests=20000, objects=2000, seed=1):
    """Returns keys with a skewed popularity, drifting over time, so that recency matters."""
    source = random.Random(seed)
    return [f"k{int(objects * source.random() ** 3) + number // 500}" for number in range(requests)]


def write_keys(keys, path):
    """Writes keys as a trace file with one column."""
    pathlib.Path(path).write_text("key\n" + "\n".join(map(str, keys)) + "\n", encoding="utf-8")


def read_column(path, column):
    """Returns a column of a CSV file with a header."""
    with open(path, newline="", encoding="utf-8") as file:
        return [row[column] for row in csv.DictReader(file)]


def read_words(path, at):
    """Returns one of the words of each line."""
    return [line.split()[at] for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]


def read_binary(path):
    """Returns the big-endian 32-bit keys of a file."""
    keys = array.array("I", pathlib.Path(path).read_bytes())
    if sys.byteorder == "little":
        keys.byteswap()
    return [str(key) for key in keys]


def digest(keys):
    """Returns a short digest of keys in their order."""
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:16]
