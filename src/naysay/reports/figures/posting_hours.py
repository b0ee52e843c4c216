"""Posts by hour of the day: by the exchange's clock, with its session shaded, and by that of the forum."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from naysay.analysis.quiet_hours import HOURS, quiet_hours
from naysay.reports.figures._lettering import SMALL, wrapped
from naysay.reports.figures._values import valued
from naysay.reports.figures.style import (
    BAND,
    BLUE,
    GREY,
    SKY,
    drawing,
    margins,
    new_figure,
    nothing,
    numbered,
    ticks_width,
)
from naysay.reports.words import Words

CLOCKS: Final = ("exchange", "forum")
EVERY: Final = 3
"""Hours between ticks."""


@drawing
def draw(hours: pd.DataFrame, words: Words, *, only: str = "") -> Figure:
    """``hours`` has clock, zone, hour, n_posts, share and open, as the table posting_hours.

    The quietest six hours are pale. A forum in the zone of the exchange has no drawing of its own; ``only``
    names the one clock to draw.
    """
    clocks = [clock for clock in clocks_of(hours) if only in ("", clock)]
    if not clocks:
        return nothing(new_figure(1.2), words("figure.nothing"))
    figure = new_figure(2.0 if not only else 1.75)
    panels = figure.subplots(1, len(clocks), sharey=True, squeeze=False)[0]
    for axes, clock in zip(panels, clocks, strict=True):
        rows = hours[hours["clock"] == clock].sort_values("hour")
        axes.set_xlim(0, 24)
        _bars(axes, rows, words)
        name = words(f"figure.hours_{clock}", zone=str(rows["zone"].iloc[0]).replace("_", " "))
        axes.set_title(wrapped(name, 6.0 / len(clocks), 9.8, lines=1, bold=True))
    panels[0].set_ylabel(words("figure.share_of_posts"))
    margins(figure, left=ticks_width(panels[0]) + 0.36, right=0.12, top=0.3, bottom=0.45)
    figure.subplots_adjust(wspace=0.08)
    return figure


def clocks_of(hours: pd.DataFrame) -> list[str]:
    """The clocks that differ: none without posts, and no forum's that is the exchange's."""
    zones = {clock: set(hours.loc[hours["clock"] == clock, "zone"]) for clock in CLOCKS}
    counted = [clock for clock in CLOCKS if hours.loc[hours["clock"] == clock, "n_posts"].sum() > 0]
    return counted[:1] if zones["exchange"] == zones["forum"] else counted


def _bars(axes: Axes, rows: pd.DataFrame, words: Words) -> None:
    hour, parts = rows["hour"].to_numpy(dtype=float), rows["open"].to_numpy(dtype=float)
    share = 100 * rows["share"].to_numpy(dtype=float)
    trading = _trading(hour, parts)
    if trading is not None:
        axes.axvspan(*trading, color=BAND, lw=0, zorder=0)
        axes.text(
            sum(trading) / 2, 0.97, words("figure.exchange_open"), transform=axes.get_xaxis_transform(),
            ha="center", va="top", color=GREY, size=SMALL,
        )  # fmt: skip
    quiet = quiet_hours(rows, str(rows["clock"].iloc[0]))  # type: ignore[arg-type]
    pale = np.zeros(24, dtype=bool)
    if quiet is not None:
        pale[(quiet.start + np.arange(HOURS)) % 24] = True
    colours = np.where(pale[hour.astype(int)], SKY, BLUE)
    axes.bar(hour + 0.5, share, width=0.82, color=colours.tolist(), lw=0, zorder=2)
    shares = [
        words("values.share", share=words.numbers.percent(part / 100, 1), posts=words.counted("post", int(n)))
        for part, n in zip(share, rows["n_posts"], strict=True)
    ]
    names = [words("values.hour", first=f"{int(h):02}", last=f"{int(h) + 1:02}") for h in hour]
    valued(axes, hour + 0.5, share, names=names, values=shares)
    axes.set_ylim(0, 1.28 * max(float(share.max()), 1.0))
    axes.set_xticks(range(0, 25, EVERY), [f"{tick:02}" for tick in range(0, 25, EVERY)])
    axes.set_xlabel(words("figure.hour_of_day"))
    numbered(axes, words.numbers, ticks=4)


def _trading(hour: np.ndarray, parts: np.ndarray) -> tuple[float, float] | None:
    """The first and last instant at which the exchange trades; None for a clock without it or all day."""
    trades = np.flatnonzero(parts > 0)
    if len(trades) in (0, 24):
        return None
    first, last = trades[0], trades[-1]
    return float(hour[first] + 1 - parts[first]), float(hour[last] + parts[last])
