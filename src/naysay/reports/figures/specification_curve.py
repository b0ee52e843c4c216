"""The study's question asked in many ways: the estimates by size, and below each what was changed.

References: Simonsohn, Simmons and Nelson (2020), "Specification curve analysis".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from naysay.reports.figures._dots import PALE, diamond, dots, leaves_zero_out, limits_of, within
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
from naysay.reports.words import Words

Floats = npt.NDArray[np.float64]
MAIN, PLACEBO = "main", "placebo"
GAP: Final = 1.6
"""Places between the variants and the placebos."""
CURVE: Final = 2.2
"""Inches of the estimates."""
PITCH: Final = 0.185
NAMES: Final = 2.3
"""Inches of the names of changes."""
ABOVE, BETWEEN, BELOW = 0.56, 0.12, 0.08


@drawing
def draw(lines: pd.DataFrame, words: Words, *, names: Sequence[tuple[str, str]]) -> Figure:
    """``lines`` has group, value, low and high in basis points, the smallest value first.

    ``names`` has a group and its name for each row below the curve; a group that no line has gets no row. A
    line may have several further groups in a column ``marks``, and a ``label`` for whoever points at it. The
    group ``main`` is the study's own line, and lines of ``placebo...`` groups stand apart at the right.
    """
    rows = lines.dropna(subset=["value"])
    if rows.empty:
        return nothing(new_figure(1.2), words("figure.nothing"))
    apart = rows["group"].str.startswith(PLACEBO).to_numpy()
    place = np.empty(len(rows))
    place[~apart] = np.arange((~apart).sum())
    start = (~apart).sum() + GAP if (~apart).any() else 0.0
    place[apart] = start + np.arange(apart.sum())
    kept = [(group, name) for group, name in names if _in_group(rows, group).any()]
    height = ABOVE + CURVE + BETWEEN + PITCH * len(kept) + BELOW
    figure = new_figure(height)
    labels = [wrapped(name, NAMES, SMALL, lines=1) for _, name in kept]
    left = max([width_of(label, SMALL, bold=True) for label in labels] + [0.7]) + 0.12
    curve, marks = (
        figure.add_axes((left / WIDTH, bottom / height, 1 - (left + 0.08) / WIDTH, tall / height))
        for bottom, tall in (
            (height - ABOVE - CURVE, CURVE),
            (BELOW, max(PITCH * len(kept), PITCH)),
        )
    )
    for axes in (curve, marks):
        axes.set_xlim(-0.8, place.max() + 0.8)
        for x in place[(rows["group"] == MAIN).to_numpy()]:
            axes.axvline(x, color=LIGHT, lw=0.8, zorder=0)
        if apart.any():
            axes.axvspan(start - 0.8, place.max() + 0.8, color=BAND, lw=0, zorder=0)
    _estimates(curve, place, rows, words)
    name_of = dict(names)
    labels_of = rows["label"] if "label" in rows else [name_of.get(group, group) for group in rows["group"]]
    valued(
        curve, place, rows["value"], names=list(labels_of),
        values=in_basis_points(words, rows["value"], rows["low"], rows["high"]),
    )  # fmt: skip
    _changes(marks, place, rows, kept, labels)
    _titles(figure, curve, start if apart.any() else None, place.max(), words)
    return figure


def _estimates(axes: Axes, place: Floats, rows: pd.DataFrame, words: Words) -> None:
    value, low, high = (rows[name].to_numpy(dtype=float) for name in ("value", "low", "high"))
    bottom, top = axes.set_ylim(*limits_of(value, low, high))
    main = (rows["group"] == MAIN).to_numpy()
    out = leaves_zero_out(low, high)
    for own, colour in ((False, BLUE), (True, INK)):
        for chosen, alpha in ((out & (main == own), 1.0), (~out & (main == own), PALE)):
            ends = within(low[chosen], high[chosen], bottom, top)
            axes.vlines(place[chosen], *ends, color=colour, lw=1.5, alpha=alpha, zorder=2)
    for edge, beyond, arrow in ((bottom, low < bottom, "v"), (top, high > top, "^")):
        axes.plot(
            place[beyond], np.full(int(beyond.sum()), edge), arrow, ms=4, color=BLUE, mew=0, clip_on=False
        )
    dots(axes, place[~main], value[~main], low[~main], high[~main], size=_size(len(rows)))
    for x, y, below, above in zip(place[main], value[main], low[main], high[main], strict=True):
        diamond(axes, x, y, below, above, size=7)
    axes.axhline(0, color=GREY, lw=0.9, zorder=1)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.set_ylabel(words("figure.basis_points"))
    numbered(axes, words.numbers, ticks=6)


def _changes(
    axes: Axes, place: Floats, rows: pd.DataFrame, kept: list[tuple[str, str]], labels: list[str]
) -> None:
    """A mark for each line in the row of what it changes, filled by the rule of the dots."""
    low, high = (rows[name].to_numpy(dtype=float) for name in ("low", "high"))
    for row, (group, _) in enumerate(kept):
        chosen = _in_group(rows, group)
        y = np.full(int(chosen.sum()), float(row))
        if group == MAIN:
            for x in place[chosen]:
                diamond(axes, x, row, low[chosen][0], high[chosen][0], size=5.5)
        else:
            dots(axes, place[chosen], y, low[chosen], high[chosen], size=_size(len(rows)))
        if row:
            axes.axhline(row - 0.5, color=LIGHT, lw=0.5, zorder=0)
    axes.set_ylim(max(len(kept), 1) - 0.5, -0.5)
    axes.set_yticks(range(len(kept)), labels, fontsize=SMALL)
    axes.tick_params(axis="y", colors=INK, pad=4)
    if kept and kept[0][0] == MAIN:
        axes.get_yticklabels()[0].set_fontweight("bold")
    axes.set_xticks([])
    axes.grid(visible=False)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _in_group(rows: pd.DataFrame, group: str) -> npt.NDArray[np.bool_]:
    """Which lines are of ``group``, by the one that each has or by one of its marks."""
    own = np.asarray(rows["group"] == group)
    if "marks" not in rows:
        return own
    return np.asarray(own | np.array([group in marks for marks in rows["marks"]], dtype=bool))


def _titles(figure: Figure, axes: Axes, start: float | None, last: float, words: Words) -> None:
    """What the drawing is, and above each part what it holds."""
    titled(figure, words("figure.curve"))
    above = axes.get_xaxis_transform()
    tests = words("figure.curve_placebos")
    if start is not None:
        axes.text(last + 0.8, 1.03, tests, transform=above, ha="right", color=GREY, fontsize=SMALL)
    if start is None or start > 0:
        room = axes.get_position().width * WIDTH - (width_of(tests) + 0.15 if start is not None else 0.0)
        text = wrapped(words("figure.curve_variants"), max(room, 0.5), SMALL, lines=1)
        axes.text(-0.8, 1.03, text, transform=above, color=GREY, fontsize=SMALL)


def _size(n: int) -> float:
    """Points of a dot: smaller where there are many."""
    return 4.4 if n <= 40 else 3.2
