"""What runs say: estimates with intervals, arrays, frames."""

from __future__ import annotations

import json
import math
import os
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

from fleetcast import _native
from fleetcast.display import table_html

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd


@dataclass(frozen=True)
class Estimate:
    """A mean over replications with its 95 % confidence interval, which one replication does not have."""

    mean: float
    low: float | None
    high: float | None
    n: int

    @property
    def half_width(self) -> float | None:
        """Half of the interval's width, or None where it is unknown."""
        return None if self.low is None or self.high is None else (self.high - self.low) / 2

    def __float__(self) -> float:
        return self.mean

    def __format__(self, form: str) -> str:
        margin = self.half_width
        shown = format(self.mean, form or ".6g")
        return shown if margin is None else f"{shown} ± {format(margin, form or '.3g')}"

    def __str__(self) -> str:
        return format(self)


def _estimate(document: dict[str, Any] | None) -> Estimate | None:
    if document is None:
        return None
    low, high = document["ci95"] or (None, None)
    return Estimate(document["mean"], low, high, document["n"])


class Result:
    """What the replications of a scenario say together, and each of them by itself."""

    def __init__(self, answer: _native.Answer) -> None:
        self.native = answer

    @cached_property
    def document(self) -> dict[str, Any]:
        """Returns result.json as a dict."""
        document: dict[str, Any] = json.loads(self.native.json)
        return document

    @property
    def json(self) -> str:
        """The text of result.json, to the byte what the command line writes."""
        return self.native.json

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return str(self.document["scenario"]["name"])

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that stand for everything that happened in all replications."""
        return str(self.document["fingerprint"])

    @property
    def are_objectives_met(self) -> bool:
        """Whether every objective of the scenario is met."""
        return self.native.are_objectives_met

    @property
    def is_audit_passed(self) -> bool:
        """Whether every check of the runs upon themselves held."""
        return self.native.is_audit_passed

    @property
    def runs(self) -> list[_native.Run]:
        """The replications; their arrays are views of their memory, which nobody copies and nobody may write."""
        return self.native.runs

    def __getitem__(self, metric: str) -> Estimate:
        """Returns a number by its dotted name; one that the runs cannot tell raises LookupError."""
        place: Any = self.document
        for step in metric.split("."):
            place = place.get(step) if isinstance(place, dict) else None
        if place is None and metric not in self.native.metrics:
            self.native.by_replication(metric)  # names what was probably meant
        found = _estimate(place) if isinstance(place, dict) and "ci95" in place else None
        if found is None:
            raise LookupError(f"{metric}: the runs cannot tell")
        return found

    def by_replication(self, metric: str) -> npt.NDArray[np.float64]:
        """Returns one value for each replication, as a view; ValueError for an unknown name suggests a near one."""
        return self.native.by_replication(metric)

    @property
    def metrics(self) -> pd.DataFrame:
        """Every number with its interval: columns mean, low, high, n."""
        import pandas as pd

        rows = {}
        for name in self.native.metrics:
            try:
                rows[name] = self[name]
            except LookupError:
                continue
        frame = pd.DataFrame([vars(one) for one in rows.values()], index=list(rows), columns=["mean", "low", "high", "n"])
        return frame.rename_axis("metric")

    @property
    def replications(self) -> pd.DataFrame:
        """A row for each replication, a column for each number that all of them have."""
        import pandas as pd

        columns = {name: self.native.by_replication(name) for name in self.native.metrics}
        return pd.DataFrame({name: one for name, one in columns.items() if len(one)}).rename_axis("replication")

    @property
    def timeline(self) -> pd.DataFrame:
        """A row for each minute by UTC instant: means over the replications."""
        import pandas as pd

        columns = self.native.timeline
        length = len(next(iter(columns.values()), []))
        instants = pd.date_range(self.document["start"], periods=length, freq="min", name="instant")
        return pd.DataFrame(columns, index=instants)

    @property
    def bill(self) -> pd.DataFrame:
        """The lines of the bill of a normalised month; amounts are decimal.Decimal."""
        return _lines(self.document["cost_usd"]["month_lines"])

    @property
    def cost_by_service(self) -> pd.Series[float]:
        """US dollars a month by AWS service, the costliest first."""
        import pandas as pd

        by_service = self.document["cost_usd"]["by_service"]
        series = pd.Series({name: one["mean"] for name, one in by_service.items()}, name="usd_month", dtype=float)
        return series.sort_values(ascending=False)

    @property
    def objectives(self) -> pd.DataFrame:
        """A row for each objective: metric, side, target, mean, whether it is met, confidence."""
        import pandas as pd

        rows = [
            {**{key: one[key] for key in ("name", "metric", "side", "target", "met", "confidence")},
             "mean": (one["estimate"] or {}).get("mean")}
            for one in self.document["objectives"]
        ]
        return pd.DataFrame(rows)

    @property
    def incidents(self) -> pd.DataFrame:
        """What happened in the first replication, a row for each incident."""
        import pandas as pd

        return pd.DataFrame(self.document["incidents"])

    @property
    def html(self) -> str:
        """The report as one HTML page that opens offline."""
        return self.native.html

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Writes result.json, bill.csv, bill_month.csv, timeline.csv and report.html to a folder, all or nothing."""
        self.native.save(os.fspath(folder))

    def __repr__(self) -> str:
        return self.native.text(80)

    def _headline(self) -> list[list[str]]:
        rows = []
        for label, metric, form in [
            ("cost, USD a month", "cost_usd.total_month", ",.2f"),
            ("availability", "availability.ratio", ".6f"),
            ("latency p50, s", "latency_s.p50", ".4f"),
            ("latency p99, s", "latency_s.p99", ".4f"),
            ("USD per million good answers", "cost_usd.per_million_successful", ".3f"),
        ]:
            try:
                rows.append([label, format(self[metric], form)])
            except LookupError:
                rows.append([label, "unknown"])
        return rows

    def _repr_html_(self) -> str:
        count = self.document["replications"]
        caption = f"{self.name}: {count} replication{'s' if count != 1 else ''}, seed {self.document['seed']}"
        tables = table_html(["", "estimate ± 95 %"], self._headline(), caption)
        goals = [
            [one["name"], f"{one['side'].replace('_', ' ')} {one['target']:g}", "met" if one["met"] else "missed"]
            for one in self.document["objectives"]
        ]
        if goals:
            tables += table_html(["objective", "target", ""], goals)
        audit = "passed" if self.is_audit_passed else "FAILED"
        return f"{tables}<p>self-audit {audit}, fingerprint <code>{self.fingerprint}</code></p>"


