"""Granger tests company by company in both directions, and where those in windows and responses are."""

from __future__ import annotations

from typing import Final

import pandas as pd

from naysay.analysis.findings import Direction
from naysay.analysis.level import LEVEL
from naysay.reports.blocks import Block, Heading, Paragraph
from naysay.reports.results import Results
from naysay.reports.sections._company_counts import companies_of
from naysay.reports.sections._journal import journal_table, missing_rows
from naysay.reports.sections._reading import company_name, numbers, table, texts
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words
from naysay.study.reasons import joined_reasons

SHOWN: Final = 100
"""Companies in the table; the file has all."""
ELSEWHERE: Final = ("granger_windows", "responses")
"""Tables with thousands of rows, which no page shows."""


def build(results: Results, words: Words) -> SectionContent:
    heading, tests = Heading(words("granger.heading")), table(results, "granger")
    blocks = [*_companies(results, tests, words), *_orders(results, tests, words)]
    blocks += _elsewhere(results, words)
    if not blocks:
        return SectionContent((heading, Paragraph(words("granger.absent"))))
    return SectionContent((heading, *blocks))


def _companies(results: Results, tests: pd.DataFrame, words: Words) -> tuple[Block, ...]:
    """Both directions at the order named beforehand, one row a company."""
    ways = [_at_order(tests, way) for way in (results.findings.forward, results.findings.backward)]
    names = list(dict.fromkeys(name for way in ways for name in texts(way, "company")))
    if not names:
        return ()
    by_company = [way.drop_duplicates("company").set_index("company").reindex(names) for way in ways]
    written = words.numbers
    cells = [
        (
            company_name(results, name),
            *(cell for way in by_company for cell in _cells(way.loc[name], words)),
        )
        for name in names[:SHOWN]
    ]
    n_tests = int(numbers(tests, "pvalue").notna().sum())
    return journal_table(
        words,
        caption=words(
            "granger.companies", lags=words.counted("lag", results.findings.forward.lag_order or 0)
        ),
        header=("company", *("forward_f", "p_bh", "r2", "n"), *("backward_f", "p_bh", "r2", "n")),
        rows=cells,
        notes=(
            words("granger.null"),
            words(
                "granger.family",
                tests=words.counted("test", n_tests),
                covariance=words.of_code("covariance", next(iter(texts(tests, "covariance")), "")),
                df=_df(ways, words),
            )
            if n_tests
            else "",
            words(
                "granger.counts",
                forward=companies_of(results, "forward", words),
                backward=companies_of(results, "backward", words),
            ),
            missing_rows([str(why) for way in ways for why in joined_reasons(way)], words),
            words("journal.more_rows", n=written.count(len(names) - SHOWN), table="granger")
            if len(names) > SHOWN
            else "",
        ),
    )


def _cells(row: pd.Series, words: Words) -> tuple[str, str, str, str]:
    written = words.numbers
    return (
        written.decimal(row.get("statistic"), 2),
        written.pvalue(row.get("pvalue_bh")),
        written.percent(row.get("partial_r2"), 1),
        written.count(row.get("nobs")),
    )


def _df(ways: list[pd.DataFrame], words: Words) -> str:
    """The degrees of freedom of the numerator, the same in every row."""
    known = pd.concat([numbers(way, "df_num") for way in ways]).dropna()
    return words.numbers.count(None if known.empty else known.iloc[0])


def _orders(results: Results, tests: pd.DataFrame, words: Words) -> tuple[Block, ...]:
    """How many companies reject at each lag order; by chance one test in twenty does before correction."""
    rows = []
    orders = sorted({int(order) for order in numbers(tests, "lag_order").dropna()})
    for order in orders if len(orders) > 1 else ():
        cells = [words.numbers.count(order)]
        for way in (results.findings.forward, results.findings.backward):
            p = tests[
                _of(tests, way) & (numbers(tests, "lag_order") == order) & numbers(tests, "pvalue").notna()
            ]
            cells += [
                words.numbers.count(int((numbers(p, column) < LEVEL).sum()) if len(p) else None)
                for column in ("pvalue", "pvalue_bh")
            ]
            cells.append(words.numbers.count(len(p)))
        rows.append(cells)
    header = ("lags", *(words(f"granger.{name}") for name in ("forward_p", "forward_bh")), "tested")
    header += (*(words(f"granger.{name}") for name in ("backward_p", "backward_bh")), "tested")
    return journal_table(
        words,
        caption=words("granger.orders"),
        header=header,
        rows=rows,
        notes=(words("granger.orders_notes"), words("journal.in_file", table="granger")),
        left=0,
        strong=[i for i, order in enumerate(orders) if order == results.findings.forward.lag_order],
    )


def _elsewhere(results: Results, words: Words) -> list[Block]:
    sentences = [
        words(f"granger.{name}", rows=words.counted("row", len(table(results, name)), "dative"))
        for name in ELSEWHERE
        if len(table(results, name))
    ]
    return [Paragraph(" ".join(sentences), "small")] if sentences else []


def _of(tests: pd.DataFrame, way: Direction) -> pd.Series:
    return (texts(tests, "cause") == way.cause) & (texts(tests, "effect") == way.effect)


def _at_order(tests: pd.DataFrame, way: Direction) -> pd.DataFrame:
    return tests[_of(tests, way) & (numbers(tests, "lag_order") == (way.lag_order or -1))]


SECTION = ReportSection("granger", build)
