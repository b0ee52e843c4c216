"""Returns before, on and after the day of events: the numbers of the three parts, and their drawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from naysay.reports.blocks import Figure
from naysay.reports.figures import caar as drawing
from naysay.reports.figures.caar import PathPart
from naysay.reports.figures.style import svg
from naysay.reports.numbers import finite
from naysay.reports.results import Results
from naysay.reports.sections._reading import numbers, table, texts
from naysay.reports.sections.base import SectionContent
from naysay.reports.words import Words

When = Literal["before", "day", "after"]
PARTS: Final[tuple[When, ...]] = ("before", "day", "after")


@dataclass(frozen=True, slots=True)
class Around:
    """The mean return beyond the expected one over the sessions ``first`` to ``last``, as decimals.

    ``low`` and ``high`` are NaN where the study's test gives no interval.
    """

    when: When
    first: int
    last: int
    value: float
    low: float
    high: float
    n: int
    """Events with all sessions of the part."""

    @property
    def holds(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0 or self.high < 0


def around_the_day(results: Results) -> tuple[Around, ...]:
    """What the study's test says of its longest window before the day, of the day, and of its window after.

    A part whose window the study does not have is left out.
    """
    reaction, tests = results.findings.reaction, table(results, "event_tests")
    rows = tests[texts(tests, "test") == reaction.test]
    starts, ends = (numbers(rows, name) for name in ("window_start", "window_end"))
    mean = numbers(rows, "location").fillna(numbers(rows, "estimate"))
    windows = {
        (int(first), int(last)): (float(value), float(low), float(high), int(n))
        for first, last, value, low, high, n in zip(
            starts,
            ends,
            mean,
            numbers(rows, "low"),
            numbers(rows, "high"),
            numbers(rows, "n_events").fillna(0),
            strict=True,
        )
        if pd.notna(first) and pd.notna(last)
    }
    before = sorted(window for window in windows if window[1] == -1)
    after = sorted(window for window in windows if window[0] == 1)
    chosen = {
        "before": before[:1],
        "day": [window for window in windows if window == (0, 0)],
        "after": [window for window in after if window == reaction.window] or after[-1:],
    }
    return tuple(
        Around(name, *window, value, low, high, n)
        for name in PARTS
        for window in chosen[name]
        for value, low, high, n in [windows[window]]
        if pd.notna(value)
    )


def in_percent(part: Around, words: Words) -> str:
    """``−0.71 % (−1.49 to +0.09 %)``; the number alone where there is no interval."""
    value = words.numbers.percent(part.value, sign=True)
    if finite(part.low) is None or finite(part.high) is None:
        return value
    return words(
        "figure.with_span", value=value, span=words.numbers.percent_span(part.low, part.high, sign=True)
    )


def around_figure(results: Results, words: Words, caption: str) -> SectionContent:
    """The drawing of the mean path with the numbers of its parts; empty where there is no path."""
    path = table(results, "caar")
    if not numbers(path, "caar").notna().any():
        return SectionContent(())
    parts = around_the_day(results)
    shown = [
        PathPart(part.when, words.numbers.window(part.first, part.last), in_percent(part, words))
        for part in parts
    ]
    numbered = "; ".join(
        words("figure.caar_part", name=words(f"figure.caar_{part.when}"), number=in_percent(part, words))
        for part in parts
    )
    counts = pd.DataFrame({"n_events": numbers(path[numbers(path, "caar").notna()], "n_events")})
    events = drawing.events_in_words(counts, words)
    alt = words("figure.caar_alt", events=events, parts=numbered or words("figure.caar_no_parts"))
    drawn = svg(drawing.draw(path, words, window=results.findings.reaction.window, parts=shown))
    return SectionContent((Figure("around", caption, alt),), {"around": drawn})