def _lines(lines: list[dict[str, Any]]) -> pd.DataFrame:
    from decimal import Decimal

    import pandas as pd

    frame = pd.DataFrame(lines)
    for column in ("quantity", "unit_price", "cost", "amortised_cost"):
        if column in frame:
            frame[column] = frame[column].map(Decimal, na_action="ignore")
    return frame


class Comparison:
    """What sets two results apart: second minus first, replication by replication."""

    def __init__(self, first: Result, second: Result) -> None:
        self.first = first
        self.second = second
        self.native = _native.compare(first.native, second.native)

    @cached_property
    def document(self) -> dict[str, Any]:
        """The comparison as a dict, as the command line writes it."""
        document: dict[str, Any] = json.loads(self.native.json)
        return document

    @property
    def sentence(self) -> str:
        """The answer in one sentence."""
        return self.native.sentence

    @property
    def differences(self) -> pd.DataFrame:
        """A row for each metric: both means, their difference, its interval, and whether that leaves zero out."""
        import pandas as pd

        rows = []
        for name, one in self.document["differences"].items():
            first, second, difference = (_estimate(one[key]) for key in ("first", "second", "difference"))
            rows.append(
                {
                    "metric": name,
                    "first": first.mean if first else math.nan,
                    "second": second.mean if second else math.nan,
                    "difference": difference.mean if difference else math.nan,
                    "low": difference.low if difference else None,
                    "high": difference.high if difference else None,
                    "significant": bool(one["significant"]),
                }
            )
        return pd.DataFrame(rows).set_index("metric")

    def __repr__(self) -> str:
        return self.native.text(80)

    def _repr_html_(self) -> str:
        rows = []
        for name, one in self.document["differences"].items():
            estimates = [_estimate(one[key]) for key in ("first", "second", "difference")]
            rows.append([name, *(str(estimate) if estimate else "unknown" for estimate in estimates)])
        head = ["metric", self.first.name, self.second.name, "difference"]
        return f"<p>{escape(self.sentence)}</p>{table_html(head, rows)}"
