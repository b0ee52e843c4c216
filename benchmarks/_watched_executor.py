"""An executor that writes down which processes worked on the parts, and which were alive meanwhile."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from naysay.study.executor import Executor, Part, Result, Shared


def children() -> frozenset[int]:
    """The child processes of this one that are alive, by their ids."""
    return frozenset(child.pid or 0 for child in multiprocessing.active_children())


@dataclass
class Crew:
    """What was seen of the processes of a run, whenever a result came."""

    parts: dict[str, Counter[int]] = field(default_factory=dict)
    """The name of a function to the parts of it that each process worked on, by its id."""
    alive: list[frozenset[int]] = field(default_factory=list)
    """The child processes that were alive, without those from before."""
    before: frozenset[int] = field(default_factory=children)

    def readers(self, function: str) -> Counter[int]:
        """The parts of ``function`` that each process worked on; none where nobody was handed one."""
        return self.parts.get(function, Counter())

    @property
    def most(self) -> int:
        """The child processes that were alive at once."""
        return max(map(len, self.alive), default=0)

    def of(self, function: str, result: tuple[int, Any]) -> Any:
        """The result of a part, once it is written down who worked on it."""
        process, value = result
        self.parts.setdefault(function, Counter())[process] += 1
        self.alive.append(children() - self.before)
        return value


@dataclass(frozen=True)
class Watched(Executor):
    """Hands everything to ``executor``, and tells ``crew``."""

    executor: Executor
    crew: Crew

    @property
    def sees_files(self) -> bool:
        """As the executor that is watched."""
        return self.executor.sees_files

    def map_shared(
        self,
        function: Callable[[Shared, Part], Result],
        shared: Shared,
        parts: Iterable[Part],
        *,
        parts_a_worker: int = 1,
    ) -> Iterator[Result]:
        """``function(shared, part)`` for each part; what is shared may be the function itself."""
        both: tuple[Any, Any] = (function, shared)
        named: Any = shared if callable(shared) else function
        results = self.executor.map_shared(_together, both, parts, parts_a_worker=parts_a_worker)
        return (self.crew.of(named.__name__, result) for result in results)

    @contextmanager
    def kept(self, *, at_once: int = 0, load: Sequence[str] = ()) -> Iterator[Executor]:
        """The same workers for every map inside, watched as well."""
        with self.executor.kept(at_once=at_once, load=load) as kept:
            yield Watched(kept, self.crew)

    def renew(self) -> None:
        """New workers in the place of those that are kept."""
        self.executor.renew()


def _together(both: tuple[Callable[[Shared, Part], Result], Shared], part: Part) -> tuple[int, Result]:
    function, shared = both
    return os.getpid(), function(shared, part)
