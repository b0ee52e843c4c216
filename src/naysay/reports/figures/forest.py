"""The effect company by company with 95 % intervals, and that of all together."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from naysay.reports.figures._dots import PALE, dots, leaves_zero_out, limits_of, within
from naysay.reports.figures._lettering import SMALL, width_of, wrapped
from naysay.reports.figures._values import in_basis_points, valued
from naysay.reports.figures.style import (
    BAND,
    BLUE,
    GREY,
    INK,
    LIGHT,
    WIDTH,
    drawing,
    new_figure,
    nothing,
    numbered,
    titled,
)
from naysay.reports.numbers import MISSING, bp_digits
from naysay.reports.words import Words

Floats = npt.NDArray[np.float64]
MOST: Final = 40
"""Companies in one drawing."""
PITCH: Final = 0.175
"""Inches from one row to the next."""
LINE: Final = 0.14
"""Inches that each further line of a name takes."""
NAME: Final = 1.75
"""Inches of a name; a longer one is broken."""
PANELS: Final = 14
"""Rows beyond which a short drawing has two panels side by side."""
ABOVE, BELOW, GUTTER = 0.34, 0.5, 0.3


@drawing
def draw(
    effects: pd.DataFrame,
    words: Words,
    *,
    pooled: pd.DataFrame | None = None,
    title: str = "",
    short: bool = False,
) -> Figure:
    """``effects`` has label, bp_per_sd, low and high, best first.

    ``pooled`` has the same columns and one row, which stands below the others. ``title`` stands in for the
    one of companies. A ``short`` drawing has no numbers beside its rows, and two panels where rows are many.
    """
    rows = effects.dropna(subset=["bp_per_sd"])
    together = pd.DataFrame() if pooled is None else pooled.dropna(subset=["bp_per_sd"])
    if rows.empty and together.empty:
        return nothing(new_figure(1.2), words("figure.nothing"))
    shown = pd.concat([rows, together]) if len(together) else rows
    panels = 2 if short and len(rows) > PANELS else 1
    room = NAME if panels == 1 else 1.35
    labels = [wrapped(str(label), room, SMALL) or MISSING for label in shown["label"]]
    names = max(width_of(label, SMALL, bold=True) for label in labels) + 0.14
    cut = -(-len(rows) // panels)
    parts = [(shown[:cut], labels[:cut]), (shown[cut:], labels[cut:])] if panels == 2 else [(shown, labels)]
    heights = [
        _places(part_labels, len(together) if part is parts[-1][0] else 0)[1] for part, part_labels in parts
    ]
    height = ABOVE + BELOW + max(heights)
    figure = new_figure(height)
    limits, columns = (
        limits_of(*(shown[name].to_numpy(dtype=float) for name in ("bp_per_sd", "low", "high"))),
        () if short else _columns(shown, words),
    )
    right = sum(max(map(width_of, column)) + 0.14 for column in columns) + (0.1 if short else 0.02)
    width = (WIDTH - GUTTER * (panels - 1)) / panels
    for place, ((part, part_labels), tall) in enumerate(zip(parts, heights, strict=True)):
        left = place * (width + GUTTER) + names
        box = (left / WIDTH, 1 - (ABOVE + tall) / height, (width - names - right) / WIDTH, tall / height)
        axes = figure.add_axes(box)
        last = place == panels - 1
        _panel(axes, part, part_labels, limits, len(together) if last else 0, tall)
        numbered(axes, words.numbers, axis="x", ticks=8 if panels == 1 else 5)
        valued(
            axes, part["bp_per_sd"], _places(part_labels, len(together) if last else 0)[0],
            names=[str(label) for label in part["label"]],
            values=in_basis_points(words, part["bp_per_sd"], part["low"], part["high"]),
        )  # fmt: skip
        if place == 0:
            _numbers_at_the_right(axes, columns, part_labels, len(together), words)
    titled(figure, title or words("figure.forest"), right=right)
    figure.text(0.5, 0.06 / height, wrapped(words("figure.forest_axis"), WIDTH, SMALL, lines=1), ha="center",
                color=GREY, fontsize=SMALL)  # fmt: skip
    return figure


def _places(labels: list[str], pooled: int) -> tuple[Floats, float]:
    """The middle of each row in inches from the top, and the height of all."""
    tall = np.array([PITCH + LINE * label.count("\n") for label in labels])
    if pooled and len(tall) > 1:
        tall[-1] += PITCH * 0.5
    ends = np.cumsum(tall)
    middles = ends - tall / 2
    if pooled and len(tall) > 1:
        middles[-1] += PITCH * 0.25
    return middles, float(ends[-1] if len(ends) else 0.0) + 0.06


def _panel(
    axes: Axes, rows: pd.DataFrame, labels: list[str], limits: tuple[float, float], pooled: int, tall: float
) -> None:
    place, _ = _places(labels, pooled)
    left, right = axes.set_xlim(*limits)
    own = len(rows) - pooled
    _companies(axes, place[:own], rows.iloc[:own], left, right)
    if pooled:
        _pooled(axes, place[-1], rows.iloc[-1])
        if own:
            axes.axhline(place[-1] - PITCH * 0.75, color=LIGHT, lw=0.8)
    axes.axvline(0, color=GREY, lw=0.9, zorder=1)
    axes.set_ylim(tall, 0)
    axes.set_yticks(place, labels, fontsize=SMALL, linespacing=1.0)
    axes.tick_params(axis="y", colors=INK, pad=7)
    if pooled:
        axes.get_yticklabels()[-1].set_fontweight("bold")
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x", color=BAND)
    axes.spines["left"].set_visible(False)


def _companies(axes: Axes, y: Floats, rows: pd.DataFrame, left: float, right: float) -> None:
    """An interval that leaves the axes ends in an arrow."""
    bp, low, high = (rows[name].to_numpy(dtype=float) for name in ("bp_per_sd", "low", "high"))
    out = leaves_zero_out(low, high)
    ends = within(low, high, left, right)
    for chosen, alpha in ((out, 1.0), (~out, PALE)):
        axes.hlines(y[chosen], ends[0][chosen], ends[1][chosen], color=BLUE, lw=1.5, alpha=alpha)
    for edge, beyond, arrow in ((left, low < left, "<"), (right, high > right, ">")):
        at = np.full(int(beyond.sum()), edge)
        axes.plot(at, y[beyond], arrow, ms=4.5, color=BLUE, mew=0, clip_on=False, zorder=3)
    dots(axes, bp, y, low, high)


def _pooled(axes: Axes, y: float, row: pd.Series) -> None:
    """The diamond of meta-analyses: its corners are the interval, and it is hollow where that holds zero."""
    middle, low, high = row["bp_per_sd"], row["low"], row["high"]
    face = INK if low > 0 or high < 0 else "white"
    low, high = (middle if np.isnan(edge) else edge for edge in (low, high))
    tall = PITCH * 0.34
    corners = np.array([[low, y], [middle, y - tall], [high, y], [middle, y + tall]])
    axes.fill(corners[:, 0], corners[:, 1], facecolor=face, edgecolor=INK, lw=1.0, zorder=3)


def _columns(shown: pd.DataFrame, words: Words) -> tuple[list[str], list[str]]:
    """Estimate and interval of each row below their headings."""
    digits, written = bp_digits(*shown["bp_per_sd"]), words.numbers
    return (
        [words("figure.bp"), *(written.decimal(bp, digits, sign=True) for bp in shown["bp_per_sd"])],
        [
            words("figure.interval"),
            *(
                written.span(*ends, digits, sign=True)
                for ends in zip(shown["low"], shown["high"], strict=True)
            ),
        ],
    )


def _numbers_at_the_right(
    axes: Axes, columns: tuple[list[str], ...], labels: list[str], pooled: int, words: Words
) -> None:
    """The columns of numbers right of the axes."""
    place, _ = _places(labels, pooled)
    x = 0.0
    for heading, *cells in columns:
        x += max(map(width_of, [heading, *cells])) + 0.14
        axes.annotate(
            heading, (1, 1), xycoords="axes fraction", xytext=(72 * x, 4), textcoords="offset points",
            ha="right", va="bottom", color=GREY, fontsize=SMALL,
        )  # fmt: skip
        for y, cell in zip(place, cells, strict=True):
            axes.annotate(
                cell, (1, y), xycoords=axes.get_yaxis_transform(), xytext=(72 * x, 0),
                textcoords="offset points", ha="right", va="center", fontsize=SMALL, annotation_clip=False,
            )  # fmt: skip
