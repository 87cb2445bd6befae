"""Tests that scenarios of the library, shortened, lose no request, bill what they used, and say why requests failed.

Usage: conservation_test.py PROGRAM SCENARIO.json
"""

import json
import pathlib
import sys
import tempfile

from stack import expect, run_document

SHORT = [
    "/pre_roll=10 min",
    "/horizon=20 min",
    "/replications=1",
    "/traffic/rate/diurnal/mean=100/s",
    "/cloudfront/cache_behaviors/asset/objects=20000",
    "/elasticache/keys/objects=20000",
]


def settings_for(document):
    """Shortens a scenario so that what happens in it happens still."""
    own_rate = "diurnal" in document.get("traffic", {}).get("rate", {})
    settings = [one for one in SHORT if not (own_rate and one.startswith("/traffic/rate"))]
    settings += [f"/events/{i}/at={5 + i} min" for i in range(len(document.get("events", [])))]
    settings += [
        f"/events/{i}/zone_outage/duration=5 min"
        for i, one in enumerate(document.get("events", []))
        if "zone_outage" in one
    ]
    if "flash_crowds" in document.get("traffic", {}).get("rate", {}):
        settings.append("/traffic/rate/flash_crowds/0/at=5 min")
    return settings


def check_conservation(result):
    """Every request that was offered or present at the beginning ended in one way or is present at the end."""
    entered = result["requests.offered"] + result["requests.in_flight_at_begin"]
    causes = result.document["requests"].get("by_cause", {})
    ended = result["requests.good"] + result["requests.late"] + sum(one["mean"] for one in causes.values())
    present = result["requests.in_flight_at_end"]
    expect(entered == ended + present, "no request is lost or made up", entered=entered, ended=ended, present=present)
    expect(result["requests.offered"] > 1000, "there is traffic", offered=result["requests.offered"])


def check_audit(result):
    """The run's checks upon itself hold, the second computation of its bill among them."""
    audit = result.document["self_audit"]
    expect(audit["passed"], f"the audit holds: {json.dumps(audit)}")
    for check in ("conservation", "bill_recomputed", "error_budget"):
        expect(check in audit and audit[check]["passed"], f"{check} is part of the audit and holds")


# Events that fail requests at any rate of traffic; others may be borne.
ALWAYS_FELT = {"zone_outage", "aurora_failover"}


def check_causes(result, document):
    """Every red minute has a chain of causes, failures by root sum to all failures, and what was injected is named."""
    by_root = {one["root"]: one["failed"]["mean"] for one in result.document["availability"]["by_root_cause"]}
    failed = result["requests.failed"] + result["requests.late"]
    expect(sum(by_root.values()) == failed, "failures by root are all failures", roots=sum(by_root.values()), all=failed)
    red = [one for one in result.document["failing_minutes"] if one["red"]]
    for minute in red:
        expect(minute["root"] and minute["chain"], f"minute {minute['minute']} has a chain")
    expect(len(red) == sum(one["red_minutes"] for one in result.document["availability"]["by_root_cause"]),
           "every red minute has one root", red=len(red))
    if len(document.get("events", [])) > 1:
        return  # events a minute apart hide one another
    for i, event in enumerate(document.get("events", [])):
        kind = next(key for key in event if key != "at")
        after = {one["root"] for one in red if one["minute"] in (5 + i, 6 + i)}
        if kind in ALWAYS_FELT:
            expect(after, f"{kind} is felt")
            expect(kind in after, f"red minutes go back to {kind}, not to {after}")


def main(program, path):
    """Runs one scenario, shortened, and checks it."""
    document = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="fleetcast_conservation_") as folder:
        result = run_document(program, path, settings_for(document), pathlib.Path(folder) / "out")
    check_conservation(result)
    check_audit(result)
    check_causes(result, document)


if __name__ == "__main__":
    main(*sys.argv[1:])
