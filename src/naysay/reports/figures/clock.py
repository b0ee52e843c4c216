"""The effect of all companies together when the posts are taken earlier or later."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from naysay.reports.figures._dots import diamond, dots, whiskers
from naysay.reports.figures._values import in_basis_points, valued
from naysay.reports.figures.style import (
    BLUE,
    GREY,
    INK,
    drawing,
    margins,
    new_figure,
    nothing,
    numbered,
    ticks_width,
    titled,
)
from naysay.reports.words import Words


@drawing
def draw(curve: pd.DataFrame, words: Words) -> Figure:
    """``curve`` has shift_hours, bp_per_sd, low and high; the one at 0, the study, is a diamond."""
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
    axes.plot(hours, effect, color=BLUE, zorder=3)
    own = hours == 0
    dots(axes, hours[~own], effect[~own], low[~own], high[~own], size=3.8)
    whiskers(axes, hours[own], low[own], high[own], colour=INK)
    for y, below, above in zip(effect[own], low[own], high[own], strict=True):
        diamond(axes, 0.0, y, below, above, size=6.5)
    names = [words("values.shift", n=words.numbers.decimal(hour, sign=True)) for hour in hours]
    valued(axes, hours, effect, names=names, values=in_basis_points(words, effect, low, high))
    axes.set_xlim(hours[0] - 0.5, hours[-1] + 0.5)
    titled(figure, words("figure.clock"))
    axes.set_xlabel(words("figure.clock_axis"))
    axes.set_ylabel(words("figure.basis_points"))
    numbered(axes, words.numbers, ticks=5)
    margins(figure, left=ticks_width(axes) + 0.36, right=0.1, top=0.3, bottom=0.45)
    numbered(axes, words.numbers, axis="x", ticks=13, whole=True)
    return figure
