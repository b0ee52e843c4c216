"""Maps functions over parts by the workers of a Dask cluster: one of this machine, or the user's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from naysay.run.executors._drawing import STARTED, drawn, then_raised
from naysay.run.executors.base import ExecutorKind
from naysay.study.cluster import LOCAL, ClusterOptions
from naysay.study.errors import InputError
from naysay.study.executor import Executor, Part, Result, Serial, Shared

try:
    from naysay.run.executors._crew import Crew, crew
except ModuleNotFoundError as error:  # an extra: only who works on a cluster needs it
    crew = None  # type: ignore[assignment]
    _MISSING = error.name or ""


@dataclass(frozen=True, slots=True)
class Cluster(Executor):
    """The workers at an address; ``workers`` are those of a cluster of this machine.

    Each map connects anew unless the executor is kept.
    """

    workers: int
    options: ClusterOptions
    crew: Crew | None = None
    """The workers that several maps share."""

    @property
    def sees_files(self) -> bool:
        """Not where a place for parts is named: what workers read and write then travels with the parts."""
        return not self.options.parts

    def map_shared(
        self,
        function: Callable[[Shared, Part], Result],
        shared: Shared,
        parts: Iterable[Part],
        *,
        parts_a_worker: int = 1,
    ) -> Iterator[Result]:
        """``function(shared, part)`` for each part; of fewer than pay for a worker, in this process.

        Raises
        ------
        InputError
            When the cluster cannot be used, or a part takes its workers with it.
        """
        failed: list[Exception] = []
        left = drawn(parts, failed)
        least = max(2, -(-parts_a_worker // STARTED))
        first = list(islice(left, least))
        together = chain(first, left)
        if len(first) < least:
            return then_raised(Serial().map_shared(function, shared, together), failed)
        return then_raised(self._sent(function, shared, together), failed)

    @contextmanager
    def kept(self, *, at_once: int = 0, load: Sequence[str] = ()) -> Iterator[Executor]:
        """The same connection for every map inside."""
        del at_once, load
        if self.crew is not None:
            yield self
            return
        with _crew_of(self.options, self.workers) as crew:
            yield Cluster(self.workers, self.options, crew)

    def renew(self) -> None:
        """Nothing: workers of a cluster may have other work."""

    def _sent(
        self, function: Callable[[Shared, Part], Result], shared: Shared, parts: Iterator[Part]
    ) -> Iterator[Result]:
        if self.crew is not None:
            yield from self.crew.results(function, shared, parts)
            return
        with _crew_of(self.options, self.workers) as crew:
            yield from crew.results(function, shared, parts)


@contextmanager
def _crew_of(options: ClusterOptions, workers: int) -> Iterator[Crew]:
    if crew is None:
        raise InputError(
            "--cluster",
            got=f"{options.address}, and no package {_MISSING}",
            allowed="an environment with the extra cluster",
            mend='Install it: pip install "naysay[cluster]".',
        )
    with crew(options, workers) as connected:
        yield connected


def _cluster(workers: int, options: ClusterOptions) -> Cluster:
    """One of this machine where no address is named."""
    return Cluster(workers, options if options.address else options.model_copy(update={"address": LOCAL}))


EXECUTOR: Final = ExecutorKind("cluster", make=_cluster)
