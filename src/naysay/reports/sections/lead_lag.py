"""Both directions side by side: does chatter go before returns, or do returns go before chatter?"""

from __future__ import annotations

from typing import Final

import pandas as pd

from naysay.analysis.findings import Direction
from naysay.analysis.level import LEVEL
from naysay.analysis.projections import POOLED
from naysay.reports.blocks import Block, Columns, Heading, Paragraph, TableBlock
from naysay.reports.numbers import MISSING
from naysay.reports.results import Results
from naysay.reports.sections._directions import correlations, lags_figure
from naysay.reports.sections._duration import horizons_figure
from naysay.reports.sections._reading import company_name, numbers, reasons_counted, table, texts
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words
from naysay.study.reasons import joined_reasons

SHOWN: Final = 12
"""Companies in the table; with more, those with the smallest adjusted p-value of either direction."""


def build(results: Results, words: Words) -> SectionContent:
    blocks: list[Block] = [Heading(words("lead_lag.heading"))]
    charts, drawings = _charts(results, words)
    granger = _granger(results, words)
    if not charts and not granger:
        return SectionContent((*blocks, Paragraph(words("lead_lag.absent"))))
    return SectionContent((*blocks, *charts, *granger, *_checks(results, words)), drawings)


def _charts(results: Results, words: Words) -> tuple[list[Block], dict[str, bytes]]:
    """Both charts side by side with what they show; nothing where neither has a number."""
    company = company_name(results, results.focus)
    rows, measure = correlations(results)
    right = horizons_figure(results, words, words("lead_lag.caption_right"), alone=rows.empty)
    caption = words(f"lead_lag.caption_{measure}", company=company)
    left = lags_figure(results, words, caption, alone=not right.blocks)
    if not left.blocks and not right.blocks:
        return [], {}
    charts: tuple[Block, ...] = (*left.blocks, *right.blocks)
    if left.blocks and right.blocks:
        charts = (Columns(left=left.blocks, right=right.blocks),)
    intro = [
        words(f"lead_lag.intro_{side}", company=company)
        for side, one in (("left", left), ("right", right))
        if one.blocks
    ]
    blocks: list[Block] = [
        Paragraph(" ".join((words("lead_lag.intro"), *intro, words("figure.dots")))),
        *charts,
    ]
    if left.blocks:
        blocks.append(Paragraph(words("lead_lag.lag_zero"), "small"))
    return blocks, {**left.drawings, **right.drawings}


def _granger(results: Results, words: Words) -> list[Block]:
    """Sentence and table of the study's own lag order in both directions."""
    findings, written = results.findings, words.numbers
    tests = table(results, "granger")
    forward, backward = _own(tests, findings.forward), _own(tests, findings.backward)
    names = list(dict.fromkeys([*texts(forward, "company"), *texts(backward, "company")]))
    if not names:
        return []
    ways = [way.drop_duplicates("company").set_index("company").reindex(names) for way in (forward, backward)]
    best = pd.concat([numbers(way, "pvalue_bh") for way in ways], axis=1).min(axis=1)
    shown = list(best.sort_values(kind="stable").index[:SHOWN]) if len(names) > SHOWN else names
    rows = []
    for name in shown:
        cells = [company_name(results, name)]
        for way in ways:
            row = way.loc[name]
            cells += [
                written.decimal(row["statistic"], 2),
                written.pvalue(row["pvalue"]),
                written.pvalue(row["pvalue_bh"]),
            ]
        observed = pd.concat([numbers(way, "nobs") for way in ways], axis=1).loc[name].dropna()
        cells.append(written.range(int(observed.min()), int(observed.max())) if len(observed) else MISSING)
        rows.append(tuple(cells))
    n_tests = int(numbers(tests, "pvalue").notna().sum())
    header = ("company", "forward_f", "p", "p_bh", "backward_f", "p", "p_bh", "n")
    caption = words(
        "lead_lag.table_some" if len(shown) < len(names) else "lead_lag.table",
        lags=words.counted("lag", findings.forward.lag_order or 0),
        covariance=words.of_code("covariance", next(iter(texts(tests, "covariance")), "")),
        tests=words.counted("test", n_tests),
        n=written.count(len(shown)),
        companies=words.counted("company", len(names), "dative"),
    )
    blocks: list[Block] = [*_summary(findings.forward, findings.backward, words)]
    if n_tests:
        columns = tuple(words(f"column.{n}") for n in header)
        blocks.append(TableBlock(caption, columns, tuple(rows), ("left", *("right",) * 7)))
    reasons = pd.concat([joined_reasons(forward), joined_reasons(backward)])
    if (reasons != "").any():
        untested = words.counted("test", int((reasons != "").sum()))
        text = words("lead_lag.untested", n=untested, reasons=reasons_counted(reasons, words))
        blocks.append(Paragraph(text, "small"))
    return blocks


def _checks(results: Results, words: Words) -> list[Block]:
    """Other tests of the same question: the p-value of a panel's, of companies' how many lie below 5 %."""
    tests = table(results, "granger_checks")
    if tests.empty:
        return []
    chatter = texts(tests, "cause") == "negativity"
    rows = [
        (
            words.of_code("granger_check", str(name)),
            *(_direction_sentence(of[chatter[of.index] == way], words) for way in (True, False)),
        )
        for name, of in tests.groupby("test", sort=False)
    ]
    header = tuple(words(f"column.{name}") for name in ("test", "forward", "backward"))
    blocks: list[Block] = [
        TableBlock(words("lead_lag.checks"), header, tuple(rows), ("left", "right", "right"))
    ]
    unmade = joined_reasons(tests)[numbers(tests, "pvalue").isna()]
    if len(unmade):
        count = words.counted("test", len(unmade))
        untested = words("lead_lag.untested", n=count, reasons=reasons_counted(unmade, words))
        blocks.append(Paragraph(untested, "small"))
    return blocks


def _direction_sentence(rows: pd.DataFrame, words: Words) -> str:
    p = numbers(rows, "pvalue").dropna()
    if p.empty:
        return words.numbers.pvalue(None)
    if (texts(rows, "company") == POOLED).all():
        return words.numbers.p_equals(p.iloc[0])
    return f"{words.numbers.count(int((p < LEVEL).sum()))} {words.counted('company', len(p), 'of')}"


def _own(tests: pd.DataFrame, direction: Direction) -> pd.DataFrame:
    """The tests of one direction at the study's lag order."""
    return tests[
        (texts(tests, "cause") == direction.cause)
        & (texts(tests, "effect") == direction.effect)
        & (numbers(tests, "lag_order") == (direction.lag_order or -1))
    ]


def _summary(forward: Direction, backward: Direction, words: Words) -> list[Paragraph]:
    """How many companies show each direction; nothing where one of them could not be tested at all."""
    if not (forward.n_tested and backward.n_tested):
        return []
    counts = {
        name: f"{words.numbers.count(way.n_rejected)} {words.counted('company', way.n_tested, 'of')}"
        for name, way in (("forward", forward), ("backward", backward))
    }
    return [Paragraph(words("lead_lag.summary", **counts))]


SECTION = ReportSection("lead_lag", build)
