"""Starts processes that take no signal and say nothing."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker

from naysay.data.signals import SIGNALS, undisturbed


@contextmanager
def starting() -> Iterator[None]:
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
