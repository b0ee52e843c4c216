"""Processes that work until they are ended; a thread of this process talks to each of them."""

from __future__ import annotations

import pickle
import weakref
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from threading import Thread
from typing import Any, Final

from naysay.run.executors._quiet import starting
from naysay.run.executors._work import serve
from naysay.study.errors import InputError
from naysay.study.executor import Part, Result, Shared
from naysay.study.notices import warn_of

AHEAD: Final = 3
"""Parts for each process that are drawn before their results are asked for: none waits for the next."""


@dataclass(frozen=True, eq=False, slots=True)
class _Job:
    """A function with what all its parts share, as bytes; a process gets them with its first part of it."""

    packed: bytes


@dataclass(frozen=True, eq=False, slots=True)
class _Task:
    """One part of a job, and when there is one its result, with what the function warned of."""

    job: _Job
    part: Any
    result: Future[Any] = field(default_factory=Future)


class _EndedError(Exception):
    """The process that a task was for is no more."""


class _InProcessError(Exception):
    """The cause of an error that a part raised in its process; its message is the traceback there."""


_Tasks = SimpleQueue[_Task | None]


class Workforce:
    """Processes that load the modules ``load`` when they have nothing else to do, and end by ``end``.

    They end as well when nobody holds the workforce any more, and with this process, however that ends.
    """

    def __init__(self, load: Sequence[str] = ()) -> None:
        self._load = tuple(load)
        self._tasks: _Tasks = SimpleQueue()
        self._workers: list[tuple[BaseProcess, Thread]] = []
        self.end: Final = weakref.finalize(self, _end, self._tasks, self._workers)

    @property
    def size(self) -> int:
        """The processes that were started."""
        return len(self._workers)

    def grow(self, size: int) -> None:
        """Start processes until there are ``size``."""
        with starting():
            # A forked child would inherit the threads of pyarrow and numpy half-alive.
            while self.size < size:
                ours, theirs = (context := get_context("spawn")).Pipe()
                process = context.Process(target=serve, args=(theirs, self._load))
                thread = Thread(target=_talk, args=(ours, self._tasks), daemon=True)
                process.start()
                theirs.close()  # that of the process is the only one left: it closes when the process ends
                self._workers.append((process, thread))
                thread.start()

    def renew(self) -> None:
        """End the processes, which have nothing to do, and start as many new ones."""
        if self.end.alive:
            size = self.size
            _end(self._tasks, self._workers)
            self._workers.clear()
            self.grow(size)

    def results(
        self, function: Callable[[Shared, Part], Result], shared: Shared, parts: Iterator[Part]
    ) -> Iterator[Result]:
        """``function(shared, part)`` for each part, in their order, a few drawn ahead.

        Raises
        ------
        InputError
            When the system ended a process, as it does where memory is short. The others end as well.
        """
        job, waiting = _Job(pickle.dumps((function, shared))), deque[Future[Any]]()
        ahead = AHEAD * self.size
        try:
            while True:
                waiting.extend(self._submitted(job, part) for part in islice(parts, ahead - len(waiting)))
                if not waiting:
                    return
                result, notices = waiting.popleft().result()
                for notice in notices:
                    warn_of(notice)
                yield result
        except _EndedError:
            workers = self.size
            self.end()
            raise InputError(
                "--workers",
                got=f"{workers}, one of which the system ended",
                allowed="as many as there is memory for",
                mend="Give fewer workers, or free memory.",
            ) from None
        finally:
            for result in waiting:
                result.cancel()

    def _submitted(self, job: _Job, part: object) -> Future[Any]:
        if not self.end.alive:
            raise RuntimeError("the processes have ended: nobody would work on another part")
        task = _Task(job, part)
        self._tasks.put(task)
        return task.result


def _end(tasks: _Tasks, workers: list[tuple[BaseProcess, Thread]]) -> None:
    """Kill the processes: they take no other signal, and what they still do is of no use to anybody."""
    for process, _ in workers:
        process.kill()
    for process, _ in workers:
        process.join()
        tasks.put(None)
    for _, thread in workers:
        thread.join()


def _talk(connection: Connection, tasks: _Tasks) -> None:
    """Hand tasks to one process, one after another, until there are no more."""
    held: _Job | None = None  # what the process holds already
    with connection:
        while (task := tasks.get()) is not None:
            if task.result.set_running_or_notify_cancel():
                held = _settled(task, connection, held)


def _settled(task: _Task, connection: Connection, held: _Job | None) -> _Job | None:
    """Have the process work on ``task``; the job that it holds afterwards."""
    new = task.job is not held
    try:
        part = pickle.dumps(task.part)
        held = task.job
        try:
            connection.send_bytes(task.job.packed if new else b"")
            connection.send_bytes(part)
            answer = connection.recv_bytes()
        except (EOFError, OSError):
            raise _EndedError from None
        worked, result, where, notices = pickle.loads(answer)
        if not worked:
            result.__cause__ = _InProcessError(where)
    except Exception as error:
        worked, result = False, error
    if worked:
        task.result.set_result((result, notices))
    else:
        task.result.set_exception(result)
    return held
