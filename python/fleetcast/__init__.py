"""Fleetcast: what an AWS web stack will cost, how available and how fast it will be, and how sure that is.

    result = fleetcast.run("reference.json", replications=4)
    result                                  # the answer, as a table
    result["cost_usd.total_month"]          # one number with its interval
    fleetcast.compare(result, other)        # what sets two results apart

Scenarios are paths, plain dicts, or objects of `fleetcast.scenario`. Runs happen in processes of their own.
"""

import os as _os
from pathlib import Path as _Path

# The books travel with the package; who has books elsewhere says so with FLEETCAST_BOOKS.
_os.environ.setdefault("FLEETCAST_BOOKS", str(_Path(__file__).resolve().parent / "books"))

from fleetcast._native import version as _version  # noqa: E402
from fleetcast.decisions import GameDay, Optimum, Regression, game_day, optimize, regress  # noqa: E402
from fleetcast.documents import ValidScenario, explain, price_books, schema, validate  # noqa: E402
from fleetcast.errors import (  # noqa: E402
    FleetcastError,
    InvalidPrices,
    InvalidScenario,
    MissingPrice,
    Problem,
    RunFailed,
)
from fleetcast.prices import Bill, bill, commit  # noqa: E402
from fleetcast.results import Comparison, Estimate, Result  # noqa: E402
from fleetcast.running import compare, run, sweep  # noqa: E402
from fleetcast.scenario import Scenario  # noqa: E402

__version__ = _version()
__all__ = [
    "Bill",
    "Comparison",
    "Estimate",
    "FleetcastError",
    "GameDay",
    "InvalidPrices",
    "InvalidScenario",
    "MissingPrice",
    "Optimum",
    "Problem",
    "Regression",
    "Result",
    "RunFailed",
    "Scenario",
    "ValidScenario",
    "bill",
    "commit",
    "compare",
    "explain",
    "game_day",
    "optimize",
    "price_books",
    "regress",
    "run",
    "schema",
    "sweep",
    "validate",
]
