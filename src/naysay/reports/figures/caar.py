"""The mean cumulative abnormal return around events, with its 95 % band."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from naysay.reports.figures.style import (
    BAND,
    BLUE,
    GREY,
    INK,
    drawing,
    margins,
    new_figure,
    nothing,
    numbered,
)
from naysay.reports.words import Words

Floats = npt.NDArray[np.float64]


@drawing
def draw(caar: pd.DataFrame, words: Words, *, window: tuple[int, int] | None = None) -> Figure:
    """``caar`` has tau, caar, low, high (decimal) and n_events; the told ``window`` is shaded."""
    rows = caar.dropna(subset=["caar"])
    if rows.empty:
        return nothing(new_figure(1.2), words("figure.nothing"))
    figure = new_figure(2.05)
    axes = figure.subplots()
    tau, mean = rows["tau"].to_numpy(dtype=float), rows["caar"].to_numpy(dtype=float) * 100
    low, high = (rows[name].to_numpy(dtype=float) * 100 for name in ("low", "high"))
    if window is not None:
        axes.axvspan(window[0] - 0.5, window[1] + 0.5, color=BAND, lw=0, zorder=0)
    axes.axhline(0, color=GREY, lw=0.8, zorder=1)
    axes.axvline(0, color=INK, lw=0.8, ls=(0, (2, 2)), zorder=1)
    axes.fill_between(tau, low, high, color=BLUE, alpha=0.16, lw=0, zorder=2)
    axes.plot(tau, mean, color=BLUE, marker="o", ms=2.8, zorder=3)
    axes.set_xlim(tau[0] - 0.5, tau[-1] + 0.5)
    axes.set_title(words("figure.caar", events=words.counted("event", _events(rows))))
    axes.set_xlabel(words("figure.tau"))
    axes.set_ylabel("%")
    numbered(axes, words.numbers, ticks=6)
    numbered(axes, words.numbers, axis="x", ticks=9, whole=True)
    _end(axes, tau, mean, low, high, words)
    margins(figure, left=0.5, right=1.15, top=0.3, bottom=0.45)
    return figure


def _end(axes: Axes, tau: Floats, mean: Floats, low: Floats, high: Floats, words: Words) -> None:
    """The last value with its interval, written beside the line's end."""
    numbers = words.numbers
    text = numbers.percent(mean[-1] / 100)
    span = numbers.percent_span(low[-1] / 100, high[-1] / 100)
    axes.annotate(
        f"{text}\n{words('figure.interval')}\n{span}",
        (tau[-1], mean[-1]),
        xytext=(8, 0),
        textcoords="offset points",
        va="center",
        color=BLUE,
        fontsize=8,
        linespacing=1.35,
        annotation_clip=False,
    )


def _events(rows: pd.DataFrame) -> int:
    counts = rows["n_events"].dropna()
    return int(counts.iloc[0]) if len(counts) else 0
