"""A progress bar where somebody looks: notebooks and terminals."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self


def _is_watched() -> bool:
    return "ipykernel" in sys.modules or sys.stderr.isatty()


class Progress:
    """Counts replications on a tqdm bar; None asks for one only where somebody looks."""

    def __init__(self, text: str, is_shown: bool | None) -> None:
        from tqdm import tqdm

        hidden = not (_is_watched() if is_shown is None else is_shown)
        self._expected = 0
        self._bar = tqdm(total=0, desc=text, unit="run", disable=hidden, leave=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.close()

    def expect(self, count: int) -> None:
        """Adds replications to those that are waited for."""
        self._expected += count
        self._bar.total = self._expected
        self._bar.refresh()

    def advance(self) -> None:
        """Counts one replication."""
        self._bar.update()
