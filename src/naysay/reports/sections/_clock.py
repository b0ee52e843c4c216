"""What the report says of clocks: the clock curve, and closes that are old."""

from __future__ import annotations

import pandas as pd

from naysay.analysis.clock_doubt import is_flat
from naysay.analysis.level import LEVEL
from naysay.reports.blocks import Block, Figure, Heading, Paragraph
from naysay.reports.figures import clock
from naysay.reports.figures.style import svg
from naysay.reports.results import Results
from naysay.reports.sections._reading import company_name, numbers, table, texts
from naysay.reports.sections._signed import signed
from naysay.reports.sections._verdict import over
from naysay.reports.sections.base import SectionContent
from naysay.reports.words import Words

NAMED = 4
"""Companies with old closes that are named; the others are counted."""


def clock_curve(results: Results, words: Words) -> SectionContent:
    """The curve with what it says; empty where nothing but the study itself was estimated."""
    rows = table(results, "clock_curve")
    rows = pd.DataFrame({name: numbers(rows, name) for name in ("shift_hours", "bp_per_sd", "low", "high")})
    if not (rows["bp_per_sd"].notna() & (rows["shift_hours"] != 0)).any():
        return SectionContent(())
    horizon = over(results.findings.lead.horizon, words)
    blocks: tuple[Block, ...] = (
        Heading(words("robustness.clock_heading"), 2),
        Paragraph(words("robustness.clock_intro")),
        Figure("clock", words("robustness.clock_caption", horizon=horizon), _alt(rows, words)),
    )
    if later := _later(results, words):
        blocks += (Paragraph(later),)
    return SectionContent(blocks, {"clock": svg(clock.draw(rows, words))})


def _alt(rows: pd.DataFrame, words: Words) -> str:
    """The estimates of the earliest shift, of the study and of the latest, with their intervals."""
    known = rows[rows["bp_per_sd"].notna()].sort_values("shift_hours")
    chosen = known[known["shift_hours"].isin([known["shift_hours"].min(), 0, known["shift_hours"].max()])]
    columns = (chosen[name] for name in ("shift_hours", "bp_per_sd", "low", "high"))
    estimates = [
        words(
            "robustness.clock_alt_one",
            hours=words.numbers.decimal(hours, sign=True),
            **signed(value, low, high, words),
        )
        for hours, value, low, high in zip(*columns, strict=True)
    ]
    return words("robustness.clock_alt", estimates="; ".join(estimates))


def _later(results: Results, words: Words) -> str:
    clocked = results.findings.clock
    if clocked.later.value is None or clocked.moved is None:
        return ""
    moved = {"hours": words.numbers.count(clocked.hours), "moved": words.numbers.percent(clocked.moved, 0)}
    if is_flat(clocked):
        return words("robustness.clock_flat", **moved)
    later = signed(clocked.later.value, clocked.later.low, clocked.later.high, words)
    return words("robustness.clock_later", **moved, **later)


def stale_closes(results: Results, words: Words) -> str:
    """Sessions without a move, and companies that follow the benchmark a session late; empty without any."""
    rows, written = table(results, "stale_closes"), words.numbers
    total, unchanged = float(numbers(rows, "sessions").sum()), numbers(rows, "unchanged")
    if not total > 0:
        return ""
    share = numbers(rows, "unchanged_share")
    most = ""
    if unchanged.max() > 0 and len(rows) > 1:
        place = int(share.fillna(-1.0).to_numpy().argmax())
        company = company_name(results, str(texts(rows, "company").iloc[place]))
        most = words("methods.unchanged_most", company=company, share=written.percent(share.max(), 1))
    sentence = words("methods.unchanged", share=written.percent(unchanged.sum() / total, 1), most=most)
    return " ".join(filter(None, (sentence, _late(results, rows, words))))


def _late(results: Results, rows: pd.DataFrame, words: Words) -> str:
    slopes = pd.DataFrame(
        {name: numbers(rows, name) for name in ("late_slope", "low", "high", "pvalue_bh")}
    ).assign(company=texts(rows, "company"))
    slopes = slopes[slopes["late_slope"].notna()].sort_values("late_slope", ascending=False, kind="stable")
    if slopes.empty:
        return ""
    late = slopes[(slopes["pvalue_bh"] < LEVEL) & (slopes["late_slope"] > 0)]

    def one(row: pd.Series) -> str:
        span = words("interval", span=words.numbers.span(row["low"], row["high"], 2))
        slope = words.numbers.decimal(row["late_slope"], 2)
        name = company_name(results, str(row["company"]))
        return words("methods.late_one", company=name, slope=slope, interval=span)

    if late.empty:
        return words("methods.late_none", named=one(slopes.iloc[0]))
    named = "; ".join(one(row) for _, row in late.head(NAMED).iterrows())
    if len(late) > NAMED:
        named = words("names.further", names=named, n=words.numbers.count(len(late) - NAMED))
    companies = words.counted("company", len(slopes), "dative")
    return words("methods.late", n=words.numbers.count(len(late)), companies=companies, named=named)
