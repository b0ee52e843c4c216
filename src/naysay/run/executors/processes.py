"""Maps functions over parts by several processes, which end with the process that started them."""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import active_children, get_context, parent_process, resource_tracker
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Any, Final

from naysay.data.signals import SIGNALS, undisturbed
from naysay.run.executors.base import ExecutorKind
from naysay.study.errors import InputError
from naysay.study.executor import Part, Result, Serial, Shared


@dataclass(frozen=True, slots=True)
class Processes:
    """At most ``workers`` processes; where they would be fewer than two, this process works alone.

    A process takes no signal of its own: it ends when its parent ends, however that came.
    """

    workers: int

    def map(
        self, function: Callable[[Part], Result], parts: Sequence[Part], *, parts_a_worker: int = 1
    ) -> Iterator[Result]:
        """``function(part)`` for each part.

        Raises
        ------
        InputError
            When the system ended a process, as it does where memory is short.
        """
        return self.map_shared(_alone, function, parts, parts_a_worker=parts_a_worker)

    def map_shared(
        self,
        function: Callable[[Shared, Part], Result],
        shared: Shared,
        parts: Sequence[Part],
        *,
        parts_a_worker: int = 1,
    ) -> Iterator[Result]:
        """``function(shared, part)`` for each part.

        Raises
        ------
        InputError
            When the system ended a process, as it does where memory is short.
        """
        useful = min(self.workers, len(parts) // parts_a_worker)
        if useful <= 1:
            return Serial().map_shared(function, shared, parts)
        return _pooled(function, shared, parts, useful)


EXECUTOR: Final = ExecutorKind("processes", make=Processes)


def _alone(function: Callable[[Part], Result], part: Part) -> Result:
    return function(part)


def _pooled(
    function: Callable[[Shared, Part], Result], shared: Shared, parts: Sequence[Part], workers: int
) -> Iterator[Result]:
    packed, before = pickle.dumps((function, shared)), set(active_children())
    with _starting():
        # A forked child would inherit the threads of pyarrow and numpy half-alive.
        pool = ProcessPoolExecutor(
            workers, mp_context=get_context("spawn"), initializer=_begin, initargs=(packed,)
        )
    try:
        with _starting():
            # Not pool.map: on an error it cancels futures, on which the thread of a broken pool then fails.
            futures = deque(pool.submit(_work, part) for part in parts)
        while futures:
            yield futures.popleft().result()
    except BrokenProcessPool:
        # The pool asks the others to end by a signal that they do not take, and waits for them.
        _kill(set(active_children()) - before)
        raise InputError(
            "--workers",
            got=f"{workers}, one of which the system ended",
            allowed="as many as there is memory for",
            mend="Give fewer workers, or free memory.",
        ) from None
    except BaseException:
        _kill(set(active_children()) - before)
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _kill(processes: set[BaseProcess]) -> None:
    for process in processes:
        process.kill()


@contextmanager
def _starting() -> Iterator[None]:
    """Processes that are started meanwhile never take a signal, and have no stderr.

    What multiprocessing says there when a process is ended by a signal is no news: what goes wrong in a
    process is raised in its parent.
    """
    with undisturbed(), open(os.devnull, "wb") as nowhere:
        stderr = os.dup(2)
        os.dup2(nowhere.fileno(), 2)
        try:
            resource_tracker.ensure_running()  # it lets signals through, so it comes before they are held
            with _held():
                yield
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)


@contextmanager
def _held() -> Iterator[None]:
    """Signals are blocked, which a process inherits."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(packed: bytes) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _TASK.append(pickle.loads(packed))  # it loads modules for seconds: by now the parent is watched


def _work(part: Any) -> Any:
    (function, shared) = _TASK[0]
    return function(shared, part)


_TASK: Final[list[tuple[Callable[[Any, Any], Any], Any]]] = []
"""What a process of the pool works on: the function, and what all parts share."""


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
