"""Correlation of chatter and returns by lead and lag."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

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
)
from naysay.reports.words import Words


@drawing
def draw(correlation: pd.DataFrame, words: Words) -> Figure:
    """``correlation`` has lag, r, low and high of one company and measure.

    The grey band is that of no correlation: a stem leaves it exactly where the interval of its own
    correlation leaves zero, since both have the width of Fisher's z. A positive lag has chatter first.
    """
    rows = correlation.dropna(subset=["r"]).sort_values("lag")
    if rows.empty:
        return nothing(new_figure(1.2, width=HALF), words("figure.nothing"))
    figure = new_figure(2.3, width=HALF)
    axes = figure.subplots()
    lag, r = rows["lag"].to_numpy(dtype=float), rows["r"].to_numpy(dtype=float)
    low, high = (np.clip(rows[name].to_numpy(dtype=float), -0.999999, 0.999999) for name in ("low", "high"))
    reach = np.tanh((np.arctanh(high) - np.arctanh(low)) / 2)
    beyond = np.abs(r) > reach
    axes.fill_between(lag, -reach, reach, color=BAND, lw=0, step="mid", zorder=0)
    axes.axhline(0, color=GREY, lw=0.8, zorder=1)
    axes.axvline(0, color=LIGHT, lw=0.8, zorder=1)
    colours = np.where(beyond, BLUE, "#9ca3af")
    axes.vlines(lag, 0, r, colors=list(colours), lw=1.6, zorder=2)
    axes.scatter(lag, r, c=list(colours), s=13, lw=0, zorder=3)
    top = float(np.nanmax(np.abs(np.concatenate([r, reach[np.isfinite(reach)]])))) * 1.12
    axes.set_ylim(-top, top * 1.3)
    axes.set_xlim(lag[0] - 0.7, lag[-1] + 0.7)
    for x, side, key in ((0.0, "left", "price_first"), (1.0, "right", "chatter_first")):
        axes.text(
            x,
            0.985,
            words(f"figure.{key}"),
            transform=axes.transAxes,
            ha=side,
            va="top",
            color=GREY,
            size=7.5,
        )
    axes.set_title(words("figure.lead_lag"))
    axes.set_xlabel(words("figure.lag"))
    numbered(axes, words.numbers, ticks=6)
    numbered(axes, words.numbers, axis="x", ticks=9, whole=True)
    margins(figure, left=0.42, right=0.05, top=0.3, bottom=0.45)
    return figure
