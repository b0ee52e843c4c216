"""The picture of the first page: returns added up over the days after negative ones, with a band."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from naysay.reports.figures._dots import diamond, dots
from naysay.reports.figures._values import in_basis_points, valued
from naysay.reports.figures.style import (
    BLUE,
    GREY,
    drawing,
    margins,
    new_figure,
    nothing,
    numbered,
    ticks_width,
    titled,
)
from naysay.reports.words import Words

HEIGHT: Final = 2.15
"""Inches: 55 mm."""
LEAST: Final = 15.0
"""Basis points that the axis shows on either side of zero at least, so that nothing looks like much."""


@drawing
def draw(effects: pd.DataFrame, words: Words, *, title: str, primary: int | None = None) -> Figure:
    """``effects`` has horizon, bp_per_sd, low and high; the ``primary`` horizon's point is a diamond."""
    rows = effects.dropna(subset=["bp_per_sd"]).sort_values("horizon")
    if rows.empty:
        return nothing(new_figure(1.2), words("figure.nothing"))
    figure = new_figure(HEIGHT)
    axes = figure.subplots()
    horizon = rows["horizon"].to_numpy(dtype=float)
    effect, low, high = (rows[name].to_numpy(dtype=float) for name in ("bp_per_sd", "low", "high"))
    axes.axhline(0, color=GREY, lw=0.8, zorder=1)
    axes.fill_between(horizon, low, high, color=BLUE, alpha=0.16, lw=0, zorder=2)
    axes.plot(horizon, effect, color=BLUE, zorder=3)
    own = horizon == primary
    dots(axes, horizon[~own], effect[~own], low[~own], high[~own], size=3.8)
    for x, y, bottom, top in zip(horizon[own], effect[own], low[own], high[own], strict=True):
        diamond(axes, x, y, bottom, top, size=6.5)
    names = [words.counted("session", int(sessions)) for sessions in horizon]
    valued(axes, horizon, effect, names=names, values=in_basis_points(words, effect, low, high))
    axes.set_xlim(horizon[0] - 0.4, horizon[-1] + 0.4)
    edges = np.concatenate([low, high, effect, [-LEAST, LEAST]])
    bottom, top = float(np.nanmin(edges)), float(np.nanmax(edges))
    axes.set_ylim(bottom - 0.05 * (top - bottom), top + 0.05 * (top - bottom))
    titled(figure, title)
    axes.set_xlabel(words("days_after.axis"))
    axes.set_ylabel(words("figure.basis_points"))
    numbered(axes, words.numbers, ticks=5)
    margins(figure, left=ticks_width(axes) + 0.36, right=0.12, top=0.32, bottom=0.45)
    numbered(axes, words.numbers, axis="x", ticks=12, whole=True)
    return figure
