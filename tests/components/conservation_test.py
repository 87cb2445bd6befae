"""Tests that scenarios of the library, shortened, lose no request and bill what they used.

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
    settings = list(SHORT)
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
    for check in ("conservation", "bill_recomputed"):
        expect(check in audit and audit[check]["passed"], f"{check} is part of the audit and holds")


def main(program, path):
    """Runs one scenario, shortened, and checks it."""
    document = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="fleetcast_conservation_") as folder:
        result = run_document(program, path, settings_for(document), pathlib.Path(folder) / "out")
    check_conservation(result)
    check_audit(result)


if __name__ == "__main__":
    main(*sys.argv[1:])
