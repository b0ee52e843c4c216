"""Share price, negativity and negative posts of one company, with the events that were studied."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter

from naysay.reports.figures.style import (
    GREY,
    INK,
    SKY,
    VERMILION,
    drawing,
    margins,
    new_figure,
    nothing,
    numbered,
)
from naysay.reports.words import Words

Floats = npt.NDArray[np.float64]
BADGE: Final = 0.17
"""Inches that a numbered mark takes."""
_EPOCH: Final = pd.Timestamp(1970, 1, 1)
LEVELS: Final = 3
"""Marks that stand above each other where their dates are near."""


@drawing
def draw(
    series: pd.DataFrame,
    words: Words,
    *,
    numbered_events: pd.Series | None = None,
    other_events: pd.Series | None = None,
    threshold: float | None = None,
    currency: str = "",
) -> Figure:
    """``series`` has session, adj_close, negativity and n_negative; the events are sessions.

    ``numbered_events`` get 1, 2, ... in their order, ``other_events`` a tick each. ``threshold`` is the
    negativity from which a session counts as a spike.
    """
    rows = series.assign(session=pd.to_datetime(series["session"])) if len(series) else series
    if rows.empty or not rows["adj_close"].notna().any():
        return nothing(new_figure(1.2), words("figure.nothing"))
    figure = new_figure(3.3)
    price, negativity, posts = figure.subplots(
        3, 1, sharex=True, gridspec_kw={"height_ratios": [3.1, 1.5, 1.0], "hspace": 0.46}
    )
    days = _days(rows["session"])
    price.plot(days, rows["adj_close"].to_numpy(dtype=float), color=INK, lw=1.1)
    price.set_title(words("figure.price", currency=currency) if currency else words("figure.price_plain"))
    _chatter(negativity, days, rows["negativity"].to_numpy(dtype=float), threshold, words)
    count = pd.to_numeric(rows["n_negative"], errors="coerce").to_numpy(dtype=float)
    _bars(posts, days, count, VERMILION)
    posts.set_ylim(0, max(1.0, float(np.nan_to_num(count).max()) * 1.08))
    posts.set_title(words("figure.negative_posts"))
    for axes, ticks in ((price, 4), (negativity, 3), (posts, 2)):
        numbered(axes, words.numbers, ticks=ticks, whole=axes is not price)
        axes.set_xlim(days[0] - 1, days[-1] + 1)
    _months(posts, rows["session"], words)
    margins(figure, left=0.42, right=0.08, top=0.3, bottom=0.26)
    _marks((price, negativity, posts), _days(numbered_events), _days(other_events), days)
    return figure


def _chatter(
    axes: Axes,
    days: Floats,
    values: Floats,
    threshold: float | None,
    words: Words,
) -> None:
    """Bars up where chatter is more negative than usual."""
    _bars(axes, days, np.where(values > 0, values, np.nan), VERMILION)
    _bars(axes, days, np.where(values <= 0, values, np.nan), SKY)
    axes.axhline(0, color=GREY, lw=0.7)
    if threshold is not None:
        axes.axhline(threshold, color=GREY, lw=0.7, ls=(0, (2, 2)))
    axes.set_title(words("figure.negativity"))


def _bars(axes: Axes, days: Floats, heights: Floats, colour: str) -> None:
    """Thin bars as one broken line: hundreds of shapes of their own would make a large file."""
    x = np.repeat(days, 3)
    y = np.column_stack([np.zeros(len(days)), heights, np.full(len(days), np.nan)]).ravel()
    y[::3][~np.isfinite(heights)] = np.nan
    axes.plot(x, y, color=colour, lw=0.8, solid_capstyle="butt")


def _marks(
    panels: tuple[Axes, ...],
    chosen: Floats,
    others: Floats,
    days: Floats,
) -> None:
    price = panels[0]
    for axes in panels:
        for day in chosen:
            axes.axvline(day, color=GREY, lw=0.7, ls=(0, (1.5, 2)), zorder=1)
    bottom = price.get_xaxis_transform()
    price.plot(others, np.full(len(others), 0.03), "|", ms=5, mew=1, color=VERMILION, transform=bottom)
    width = price.get_position().width * price.figure.get_size_inches()[0]  # type: ignore[union-attr]
    room = (days[-1] - days[0] + 2) / width * BADGE
    levels = _levels(chosen, room)
    lower, upper = price.get_ylim()
    height = price.get_position().height * price.figure.get_size_inches()[1]  # type: ignore[union-attr]
    needed = (max(levels, default=-1) + 1) * BADGE
    price.set_ylim(lower, upper + (upper - lower) * needed / max(height - needed, 0.5))
    for place, (day, level) in enumerate(zip(chosen, levels, strict=True), start=1):
        y = 1 - (level + 0.5) * BADGE / height
        price.plot(day, y, "o", ms=10, color=VERMILION, mew=0, transform=bottom, clip_on=False, zorder=5)
        price.text(
            day, y, str(place), transform=bottom, ha="center", va="center_baseline", color="white",
            fontsize=7, fontweight="bold", zorder=6,
        )  # fmt: skip


def _levels(places: Floats, room: float) -> list[int]:
    """For each mark the highest row in which it touches none before it."""
    last = [-np.inf] * LEVELS
    levels = []
    for place in places:
        free = [level for level in range(LEVELS) if place - last[level] >= room]
        level = free[0] if free else int(np.argmin(last))
        last[level] = float(place)
        levels.append(level)
    return levels


def _months(axes: Axes, sessions: pd.Series, words: Words) -> None:
    """Ticks on the first of months, the year in place of January; days where less than 3 months are shown."""
    first, last = sessions.iloc[0], sessions.iloc[-1]
    span = (last - first).days
    if span < 92:
        ticks = list(pd.date_range(first, last, periods=min(6, span + 1)).normalize().unique())
    else:
        step = next((s for s in (1, 2, 3, 6, 12, 24, 60) if span / 30.4 / s <= 9), 120)
        months = pd.date_range(first.replace(day=1), last, freq="MS")
        wanted = [month for month in months if (month.month - 1 + 12 * month.year) % step == 0]
        ticks = [max(month, first) for month in wanted if (first - month).days < 7]

    def written(value: float, _: int | None = None) -> str:
        day = _EPOCH + pd.Timedelta(days=round(value))
        if span < 92:
            return words.numbers.day_month(day)
        return str(day.year) if day.month == 1 else words.numbers.month(day.month)[:3]

    axes.xaxis.set_major_locator(FixedLocator(list(_days(pd.Series(ticks)))))
    axes.xaxis.set_major_formatter(FuncFormatter(written))


def _days(sessions: pd.Series | None) -> Floats:
    """Days since 1970, which is how the axes count."""
    if sessions is None or not len(sessions):
        return np.empty(0)
    since = (pd.to_datetime(sessions) - _EPOCH) / pd.Timedelta(days=1)
    return np.asarray(since, dtype=np.float64)
