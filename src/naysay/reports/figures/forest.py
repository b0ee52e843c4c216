"""The effect company by company with 95 % intervals, and that of all together."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from naysay.reports.figures.style import (
    BAND,
    BLUE,
    GREY,
    INK,
    LIGHT,
    drawable,
    drawing,
    margins,
    new_figure,
    nothing,
    numbered,
)
from naysay.reports.numbers import bp_digits
from naysay.reports.words import Words

MOST: Final = 40
"""Companies in one drawing."""
NAME: Final = 26
"""Characters of a name."""


@drawing
def draw(
    effects: pd.DataFrame, words: Words, *, pooled: pd.DataFrame | None = None, title: str = ""
) -> Figure:
    """``effects`` has label, bp_per_sd, low, high and holds (bool: passes its adjusted test), best first.

    ``pooled`` has the same columns and one row, which stands below the others. Beyond ``MOST`` rows the
    middle ones are left out: the caller says so. ``title`` stands in for the one of companies.
    """
    rows = effects.dropna(subset=["bp_per_sd"])
    together = pd.DataFrame() if pooled is None else pooled.dropna(subset=["bp_per_sd"])
    if rows.empty and together.empty:
        return nothing(new_figure(1.2), words("figure.nothing"))
    pitch = 0.19 if len(rows) <= 20 else 0.152
    extra = 1.5 if len(together) and len(rows) else len(together)
    figure = new_figure(0.3 + 0.45 + pitch * (len(rows) + extra + 0.3))
    axes = figure.subplots()
    shown = pd.concat([rows, together]) if len(together) else rows
    left, right = axes.set_xlim(*_limits(shown))
    place = np.arange(len(rows), dtype=float)
    for y, (_, row) in zip(place, rows.iterrows(), strict=True):
        _company(axes, y, row, left, right)
    bottom = len(rows) - 0.4 + extra
    if len(together):
        y = len(rows) - 1 + extra
        _pooled(axes, y, together.iloc[0])
        if len(rows):
            axes.axhline(len(rows) - 0.25, color=LIGHT, lw=0.8)
        place = np.append(place, y)
    axes.axvline(0, color=GREY, lw=0.9, zorder=1)
    axes.set_ylim(bottom, -0.7)
    size = 8 if len(rows) <= 20 else 7
    axes.set_yticks(place, [drawable(str(label), NAME) for label in shown["label"]], fontsize=size)
    axes.tick_params(axis="y", colors=INK, pad=7)
    if len(together):
        axes.get_yticklabels()[-1].set_fontweight("bold")
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x", color=BAND)
    axes.spines["left"].set_visible(False)
    axes.set_title(title or words("figure.forest"))
    axes.set_xlabel(words("figure.forest_axis"))
    numbered(axes, words.numbers, axis="x", ticks=8)
    _values(axes, place, shown, words, size)
    margins(figure, left=1.7, right=1.25, top=0.3, bottom=0.45)
    return figure


def _limits(shown: pd.DataFrame) -> tuple[float, float]:
    """All estimates, and of each interval as much as three usual half-widths: one imprecise company must not
    press the others together."""
    bp, low, high = (shown[name].to_numpy(dtype=float) for name in ("bp_per_sd", "low", "high"))
    half = (high - low) / 2
    reach = 3 * float(np.nanmedian(half)) if np.isfinite(half).any() else np.inf
    left = float(min(np.nanmin(np.fmax(np.fmin(low, bp), bp - reach)), 0.0))
    right = float(max(np.nanmax(np.fmin(np.fmax(high, bp), bp + reach)), 0.0))
    room = 0.04 * (right - left) or 1.0
    return left - room, right + room


def _company(axes: Axes, y: float, row: pd.Series, left: float, right: float) -> None:
    """An interval that leaves the axes ends in an arrow."""
    colour = BLUE if row["holds"] else "#9ca3af"
    axes.plot([max(row["low"], left), min(row["high"], right)], [y, y], color=colour, lw=1.6, zorder=2)
    for edge, beyond, arrow in ((left, row["low"] < left, "<"), (right, row["high"] > right, ">")):
        if beyond:
            axes.plot(edge, y, arrow, ms=4.5, color=colour, mew=0, clip_on=False, zorder=3)
    face = colour if row["holds"] else "white"
    axes.plot(row["bp_per_sd"], y, "o", ms=4.6, mfc=face, mec=colour, mew=1.2, zorder=3)


def _pooled(axes: Axes, y: float, row: pd.Series) -> None:
    """The diamond of meta-analyses: its corners are the interval."""
    middle, low, high = row["bp_per_sd"], row["low"], row["high"]
    low, high = (middle if np.isnan(edge) else edge for edge in (low, high))
    corners = np.array([[low, y], [middle, y - 0.34], [high, y], [middle, y + 0.34]])
    axes.fill(corners[:, 0], corners[:, 1], color=INK, lw=0, zorder=3)


def _values(axes: Axes, place: np.ndarray, shown: pd.DataFrame, words: Words, size: float) -> None:
    """Estimate and interval of each row, right of the axes."""
    transform = axes.get_yaxis_transform()
    digits = bp_digits(*shown["bp_per_sd"])
    for y, (_, row) in zip(place, shown.iterrows(), strict=True):
        numbers = words.numbers
        for x, text in (
            (1.1, numbers.decimal(row["bp_per_sd"], digits)),
            (1.32, numbers.span(row["low"], row["high"], digits)),
        ):
            axes.text(x, y, text, transform=transform, ha="right", va="center", fontsize=size, color=INK)
    top = 1.0
    for x, key in ((1.1, "figure.bp"), (1.32, "figure.interval")):
        axes.annotate(
            words(key), (x, top), xycoords="axes fraction", xytext=(0, 8), textcoords="offset points",
            ha="right", va="bottom", color=GREY, fontsize=7.5,
        )  # fmt: skip
