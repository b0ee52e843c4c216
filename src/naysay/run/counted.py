"""An executor whose maps are steps of a run: the parts whose results were taken move them on."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import length_hint
from typing import Generic

from naysay.run.progress import Progress
from naysay.study.executor import Executor, Part, Result, Shared, SizedParts


@dataclass(frozen=True, slots=True)
class CountedExecutor(Executor):
    """``executor``, whose every map ``progress`` shows under ``name`` as long as results are taken from it.

    It changes neither what the executor is handed nor what comes back.
    """

    executor: Executor
    progress: Progress
    name: str

    @property
    def sees_files(self) -> bool:
        """As the executor itself."""
        return self.executor.sees_files

    def map_shared(
        self,
        function: Callable[[Shared, Part], Result],
        shared: Shared,
        parts: Iterable[Part],
        *,
        parts_a_worker: int = 1,
    ) -> Iterator[Result]:
        """``function(shared, part)`` for each part."""
        counted = _PartsDrawn(parts)
        results = self.executor.map_shared(function, shared, counted, parts_a_worker=parts_a_worker)
        return self._shown(counted, results)

    @contextmanager
    def kept(self, *, at_once: int = 0, load: Sequence[str] = ()) -> Iterator[Executor]:
        """The same with workers that stay from one map to the next."""
        with self.executor.kept(at_once=at_once, load=load) as kept:
            yield CountedExecutor(kept, self.progress, self.name)

    def renew(self) -> None:
        """Put new workers in the place of those that are kept."""
        self.executor.renew()

    def _shown(self, parts: _PartsDrawn[Part], results: Iterator[Result]) -> Iterator[Result]:
        with self.progress.step(self.name, parts.total) as step:
            for result in results:
                step(1, parts.taken())
                yield result


class _PartsDrawn(Generic[Part]):
    """Parts as they are drawn; the sizes of those whose results are still to come wait here."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self._parts = parts
        self._sizes = deque[int]()
        self.total = parts.total if isinstance(parts, SizedParts) else length_hint(parts, 0) or None

    def __iter__(self) -> Iterator[Part]:
        for part in self._parts:
            if isinstance(self._parts, SizedParts):
                self._sizes.append(self._parts.size(part))
            yield part

    def taken(self) -> int | None:
        """The size of the next part whose result comes; None where parts have none."""
        return self._sizes.popleft() if self._sizes else None
