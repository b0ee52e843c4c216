"""Maps a function over parts by several processes, which end with the process that started them."""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process, resource_tracker
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Any, Final, TypeVar

from naysay.study.errors import InputError

Part = TypeVar("Part")
Made = TypeVar("Made")
SIGNALS: Final = [getattr(signal, name) for name in ("SIGHUP", "SIGINT", "SIGTERM") if hasattr(signal, name)]


def mapped(
    function: Callable[[Part], Made],
    parts: Sequence[Part],
    *,
    workers: int,
    begin: Callable[[Any], None],
    given: object,
) -> Iterator[Made]:
    """``function`` of each part, in their order, by ``workers`` processes.

    Each process calls ``begin(given)`` once, before its first part. A process takes no signal of its own: it
    ends when its parent ends, however that came.

    Raises
    ------
    InputError
        When the system ended a process, as it does where memory is short.
    """
    packed, before = pickle.dumps((begin, given)), set(active_children())
    with _starting():
        # A forked child would inherit the threads of pyarrow and numpy half-alive.
        pool = ProcessPoolExecutor(
            workers, mp_context=get_context("spawn"), initializer=_begin, initargs=(packed,)
        )
    try:
        with _starting():
            results = pool.map(function, parts)
        yield from results
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
def undisturbed() -> Iterator[None]:
    """Signals that come meanwhile are handled afterwards."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    handlers = {of: signal.signal(of, lambda number, frame: came.append(number)) for of in SIGNALS}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        for number in dict.fromkeys(came):
            signal.raise_signal(number)


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
    begin, given = pickle.loads(packed)  # it loads modules for seconds: by now the parent is watched
    begin(given)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
