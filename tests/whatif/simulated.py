"""Runs scenarios of scenarios/whatif and reads what came of them."""

import pathlib
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCENARIOS = ROOT / "scenarios" / "whatif"
sys.path[:0] = [str(ROOT / "tests" / "components"), str(ROOT / "tests" / "phenomena")]

from run_scenario import read_timeline  # noqa: E402
from stack import run_document  # noqa: E402


def simulate(program, name, settings):
    """Returns the result and the columns of the timeline of one run with settings as --set takes them."""
    with tempfile.TemporaryDirectory(prefix="fleetcast_whatif_") as folder:
        out = pathlib.Path(folder) / "out"
        result = run_document(program, SCENARIOS / f"{name}.json", settings, out)
        return result, read_timeline(out / "timeline.csv")
