"""The workers of a Dask cluster: they get parts, are watched, and their results come in order."""

from __future__ import annotations

import pickle
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from distributed import Client, KilledWorker

from naysay.data.scratch import temporary_folder
from naysay.run.executors._cluster_checks import check_place, check_privacy, check_workers, sweep_workers
from naysay.run.executors._cluster_client import CONNECT, connected
from naysay.run.executors._cluster_faults import given_up, lost, no_worker, other_worker
from naysay.run.executors._cluster_work import Job, PartAnswer, call
from naysay.run.executors._hanging import HangWatch
from naysay.run.executors._parts_place import Lying, PartsPlace, parts_place
from naysay.run.executors._worker_identity import WorkerIdentity, own_identity
from naysay.study.cluster import ClusterOptions
from naysay.study.errors import NaysayError
from naysay.study.executor import Part, Result, Shared
from naysay.study.notices import warn_of

AHEAD: Final = 8
"""Parts for each worker that are on their way: what comes back from afar takes its time, and none waits."""
ALONE: Final = 30
"""Seconds that no worker may be there: nannies bring those back that were lost."""
LOOK: Final = 1.0
"""Seconds from one look at the workers to the next."""


@dataclass(frozen=True)
class Crew:
    """Checked workers, and where large parts and results lie between them and this process."""

    client: Client
    place: PartsPlace
    patience: float
    identity: WorkerIdentity = field(default_factory=own_identity)
    run: str = field(default_factory=lambda: secrets.token_hex(6))

    def results(
        self, function: Callable[[Shared, Part], Result], shared: Shared, parts: Iterator[Part]
    ) -> Iterator[Result]:
        """``function(shared, part)`` for each part, in their order, a few drawn ahead.

        A part whose worker is lost goes to another one.

        Raises
        ------
        InputError
            A part that takes its workers with it, no worker left, one that computes otherwise, or a place
            for parts that fails.
        """
        key = f"{self._prefix}{secrets.token_hex(4)}"
        packed = self.place.laid(pickle.dumps((function, shared)))
        job = Job(key, packed, self.identity.digest, self.place)
        waiting, lookout, number = (
            deque[tuple[Any, Lying | bytes]](),
            _Lookout(self.client, self._prefix, self.patience),
            0,
        )
        try:
            while True:
                for part in islice(parts, max(0, AHEAD * lookout.workers - len(waiting))):
                    content = self.place.laid(pickle.dumps(part))
                    future = self.client.submit(call(job, content), key=f"{key}-{number}")
                    waiting.append((future, content))
                    number += 1
                if not waiting:
                    return
                future, content = waiting.popleft()
                try:
                    answer = self._answer(future, lookout)
                finally:
                    self.place.remove(content)
                    future.release()
                yield self._result(answer)
                lookout.look_again()
        finally:
            with suppress(Exception):  # of a scheduler that is lost
                self.client.cancel([future for future, _ in waiting], force=True)
            for content in (*(content for _, content in waiting), packed):
                self.place.remove(content)

    @property
    def _prefix(self) -> str:
        """How the names of all tasks of this run begin."""
        return f"naysay-{self.run}-"

    def _answer(self, future: Any, lookout: _Lookout) -> PartAnswer:
        try:
            return _waited_for(future, lookout)
        except KilledWorker as error:
            raise given_up(error) from None
        except NaysayError:
            raise
        except CancelledError:
            raise lost(ConnectionError("the connection to the scheduler broke")) from None
        except Exception as error:
            if self.client.status == "running":
                check_workers(self.client)  # one that came later may have no naysay
            raise lost(error) from None

    def _result(self, answer: PartAnswer) -> Any:
        if answer.other is not None:
            raise other_worker(answer.worker, self.identity.difference(answer.other))
        content = self.place.taken(answer.content)
        self.place.remove(answer.content)
        worked, result, where, notices = pickle.loads(content)
        if not worked:
            result.__cause__ = RuntimeError(where)
            raise result
        for notice in notices:
            warn_of(notice)
        return result


class _Lookout:
    """Looks after the workers while nothing comes: those that hang with parts of ours are killed."""

    def __init__(self, client: Client, prefix: str, patience: float) -> None:
        self._client = client
        self._prefix = prefix
        self._watch = HangWatch(patience)
        self._alone_since: float | None = None
        self._looked = time.monotonic()
        self.workers = max(1, len(self._answer_to(client.scheduler.ncores)))

    def look_again(self) -> None:
        """Look where the last look is LOOK seconds ago: workers come and go while results come."""
        if time.monotonic() - self._looked > LOOK:
            self.look()

    def look(self) -> None:
        """See that the scheduler and a worker are there, that each is private, and that none hangs."""
        client, now = self._client, time.monotonic()
        self._looked = now
        if client.status != "running":
            raise lost(ConnectionError(f"the connection is {client.status}"))
        if there := self._answer_to(client.scheduler.ncores):
            check_privacy(there)
            self.workers, self._alone_since = len(there), None
        elif self._alone_since is None:
            self._alone_since = now
        elif now - self._alone_since > ALONE:
            raise no_worker()
        parts = {worker: list(map(str, keys)) for worker, keys in self._processing().items()}
        ours = {worker: keys for worker, keys in parts.items() if all(map(self._is_ours, keys))}
        if late := self._watch.hanging(ours, now):
            with suppress(Exception):
                client.sync(
                    client.scheduler.restart_workers,
                    workers=late,
                    timeout=CONNECT,
                    wait_for_workers=False,
                    on_error="return",
                    stimulus_id=f"{self._prefix}hanging",
                    callback_timeout=2 * CONNECT,
                )

    def _processing(self) -> dict[str, Any]:
        """The names of the tasks that each worker has, by its address."""
        return self._answer_to(self._client.scheduler.processing, workers=None)

    def _answer_to(self, question: Callable[..., Any], **options: Any) -> dict[str, Any]:
        """What the scheduler answers."""
        try:
            return dict(self._client.sync(question, callback_timeout=CONNECT, **options))
        except (OSError, TimeoutError):
            raise lost(TimeoutError("the scheduler does not answer")) from None

    def _is_ours(self, key: str) -> bool:
        return key.startswith(self._prefix)


def _waited_for(future: Any, lookout: _Lookout) -> PartAnswer:
    while True:
        try:
            answer: PartAnswer = future.result(timeout=LOOK)
            return answer
        except TimeoutError as error:
            if future.status == "error" and future.exception() is error:
                raise
            lookout.look()


@contextmanager
def crew(options: ClusterOptions, workers: int) -> Iterator[Crew]:
    """The workers at the address of ``options``, once each of them is known to compute as this process.

    ``workers`` are those of a cluster of this machine, which is started for this.

    Raises
    ------
    InputError
        Nobody at the address, no worker, one of other versions or word lists, or one that does not see the
        files of this process where no place for parts is named.
    """
    with connected(options.address, workers) as client, ExitStack() as stack:
        check_workers(client)
        most = len(client.ncores())
        folder = options.parts or str(stack.enter_context(temporary_folder()))
        place = stack.enter_context(parts_place(folder))
        check_place(client, place, options.parts)
        try:
            yield Crew(client, place, options.patience)
        finally:
            if options.parts and client.status == "running":
                sweep_workers(client, most)
