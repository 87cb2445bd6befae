"""Scenario documents: checked, explained, described."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

from fleetcast import _native
from fleetcast.display import table_html, text_table
from fleetcast.errors import Problem, problem
from fleetcast.spec import Spec

ScenarioLike = str | os.PathLike[str] | Mapping[str, Any] | Spec
"""A path, a plain dict, or an object of fleetcast.scenario."""


class ValidScenario:
    """A scenario that was read and checked."""

    def __init__(self, file: _native.ScenarioFile) -> None:
        self.native = file

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return self.native.name

    @property
    def digest(self) -> str:
        """16 hexadecimal digits that change with any value of the scenario."""
        return self.native.digest

    @property
    def replications(self) -> int:
        """Independent repetitions that it asks for."""
        return self.native.replications

    @property
    def warnings(self) -> list[Problem]:
        """What looks like an oversight."""
        return [problem(pointer, message) for pointer, message in self.native.warnings]

    def to_dict(self) -> dict[str, Any]:
        """Returns all that differs from the defaults as a plain dict, with nothing extended and paths absolute."""
        document: dict[str, Any] = json.loads(self.native.document)
        return document

    def __repr__(self) -> str:
        rows = [[one.pointer, one.message] for one in self.warnings]
        head = f"{self.name}: is a valid scenario, digest {self.digest}"
        return head + ("\n" + text_table(["place", "warning"], rows) if rows else "")

    def _repr_html_(self) -> str:
        rows = [[one.pointer, one.message] for one in self.warnings]
        table = table_html(["place", "warning"], rows) if rows else ""
        return f"<p><b>{self.name}</b> is a valid scenario, digest <code>{self.digest}</code></p>{table}"


def _settings(given: Mapping[str, Any] | None) -> list[str]:
    return [f"{pointer}={json.dumps(value)}" for pointer, value in (given or {}).items()]


def validate(scenario: ScenarioLike | ValidScenario, *, set: Mapping[str, Any] | None = None) -> ValidScenario:
    """Reads and checks a scenario; raises InvalidScenario with every problem.

    `set` changes values by JSON pointer: {"/traffic/rate/constant/rate": "200/s"}.
    """
    if isinstance(scenario, ValidScenario):
        if not set:
            return scenario
        scenario = scenario.to_dict()
    if isinstance(scenario, (str, os.PathLike)):
        return ValidScenario(_native.load_scenario(os.fspath(scenario), _settings(set)))
    document = scenario.to_dict() if isinstance(scenario, Spec) else dict(scenario)
    document.setdefault("schema_version", 1)
    origin = str(document.get("name", "scenario"))
    return ValidScenario(_native.parse_scenario(json.dumps(document), origin, _settings(set)))


class Explanation(str):
    """A text that shows as it is laid out."""

    def __repr__(self) -> str:
        return str(self)


def explain(pointer: str = "") -> Explanation:
    """Returns what a field means: type, unit, range, default, source; an object lists its fields.

    Raises ValueError with a suggestion for a pointer that leads nowhere.
    """
    return Explanation(_native.explain(pointer))


def schema() -> dict[str, Any]:
    """Returns the JSON Schema (draft 2020-12) of scenario documents."""
    document: dict[str, Any] = json.loads(_native.schema())
    return document


def price_books() -> list[str]:
    """Returns the names of the price books that come with the package."""
    return _native.price_books()
