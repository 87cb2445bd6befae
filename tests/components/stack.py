"""Runs variants of the small stack in base.json and reads figures from their results."""

import copy
import json
import pathlib
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


class Result:
    """The result of one run; figures are found by their dotted path."""

    def __init__(self, document):
        self.document = document

    def __getitem__(self, path):
        """Returns a mean; a figure that did not occur, such as a cause or a service on the bill, is 0."""
        at = self.document
        for key in split(path):
            at = at.get(key) if isinstance(at, dict) else None
            if at is None:
                return 0
        return at["mean"] if isinstance(at, dict) else at

    def cost(self, service):
        """Returns what a service of the bill costs in a month, in USD."""
        return self[f"cost_usd/by_service/{service}"]

    def cost_of_meter(self, meter):
        """Returns what one meter costs in a month, in USD."""
        lines = self.document["cost_usd"]["month_lines"]
        return sum(float(line["cost"]) for line in lines if line["meter"] == meter)

    def failed_share(self):
        """Returns the share of requests that got no good answer, but for those that were blocked on purpose."""
        return 1 - self["availability/ratio"]

    def incidents(self, kind):
        """Returns the incidents of a kind, in their order."""
        return [one for one in self.document["incidents"] if one["kind"] == kind]


def split(path):
    """Returns the keys of a path, which has slashes where a key has dots or spaces."""
    return path.split("/") if "/" in path else path.split(".")


def merged(document, patch):
    """Applies a JSON merge patch (RFC 7386) that keeps null, since null stays meaningful for what reads it next."""
    if not isinstance(patch, dict) or not isinstance(document, dict):
        return copy.deepcopy(patch)
    result = dict(document)
    for key, value in patch.items():
        result[key] = merged(result.get(key), value)
    return result


class Stack:
    """The small stack, and the program that simulates it."""

    def __init__(self, program):
        self.program = program
        self.runs = 0

    def run(self, *patches):
        """Runs the stack with merge patches applied one after the other; null switches a part off."""
        document = {"schema_version": 1, "extends": str(HERE / "base.json")}
        for patch in patches:
            document = merged(document, patch)
        self.runs += 1
        document.setdefault("name", f"variant_{self.runs}")
        with tempfile.TemporaryDirectory(prefix="fleetcast_component_") as folder:
            path = pathlib.Path(folder) / "variant.json"
            path.write_text(json.dumps(document), encoding="utf-8")
            return run_document(self.program, path, [], pathlib.Path(folder) / "out")


def run_document(program, path, settings, out):
    """Runs a document and returns its result; raises RuntimeError with what the program said if it fails."""
    command = [program, "run", str(path), "--quiet", "--jobs", "1", "--out", str(out)]
    for setting in settings:
        command += ["--set", setting]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr}")
    return Result(json.loads((out / "result.json").read_text(encoding="utf-8")))


def expect(holds, statement, **figures):
    """Raises AssertionError with the statement and its figures unless it holds."""
    if not holds:
        seen = ", ".join(f"{name} = {value:g}" for name, value in figures.items())
        raise AssertionError(f"{statement}, but {seen}")


def expect_less(low, high, statement, factor=1.0):
    """Expects low to be less than factor * high."""
    expect(low < factor * high, statement, low=low, high=high, factor=factor)
