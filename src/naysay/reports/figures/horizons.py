"""The effect of all companies together, cumulated over more and more sessions."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from naysay.reports.figures._dots import diamond, dots, whiskers
from naysay.reports.figures._lettering import SMALL
from naysay.reports.figures._values import in_basis_points, valued
from naysay.reports.figures.style import (
    BLUE,
    GREEN,
    GREY,
    HALF,
    drawing,
    margins,
    new_figure,
    nothing,
    numbered,
    ticks_width,
    titled,
)
from naysay.reports.words import Words

Floats = npt.NDArray[np.float64]


@drawing
def draw(
    effects: pd.DataFrame,
    words: Words,
    *,
    primary: int | None = None,
    planted_bp: float | None = None,
    width: float = HALF,
) -> Figure:
    """``effects`` has horizon, bp_per_sd, low and high, and may have low_joint and high_joint, drawn as
    a paler band; the ``primary`` horizon's point is a diamond.

    ``planted_bp``, what was put into simulated companies, is a dashed line.
    """
    rows = effects.dropna(subset=["bp_per_sd"]).sort_values("horizon")
    if rows.empty:
        return nothing(new_figure(1.2, width=width), words("figure.nothing"))
    figure = new_figure(2.4, width=width)
    axes = figure.subplots()
    horizon = rows["horizon"].to_numpy(dtype=float)
    effect, low, high = (rows[name].to_numpy(dtype=float) for name in ("bp_per_sd", "low", "high"))
    axes.axhline(0, color=GREY, lw=0.8, zorder=1)
    if len(rows) > 1 and {"low_joint", "high_joint"} <= set(rows):
        below, above = (rows[name].to_numpy(dtype=float) for name in ("low_joint", "high_joint"))
        axes.fill_between(horizon, below, above, color=BLUE, alpha=0.09, lw=0, zorder=2)
    if len(rows) > 1:
        axes.fill_between(horizon, low, high, color=BLUE, alpha=0.16, lw=0, zorder=2)
    else:
        whiskers(axes, horizon, low, high)
    axes.plot(horizon, effect, color=BLUE, zorder=3)
    own = horizon == primary
    dots(axes, horizon[~own], effect[~own], low[~own], high[~own], size=3.8)
    for x, y, bottom, top in zip(horizon[own], effect[own], low[own], high[own], strict=True):
        diamond(axes, x, y, bottom, top, size=6.5)
    if planted_bp is not None:
        axes.axhline(planted_bp, color=GREEN, lw=1.1, ls=(0, (4, 2)), zorder=3)
        _planted(axes, low, high, planted_bp, words)
    names = [words.counted("session", int(sessions)) for sessions in horizon]
    valued(axes, horizon, effect, names=names, values=in_basis_points(words, effect, low, high))
    axes.set_xlim(horizon[0] - 0.5, horizon[-1] + 0.5)
    titled(figure, words("figure.horizons"))
    axes.set_xlabel(words("figure.horizon"))
    axes.set_ylabel(words("figure.basis_points"))
    numbered(axes, words.numbers, ticks=6)
    margins(figure, left=ticks_width(axes) + 0.36, right=0.08, top=0.3, bottom=0.45)
    numbered(axes, words.numbers, axis="x", ticks=9, whole=True)
    return figure


def _planted(axes: Axes, low: Floats, high: Floats, planted_bp: float, words: Words) -> None:
    """The name of the dashed line in a strip of its own below everything else."""
    edges = np.concatenate([low, high, [planted_bp, 0.0]])
    bottom, top = float(np.nanmin(edges)), float(np.nanmax(edges))
    room = (top - bottom) * 0.22
    axes.set_ylim(bottom - room, top + room * 0.3)
    text = words("figure.planted", planted=words.numbers.plain(planted_bp))
    axes.text(
        0.985, 0.03, f"– – {text}", transform=axes.transAxes, ha="right", va="bottom", color=GREEN, size=SMALL
    )
