"""Recorded usage priced anew, and commitments that would make it cheaper. No run is needed."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fleetcast import _native
from fleetcast.display import table_html, text_table
from fleetcast.results import Result

if TYPE_CHECKING:
    import pandas as pd

Usage = Result | str | os.PathLike[str] | Mapping[str, Any]
"""A result, the path of a result.json or of a usage file, or the contents of one."""
FileLike = str | os.PathLike[str] | Mapping[str, Any]
"""A path, or what would stand in the file."""


class _Files:
    """Puts what is in memory into files for as long as a call lasts."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)

    def path_of(self, what: Usage, name: str) -> str:
        if isinstance(what, (str, os.PathLike)):
            return os.fspath(what)
        path = self._folder / f"{name}.json"
        path.write_text(what.json if isinstance(what, Result) else json.dumps(what), encoding="utf-8")
        return str(path)

    def optional_path_of(self, what: FileLike | None, name: str) -> str | None:
        return None if what is None else self.path_of(what, name)


def _book_of(path: str) -> str:
    """Returns the book that a result was priced with; a usage file names none, and gets us-east-1."""
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    book = document.get("price_book") if isinstance(document, dict) else None
    return str(book["name"]) if isinstance(book, dict) and "name" in book else "us-east-1"


class Bill:
    """A bill, line by line; amounts are decimal.Decimal, US dollars."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    @property
    def total_usd(self) -> Decimal:
        """What is to be paid."""
        return Decimal(self.document["total_usd"])

    @property
    def by_service(self) -> dict[str, Decimal]:
        """Costs by AWS service."""
        return {name: Decimal(cost) for name, cost in self.document["by_aws_service_usd"].items()}

    @property
    def lines(self) -> pd.DataFrame:
        """A row for each line, with the column names of FOCUS."""
        import pandas as pd

        frame = pd.DataFrame(self.document["lines"])
        for column in ("PricingQuantity", "ListUnitPrice", "ListCost", "ContractedCost", "BilledCost", "EffectiveCost"):
            if column in frame:
                frame[column] = frame[column].map(Decimal)
        return frame

    def _rows(self) -> list[list[str]]:
        costs = sorted(self.by_service.items(), key=lambda one: -one[1])
        return [*([name, f"{cost:,.2f}"] for name, cost in costs), ["total", f"{self.total_usd:,.2f}"]]

    def __repr__(self) -> str:
        return text_table(["AWS service", "USD"], self._rows())

    def _repr_html_(self) -> str:
        book = self.document["price_book"]
        return table_html(["AWS service", "USD"], self._rows(), f"at the prices of {book['name']}, {book['date']}")


def bill(
    usage: Usage,
    *,
    book: str | os.PathLike[str] | None = None,
    month_hours: int | None = None,
    commitments: FileLike | None = None,
    discounts: FileLike | None = None,
) -> Bill:
    """Prices usage that was recorded; `book` is a name or a path, and else the one of the result.

    `month_hours` bills a normalised month instead of the horizon. `commitments` and `discounts` are files, or what
    would stand in them (see scenarios/README.md). Raises InvalidScenario, InvalidPrices or MissingPrice.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = _Files(folder)
        path = files.path_of(usage, "usage")
        text = _native.bill(
            path,
            _book_of(path) if book is None else os.fspath(book),
            month_hours,
            files.optional_path_of(commitments, "commitments"),
            files.optional_path_of(discounts, "discounts"),
        )
    return Bill(json.loads(text))


class Commitments:
    """Savings Plans and reservations, each judged by itself over the replications; the best saving comes first."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    @property
    def candidates(self) -> pd.DataFrame:
        """A row for each offer at its best amount: USD an hour, USD a month with and without it, what is unused."""
        import pandas as pd

        rows = [
            {
                "id": one["id"],
                "usd_per_hour": Decimal(one["best"]["usd_per_hour"]),
                "usd_month": one["best"]["mean_usd_per_month"],
                "usd_month_without": one["without"]["mean_usd_per_month"],
                "unused_share": one["best"]["unused_share"],
            }
            for one in self.document["candidates"]
        ]
        return pd.DataFrame(rows, columns=["id", "usd_per_hour", "usd_month", "usd_month_without", "unused_share"])

    def curve(self, id: str) -> pd.DataFrame:
        """What each amount of one offer would cost; KeyError for an unknown one."""
        import pandas as pd

        for one in self.document["candidates"]:
            if one["id"] == id:
                frame = pd.DataFrame(one["curve"])
                frame["usd_per_hour"] = frame["usd_per_hour"].astype(float)
                return frame
        raise KeyError(id)

    def __repr__(self) -> str:
        return repr(self.candidates)

    def _repr_html_(self) -> str:
        return str(self.candidates.to_html(index=False))


def commit(
    usage: Usage,
    *,
    offers: FileLike | None = None,
    discount: str | None = None,
    reservations: bool = False,
    book: str | os.PathLike[str] | None = None,
) -> Commitments:
    """Finds the commitment that costs least over the replications of a result.

    `discount` is the share that a Compute Savings Plan takes off ("0.27"), `offers` a file of plans to choose from
    instead, `reservations` adds those of the price book.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = _Files(folder)
        text = _native.commit(
            files.path_of(usage, "usage"),
            files.optional_path_of(offers, "offers"),
            discount,
            reservations,
            None if book is None else os.fspath(book),
        )
    return Commitments(json.loads(text))
