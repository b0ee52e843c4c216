"""Axes of dates: months with the year below, and where a line of prices has to break."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedFormatter, FixedLocator

from naysay.reports.words import Words

Floats = npt.NDArray[np.float64]

SHORT: Final = 92
"""Days below which days are written, not months."""
MOST: Final = 9
"""Labels of an axis."""
_EPOCH: Final = pd.Timestamp(1970, 1, 1)


def days_of(sessions: pd.Series | None) -> Floats:
    """Days since 1970, which is how the axes count."""
    if sessions is None or not len(sessions):
        return np.empty(0)
    since = (pd.to_datetime(sessions) - _EPOCH) / pd.Timedelta(days=1)
    return np.asarray(since, dtype=np.float64)


def date_axis(axes: Axes, sessions: pd.Series, words: Words) -> None:
    """Labels below ``axes``: months, or days in a short time, and below them each year where it begins."""
    first, last = sessions.iloc[0], sessions.iloc[-1]
    span = (last - first).days
    if span < SHORT:
        ticks = list(pd.date_range(first, last, periods=min(6, span + 1)).normalize().unique())
        names = [words.numbers.day_month(day) for day in ticks]
    else:
        step = next((s for s in (1, 2, 3, 6, 12, 24, 60) if span / 30.4 / s <= MOST), 120)
        months = pd.date_range(first.replace(day=1), last, freq="MS")
        wanted = [month for month in months if (month.month - 1 + 12 * month.year) % step == 0]
        ticks = [max(month, first) for month in wanted if (first - month).days < 7]
        names = [words.numbers.month(day.month)[:3] if step < 12 else "" for day in ticks]
    years = [day.year if place == 0 or day.year != ticks[place - 1].year else None
             for place, day in enumerate(ticks)]  # fmt: skip
    labels = [
        "\n".join(filter(None, (name, "" if year is None else str(year))))
        for name, year in zip(names, years, strict=True)
    ]
    axes.xaxis.set_major_locator(FixedLocator(list(days_of(pd.Series(ticks)))))
    axes.xaxis.set_major_formatter(FixedFormatter(labels))


def runs(chosen: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The first and last place of each unbroken run of True."""
    edges = np.diff(np.concatenate([[0], chosen.astype(np.int8), [0]]))
    return list(
        zip(np.flatnonzero(edges == 1).tolist(), (np.flatnonzero(edges == -1) - 1).tolist(), strict=True)
    )
