"""The page of one company: what its own posts and returns show, in the words of the edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from naysay.analysis.findings import Direction
from naysay.analysis.level import LEVEL
from naysay.analysis.multiple_testing import benjamini_hochberg
from naysay.analysis.projections import POOLED
from naysay.reports.blocks import Block, Heading, Paragraph, TableBlock
from naysay.reports.numbers import bp_digits, finite
from naysay.reports.results import Results
from naysay.reports.sections._company_series import DAILY, company_chart, own_events
from naysay.reports.sections._journal import records
from naysay.reports.sections._reading import (
    companies,
    company_name,
    effects,
    numbers,
    options,
    table,
    texts,
)
from naysay.reports.sections._storms import counted
from naysay.reports.sections._verdict import interval
from naysay.reports.sections.base import SectionContent
from naysay.reports.words import Words
from naysay.study.frames import window_column
from naysay.study.reasons import joined_reasons

MONTHS: Final = 12
"""Months in its table, the newest ones."""


def company_page(results: Results, ticker: str, words: Words, *, figure: str, pages: int) -> SectionContent:
    """The blocks of one company; ``figure`` names its drawing, ``pages`` is how many companies have one."""
    heading = Heading(_title(results, ticker, words), 2)
    chart, drawings = company_chart(results, ticker, words, name=figure, weekly=pages > DAILY)
    blocks: list[Block] = [
        heading,
        *_effect(results, ticker, words),
        *chart,
        *_events(results, ticker, words),
        *_months(results, ticker, words),
        *_directions(results, ticker, words),
    ]
    return SectionContent(tuple(blocks), drawings)


def _title(results: Results, ticker: str, words: Words) -> str:
    name = company_name(results, ticker)
    isin = next((str(one["isin"] or "") for one in companies(results) if one["ticker"] == ticker), "")
    return " · ".join(dict.fromkeys(filter(None, (name, ticker, isin))))


def _effect(results: Results, ticker: str, words: Words) -> list[Paragraph]:
    """Its own estimate with its interval, and what could have been found."""
    rows = effects(results)
    rows = rows[numbers(rows, "horizon") == results.findings.lead.horizon]
    own = rows[texts(rows, "company") == ticker]
    value = finite(own["bp_per_sd"].iloc[0]) if len(own) else None
    if value is None:
        reason = words.reason(next(iter(joined_reasons(own)), "")) or words("verdict.no_reason")
        return [Paragraph(words("company_pages.no_effect", reason=reason))]
    row = records(own)[0]
    low, high, mde = (finite(row.get(name)) for name in ("low", "high", "mde_bp"))
    digits, written = bp_digits(value, low, high), words.numbers
    horizon = results.findings.lead.horizon
    first = words("horizon.first_one" if horizon == 1 else "horizon.first_other", n=written.count(horizon))
    way = "none" if not round(value, digits) else "less" if value < 0 else "more"
    sentences = [
        words(
            f"company_pages.effect_{way}",
            horizon_first=first,
            size=written.basis_points(abs(value), digits=digits),
            interval=interval(low, high, words),
        )
    ]
    if low is not None and high is not None:
        holds = low > 0 or high < 0
        sentences.append(words("company_pages.differs" if holds else "company_pages.unclear"))
        if not holds and mde is not None:
            sentences.append(words("company_pages.detectable", size=written.basis_points(mde)))
    sentences += _money(results, ticker, words)
    in_numbers = words(
        "company_pages.numbers",
        estimate=written.basis_points(value, digits=1, sign=True),
        se=written.decimal(row.get("se"), 1),
        p=written.p_equals(row.get("pvalue")),
        p_bh=written.pvalue(_adjusted(rows, ticker)),
        n=written.count(row.get("nobs")),
        covariance=str(row.get("covariance") or ""),
    )
    return _with_note(" ".join(sentences), in_numbers, results)


def _adjusted(rows: pd.DataFrame, ticker: str) -> float | None:
    """The company's p-value, adjusted over all companies."""
    alone = rows[texts(rows, "company") != POOLED]
    adjusted = benjamini_hochberg(numbers(alone, "pvalue"))
    return finite(next(iter(adjusted[texts(alone, "company") == ticker]), None))


def _money(results: Results, ticker: str, words: Words) -> list[str]:
    own = next((one for one in results.findings.money if one.company == ticker), None)
    if own is None:
        return []
    amount = words.numbers.money(own.per_sd, own.currency)
    return [words("company_pages.money", amount=amount, span=words.numbers.money_span(own.low, own.high))]


