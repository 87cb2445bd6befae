"""Runs the published validator (package focus-validator) and reads what it says of each rule."""

import os
import re
import subprocess
from pathlib import Path

# Rules of the model that contradict their own text, so that a file that follows the text fails them. See
# model-1.2.0.1.json; make_rules.py mends the same rules for our own check.
WRONG_RULES = {
    "CapacityReservationStatus-C-004-C": "its condition is malformed, so that the rule applies to every row",
    "CommitmentDiscountStatus-C-004-C": "its condition is the opposite of the text: it applies without a commitment",
    "CommitmentDiscountStatus-C-005-M": "it allows Active, Expired and Pending; FOCUS allows Used and Unused",
    "InvoiceId-C-005-C": "it has no condition, so that it contradicts InvoiceId-C-004-C",
}
# A recommendation that is not followed: units of S3's small print, such as "10000 Tag-Months", have a number and a
# time.
NOT_FOLLOWED = {"PricingUnit-C-003-O", "UnitFormat-A-001-M", "UnitFormat-A-004-C"}


def outcomes(folder, file):
    """Returns {rule: "PASS", "FAIL" or "SKIPPED"} and, for composite rules, which of their parts failed."""
    [package] = Path(folder, "lib").glob("python3*/site-packages")
    # The validator looks for its list of currencies in the working directory, and for newer rules in the network.
    command = [os.path.abspath(Path(folder, "bin/focus-validator")), "--data-file", os.path.abspath(file),
               "--validate-version", "1.2.0.1", "--block-download", "--applicability-criteria", "ALL"]
    done = subprocess.run(command, cwd=package, capture_output=True, text=True, check=False)
    found, parts = {}, {}
    for line in done.stdout.splitlines():
        verdict = re.match(r"\W*([A-Za-z]+-[ACD]-\d+-[A-Z]): (PASS|FAIL|SKIPPED)", line)
        if verdict:
            found[verdict[1]] = verdict[2]
            listed = re.search(r"failed child rules: \[(.*?)\]", line)
            parts[verdict[1]] = listed[1].split(", ") if listed else []
    if not found:
        raise RuntimeError(f"the validator says nothing of any rule:\n{done.stdout}{done.stderr}")
    return found, parts


def failures(found, parts):
    """Returns the rules that failed by themselves, rather than because they join others that did."""
    return {rule for rule, outcome in found.items() if outcome == "FAIL" and not parts[rule]}
