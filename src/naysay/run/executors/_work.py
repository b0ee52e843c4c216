"""What a process of a workforce does: it works on one task after another, and ends with its parent."""

from __future__ import annotations

import importlib
import os
import pickle
import traceback
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from threading import Thread
from typing import Any, Final

from naysay.study.notices import caught, merged

IDLE: Final = 0.02
"""Seconds without a task after which a process loads what it will need."""


def serve(connection: Connection, load: tuple[str, ...]) -> None:
    """Work until nobody is there to give tasks, and import the modules ``load`` while none come.

    A task is the pickled function with what all parts share (empty: as before) and then a pickled part. The
    answer is whether it worked, the result or the error, the traceback of an error, and what the function
    warned of.
    """
    Thread(target=_end_with_parent, daemon=True).start()
    later, work = deque(load), Work()
    while True:
        while later and not connection.poll(IDLE):
            with suppress(Exception):  # whoever needs it will import it and hear why that fails
                importlib.import_module(later.popleft())
        try:
            job, part = connection.recv_bytes(), connection.recv_bytes()
        except (EOFError, OSError):
            return
        answer = work.answer(job, part)
        try:
            connection.send_bytes(answer)
        except OSError:
            return
        del job, part, answer


class Work:
    """The function with what all parts share that the process works on: the last that it was handed."""

    def __init__(self) -> None:
        self._packed = b""
        self._task: tuple[Callable[[Any, Any], Any], Any] | None = None

    def answer(self, job: bytes, part: bytes) -> bytes:
        """The pickled answer to a task."""
        if job:
            self._packed, self._task = job, None
        try:
            if self._task is None:
                self._task, self._packed = pickle.loads(self._packed), b""
            function, shared = self._task
            with caught() as notices:
                result = function(shared, pickle.loads(part))
            return pickle.dumps((True, result, "", merged(notices)))
        except Exception as error:
            return _failed(error, traceback.format_exc())


def _failed(error: Exception, where: str) -> bytes:
    try:
        packed = pickle.dumps((False, error, where, ()))
        pickle.loads(packed)  # an error may be packed that cannot be unpacked
        return packed
    except Exception as unpicklable:
        return pickle.dumps((False, RuntimeError(f"{error!r} of a worker: {unpicklable}"), where, ()))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
