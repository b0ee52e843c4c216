"""Maps functions over parts by several processes, which end with the process that started them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from naysay.run.executors._drawing import STARTED, drawn, then_raised
from naysay.run.executors._workforce import Workforce
from naysay.run.executors.base import ExecutorKind
from naysay.study.executor import Executor, Part, Result, Serial, Shared


@dataclass(frozen=True, slots=True)
class Processes(Executor):
    """At most ``workers`` processes; where they would be fewer than two, this process works alone.

    A process takes no signal of its own: it ends when its parent ends, however that came. Each map has
    processes of its own unless the executor is kept.
    """

    workers: int
    workforce: Workforce | None = None
    """The processes that several maps share."""

    @property
    def sees_files(self) -> bool:
        """They are processes of this machine."""
        return True

    def map_shared(
        self,
        function: Callable[[Shared, Part], Result],
        shared: Shared,
        parts: Iterable[Part],
        *,
        parts_a_worker: int = 1,
    ) -> Iterator[Result]:
        """``function(shared, part)`` for each part; a process that is there already needs fewer of them.

        Raises
        ------
        InputError
            When the system ended a process, as it does where memory is short.
        """
        failed: list[Exception] = []
        left = drawn(parts, failed)
        there = 0 if self.workforce is None else self.workforce.size
        first = list(islice(left, self.workers * parts_a_worker))
        useful = max(len(first) // parts_a_worker, min(len(first) // -(-parts_a_worker // STARTED), there))
        together = chain(first, left)
        if useful <= 1:
            return then_raised(Serial().map_shared(function, shared, together), failed)
        return then_raised(self._pooled(function, shared, together, useful), failed)

    @contextmanager
    def kept(self, *, at_once: int = 0, load: Sequence[str] = ()) -> Iterator[Executor]:
        """The same processes for every map inside; they are gone afterwards."""
        if self.workforce is not None:
            yield self
            return
        workforce = Workforce(load)
        try:
            if (useful := min(at_once, self.workers)) > 1:
                workforce.grow(useful)
            yield Processes(self.workers, workforce)
        finally:
            workforce.end()

    def renew(self) -> None:
        """Put as many new processes in the place of those that are kept."""
        if self.workforce is not None:
            self.workforce.renew()

    def _pooled(
        self, function: Callable[[Shared, Part], Result], shared: Shared, parts: Iterator[Part], workers: int
    ) -> Iterator[Result]:
        workforce = Workforce() if self.workforce is None else self.workforce
        try:
            workforce.grow(workers)
            yield from workforce.results(function, shared, parts)
        finally:
            if self.workforce is None:
                workforce.end()


EXECUTOR: Final = ExecutorKind("processes", make=lambda workers, cluster: Processes(workers))
