"""What can go wrong, in words of the caller: wrong input, missing prices, runs that were lost."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_SUGGESTION = re.compile(r" \((did you mean [^)]*\?)\)$")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a scenario: where, what, and what to do about it."""

    pointer: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.pointer or '(document)'}: {self.message}"


def problem(pointer: str, message: str) -> Problem:
    """Finds the remedy that a message ends with."""
    suggestion = _SUGGESTION.search(message)
    if suggestion:
        return Problem(pointer, message, suggestion[1])
    _, found, remedy = message.partition("; ")
    if found:
        return Problem(pointer, message, remedy)
    # Only places of a document can be explained; the first part of a pointer always can.
    return Problem(pointer, message, f"fleetcast.explain({pointer!r}) tells what may stand there")


class FleetcastError(Exception):
    """Anything that this package complains about."""


class InvalidScenario(FleetcastError, ValueError):
    """A document that is refused; `problems` lists everything that is wrong with it, each with its place and remedy."""

    def __init__(self, text: str, problems: Iterable[tuple[str, str]]) -> None:
        super().__init__(text)
        self.problems = [problem(pointer, message) for pointer, message in problems]

    def __reduce__(self) -> tuple[type, tuple[str, list[tuple[str, str]]]]:
        return type(self), (str(self), [(one.pointer, one.message) for one in self.problems])

    def _repr_html_(self) -> str:
        from fleetcast.display import table_html

        rows = [[one.pointer, one.message, one.remedy] for one in self.problems]
        return table_html(["place", "problem", "remedy"], rows)


class InvalidPrices(FleetcastError, ValueError):
    """A price book or a usage file that is refused."""


class MissingPrice(FleetcastError, LookupError):
    """Usage that the price book has no price for; nothing is ever priced at $0 for want of one."""


class RunFailed(FleetcastError, RuntimeError):
    """A replication that gave no result, with the reason its process gave."""
