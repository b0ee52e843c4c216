"""How large the difference is and how long it lasts, in sentences that say only what is identified."""

from __future__ import annotations

import pandas as pd

from naysay.analysis.projections import POOLED
from naysay.reports.blocks import Figure
from naysay.reports.figures import horizons as drawing
from naysay.reports.figures.style import HALF, WIDTH, svg
from naysay.reports.numbers import finite
from naysay.reports.results import Results
from naysay.reports.sections._reading import numbers, pooled, table, texts
from naysay.reports.sections._signed import signed
from naysay.reports.sections._verdict import over
from naysay.reports.sections.base import SectionContent
from naysay.reports.words import Words

Known = dict[str, tuple[float | None, float | None, float | None]]
LAST = 10
"""Sessions after which the table tells the share that is reversed."""


def duration_sentences(results: Results, words: Words) -> list[str]:
    """The size at the study's horizon, the largest difference, when half of it is gone, whether it reverts.

    Nothing where the study does not ask for the size.
    """
    rows = table(results, "size")
    rows = rows[(texts(rows, "company") == POOLED) & (texts(rows, "direction") == "forward")]
    known: Known = {
        name: (finite(value), finite(low), finite(high))
        for name, value, low, high in zip(
            texts(rows, "quantity"), *(numbers(rows, c) for c in ("value", "low", "high")), strict=True
        )
    }
    value, low, high = known.get("effect", (None, None, None))
    if value is None:
        return []
    horizon = over(results.findings.lead.horizon, words)
    sentences = [words("how_long.effect", horizon=horizon, **signed(value, low, high, words))]
    session = known.get("peak_session", (None, None, None))
    if session[0] is None:
        return [*sentences, words("how_long.nothing_grows")]
    peak = signed(*known.get("peak", (None, None, None)), words=words)
    if session[0] == 1:
        sentences.append(words("how_long.peak_one", **peak))
    else:
        sentences.append(words("how_long.peak", session=words.numbers.count(session[0]), **peak))
    return [*sentences, _half(known, words), *_reverts(known, words)]


def _half(known: Known, words: Words) -> str:
    """When half of the largest difference is gone."""
    value, low, high = known.get("half_life", (None, None, None))
    if value is not None and low is not None and high is not None:
        span = words("interval", span=words.numbers.span(low, high, 1))
        return words("how_long.half", sessions=words.numbers.decimal(value, 1), interval=span)
    if low is not None:
        return words("how_long.half_open", low=words.numbers.decimal(low, 1))
    return words("how_long.half_unknown")


def _reverts(known: Known, words: Words) -> list[str]:
    """Whether the difference goes back within the sessions that the table follows."""
    value, low, high = known.get(f"reverted_{LAST}", (None, None, None))
    if value is None or low is None or high is None:
        return []
    estimates = {
        "sessions": words.counted("session", LAST, "dative"),
        "share": words.numbers.percent(value, 0),
        "interval": words("interval", span=words.numbers.percent_span(low, high, 0)),
    }
    which = "some" if low > 0 else "open" if high >= 1 else "stays"
    return [words(f"how_long.reverts_{which}", **estimates)]


def horizons_figure(results: Results, words: Words, caption: str, *, alone: bool = False) -> SectionContent:
    """The chart of all companies by horizon, with its alternative text; empty where there is no estimate.

    It has half the width of a page unless it stands ``alone``, and then another name:
    two sections may show it.
    """
    effects = pooled(results)
    if effects.empty:
        return SectionContent(())
    primary = results.findings.lead.horizon
    width = WIDTH if alone else HALF
    drawn = svg(drawing.draw(effects, words, primary=primary, planted_bp=results.planted_bp, width=width))
    name = "horizons_wide" if alone else "horizons"
    return SectionContent((Figure(name, caption, _alt(effects, primary, words)),), {name: drawn})


def _alt(effects: pd.DataFrame, primary: int, words: Words) -> str:
    """The estimates at the study's horizon and at the last one, with their intervals."""
    horizon = numbers(effects, "horizon")
    estimates = []
    for place in dict.fromkeys((primary, int(horizon.max()))):
        own = effects[horizon == place]
        if own.empty:
            continue
        row = {name: float(numbers(own, name).iloc[0]) for name in ("bp_per_sd", "low", "high")}
        size = signed(row["bp_per_sd"], row["low"], row["high"], words)
        estimates.append(
            words("how_long.alt_one", sessions=words.counted("session", place, "dative"), **size)
        )
    return words("how_long.alt", estimates="; ".join(estimates))
