"""How fast a step of a run goes and how long it will take, from what was done by which moment."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final

WINDOW: Final = 60.0
"""Seconds that a rate is of: what was kept of an earlier run goes by at once and says nothing of the rest."""
_APART: Final = 1.0
_MINUTE: Final = 60
_HOUR: Final = 3600


@dataclass(frozen=True, slots=True)
class _Moment:
    """What was done at a time: ``things`` are what is counted, ``done`` is in the unit of the total."""

    time: float
    things: int
    done: int


class Pace:
    """What was done of a step since ``begun``, in seconds of any clock; ``total`` may not be known."""

    def __init__(self, begun: float, total: int | None) -> None:
        self.total = total
        self._moments = deque([_Moment(begun, 0, 0)])
        self._now = self._moments[0]

    @property
    def things(self) -> int:
        """All that was counted."""
        return self._now.things

    @property
    def done(self) -> int:
        """How far the step is, in the unit of the total."""
        return self._now.done

    def move(self, time: float, things: int, done: int) -> None:
        """Note that so much more was done by ``time``."""
        self._now = _Moment(time, self._now.things + things, self._now.done + done)
        moments = self._moments
        if time - moments[-1].time >= _APART:
            moments.append(self._now)
        while len(moments) > 2 and moments[1].time <= time - WINDOW:
            moments.popleft()

    @property
    def rate(self) -> float:
        """Things a second over the last minute; 0 where no time has passed."""
        return self._a_second(self._now.things - self._moments[0].things)

    @property
    def left(self) -> float | None:
        """Seconds that the rest takes at the pace of the last minute; None where that cannot be known."""
        speed = self._a_second(self._now.done - self._moments[0].done)
        return None if self.total is None or not speed else max(0, self.total - self.done) / speed

    def _a_second(self, amount: int) -> float:
        seconds = self._now.time - self._moments[0].time
        return amount / seconds if seconds > 0 else 0.0


def rate_words(rate: float) -> str:
    """``rate`` things a second as people say it: 41,000 a second, 12 a minute; empty for none."""
    if rate >= 1:
        return f"{float(f'{rate:.2g}'):,.0f} a second"
    return f"{rate * _MINUTE:.2g} a minute" if rate > 0 else ""


def left_words(seconds: float | None) -> str:
    """The time left, in the unit that a reader waits in; empty where it is not known."""
    if seconds is None:
        return ""
    if seconds < _MINUTE:
        return f"{_counted(round(seconds), 'second')} left"
    if seconds < _HOUR:
        return f"{_counted(round(seconds / _MINUTE), 'minute')} left"
    hours, minutes = divmod(round(seconds / _MINUTE), _MINUTE)
    return " ".join([_counted(hours, "hour"), *([_counted(minutes, "minute")] if minutes else []), "left"])


def _counted(n: int, unit: str) -> str:
    return f"{n:,} {unit}" if n == 1 else f"{n:,} {unit}s"
