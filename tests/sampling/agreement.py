#!/usr/bin/env python3
"""Runs scenarios in both fidelities and sets them against each other, replication by replication.

    agreement.py PROGRAM SCENARIO... [--replications 20] [--set /pointer=value]... [--page FILE] [--kept FOLDER]

Prints one row for every scenario and measure: the mean of (sampled - full), its 95 % interval, the limit, and whether
the interval lies within the limit ("agrees"), outside ("differs") or neither ("inconclusive", which is no pass). With
--page, the rows replace those of the same scenario in the table of that page, between the two marks.
"""
import argparse
import json
import math
import pathlib
import resource
import subprocess
import sys
import tempfile

# Two-sided 97.5 % points of Student's t by degrees of freedom.
STUDENT = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 7: 2.365, 9: 2.262, 14: 2.145, 19: 2.093, 29: 2.045}

# Measure, limit, and whether the limit is absolute on log10 of unavailability rather than relative.
MEASURES = [
    ("fleet.instances", 0.0025, False),
    ("fleet.tasks", 0.0025, False),
    ("cost_usd.total_horizon", 0.0025, False),
    ("latency_s.mean", 0.02, False),
    ("latency_s.p50", 0.02, False),
    ("latency_s.p95", 0.03, False),
    ("latency_s.p99", 0.05, False),
    ("availability.ratio", 0.1, True),
]

# Parts of results that are kept.
KEPT = ("requests", "availability", "latency_s", "cost_usd", "fleet", "services", "incident_counts")

HEAD = ["scenario", "measure", "pairs", "mean difference", "95 % interval", "limit", "verdict"]
BEGIN = "<!-- agreement: begin -->"
END = "<!-- agreement: end -->"


def student(degrees):
    return STUDENT[max(known for known in STUDENT if known <= degrees)]


def value_at(result, path):
    for part in path.split("."):
        if part not in result:
            return None
        result = result[part]
    return result["mean"] if isinstance(result, dict) else result


def run(program, scenario, fidelity, seed, settings, kept):
    """Returns the result of one replication and the processor seconds it took; results of `full` may have been kept."""
    name = f"{pathlib.Path(scenario).stem}-{'-'.join(settings)}-{seed}".replace("/", "_") + ".json"
    file = kept / name if kept and fidelity == "full" else None
    if file and file.exists():
        found = json.loads(file.read_text())
        return found["result"], found["seconds"]
    result, seconds = simulate(program, scenario, fidelity, seed, settings)
    if file:
        file.write_text(json.dumps({"result": {key: result[key] for key in KEPT if key in result}, "seconds": seconds}))
    return result, seconds


def simulate(program, scenario, fidelity, seed, settings):
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "run", scenario, "--fidelity", fidelity, "--seed", str(seed), "--replications", "1",
                   "--jobs", "1", "--quiet", "--out", folder + "/out"]
        for setting in settings:
            command += ["--set", setting]
        begun = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - begun
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()}")
        return json.loads(pathlib.Path(folder, "out", "result.json").read_text()), seconds


def difference(full, sampled, is_unavailability):
    if full is None or sampled is None:
        return None
    if not is_unavailability:
        return (sampled - full) / full if full else None
    if full >= 1 or sampled >= 1:
        return None
    return math.log10(1 - sampled) - math.log10(1 - full)


def verdict(low, high, limit):
    if -limit <= low and high <= limit:
        return "agrees"
    return "differs" if low > limit or high < -limit else "inconclusive"


def compare(program, scenario, replications, settings, kept):
    differences = {name: [] for name, _, _ in MEASURES}
    seconds = {"full": 0.0, "sampled": 0.0}
    for seed in range(1, replications + 1):
        results = {}
        for fidelity in seconds:
            results[fidelity], spent = run(program, scenario, fidelity, seed, settings, kept)
            seconds[fidelity] += spent
        for name, _, is_unavailability in MEASURES:
            found = difference(value_at(results["full"], name), value_at(results["sampled"], name), is_unavailability)
            if found is not None:
                differences[name].append(found)
    for name, limit, _ in MEASURES:
        values = differences[name]
        if len(values) < 2:
            yield [pathlib.Path(scenario).stem, name, str(len(values)), "-", "-", f"{limit:g}", "no value"]
            continue
        mean = sum(values) / len(values)
        spread = math.sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))
        half = student(len(values) - 1) * spread / math.sqrt(len(values))
        yield [pathlib.Path(scenario).stem, name, str(len(values)), f"{mean:+.5f}",
               f"{mean - half:+.5f} .. {mean + half:+.5f}", f"{limit:g}", verdict(mean - half, mean + half, limit)]
    yield [pathlib.Path(scenario).stem, "seconds, full and sampled", str(replications),
           f"{seconds['full'] / replications:.1f}", f"{seconds['sampled'] / replications:.1f}", "", ""]


def write_page(page, rows):
    """Replaces the rows of the scenarios that were run, and keeps those of others."""
    before, rest = page.read_text().split(BEGIN)
    table, after = rest.split(END)
    old = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.strip().splitlines()[2:]]
    new = {row[0] for row in rows}
    all_rows = sorted([row for row in old if row[0] not in new] + rows, key=lambda row: row[0])
    lines = ["| " + " | ".join(row) + " |" for row in [HEAD] + all_rows]
    lines.insert(1, "|" + "---|" * len(HEAD))
    page.write_text(before + BEGIN + "\n".join([""] + lines + [""]) + END + after)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("scenarios", nargs="+")
    parser.add_argument("--replications", type=int, default=20)
    parser.add_argument("--set", action="append", default=[], dest="settings")
    parser.add_argument("--page", type=pathlib.Path, help="Markdown page whose table is brought up to date")
    parser.add_argument("--kept", type=pathlib.Path, help="folder of full results, used again")
    options = parser.parse_args()
    rows = [HEAD]
    for scenario in options.scenarios:
        for row in compare(options.program, scenario, options.replications, options.settings, options.kept):
            rows.append(row)
            print("  ".join(row), flush=True)
    if options.page:
        write_page(options.page, rows[1:])
    return 0 if all(row[-1] in ("verdict", "agrees", "") for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
