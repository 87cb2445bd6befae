"""Writes docs/measurements.md: what Fleetcast predicts beside what was measured.

Usage: measurements.py PROGRAM [--check]

--check writes nothing and ends with 1 if the page is not what it would write.
"""

import argparse
import collections
import difflib
import json
import os
import pathlib
import sys

import auto_scaling
import fargate
from simulated import ROOT

PAGE = ROOT / "docs" / "measurements.md"
TEXT = pathlib.Path(__file__).resolve().parent / "measurements.md.in"
# Requests so rare that a cycle takes a tenth of a second; utilisation, and so every decision, is the same.
DEMAND_FACTOR = 100


def percent(ratio):
    return f"{100 * ratio:+.1f} %"


def in_words(sequences):
    """Returns desired capacities as text, a sequence that all cycles share once."""
    texts = ["-".join(map(str, sequence)) for sequence in sequences]
    return texts[0] if len(set(texts)) == 1 else ", ".join(texts)


def explanation(line):
    """Tells which cycles of a run were ahead of their own load."""
    return "; ".join(f"cycle {cycle}: {why}" for cycle, why in line["early"])


def table(head, rows):
    """Returns a table in Markdown."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def run_table(lines):
    """Returns the table of runs: seconds to full capacity, desired capacities, what explains an early one."""
    rows = [
        [
            line["run"].split("_asg_")[0],
            line["test"].removeprefix("asg_"),
            f"{line['measured_s']:.0f}",
            f"{line['predicted_s']:.0f}",
            percent(line["error"]),
            in_words(line["measured_sequences"]),
            in_words(line["predicted_sequences"]),
            explanation(line),
        ]
        for line in lines
    ]
    return table(["run", "test", "measured s", "predicted s", "error", "desired", "predicted", "early alarm"], rows)


def summary(lines):
    """Returns the figures that the page quotes from the runs."""
    cycles = [pair for line in lines for pair in line["cycles"]]
    own_load = [(cycle, one) for cycle, one in cycles if not auto_scaling.why_early(cycle)]
    same = sum(cycle["desired"] == one["desired"] for cycle, one in cycles)
    errors = sorted(one["full_s"] / cycle["full_s"] - 1 for cycle, one in own_load)
    far = [line for line in lines if abs(line["error"]) > 0.4]
    return {
        "runs": len(lines),
        "cycles": len(cycles),
        "median_error": f"{100 * auto_scaling.median_error(lines):.1f} %",
        "runs_far": "1 run" if len(far) == 1 else f"{len(far)} runs",
        "far_list": ", ".join(line["run"].split("_asg_")[0] for line in far) or "none",
        "same_sequences": same,
        "early_cycles": len(cycles) - len(own_load),
        "minutes_off": minutes_off(own_load),
        "median_own": percent(errors[len(errors) // 2]),
        "worst_own": percent(max(errors, key=abs)),
        "rate_error": f"{100 * sorted(abs(line['rate_error']) for line in lines)[len(lines) // 2]:.1f} %",
    }


def minutes_off(pairs):
    """Tells how many cycles were predicted how many whole minutes late (or early, if negative)."""
    counts = collections.Counter((one["full_s"] - cycle["full_s"]) // 60 for cycle, one in pairs)
    return ", ".join(f"{minutes:+d} min: {counts[minutes]}" for minutes in sorted(counts))


def fargate_rows(program, reference):
    """Returns the rows of the table of Fargate's scale-outs."""
    rows = []
    for name, curve in reference["curves"].items():
        for label, settings in (("now", []), ("first 10 min", fargate.launch_settings(curve))):
            for line in fargate.compare(curve, fargate.predict(program, curve[-1], settings)):
                rows.append(
                    [
                        name,
                        label,
                        f"{100 * line['share']:.0f} % of {curve[-1]:,}",
                        f"{line['measured']:.1f}",
                        f"{line['predicted']:.1f}",
                        percent(line["error"]),
                    ]
                )
    published = reference["published_2022"]
    simulated = fargate.minutes_to(fargate.predict(program, published["tasks"]), published["tasks"])
    rows.append(
        [
            "ECS on Fargate, 2022",
            "now",
            f"100 % of {published['tasks']:,}",
            f"about {published['minutes_to_tasks']:.1f}",
            f"{simulated:.1f}",
            percent(simulated / published["minutes_to_tasks"] - 1),
        ]
    )
    return rows


def cache_rows(reference):
    """Returns the rows of the table of cache replays."""
    rows = []
    for name, trace in reference.items():
        for case in trace["cases"]:
            capacity = f"{case['capacity']:,}" if "capacity" in case else "all"
            life = f"{case['time_to_live']:,} requests" if "time_to_live" in case else "for ever"
            life += ", renewed" if case.get("renews") else ""
            share = 100 * case["hits"] / trace["requests"]
            rows.append([name, f"{trace['requests']:,}", capacity, life, f"{case['hits']:,}", f"{share:.2f} %"])
    return rows


def page(program):
    """Returns the whole page."""
    reference = json.loads(auto_scaling.REFERENCE.read_text(encoding="utf-8"))
    lines = auto_scaling.compare(program, reference["auto_scaling"]["runs"], DEMAND_FACTOR)
    fargate_head = ["measured", "launch rate", "tasks", "measured min", "predicted min", "error"]
    cache_head = ["trace", "requests", "keys that fit", "kept", "hits", "hit ratio"]
    text = TEXT.read_text(encoding="utf-8")
    values = summary(lines) | {
        "run_table": run_table(lines),
        "fargate_table": table(fargate_head, fargate_rows(program, reference["fargate"])),
        "demand": DEMAND_FACTOR,
        "cache_table": table(cache_head, cache_rows(reference["cache"])),
    }
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def main():
    """Writes or checks the page and returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="path of the fleetcast program")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    options = parser.parse_args()
    text = page(os.path.abspath(options.program))
    if not options.check:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(text, encoding="utf-8")
        return 0
    there = PAGE.read_text(encoding="utf-8")
    sys.stderr.writelines(difflib.unified_diff(there.splitlines(True), text.splitlines(True), str(PAGE), "fresh"))
    return 0 if there == text else 1


if __name__ == "__main__":
    sys.exit(main())
