"""The dots of every chart. They mean the same everywhere, and ``figure.dots`` of the phrases says what.

Filled: the 95 % interval leaves zero out. Hollow: it holds zero. A cross has no interval. A diamond is the
estimate of all companies that the study set beforehand.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from naysay.reports.figures.style import BLUE, INK

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

PALE: Final = 0.45
"""Opacity of an interval that holds zero."""


def within(low: Floats, high: Floats, first: float, last: float) -> tuple[Floats, Floats]:
    """Intervals as far as an axis from ``first`` to ``last`` shows them; NaN where an end is missing."""
    whole = np.isfinite(low) & np.isfinite(high)
    return np.where(whole, np.maximum(low, first), np.nan), np.where(whole, np.minimum(high, last), np.nan)


def leaves_zero_out(low: Floats, high: Floats) -> Bools:
    """Whether an interval lies on one side of zero; a missing one does not."""
    whole = np.isfinite(low) & np.isfinite(high)
    return np.asarray(whole & ((low > 0) | (high < 0)), dtype=bool)


def dots(
    axes: Axes, x: Floats, y: Floats, low: Floats, high: Floats, *, size: float = 4.4, colour: str = BLUE
) -> None:
    """Estimates at (x, y), whose intervals are ``low`` to ``high``; all arrays have one length."""
    out, missing = leaves_zero_out(low, high), ~(np.isfinite(low) & np.isfinite(high))
    for chosen, face in ((out, colour), (~out & ~missing, "white")):
        axes.plot(x[chosen], y[chosen], "o", ms=size, mfc=face, mec=colour, mew=1.1, zorder=4, clip_on=False)
    axes.plot(x[missing], y[missing], "x", ms=size, mec=colour, mew=1.1, zorder=4, clip_on=False)


def whiskers(
    axes: Axes, x: Floats, low: Floats, high: Floats, *, across: bool = False, colour: str = BLUE
) -> None:
    """Intervals as lines at ``x``, paler where they hold zero; ``across`` draws them from left to right."""
    out = leaves_zero_out(low, high)
    draw = axes.hlines if across else axes.vlines
    for chosen, alpha in ((out, 1.0), (~out, PALE)):
        if chosen.any():
            draw(x[chosen], low[chosen], high[chosen], color=colour, lw=1.5, alpha=alpha, zorder=2)


def diamond(axes: Axes, x: float, y: float, low: float, high: float, *, size: float = 8.0) -> None:
    """The study's own estimate, filled by the same rule; a cross too where it has no interval."""
    mark = "D" if np.isfinite(low) and np.isfinite(high) else "x"
    face = INK if low > 0 or high < 0 else "white"
    axes.plot(x, y, mark, ms=size, mfc=face, mec=INK, mew=1.3, zorder=5, clip_on=False)


def limits_of(value: Floats, low: Floats, high: Floats) -> tuple[float, float]:
    """Ends of an axis that shows zero, all estimates, and of each interval three usual half-widths at most.

    One imprecise estimate must not press the others together.
    """
    half = (high - low) / 2
    reach = 3 * float(np.nanmedian(half)) if np.isfinite(half).any() else np.inf
    first = float(min(np.nanmin(np.fmax(np.fmin(low, value), value - reach)), 0.0))
    last = float(max(np.nanmax(np.fmin(np.fmax(high, value), value + reach)), 0.0))
    room = 0.04 * (last - first) or 1.0
    return first - room, last + room
