"""Which moves first, the posts or the price: both directions in sentences, and the chart of one company."""

from __future__ import annotations

from typing import Final

import pandas as pd

from naysay.analysis.evidence import Doubt
from naysay.analysis.findings import Estimate
from naysay.reports.blocks import Figure
from naysay.reports.figures import lead_lag as drawing
from naysay.reports.figures.style import HALF, WIDTH, svg
from naysay.reports.numbers import bp_digits, finite
from naysay.reports.results import Results
from naysay.reports.sections._reading import company_name, numbers, table, texts
from naysay.reports.sections._signed import in_brackets
from naysay.reports.sections._verdict import over
from naysay.reports.sections.base import SectionContent
from naysay.reports.words import Words

OF_THE_CLOCK: Final[tuple[Doubt, ...]] = ("clock", "quiet_afternoon", "later")
"""With one of these doubts, posts that seem to go before a return may have come after it."""


def first_sentences(results: Results, words: Words, *, sized: bool = False) -> list[str]:
    """Which moves first in one sentence, then the estimate of each direction.

    That of returns after posts is left out where the report tells it elsewhere, which ``sized`` says. Where
    the clock is in doubt the first sentence leaves the order open.
    """
    lead, back = results.findings.lead, results.findings.reverse.effect
    forward = Estimate(lead.bp_per_sd, lead.low, lead.high)
    sentences = [] if sized else [_forward(forward, over(lead.horizon, words), words)]
    sentences.append(_backward(back, words))
    if forward.value is None or back.value is None:
        return sentences
    key = {(True, False): "posts", (False, True): "price", (True, True): "both", (False, False): "neither"}
    side = words(f"moves_first.{'lower' if forward.value < 0 else 'higher'}")
    doubted = forward.holds and any(doubt in OF_THE_CLOCK for doubt in results.findings.evidence.doubts)
    name = key[forward.holds, back.holds] + ("_doubted" if doubted else "")
    return [words(f"moves_first.{name}", side=side), *sentences]


def _forward(estimate: Estimate, horizon: str, words: Words) -> str:
    if estimate.value is None:
        return words("moves_first.forward_missing")
    digits = bp_digits(estimate.value, estimate.low, estimate.high)
    shared = {"horizon": horizon, "interval": in_brackets(estimate.low, estimate.high, words, digits)}
    if not estimate.holds:
        size = words.numbers.basis_points(estimate.value, digits=digits, sign=True)
        return words("moves_first.forward_none", estimate=size, **shared)
    size = words.numbers.basis_points(abs(estimate.value), digits=digits)
    return words(f"moves_first.forward_{'lower' if estimate.value < 0 else 'higher'}", size=size, **shared)


def _backward(estimate: Estimate, words: Words) -> str:
    """The change of negativity after a return that is lower by a usual swing, in parts of its own."""
    if estimate.value is None:
        return words("moves_first.backward_missing")
    if estimate.low is None or estimate.high is None:
        return words("moves_first.backward_none", interval="")
    span = words("interval", span=words.numbers.percent_span(-estimate.high, -estimate.low, 1, sign=True))
    if not estimate.holds:
        return words("moves_first.backward_none", interval=span)
    size = words.numbers.percent(abs(estimate.value), 1)
    return words(f"moves_first.backward_{'more' if estimate.value < 0 else 'less'}", size=size, interval=span)


def correlations(results: Results) -> tuple[pd.DataFrame, str]:
    """The correlations of the company in focus by lag, and their measure: prewhitened where there are any."""
    rows = table(results, "correlation")
    measure = "prewhitened" if (texts(rows, "measure") == "prewhitened").any() else "raw"
    mine = (texts(rows, "company") == results.focus) & (texts(rows, "measure") == measure)
    return rows.loc[mine & numbers(rows, "r").notna()], measure


def lags_figure(results: Results, words: Words, caption: str, *, alone: bool = False) -> SectionContent:
    """The chart of these correlations, with its alternative text; empty where there are none.

    It has half the width of a page unless it stands ``alone``, and then another name:
    two sections may show it.
    """
    rows, _ = correlations(results)
    if rows.empty:
        return SectionContent(())
    name = "lead_lag_wide" if alone else "lead_lag"
    figure = Figure(name, caption, _alt(rows, company_name(results, results.focus), words))
    return SectionContent((figure,), {name: svg(drawing.draw(rows, words, width=WIDTH if alone else HALF))})


def _alt(rows: pd.DataFrame, company: str, words: Words) -> str:
    """The strongest correlation on either side of the day, each with its interval."""
    lag, r = numbers(rows, "lag"), numbers(rows, "r")
    sides = []
    for name, side in (("price", lag < 0), ("posts", lag > 0)):
        if not side.any():
            continue
        row = rows.loc[side].iloc[int(r[side].abs().to_numpy().argmax())]
        sides.append(
            words(
                f"moves_first.alt_{name}",
                r=words.numbers.decimal(row["r"], 2, sign=True),
                interval=_span(row, words),
                sessions=words.counted("session", abs(int(row["lag"])), "dative"),
            )
        )
    return words("moves_first.alt", company=company, sides=" ".join(sides))


def _span(row: pd.Series, words: Words) -> str:
    low, high = finite(row["low"]), finite(row["high"])
    if low is None or high is None:
        return ""
    return words("interval", span=words.numbers.span(low, high, 2, sign=True))
