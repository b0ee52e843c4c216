"""What a worker of a cluster does: it checks that it computes as the driver does, and works on parts."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from threading import Lock
from typing import Final

from distributed import get_worker

from naysay.run.executors._parts_place import Lying, PartsPlace
from naysay.run.executors._work import Work
from naysay.run.executors._worker_identity import WorkerIdentity, own_identity


@dataclass(frozen=True, repr=False, slots=True)
class Job:
    """Where a function with what all its parts share lies, and whose like a worker has to be."""

    key: str
    packed: Lying | bytes
    identity: str
    place: PartsPlace


@dataclass(frozen=True, repr=False, slots=True)
class PartAnswer:
    """The pickled answer to a part, see ``Work``; or who the worker is that is not the driver's like."""

    content: Lying | bytes
    other: WorkerIdentity | None = None
    worker: str = ""
    """The address of the one that is another."""


class _CurrentJob:
    """The job that this process works on: the last that it was handed."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.key = ""
        self.work = Work()


_CURRENT: Final = _CurrentJob()


@cache
def _own_digest() -> str:
    return own_identity().digest


def call(job: Job, part: Lying | bytes) -> Callable[[], PartAnswer]:
    """A call of ``work`` for Dask: only who works on it opens it.

    A scheduler reads whatever it is sent, and would need naysay for it. Dask writes the arguments of a task
    that fails into its logs: packed they tell nothing of a post.
    """
    return partial(pickle.loads, pickle.dumps(_Packed(zlib.compress(pickle.dumps(_Call(job, part)), 1))))


class _Packed:
    """Pickled it is packed bytes, and unpickled what the call in them returned."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed

    def __reduce__(self) -> tuple[Callable[..., PartAnswer], tuple[_Unpacked]]:
        return pickle.loads, (_Unpacked(self._packed),)


class _Unpacked:
    """Pickled it is packed bytes, and unpickled these unpacked."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed

    def __reduce__(self) -> tuple[Callable[..., bytes], tuple[bytes]]:
        return zlib.decompress, (self._packed,)


class _Call:
    """Pickled it is the call, and unpickled what that returned."""

    def __init__(self, job: Job, part: Lying | bytes) -> None:
        self._arguments = job, part

    def __reduce__(self) -> tuple[Callable[..., PartAnswer], tuple[Job, Lying | bytes]]:
        return work, self._arguments


def work(job: Job, part: Lying | bytes) -> PartAnswer:
    """Work on a part, one at a time whatever the threads of the worker: a part takes a processor."""
    if _own_digest() != job.identity:
        return PartAnswer(b"", own_identity(), get_worker().address)
    with _CURRENT.lock:
        new = job.key != _CURRENT.key
        packed, content = job.place.taken(job.packed) if new else b"", job.place.taken(part)
        _CURRENT.key = job.key
        answer = _CURRENT.work.answer(packed, content)
    return PartAnswer(job.place.answered(answer))
