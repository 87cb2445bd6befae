"""Choices, game days and nightly suites: asked of the program that the package carries, answered as frames."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fleetcast.display import table_html, text_table
from fleetcast.documents import ScenarioLike, ValidScenario, validate
from fleetcast.errors import RunFailed
from fleetcast.results import Estimate, _estimate
from fleetcast.workers import _environment, program

if TYPE_CHECKING:
    import pandas as pd


def _ask(arguments: Sequence[str], accepted: Sequence[int]) -> tuple[int, str]:
    """Returns exit code and output of the program; raises ValueError for wrong input and RunFailed for lost runs."""
    # A session of its own: Ctrl-C reaches the caller alone, who then ends the program and so its workers.
    with subprocess.Popen(
        [program(), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=_environment(),
        start_new_session=True,
    ) as process:
        try:
            output, complaints = process.communicate()
        except BaseException:
            process.send_signal(signal.SIGINT)
            raise
    if process.returncode in accepted:
        return process.returncode, output
    complaint = complaints.strip() or f"the program ended with {process.returncode}"
    raise ValueError(complaint) if process.returncode == 2 else RunFailed(complaint)


def _document_of(scenario: ScenarioLike | ValidScenario, folder: str) -> str:
    """Returns the path of a scenario, written to a folder if it is not in a file; raises InvalidScenario."""
    if isinstance(scenario, (str, os.PathLike)):
        validate(scenario)
        return os.fspath(scenario)
    path = Path(folder) / "scenario.json"
    path.write_text(json.dumps(validate(scenario).to_dict()), encoding="utf-8")
    return str(path)


def _options(
    seed: int | None, replications: int | None, jobs: int | None, set: Mapping[str, Any] | None
) -> list[str]:
    named = {"--seed": seed, "--replications": replications, "--jobs": jobs}
    options = [text for name, value in named.items() if value is not None for text in (name, str(value))]
    for pointer, value in (set or {}).items():
        options += ["--set", f"{pointer}={value if isinstance(value, str) else json.dumps(value)}"]
    return options


class Optimum:
    """The cheapest choice that meets the objectives, how sure that is, and why each other choice lost."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    @property
    def verdict(self) -> str:
        """The answer in a sentence or two."""
        return str(self.document["verdict"])

    @property
    def best(self) -> dict[str, str] | None:
        """Values of the choice by JSON pointer, or None if none is known to meet the objectives."""
        number = self.document["best"]
        return None if number is None else dict(self.document["candidates"][number - 1]["settings"])

    @property
    def is_sure(self) -> bool:
        """Whether the choice has the confidence that was asked for."""
        return bool(self.document["sure"])

    @property
    def candidates(self) -> pd.DataFrame:
        """A row for each choice: its values, replications, means of cost, availability and p99, and its fate."""
        import pandas as pd

        figures = {"cost_usd_month": "cost_usd.total_month", "availability": "availability.ratio",
                   "latency_p99_s": "latency_s.p99"}
        rows = []
        for one in self.document["candidates"]:
            means = {name: (one["metrics"].get(path) or {}).get("mean") for name, path in figures.items()}
            rows.append({**one["settings"], "replications": one["replications"], **means, "fate": one["fate"]})
        return pd.DataFrame(rows, index=[one["number"] for one in self.document["candidates"]])

    def _rows(self) -> list[list[str]]:
        return [[", ".join(one["settings"].values()), one["fate"]] for one in self.document["candidates"]]

    def __repr__(self) -> str:
        return self.verdict + "\n" + text_table(["choice", "fate"], self._rows())

    def _repr_html_(self) -> str:
        return table_html(["choice", "fate"], self._rows(), self.verdict)


