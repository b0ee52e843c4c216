"""The effect of all companies together when the posts are taken earlier or later."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from naysay.reports.figures.style import (
    BLUE,
    GREY,
    drawing,
    margins,
    new_figure,
    nothing,
    numbered,
)
from naysay.reports.words import Words


@drawing
def draw(curve: pd.DataFrame, words: Words) -> Figure:
    """``curve`` has shift_hours, bp_per_sd, low and high; the point at 0, which is the study, is large."""
    rows = curve.dropna(subset=["bp_per_sd"]).sort_values("shift_hours")
    if rows.empty:
        return nothing(new_figure(1.2), words("figure.nothing"))
    hours, effect, low, high = (
        rows[name].to_numpy(dtype=float) for name in ("shift_hours", "bp_per_sd", "low", "high")
    )
    figure = new_figure(2.1)
    axes = figure.subplots()
    axes.axhline(0, color=GREY, lw=0.9, zorder=1)
    axes.fill_between(hours, low, high, color=BLUE, alpha=0.16, lw=0, zorder=2)
    axes.plot(hours, effect, color=BLUE, marker="o", ms=3, zorder=3)
    own = hours == 0
    axes.vlines(hours[own], low[own], high[own], color=BLUE, lw=1.6, zorder=3)
    axes.scatter(hours[own], effect[own], s=42, color=BLUE, edgecolor="white", lw=1, zorder=4)
    axes.set_xlim(hours[0] - 0.5, hours[-1] + 0.5)
    axes.set_title(words("figure.clock"))
    axes.set_xlabel(words("figure.clock_axis"))
    axes.set_ylabel(words("figure.bp"))
    numbered(axes, words.numbers, ticks=6)
    numbered(axes, words.numbers, axis="x", ticks=13, whole=True)
    margins(figure, left=0.6, right=0.05, top=0.3, bottom=0.45)
    return figure
