"""Maps a function over parts of the work: the roof makes an executor and hands it to the floors below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

Part = TypeVar("Part")
Shared = TypeVar("Shared")
Result = TypeVar("Result")


class Executor(Protocol):
    """Maps functions over parts, here or in other processes; results come in the order of the parts.

    Functions, parts and results must pickle, so a function is one of a module and not a lambda. An executor
    may not change a result: the same parts give the same bytes, whoever works on them. An error that a part
    raises is raised to the caller, and the parts behind it are given up.
    """

    def map(
        self, function: Callable[[Part], Result], parts: Sequence[Part], *, parts_a_worker: int = 1
    ) -> Iterator[Result]:
        """``function(part)`` for each part.

        ``parts_a_worker`` are the parts that a worker needs to save more time than its start takes.
        """
        ...

    def map_shared(
        self,
        function: Callable[[Shared, Part], Result],
        shared: Shared,
        parts: Sequence[Part],
        *,
        parts_a_worker: int = 1,
    ) -> Iterator[Result]:
        """``function(shared, part)`` for each part; a worker gets ``shared`` once, however many its parts."""
        ...


@dataclass(frozen=True, slots=True)
class Serial:
    """Works on one part after another, in this process. It is the executor of who was handed no other."""

    def map(
        self, function: Callable[[Part], Result], parts: Sequence[Part], *, parts_a_worker: int = 1
    ) -> Iterator[Result]:
        """``function(part)`` for each part, when its result is asked for."""
        del parts_a_worker
        return map(function, parts)

    def map_shared(
        self,
        function: Callable[[Shared, Part], Result],
        shared: Shared,
        parts: Sequence[Part],
        *,
        parts_a_worker: int = 1,
    ) -> Iterator[Result]:
        """``function(shared, part)`` for each part, when its result is asked for."""
        del parts_a_worker
        return (function(shared, part) for part in parts)
