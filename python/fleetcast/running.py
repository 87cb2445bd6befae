"""Runs and comparisons: replications go to an executor, their results come back in order."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from typing import Any

from fleetcast import _native
from fleetcast.documents import ScenarioLike, ValidScenario, validate
from fleetcast.progress import Progress
from fleetcast.results import Comparison, Result
from fleetcast.workers import LocalExecutor, run_replication


def _changed(
    scenario: ScenarioLike | ValidScenario, set: Mapping[str, Any] | None, seed: int | None, replications: int | None
) -> ValidScenario:
    changes = dict(set or {})
    if seed is not None:
        changes["/seed"] = seed
    if replications is not None:
        changes["/replications"] = replications
    return validate(scenario, set=changes)


class _Scenario:
    """A scenario with its replications so far."""

    def __init__(self, file: _native.ScenarioFile, is_sequential: bool) -> None:
        self.file = file
        self.replications = _native.Replications(file, is_sequential)

    def submit_missing(self, executor: Executor) -> list[Future[bytes]]:
        """Starts the replications without which nothing can be said yet."""
        label = f"{self.file.name}, seed {self.file.seed}, replication "
        numbers = range(self.replications.count, self.replications.wanted)
        return [executor.submit(run_replication, f"{label}{i}", self.file.request(i)) for i in numbers]


def _run_all(scenarios: Sequence[_Scenario], executor: Executor, progress: bool | None) -> None:
    """Runs replications until every scenario has enough of them; the first that fails ends all others."""
    names = " and ".join(one.file.name for one in scenarios) if len(scenarios) < 3 else f"{len(scenarios)} scenarios"
    groups: list[list[Future[bytes]]] = []
    try:
        with Progress(names, progress) as shown:
            while any(one.replications.count < one.replications.wanted for one in scenarios):
                groups = [one.submit_missing(executor) for one in scenarios]
                flat = [future for group in groups for future in group]
                shown.expect(len(flat))
                for future in as_completed(flat):
                    future.result()
                    shown.advance()
                for one, group in zip(scenarios, groups):
                    one.replications.add([future.result() for future in group])
    except BaseException:
        for group in groups:
            for future in group:
                future.cancel()
        raise


def _results(
    scenarios: Sequence[_Scenario], executor: Executor | None, jobs: int | None, progress: bool | None
) -> list[Result]:
    if executor is not None:
        _run_all(scenarios, executor, progress)
    else:
        local = LocalExecutor(jobs if jobs is not None else os.cpu_count() or 1)
        try:
            _run_all(scenarios, local, progress)
        finally:
            # Reached by Ctrl-C as well: whatever still runs is of no use any more.
            local.shutdown(cancel_futures=True)
    return [Result(one.replications.answer()) for one in scenarios]


def run(
    scenario: ScenarioLike | ValidScenario,
    *,
    set: Mapping[str, Any] | None = None,
    seed: int | None = None,
    replications: int | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
    out: str | os.PathLike[str] | None = None,
) -> Result:
    """Runs a scenario and returns its result; the same inputs give the same bytes at any `jobs` and any executor.

    `set` changes values by JSON pointer. `jobs` replications run at the same time, one per core unless given, each in
    a process of its own. `executor` is anything with the interface of concurrent.futures.Executor, such as a
    ProcessPoolExecutor or a Dask client's get_executor(). `out` is a folder for the files that the command line
    writes. A scenario with a `precision` runs until its estimates are so precise. Raises InvalidScenario, MissingPrice
    and RunFailed.
    """
    checked = _changed(scenario, set, seed, replications)
    if out is not None:
        _native.check_folder(os.fspath(out))
    (result,) = _results([_Scenario(checked.native, True)], executor, jobs, progress)
    if out is not None:
        result.save(out)
    return result


def sweep(
    scenario: ScenarioLike | ValidScenario,
    settings: Sequence[Mapping[str, Any]],
    *,
    seed: int | None = None,
    replications: int | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
) -> list[Result]:
    """Runs a scenario once under each of several settings, all under the same chance, and returns their results in order.

    Each of `settings` is what `set` is for run. The replications of all of them go to the executor together, so that a
    cluster is busy to the end. Raises ValueError for settings without any, and what run does.
    """
    if not settings:
        raise ValueError("settings: a sweep needs at least one")
    scenarios = [_Scenario(_changed(scenario, one, seed, replications).native, True) for one in settings]
    return _results(scenarios, executor, jobs, progress)


def compare(
    first: ScenarioLike | ValidScenario | Result,
    second: ScenarioLike | ValidScenario | Result,
    *,
    seed: int | None = None,
    replications: int | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
) -> Comparison:
    """Compares two results, or runs two scenarios under the same chance and compares them, replication by replication.

    The second scenario takes seed and replications of the first unless they are given. Raises ValueError for results
    of unlike length or number of replications.
    """
    if isinstance(first, Result) and isinstance(second, Result):
        if seed is not None or replications is not None:
            raise ValueError("seed and replications are for scenarios; these results have been run already")
        return Comparison(first, second)
    if isinstance(first, Result) or isinstance(second, Result):
        raise ValueError("cannot compare a result with a scenario; give two scenarios or two results")
    one = _changed(first, None, seed, replications)
    other = _changed(second, None, one.native.seed, one.native.replications)
    pair = [_Scenario(one.native, False), _Scenario(other.native, False)]
    return Comparison(*_results(pair, executor, jobs, progress))
