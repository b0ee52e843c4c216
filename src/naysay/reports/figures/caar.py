"""The mean return beyond the expected one, added up before, on and after the day of events, with its band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from naysay.reports.figures._dots import dots
from naysay.reports.figures._lettering import SMALL, width_of
from naysay.reports.figures._values import in_percent, valued
from naysay.reports.figures.style import (
    BAND,
    BLUE,
    GREY,
    INK,
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

Floats = npt.NDArray[np.float64]
STRIP: Final = 0.5
"""Inches above the axes for the names of the parts and their numbers."""


@dataclass(frozen=True, slots=True)
class PathPart:
    """What happened before, on or after the day: a number with its interval in words, empty without one."""

    when: Literal["before", "day", "after"]
    sessions: str
    """Such as ``+1 to +5``."""
    number: str


@drawing
def draw(
    caar: pd.DataFrame,
    words: Words,
    *,
    window: tuple[int, int] | None = None,
    parts: Sequence[PathPart] = (),
) -> Figure:
    """``caar`` has tau, caar, low, high (decimal) and n_events; the ``window`` is shaded.

    ``parts`` stand above the sessions that they are of.
    """
    rows = caar.dropna(subset=["caar"])
    if rows.empty:
        return nothing(new_figure(1.2), words("figure.nothing"))
    figure = new_figure(2.6)
    axes = figure.subplots()
    tau, mean = rows["tau"].to_numpy(dtype=float), rows["caar"].to_numpy(dtype=float) * 100
    low, high = (rows[name].to_numpy(dtype=float) * 100 for name in ("low", "high"))
    if window is not None:
        axes.axvspan(window[0] - 0.5, window[1] + 0.5, color=BAND, lw=0, zorder=0)
    axes.axvspan(-0.5, 0.5, color=LIGHT, lw=0, zorder=0)
    axes.axhline(0, color=GREY, lw=0.8, zorder=1)
    axes.fill_between(tau, low, high, color=BLUE, alpha=0.16, lw=0, zorder=2)
    axes.plot(tau, mean, color=BLUE, zorder=3)
    dots(axes, tau, mean, low, high, size=3.8)
    sizes = in_percent(words, mean / 100, low / 100, high / 100)
    names = [words("values.tau", n=words.numbers.window(int(t), int(t))) for t in tau]
    valued(axes, tau, mean, names=names, values=sizes)
    axes.set_xlim(tau[0] - 0.5, tau[-1] + 0.5)
    titled(figure, words("figure.caar", events=events_in_words(rows, words)))
    axes.set_xlabel(words("figure.tau"))
    axes.set_ylabel(words("figure.percent"))
    numbered(axes, words.numbers, ticks=5)
    margins(figure, left=ticks_width(axes) + 0.36, right=0.12, top=0.32 + STRIP, bottom=0.45)
    numbered(axes, words.numbers, axis="x", ticks=11, whole=True)
    _names(axes, tau, parts, words)
    return figure


def _names(axes: Axes, tau: Floats, parts: Sequence[PathPart], words: Words) -> None:
    """Before, the day, after, in a strip above the axes, each above its own sessions if there is room."""
    shown = parts or tuple(PathPart(when, "", "") for when in ("before", "day", "after"))
    wanted = {"before": tau[0] < 0, "day": tau[0] <= 0 <= tau[-1], "after": tau[-1] > 0}
    shown = [part for part in shown if wanted[part.when]]
    texts = [_two_lines(part, words) for part in shown]
    figure: object = axes.figure
    width = axes.get_position().width * figure.get_size_inches()[0]  # type: ignore[attr-defined]
    day = (0.5 - tau[0]) / (tau[-1] - tau[0] + 1) * width
    edges = _edges(
        [part.when for part in shown], [width_of(text, SMALL, bold=True) for text in texts], day, width
    )
    for part, text, left in zip(shown, texts, edges, strict=True):
        name, _, number = text.partition("\n")
        for line, dy, weight, colour in ((name, 17, "normal", GREY), (number, 5, "bold", INK)):
            axes.annotate(
                line, (left / width, 1.0), xycoords="axes fraction", xytext=(0, dy),
                textcoords="offset points", ha="left", va="bottom", fontsize=SMALL, fontweight=weight,
                color=colour, gid=part.when,
            )  # fmt: skip


def _two_lines(part: PathPart, words: Words) -> str:
    name = words(f"figure.caar_{part.when}")
    if part.sessions and part.when != "day":
        name = words("figure.caar_sessions", name=name, sessions=part.sessions)
    return f"{name}\n{part.number}"


def _edges(names: list[str], widths: list[float], day: float, room: float) -> list[float]:
    """Where each text begins, in inches: at the left, above the day, and at the right end."""
    left = {"before": 0.0, "after": room}
    for name, width in zip(names, widths, strict=True):
        if name == "after":
            left["after"] = max(0.0, room - width)
    before = next((width for name, width in zip(names, widths, strict=True) if name == "before"), -0.2)
    for name, width in zip(names, widths, strict=True):
        if name == "day":
            latest = (left["after"] if "after" in names else room) - width - 0.2
            left["day"] = max(before + 0.2, min(day - width / 2, latest))
    return [left[name] for name in names]


def events_in_words(rows: pd.DataFrame, words: Words) -> str:
    """Of how many events the path is the mean, in the dative; the fewest and the most where they differ."""
    counts = rows["n_events"].dropna()
    least, most = (int(counts.min()), int(counts.max())) if len(counts) else (0, 0)
    events = words.counted("event", most, "dative")
    return (
        events
        if least == most
        else words("figure.caar_events", least=words.numbers.count(least), events=events)
    )
