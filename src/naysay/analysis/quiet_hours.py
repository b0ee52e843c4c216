"""The hours of the day with the fewest posts: people sleep at night, and a clock that is wrong shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The six hours of the exchange's day with the fewest posts: from the hour ``start`` on, ``share`` of
    all. They are ``marked`` where they are quieter than chance makes them."""

    start: int
    share: float
    marked: bool

    @property
    def end(self) -> int:
        return (self.start + 6) % 24

    @property
    def in_the_afternoon(self) -> bool:
        """Whether the middle of a quiet stretch lies from noon to 6 p.m.: few who write sleep then."""
        return self.marked and 12 <= (self.start + 3) % 24 < 18


HOURS: Final = 6
EVEN: Final = HOURS / 24
"""The share of posts in six hours when all hours have as many."""
MOST: Final = 0.20
"""The share of posts that six quiet hours have at most."""
CERTAIN: Final = 4.0
"""Standard errors by which the share must lie below that of even hours."""


def quiet_hours(
    posting_hours: pd.DataFrame | None, clock: Literal["exchange", "forum"] = "exchange"
) -> QuietHours | None:
    """The six hours in a row, past midnight too, with the fewest posts by ``clock``; None without posts.

    Of several such stretches it is the one that also has the fewest posts in the twelve hours around it. They
    are marked as quiet where they have at most a fifth of the posts, and a share p of n posts that lies
    four standard errors below a quarter: p + 4 sqrt(.25 .75 / n) <= .25.

    Parameters
    ----------
    posting_hours
        The table of that name: clock, hour and n_posts.
    """
    if posting_hours is None or posting_hours.empty:
        return None
    rows = posting_hours[posting_hours["clock"] == clock]
    counts = np.zeros(24)
    np.add.at(counts, rows["hour"].to_numpy(dtype=int), rows["n_posts"].to_numpy(dtype=float))
    n = counts.sum()
    if n == 0:
        return None
    six, twelve = _circular(counts, HOURS, 0), _circular(counts, 2 * HOURS, HOURS // 2)
    start = int(np.lexsort((twelve, six))[0])
    share = float(six[start] / n)
    error = float(np.sqrt(EVEN * (1 - EVEN) / n))
    return QuietHours(start, share, share <= min(MOST, EVEN - CERTAIN * error))


def _circular(counts: np.ndarray, width: int, before: int) -> np.ndarray:
    """The sum of ``width`` hours that begin ``before`` each hour."""
    return np.asarray(sum(np.roll(counts, before - step) for step in range(width)))
