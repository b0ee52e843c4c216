"""Correlation of chatter and returns by lead and lag."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from naysay.reports.figures._dots import PALE, dots, leaves_zero_out
from naysay.reports.figures._lettering import SMALL
from naysay.reports.figures._values import in_decimals, valued
from naysay.reports.figures.style import (
    BAND,
    BLUE,
    GREY,
    HALF,
    LIGHT,
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
def draw(correlation: pd.DataFrame, words: Words, *, width: float = HALF) -> Figure:
    """``correlation`` has lag, r, low and high of one company and measure.

    The grey band is that of no correlation: a stem leaves it exactly where the interval of its own
    correlation leaves zero, since both have the width of Fisher's z. A positive lag has chatter first.
    """
    rows = correlation.dropna(subset=["r"]).sort_values("lag")
    if rows.empty:
        return nothing(new_figure(1.2, width=width), words("figure.nothing"))
    figure = new_figure(2.4, width=width)
    axes = figure.subplots()
    lag, r = rows["lag"].to_numpy(dtype=float), rows["r"].to_numpy(dtype=float)
    low, high = (np.clip(rows[name].to_numpy(dtype=float), -0.999999, 0.999999) for name in ("low", "high"))
    reach = np.tanh((np.arctanh(high) - np.arctanh(low)) / 2)
    beyond = leaves_zero_out(low, high)
    axes.fill_between(lag, -reach, reach, color=BAND, lw=0, step="mid", zorder=0)
    axes.axhline(0, color=GREY, lw=0.8, zorder=1)
    axes.axvline(0, color=LIGHT, lw=0.8, zorder=1)
    for chosen, alpha in ((beyond, 1.0), (~beyond, PALE)):
        axes.vlines(lag[chosen], 0, r[chosen], color=BLUE, lw=1.5, alpha=alpha, zorder=2)
    dots(axes, lag, r, low, high, size=3.8)
    names = [words("values.lag", n=words.numbers.decimal(sessions, sign=True)) for sessions in lag]
    valued(axes, lag, r, names=names, values=in_decimals(words, r, low, high))
    top = float(np.nanmax(np.abs(np.concatenate([r, reach[np.isfinite(reach)]])))) * 1.12 or 1.0
    axes.set_ylim(-top, top * 1.42)
    axes.set_xlim(lag[0] - 0.7, lag[-1] + 0.7)
    for x, side, key in ((0.0, "left", "price_first"), (1.0, "right", "chatter_first")):
        axes.text(
            x,
            0.99,
            words(f"figure.{key}"),
            transform=axes.transAxes,
            ha=side,
            va="top",
            color=GREY,
            size=SMALL,
        )
    titled(figure, words("figure.lead_lag"))
    axes.set_xlabel(words("figure.lag"))
    axes.set_ylabel(words("figure.correlation"))
    numbered(axes, words.numbers, ticks=5)
    margins(figure, left=ticks_width(axes) + 0.36, right=0.08, top=0.3, bottom=0.45)
    numbered(axes, words.numbers, axis="x", ticks=9, whole=True)
    return figure