def optimize(
    scenario: ScenarioLike | ValidScenario,
    *,
    set: Mapping[str, Any] | None = None,
    vary: Mapping[str, Sequence[Any]] | None = None,
    seed: int | None = None,
    jobs: int | None = None,
    out: str | os.PathLike[str] | None = None,
) -> Optimum:
    """Selects the cheapest of what the scenario's `decision` leaves free that meets its objectives.

    `vary` frees more places. `out` is a folder for the files of the command line, from whose journal an interrupted
    search goes on. Raises InvalidScenario, ValueError for a decision that cannot be, and RunFailed.
    """
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["optimize", _document_of(scenario, folder), "--quiet", "--format", "json"]
        arguments += ["--out", os.fspath(out) if out is not None else f"{folder}/out", *_options(seed, None, jobs, set)]
        for pointer, values in (vary or {}).items():
            texts = [value if isinstance(value, str) else json.dumps(value) for value in values]
            arguments += ["--vary", f"{pointer}={','.join(texts)}"]
        return Optimum(json.loads(_ask(arguments, (0, 1))[1]))


class GameDay:
    """What reclaimed spot capacity and a lost zone do at the busiest minute, drill by drill."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    def estimate(self, drill: str, name: str) -> Estimate | None:
        """Returns a figure of a drill, such as ("zone lost", "requests_lost"), or None where there is none."""
        found = [one for one in self.document["drills"] if one["name"] == drill]
        if not found:
            raise KeyError(f"no drill {drill!r}; there are {[one['name'] for one in self.document['drills']]}")
        return _estimate(found[0][name])

    @property
    def drills(self) -> pd.DataFrame:
        """A row for each drill: means of dollars, requests lost, availability meanwhile, and minutes to recover."""
        import pandas as pd

        names = ("usd", "requests_lost", "availability", "availability_without", "minutes_to_recover")
        rows = [{name: (one[name] or {}).get("mean") for name in names} for one in self.document["drills"]]
        return pd.DataFrame(rows, index=[one["name"] for one in self.document["drills"]])

    def _rows(self) -> list[list[str]]:
        return [[str(name), *(f"{value:.6g}" for value in row)] for name, row in zip(self.drills.index, self.drills.values)]

    def __repr__(self) -> str:
        return text_table(["drill", *self.drills.columns], self._rows())

    def _repr_html_(self) -> str:
        return table_html(["drill", *self.drills.columns], self._rows(), f"Game day of {self.document['scenario']}")


def game_day(
    scenario: ScenarioLike | ValidScenario,
    *,
    at: str | None = None,
    zone: str | None = None,
    duration: str | None = None,
    set: Mapping[str, Any] | None = None,
    seed: int | None = None,
    replications: int | None = None,
    jobs: int | None = None,
) -> GameDay:
    """Takes a zone's spot capacity and then the zone away, at the busiest minute or `at` a time such as "1 d 20:00".

    Raises InvalidScenario, ValueError for a time or a zone that cannot be, and RunFailed.
    """
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["game-day", _document_of(scenario, folder), "--quiet", "--format", "json"]
        for name, value in (("--at", at), ("--zone", zone), ("--duration", duration)):
            arguments += [name, value] if value is not None else []
        return GameDay(json.loads(_ask([*arguments, *_options(seed, replications, jobs, set)], (0,))[1]))


class Regression:
    """What became of a suite against its baseline."""

    def __init__(self, has_failed: bool, summary: str) -> None:
        self.has_failed = has_failed
        """Whether a metric drifted beyond confidence and threshold."""
        self.summary = summary
        """Verdicts and the parts of every drift, as Markdown."""

    def __repr__(self) -> str:
        return self.summary

    def _repr_markdown_(self) -> str:
        return self.summary


def regress(
    suite: str | os.PathLike[str],
    *,
    baseline: str | os.PathLike[str] | None = None,
    seed: int | None = None,
    jobs: int | None = None,
    update: bool = False,
) -> Regression:
    """Compares a suite of scenarios with its baseline, or makes the baseline anew with `update`.

    Raises ValueError for a suite or a baseline that is wrong, and RunFailed.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "summary.md"
        arguments = ["regress", os.fspath(suite), "--quiet", *_options(seed, None, jobs, None)]
        arguments += ["--baseline", os.fspath(baseline)] if baseline is not None else []
        arguments += ["--update"] if update else ["--summary", str(path)]
        code, output = _ask(arguments, (0, 1))
        return Regression(code == 1, output if update else path.read_text(encoding="utf-8"))
