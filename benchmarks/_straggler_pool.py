"""A pool of workers that take parts in order, some of them slow, lost or hanging, event by event.

One process, the driver, cuts parts and takes their results in the order of the parts, as an executor of
naysay does. It draws a few parts ahead of the results, so a part that takes long holds up those behind it.
"""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from naysay.run.executors._workforce import AHEAD

Floats = npt.NDArray[np.float64]
_Kind = Literal["cut", "up", "end", "hung", "lost", "again"]
NOBODY: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Workers, and what may happen to them; times are in seconds.

    A worker that is lost or killed is replaced. ``life`` is the mean of lives that are exponential.
    """

    workers: int
    ahead: int | None = AHEAD
    """Parts for each worker that are drawn before their results are asked for; all at once if None."""
    start: float = 0.0
    """From when a worker is asked for to when it can take a part."""
    slowness: Sequence[float] = ()
    """How many times as long each worker takes; 1 for all if left out."""
    life: float = math.inf
    ends: Mapping[int, float] = field(default_factory=dict)
    """Seconds after which the first worker at a place is lost, whatever ``life`` says."""
    notice: float = 0.0
    """From when a worker is lost to when its part can go to another and its successor is asked for."""
    hangs: float = 0.0
    """The chance that work on a part never ends."""
    patience: float = math.inf
    """After so long on one part a worker is killed."""

    @property
    def pace(self) -> float:
        """The parts of one second that all workers together do in a second."""
        return sum(1 / slow for slow in self.slowness) if self.slowness else float(self.workers)


@dataclass(frozen=True, slots=True)
class Course:
    """How a run went: its seconds, the seconds of workers whose work counted and was in vain, and events.

    ``cutting`` are the seconds in which the driver cut parts.
    """

    makespan: float
    useful: float
    in_vain: float
    lost: int
    killed: int
    cutting: float

    @property
    def twice(self) -> float:
        """The share of the useful work that was done once more."""
        return self.in_vain / self.useful if self.useful else 0.0


def ideal(pool: Pool, parts: Floats) -> float:
    """Seconds of a run whose workers all work from their start to its end, and to whom nothing happens."""
    return pool.start + float(parts.sum()) / pool.pace


def course(pool: Pool, parts: Floats, *, cut: float = 0.0, seed: int = 0) -> Course:
    """Run ``parts``, the seconds (n,) that each takes a worker, of which the driver cuts one in ``cut``.

    What happens to workers depends on the seed, and not on how parts are drawn.

    Raises
    ------
    ValueError
        When a part would never end: it takes the fastest worker longer than the patience of the pool, or
        workers hang for ever.
    """
    fastest = float(parts.max(initial=0.0)) * min(pool.slowness, default=1.0)
    if fastest > pool.patience or (pool.hangs and not math.isfinite(pool.patience)):
        raise ValueError("a part would never end with this patience")
    return _Run(pool, parts, cut, seed).course()


class _Worker:
    """A place for a worker: who has it now, with the part that is worked on, and since when."""

    def __init__(self, slow: float, rng: np.random.Generator) -> None:
        self.slow, self.rng = slow, rng
        self.number = 0
        """Counts the workers that had this place: an event of an earlier one is void."""
        self.part, self.since = NOBODY, 0.0


class _Run:
    def __init__(self, pool: Pool, parts: Floats, cut: float, seed: int) -> None:
        own, *lives = np.random.default_rng(seed).spawn(1 + pool.workers)
        slowness = pool.slowness or [1.0] * pool.workers
        self._pool, self._cut, self._rng = pool, cut, own
        self._seconds: list[float] = parts.tolist()
        self._workers = [_Worker(slow, rng) for slow, rng in zip(slowness, lives, strict=True)]
        self._events: list[tuple[float, int, _Kind, int, int]] = []
        self._count = 0
        self._idle, self._queue = deque[int](), deque[int]()
        self._window = len(parts) if pool.ahead is None else pool.ahead * pool.workers
        self._is_done = [False] * len(parts)
        self._drawn = self._taken = 0
        self._is_cutting = False
        self._useful = self._in_vain = self._cutting = 0.0
        self._lost = self._killed = 0

    def course(self) -> Course:
        """Go from event to event until the last part is done."""
        now = 0.0
        for place in range(self._pool.workers):
            self._at(self._pool.start, "up", place, 0)
        self._draw(now)
        while self._taken < len(self._seconds):
            now, _, kind, about, number = heapq.heappop(self._events)
            if kind == "cut":
                self._is_cutting = False
                self._queue.append(about)
            elif kind == "again":
                self._queue.appendleft(about)
            elif self._workers[about].number == number:
                self._happens(kind, about, now)
            self._assign(now)
            self._draw(now)
        return Course(now, self._useful, self._in_vain, self._lost, self._killed, self._cutting)

    def _at(self, time: float, kind: _Kind, about: int, number: int = 0) -> None:
        self._count += 1
        heapq.heappush(self._events, (time, self._count, kind, about, number))

    def _draw(self, now: float) -> None:
        """Have the driver begin to cut the next part where it may."""
        if self._is_cutting or self._drawn >= min(len(self._seconds), self._taken + self._window):
            return
        self._is_cutting = True
        self._cutting += self._cut
        self._at(now + self._cut, "cut", self._drawn)
        self._drawn += 1

    def _assign(self, now: float) -> None:
        while self._idle and self._queue:
            place, part = self._idle.popleft(), self._queue.popleft()
            worker = self._workers[place]
            worker.part, worker.since = part, now
            seconds = self._seconds[part] * worker.slow
            hangs = self._pool.hangs > 0 and self._rng.random() < self._pool.hangs
            if hangs or seconds > self._pool.patience:
                self._at(now + self._pool.patience, "hung", place, worker.number)
            else:
                self._at(now + seconds, "end", place, worker.number)

    def _happens(self, kind: _Kind, place: int, now: float) -> None:
        """What happens to the worker that has ``place`` now."""
        worker = self._workers[place]
        if kind == "up":
            self._idle.append(place)
            if math.isfinite(life := self._life(place)):
                self._at(now + life, "lost", place, worker.number)
        elif kind == "end":
            self._useful += now - worker.since
            self._is_done[worker.part], worker.part = True, NOBODY
            while self._taken < len(self._is_done) and self._is_done[self._taken]:
                self._taken += 1
            self._idle.append(place)
        else:
            notice = self._pool.notice if kind == "lost" else 0.0
            self._lost, self._killed = self._lost + (kind == "lost"), self._killed + (kind == "hung")
            self._replace(place, now, notice)

    def _life(self, place: int) -> float:
        worker = self._workers[place]
        if not worker.number and place in self._pool.ends:
            return self._pool.ends[place]
        return float(worker.rng.exponential(self._pool.life)) if math.isfinite(self._pool.life) else math.inf

    def _replace(self, place: int, now: float, notice: float) -> None:
        worker = self._workers[place]
        if worker.part == NOBODY:
            self._idle.remove(place)
        else:
            self._in_vain += now - worker.since
            self._at(now + notice, "again", worker.part)
        worker.part, worker.number = NOBODY, worker.number + 1
        self._at(now + notice + self._pool.start, "up", place, worker.number)
