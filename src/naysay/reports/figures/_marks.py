"""Numbered marks above a chart: each has room of its own, and a line leads from it to its date."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from naysay.reports.figures._lettering import SMALL
from naysay.reports.figures.style import GREY, VERMILION

Floats = npt.NDArray[np.float64]

BADGE: Final = 0.215
"""Inches that a numbered mark takes from left to right."""
ABOVE: Final = 0.4
"""Inches above the axes that marks and their lines take."""
_MIDDLE: Final = 0.28
"""Inches from the axes to the middle of a mark."""
_FOOT: Final = 0.05
"""Inches from the axes to where a line bends towards its mark."""


def numbered_marks(axes: Axes, days: Floats, panels: tuple[Axes, ...]) -> None:
    """The numbers 1, 2, ... above ``axes``, one for each of ``days``, which are in order.

    A line leads from each mark to its day and down through all ``panels``. Marks whose days are near move
    aside, in their order and as little as they must, so that none hides another as long as all have room
    beside each other.
    """
    if not len(days):
        return
    box, inches = axes.get_position(), axes.figure.get_size_inches()  # type: ignore[union-attr]
    width, height = box.width * inches[0], box.height * inches[1]
    first, last = axes.get_xlim()
    at = (days - first) / (last - first) * width
    moved = spread(at, BADGE, low=BADGE / 2, high=width - BADGE / 2)
    for panel in panels:
        for day in days:
            panel.axvline(day, color=GREY, lw=0.6, ls=(0, (1.5, 2)), zorder=1)
    for number, (from_x, to_x) in enumerate(zip(at / width, moved / width, strict=True), start=1):
        foot, middle = 1 + _FOOT / height, 1 + _MIDDLE / height
        axes.plot(
            [from_x, from_x, to_x], [1, foot, middle], color=GREY, lw=0.6, transform=axes.transAxes,
            clip_on=False, zorder=4,
        )  # fmt: skip
        axes.plot(
            to_x, middle, "o", ms=14, color=VERMILION, mew=0, transform=axes.transAxes, clip_on=False,
            zorder=5,
        )  # fmt: skip
        axes.text(
            to_x, middle, str(number), transform=axes.transAxes, ha="center", va="center_baseline",
            color="white", fontsize=SMALL, fontweight="bold", zorder=6,
        )  # fmt: skip


def spread(places: Floats, room: float, *, low: float, high: float) -> Floats:
    """Places near ``places``, which are in order, that lie ``room`` apart between ``low`` and ``high``.

    The sum of squared moves is the smallest possible (isotonic regression, by pooling neighbours that are
    out of order). With more marks than fit beside each other all lie equally close.
    """
    n = len(places)
    room = min(room, (high - low) / max(n - 1, 1))
    offsets = room * np.arange(n)
    blocks: list[tuple[float, int]] = []
    for place in places - offsets:
        mean, size = float(place), 1
        while blocks and blocks[-1][0] > mean:
            before, count = blocks.pop()
            mean, size = (mean * size + before * count) / (size + count), size + count
        blocks.append((mean, size))
    fitted = np.repeat([mean for mean, _ in blocks], [size for _, size in blocks])
    return np.asarray(np.clip(fitted, low, high - room * (n - 1)) + offsets)
