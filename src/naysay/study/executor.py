"""Maps a function over parts of the work: the roof makes an executor and hands it to the floors below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

Part = TypeVar("Part")
Shared = TypeVar("Shared")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class SizedParts(Generic[Part]):
    """Parts of unequal size whose number nobody knows before they are drawn, but their size together."""

    parts: Iterable[Part]
    total: int
    size: Callable[[Part], int]

    def __iter__(self) -> Iterator[Part]:
        return iter(self.parts)


class Executor(Protocol):
    """Maps functions over parts, here or in other processes; results come in the order of the parts.

    Functions, parts and results must pickle, so a function is one of a module and not a lambda. An executor
    may not change a result: the same parts give the same bytes, whoever works on them. An error that a part
    raises is raised to the caller, and the parts behind it are given up. Parts are drawn as they are needed,
    a few ahead of the results, so that they may be large and come from a generator.
    """

    @property
    def sees_files(self) -> bool:
        """Whether its workers find the files of this process by the same paths, and it finds theirs."""
        ...

    def map(
        self, function: Callable[[Part], Result], parts: Iterable[Part], *, parts_a_worker: int = 1
    ) -> Iterator[Result]:
        """``function(part)`` for each part: a function is something that all parts share.

        ``parts_a_worker`` are the parts that a worker needs to save more time than its start takes.
        """
        return self.map_shared(_of_part, function, parts, parts_a_worker=parts_a_worker)

    def map_shared(
        self,
        function: Callable[[Shared, Part], Result],
        shared: Shared,
        parts: Iterable[Part],
        *,
        parts_a_worker: int = 1,
    ) -> Iterator[Result]:
        """``function(shared, part)`` for each part; a worker gets ``shared`` once, however many its parts."""
        ...

    def kept(self, *, at_once: int = 0, load: Sequence[str] = ()) -> AbstractContextManager[Executor]:
        """An executor whose workers stay from one map to the next, and go at the end of the context.

        ``at_once`` are the workers that start now, where the work that comes is large, and not with the first
        map that needs them. A worker without work imports the modules ``load``, one after another.
        """
        ...

    def renew(self) -> None:
        """Put new workers in the place of those that are kept: what these remember takes no memory then.

        No map may be under way.
        """
        ...


def _of_part(function: Callable[[Part], Result], part: Part) -> Result:
    return function(part)


@dataclass(frozen=True, slots=True)
class Serial(Executor):
    """Works on one part after another, in this process. It is the executor of who was handed no other."""

    @property
    def sees_files(self) -> bool:
        """It is this process."""
        return True

    def map_shared(
        self,
        function: Callable[[Shared, Part], Result],
        shared: Shared,
        parts: Iterable[Part],
        *,
        parts_a_worker: int = 1,
    ) -> Iterator[Result]:
        """``function(shared, part)`` for each part, when its result is asked for."""
        del parts_a_worker
        return (function(shared, part) for part in parts)

    def kept(self, *, at_once: int = 0, load: Sequence[str] = ()) -> AbstractContextManager[Executor]:
        """Itself: there is nothing to keep."""
        del at_once, load
        return nullcontext(self)

    def renew(self) -> None:
        """Nothing: it keeps no worker."""


SERIAL: Final = Serial()
