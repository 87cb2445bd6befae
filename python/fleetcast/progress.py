"""A progress bar where somebody looks: notebooks and terminals."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self


def _is_watched() -> bool:
    return "ipykernel" in sys.modules or sys.stderr.isatty()


class Progress:
    """Counts replications on a tqdm bar; None asks for one only where somebody looks."""

    def __init__(self, total: int, text: str, is_shown: bool | None) -> None:
        from tqdm import tqdm

        hidden = not (_is_watched() if is_shown is None else is_shown)
        self._bar = tqdm(total=total, desc=text, unit="run", disable=hidden, leave=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.close()

    def advance(self) -> None:
        """Counts one replication."""
        self._bar.update()
