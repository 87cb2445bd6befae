"""The list of validation cases with the exact values that the reference files give them."""

import json
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "tests" / "reference"
LIST = REFERENCE / "validation_cases.json"


@dataclass(frozen=True)
class Case:
    """One case: where it is checked, or what is missing for it, and what it expects."""

    id: str
    kind: str
    family: str
    expected: dict
    checked_by: tuple = ()
    reason: str = ""
    feature: str = ""
    not_compared: dict = field(default_factory=dict)
    tolerances: dict = field(default_factory=dict)

    def tolerance(self, metric):
        """Returns how far an estimate may lie from the value if chance plays no part, or None if nothing is stated."""
        stated = self.tolerances.get(metric) or self.expected[metric]
        if "tol_rel" in stated:
            return stated["tol_rel"] * abs(self.expected[metric]["value"])
        return stated.get("tol_abs")


def read_document(name):
    return json.loads((REFERENCE / name).read_text(encoding="utf-8"))


def expected_of(entry, documents):
    """Returns the expected values of an entry of the list, from its own or from the file that it names."""
    if "values_in" not in entry:
        return entry["expected"]
    name = entry["values_in"]
    document = documents.setdefault(name, read_document(name))
    return next(case["expected"] for case in document["cases"] if case["id"] == entry["id"])


def case_of(family, entry, documents):
    """Returns the case of an entry of the list."""
    missing = entry.get("missing", {})
    return Case(
        id=entry["id"],
        kind=entry["kind"],
        family=family,
        expected=expected_of(entry, documents),
        checked_by=tuple(entry.get("checked_by", ())),
        reason=missing.get("reason", ""),
        feature=missing.get("feature", ""),
        not_compared=entry.get("not_compared", {}),
        tolerances=entry.get("tolerances", {}),
    )


def read_cases():
    """Returns all cases in the order of the list."""
    documents = {}
    families = read_document(LIST.name)["families"]
    return [case_of(one["family"], entry, documents) for one in families for entry in one["cases"]]