def _with_note(sentence: str, in_numbers: str, results: Results) -> list[Paragraph]:
    """The numbers of a test: a footnote for investor relations, a paragraph for researchers."""
    if options(results, "report")["edition"] == "ir":
        return [Paragraph(sentence, note=in_numbers)]
    return [Paragraph(sentence), Paragraph(in_numbers, "small")]


def _events(results: Results, ticker: str, words: Words) -> list[Block]:
    events = own_events(results, ticker)
    mine, largest = events.every, events.largest
    kind = "storm" if counted(results) else "event"
    if mine.empty:
        return [Paragraph(words(f"company_pages.no_{kind}"))]
    written, window = words.numbers, results.findings.reaction.window
    car = numbers(largest, window_column(window))
    rows = [
        (
            written.count(place),
            written.short_date(row["session"]),
            written.count(row.get("n_posts")),
            written.count(row.get("n_negative")),
            written.percent(size, sign=True),
        )
        for place, (row, size) in enumerate(zip(records(largest), car, strict=True), start=1)
    ]
    some = len(largest) < len(mine)
    caption = words(
        f"company_pages.{kind}s_{'some' if some else 'all'}",
        n=written.count(len(largest)),
        events=words.counted(kind, len(mine), "dative"),
        window=written.window(*window),
    )
    header = ("number", "date", "posts", "negative", "car")
    return [_table(caption, header, rows, 2, words)]


def _months(results: Results, ticker: str, words: Words) -> list[Block]:
    """Its newest months, where the run has the table of months."""
    if "months" not in results.tables:
        return []
    rows = results.tables["months"]
    own = rows[texts(rows, "company") == ticker].sort_values("month").tail(MONTHS)
    written = words.numbers
    cells = [
        (
            _month(str(row["month"]), words),
            written.count(row.get("n_posts")),
            written.percent(row.get("negative_share"), 0),
            written.percent(row.get("ret"), 1, sign=True),
            written.percent(row.get("market"), 1, sign=True),
        )
        for row in records(own)
    ]
    header = ("month", "posts", "negative", "price", "market")
    return [_table(words("company_pages.months"), header, cells, 1, words)] if cells else []


def _month(text: str, words: Words) -> str:
    """``2024-12`` as ``December 2024``."""
    year, _, month = text.partition("-")
    known = month.isdigit() and 1 <= int(month) <= 12
    return f"{words.numbers.month(int(month))} {year}" if known else text


def _table(
    caption: str, header: tuple[str, ...], rows: Sequence[tuple[str, ...]], left: int, words: Words
) -> TableBlock:
    align = tuple("left" if place < left else "right" for place in range(len(header)))
    headings = tuple(words(f"company_pages.column_{name}") for name in header)
    return TableBlock(caption, headings, tuple(rows), align)  # type: ignore[arg-type]


def _directions(results: Results, ticker: str, words: Words) -> list[Paragraph]:
    """Which moves first, by the company's own tests."""
    tests = table(results, "granger")
    if tests.empty:
        return []
    sentences, in_numbers = [], []
    for name, way in (("forward", results.findings.forward), ("backward", results.findings.backward)):
        row = _test(tests, ticker, way)
        p = finite(row.get("pvalue_bh"))
        outcome = "untested" if p is None else "yes" if p < LEVEL else "no"
        reason = words.reason(str(row.get("why", ""))) or words("verdict.no_reason")
        sentences.append(words(f"company_pages.{name}_{outcome}", reason=reason))
        in_numbers.append(
            words(
                f"company_pages.{name}_numbers",
                statistic=words.numbers.decimal(row.get("statistic"), 2),
                p_bh=words.numbers.pvalue(p),
                n=words.numbers.count(row.get("nobs")),
            )
        )
    lags = words.counted("lag", results.findings.forward.lag_order or 0)
    note = words("company_pages.granger_numbers", lags=lags, tests=" ".join(in_numbers))
    return _with_note(" ".join(sentences), note, results)


def _test(tests: pd.DataFrame, ticker: str, way: Direction) -> Mapping[str, Any]:
    rows = tests[
        (texts(tests, "company") == ticker)
        & (texts(tests, "cause") == way.cause)
        & (texts(tests, "effect") == way.effect)
        & (numbers(tests, "lag_order") == (way.lag_order or -1))
    ]
    return next(iter(records(rows.assign(why=joined_reasons(rows)))), {})
