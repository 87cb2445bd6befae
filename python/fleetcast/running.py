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


def _run_all(files: Sequence[_native.ScenarioFile], executor: Executor, progress: bool | None) -> list[list[bytes]]:
    """Runs every replication of every scenario; the first that fails ends all others."""
    names = " and ".join(file.name for file in files)
    futures: list[list[Future[bytes]]] = []
    try:
        for file in files:
            label = f"{file.name}, seed {file.seed}, replication "
            futures.append(
                [executor.submit(run_replication, f"{label}{i}", file.request(i)) for i in range(file.replications)]
            )
        flat = [future for group in futures for future in group]
        with Progress(len(flat), names, progress) as shown:
            for future in as_completed(flat):
                future.result()
                shown.advance()
        return [[future.result() for future in group] for group in futures]
    except BaseException:
        for group in futures:
            for future in group:
                future.cancel()
        raise


def _answers(
    files: Sequence[_native.ScenarioFile], executor: Executor | None, jobs: int | None, progress: bool | None
) -> list[Result]:
    if executor is not None:
        outcomes = _run_all(files, executor, progress)
    else:
        local = LocalExecutor(jobs if jobs is not None else os.cpu_count() or 1)
        try:
            outcomes = _run_all(files, local, progress)
        finally:
            # Reached by Ctrl-C as well: whatever still runs is of no use any more.
            local.shutdown(cancel_futures=True)
    return [Result(_native.summarise(file, given)) for file, given in zip(files, outcomes)]


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
    writes. Raises InvalidScenario, MissingPrice and RunFailed.
    """
    checked = _changed(scenario, set, seed, replications)
    if out is not None:
        _native.check_folder(os.fspath(out))
    (result,) = _answers([checked.native], executor, jobs, progress)
    if out is not None:
        result.save(out)
    return result


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
    return Comparison(*_answers([one.native, other.native], executor, jobs, progress))
