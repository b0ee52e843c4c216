"""Share price, negativity and negative posts of one company, with the events that were studied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from naysay.reports.figures._dates import date_axis, days_of, runs
from naysay.reports.figures._lettering import SMALL
from naysay.reports.figures._marks import ABOVE, numbered_marks
from naysay.reports.figures._values import valued
from naysay.reports.figures.style import (
    BAND,
    GREY,
    INK,
    SKY,
    VERMILION,
    WIDTH,
    drawing,
    margins,
    new_figure,
    nothing,
    numbered,
)
from naysay.reports.words import Words

Floats = npt.NDArray[np.float64]

HEIGHT: Final = 3.3
"""Inches without the room for numbered marks."""
FOOT: Final = 0.58
"""Inches below the last chart: months, years and what each mark means."""
COUNTS: Final = 0.6
"""Inches of the chart of negative posts."""
GAP: Final = 10
"""Days without a session from which the line of prices breaks."""
EMPTY: Final = 5
"""Sessions in a row without a number from which their stretch is shaded."""
SHADE: Final = 0.75
"""Inches of a shaded stretch that its explanation needs."""
_THRESHOLD: Final[dict[str, Any]] = {"color": INK, "lw": 0.8, "ls": (0, (4, 2))}


@drawing
def draw(
    series: pd.DataFrame,
    words: Words,
    *,
    numbered_events: pd.Series | None = None,
    other_events: pd.Series | None = None,
    announced: pd.Series | None = None,
    threshold: float | None = None,
    currency: str = "",
    kind: Literal["storm", "event"] = "event",
) -> Figure:
    """``series`` has session, adj_close, negativity and n_negative; the events are sessions.

    ``numbered_events`` get 1, 2, ... in their order, ``other_events`` a tick each, and ``announced``, those
    near an announcement, a diamond. ``threshold`` is the negativity from which a session is an event, and
    ``kind`` is what the events are called. Without any number of negative posts these have no chart.
    """
    rows = series.assign(session=pd.to_datetime(series["session"])) if len(series) else series
    if rows.empty or not rows["adj_close"].notna().any():
        return nothing(new_figure(1.2), words("figure.nothing"))
    chosen = days_of(numbered_events)
    above = ABOVE if len(chosen) else 0.0
    count = pd.to_numeric(rows["n_negative"], errors="coerce").to_numpy(dtype=float)
    counted = bool(np.isfinite(count).any())
    ratios = [3.1, 1.5, 1.0] if counted else [3.1, 1.5]
    figure = new_figure(HEIGHT + above - (0.0 if counted else COUNTS))
    charts = figure.subplots(
        len(ratios), 1, sharex=True, gridspec_kw={"height_ratios": ratios, "hspace": 0.46}
    )
    price, negativity = charts[:2]
    days = days_of(rows["session"])
    known = rows["adj_close"].to_numpy(dtype=float)
    measured = rows["negativity"].to_numpy(dtype=float)
    title = words("figure.price", currency=currency) if currency else words("figure.price_plain")
    price.set_title(title, pad=8 + above * 72)
    _line(price, days, known)
    _chatter(negativity, days, measured, threshold, words)
    if counted:
        _bars(charts[2], days, count, VERMILION)
        charts[2].set_ylim(0, max(1.0, float(np.nan_to_num(count).max()) * 1.08))
        charts[2].set_title(words("figure.negative_posts"))
    for axes, ticks in zip(charts, (4, 3, 2), strict=False):
        numbered(axes, words.numbers, ticks=ticks, whole=axes is not price)
        axes.set_xlim(days[0] - 1, days[-1] + 1)
    date_axis(charts[-1], rows["session"], words)
    margins(figure, left=0.46, right=0.1, top=0.3 + above, bottom=FOOT)
    _headroom(price, known)
    _shade(price, days, ~np.isfinite(known), words("price_figure.no_price"))
    _shade(negativity, days, ~np.isfinite(measured), words("price_figure.no_negativity"))
    _ticks(price, days_of(other_events), days_of(announced))
    numbered_marks(price, chosen, tuple(charts))
    marks = {
        "numbered": len(chosen),
        f"other_{kind}": len(days_of(other_events)),
        "announced": len(days_of(announced)),
        "threshold": 0 if threshold is None else 1,
    }
    _readings(price, rows, days, chosen, words)
    _legend(figure, words, [name for name, n in marks.items() if n], threshold)
    return figure


def _readings(axes: Axes, rows: pd.DataFrame, days: Floats, chosen: Floats, words: Words) -> None:
    """What the series say on the day of each numbered event."""
    written = words.numbers
    at = rows.assign(day=days).drop_duplicates("day").set_index("day").reindex(chosen)
    readings = [
        words(
            "values.of_event",
            price=written.decimal(row["adj_close"], 2),
            negativity=written.decimal(row["negativity"], 1, sign=True),
            negative=written.count(row["n_negative"]),
        )
        for _, row in at.iterrows()
    ]
    names = [
        words("values.event", n=place, day=written.date(day))
        for place, day in enumerate(pd.to_datetime(chosen, unit="D"), start=1)
    ]
    valued(axes, chosen, pd.to_numeric(at["adj_close"], errors="coerce"), names=names, values=readings)


def _line(axes: Axes, days: Floats, known: Floats) -> None:
    """The price as a line that breaks where it is not known; a day that stands alone is a dot."""
    breaks = np.flatnonzero(np.diff(days) > GAP) + 1
    x, y = np.insert(days, breaks, np.nan), np.insert(known, breaks, np.nan)
    axes.plot(x, y, color=INK, lw=1.1)
    alone = [first for first, last in runs(np.isfinite(y)) if first == last]
    axes.plot(x[alone], y[alone], "o", ms=2, color=INK, mew=0)


def _chatter(axes: Axes, days: Floats, values: Floats, threshold: float | None, words: Words) -> None:
    """Bars up where posts are more negative than usual, and the line above which a session is an event."""
    _bars(axes, days, np.where(values > 0, values, np.nan), VERMILION)
    _bars(axes, days, np.where(values <= 0, values, np.nan), SKY)
    axes.axhline(0, color=GREY, lw=0.7)
    axes.set_title(words("figure.negativity"))
    if threshold is not None:
        axes.axhline(threshold, **_THRESHOLD)


def _bars(axes: Axes, days: Floats, heights: Floats, colour: str) -> None:
    """Thin bars as one broken line: hundreds of shapes of their own would make a large file."""
    x = np.repeat(days, 3)
    y = np.column_stack([np.zeros(len(days)), heights, np.full(len(days), np.nan)]).ravel()
    y[::3][~np.isfinite(heights)] = np.nan
    axes.plot(x, y, color=colour, lw=0.8, solid_capstyle="butt")


def _shade(axes: Axes, days: Floats, missing: npt.NDArray[np.bool_], text: str) -> None:
    """Stretches without a number, with the reason in the first that has room for it."""
    left, right = axes.get_xlim()
    width = axes.get_position().width * axes.figure.get_size_inches()[0]  # type: ignore[union-attr]
    said = False
    for start, end in _stretches(days, missing):
        axes.axvspan(start, end, color=BAND, lw=0, zorder=0)
        if not said and (end - start) / (right - left) * width > SHADE:
            axes.text(
                (start + end) / 2, 0.5, text, transform=axes.get_xaxis_transform(), ha="center",
                va="center", color=GREY, fontsize=SMALL,
            )  # fmt: skip
            said = True


def _stretches(days: Floats, missing: npt.NDArray[np.bool_]) -> list[tuple[float, float]]:
    """First and last day of each stretch without a number: ``EMPTY`` sessions or ``GAP`` days."""
    stretches = [(days[first], days[last]) for first, last in runs(missing) if last - first + 1 >= EMPTY]
    breaks = np.flatnonzero(np.diff(days) > GAP)
    return sorted([*stretches, *zip(days[breaks], days[breaks + 1], strict=True)])


def _headroom(price: Axes, known: Floats) -> None:
    """Room below the line for ticks and diamonds."""
    low, high = np.nanmin(known), np.nanmax(known)
    reach = (high - low) or abs(high) or 1.0
    price.set_ylim(low - 0.2 * reach, high + 0.05 * reach)


def _ticks(price: Axes, others: Floats, announced: Floats) -> None:
    foot = price.get_xaxis_transform()
    price.plot(others, np.full(len(others), 0.03), "|", ms=6, mew=1, color=VERMILION, transform=foot)
    price.plot(announced, np.full(len(announced), 0.1), "D", ms=4, mew=0, color=INK, transform=foot)


def has_gaps(series: pd.DataFrame) -> bool:
    """Whether the drawing of ``series`` has shaded stretches without a number."""
    if series.empty:
        return False
    days = days_of(series["session"])
    known = (series[name].to_numpy(dtype=float) for name in ("adj_close", "negativity"))
    return any(_stretches(days, ~np.isfinite(values)) for values in known)


def _legend(figure: Figure, words: Words, names: Sequence[str], threshold: float | None) -> None:
    """What each kind of mark is, at the foot; nothing where there is none."""
    looks: dict[str, dict[str, Any]] = {
        "numbered": {"ls": "", "marker": "o", "ms": 7, "mew": 0, "color": VERMILION},
        "announced": {"ls": "", "marker": "D", "ms": 4, "mew": 0, "color": INK},
        "threshold": _THRESHOLD,
    }
    tick = {"ls": "", "marker": "|", "ms": 7, "mew": 1, "color": VERMILION}
    if names:
        figure.legend(
            [Line2D([], [], **looks.get(name, tick)) for name in names],
            [words(f"price_figure.{name}", threshold=words.numbers.plain(threshold)) for name in names],
            loc="lower left", bbox_to_anchor=(0.46 / WIDTH, 0.0), ncols=len(names), frameon=False,
            borderaxespad=0, borderpad=0, fontsize=SMALL, handletextpad=0.4, handlelength=1.4,
            columnspacing=1.2,
        )  # fmt: skip
