"""Replications in processes of their own, so that nothing which happens in a run can end the caller."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from fleetcast.errors import RunFailed

_FOLDER = Path(__file__).resolve().parent
_RESULT = b"\0"


def program() -> str:
    """Returns the path of the program that workers run; FLEETCAST_PROGRAM names another one."""
    return os.environ.get("FLEETCAST_PROGRAM") or str(_FOLDER / "bin" / "fleetcast")


def _environment() -> dict[str, str]:
    return {"FLEETCAST_BOOKS": str(_FOLDER / "books"), **os.environ}


class _Worker:
    """One `fleetcast worker`: it answers requests one after the other, each in a process of its own."""

    def __init__(self) -> None:
        self._complaints = tempfile.TemporaryFile()
        # A session of its own: Ctrl-C reaches the caller alone, who then ends the workers.
        self._process = subprocess.Popen(
            [program(), "worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env=_environment(),
            start_new_session=True,
        )

    def ask(self, label: str, request: bytes) -> bytes:
        """Returns the bytes of a result; raises RunFailed with the label and the reason."""
        answer = self._exchange(request)
        if answer is None:
            raise RunFailed(f"{label}: {self._reason()}")
        if answer[:1] != _RESULT:
            raise RunFailed(f"{label}: {answer[1:].decode(errors='replace')}")
        return answer[1:]

    def kill(self) -> None:
        """Ends the worker and what it runs, from any thread."""
        self._process.kill()

    def close(self) -> None:
        """Ends the worker and waits for it."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            # What could not be written any more is of no use to anyone.
            with contextlib.suppress(BrokenPipeError):
                if pipe is not None:
                    pipe.close()
        self._process.wait()
        self._complaints.close()

    def _exchange(self, request: bytes) -> bytes | None:
        """Returns the answer's frame, or None if the worker ended before it was whole."""
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            self._process.stdin.write(len(request).to_bytes(4, "little") + request)
            self._process.stdin.flush()
        except BrokenPipeError:
            return None
        head = self._process.stdout.read(4)
        length = int.from_bytes(head, "little")
        answer = self._process.stdout.read(length)
        return answer if len(head) == 4 and length > 0 and len(answer) == length else None

    def _reason(self) -> str:
        code = self._process.wait()
        self._complaints.seek(0)
        complaint = self._complaints.read().decode(errors="replace").strip()
        if complaint:
            return complaint
        if code < 0:
            return f"the worker was killed by {signal.Signals(-code).name}"
        return f"the worker ended with exit code {code} and without an answer"


def run_replication(label: str, request: bytes) -> bytes:
    """Runs one replication in a process of its own and returns the bytes of its result.

    This is what executors are given, wherever they are; the same request gives the same bytes everywhere. Raises
    RunFailed with the label and the reason.
    """
    worker = _Worker()
    try:
        return worker.ask(label, request)
    finally:
        worker.close()


class LocalExecutor(ThreadPoolExecutor):
    """Runs replications on this machine, so many at a time; its workers serve one replication after the other."""

    def __init__(self, jobs: int) -> None:
        super().__init__(jobs, "fleetcast")
        self._workers_lock = threading.Lock()
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._is_ended = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Starts a replication as soon as fewer than `jobs` are running."""
        return super().submit(self._run if fn is run_replication else fn, *args, **kwargs)

    def _run(self, label: str, request: bytes) -> bytes:
        with self._workers_lock:
            if self._is_ended:
                raise RunFailed(f"{label}: ended with the others")
            worker = self._idle.pop() if self._idle else _Worker()
            self._busy.add(worker)
        try:
            answer = worker.ask(label, request)
        except BaseException:
            with self._workers_lock:
                self._busy.discard(worker)
            worker.close()
            raise
        with self._workers_lock:
            self._busy.discard(worker)
            self._idle.append(worker)
        return answer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Ends the executor and its workers; with cancel_futures, replications that are running are killed."""
        if cancel_futures:
            with self._workers_lock:
                self._is_ended = True
                for worker in self._busy:
                    worker.kill()
        super().shutdown(wait, cancel_futures=cancel_futures)
        with self._workers_lock:
            for worker in self._idle:
                worker.close()
            self._idle.clear()
