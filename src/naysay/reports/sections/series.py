"""What the series are like: unit roots, the mood, late closes, correlations of the focus, and calibration."""

from __future__ import annotations

from typing import Final

from naysay.analysis.level import LEVEL
from naysay.reports.blocks import Block, Heading, Paragraph
from naysay.reports.numbers import MISSING
from naysay.reports.results import Results
from naysay.reports.sections._company_counts import companies_of
from naysay.reports.sections._journal import journal_table, missing_rows, records
from naysay.reports.sections._reading import company_name, numbers, table, texts
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words
from naysay.study.reasons import joined_reasons

SHOWN: Final = 100
"""Companies in a table; the file has all."""
SERIES: Final = ("negativity", "ret", "abnormal_ret")


def build(results: Results, words: Words) -> SectionContent:
    heading = Heading(words("series.heading"))
    blocks = [
        *_stationarity(results, words),
        *_mood(results, words),
        *_closes(results, words),
        *_correlation(results, words),
    ]
    if not blocks:
        return SectionContent((heading, Paragraph(words("series.absent"))))
    return SectionContent((heading, *blocks))


def _stationarity(results: Results, words: Words) -> tuple[Block, ...]:
    """The p-values of ADF and KPSS and what all three tests lead to, for each series of each company."""
    rows = table(results, "stationarity")
    if rows.empty:
        return ()
    p = {
        key: words.numbers.pvalue(value)
        for key, value in zip(
            zip(texts(rows, "company"), texts(rows, "series"), texts(rows, "test"), strict=True),
            numbers(rows, "pvalue"),
            strict=True,
        )
    }
    decision = dict(
        zip(
            zip(texts(rows, "company"), texts(rows, "series"), strict=True),
            texts(rows, "decision"),
            strict=True,
        )
    )
    names = list(dict.fromkeys(texts(rows, "company")))
    cells = []
    for name in names[:SHOWN]:
        line = [company_name(results, name)]
        for series in SERIES:
            line += [p.get((name, series, test), MISSING) for test in ("adf", "kpss")]
            code = decision.get((name, series), "")
            line.append(words(f"series.{code}") if words.knows(f"series.{code}") else code or MISSING)
        cells.append(line)
    tests = tuple(
        text
        for series in SERIES
        for text in (words(f"series.adf_{series}"), "KPSS", words("series.decision"))
    )
    return journal_table(
        words,
        caption=words("series.stationarity"),
        header=("company", *tests),
        rows=cells,
        notes=(
            words("series.stationarity_notes"),
            _more(len(names), "stationarity", words),
        ),
    )


def _mood(results: Results, words: Words) -> tuple[Block, ...]:
    rows = table(results, "mood")
    cells = [
        (
            company_name(results, str(row["company"])),
            words.numbers.decimal(row.get("reliability"), 2),
            *(
                cell
                for name in ("level", "rho", "sd", "noise_scale")
                for cell in (
                    words.numbers.decimal(row.get(name), 3),
                    words.numbers.decimal(row.get(f"{name}_se"), 3),
                )
            ),
            words.numbers.count(row.get("n_sessions")),
        )
        for row in records(rows)[:SHOWN]
    ]
    header = ["company", "reliability"]
    for name in ("level", "rho", "sd", "noise"):
        header += [words(f"series.{name}"), "se"]
    return journal_table(
        words,
        caption=words("series.mood"),
        header=(*header, "n"),
        rows=cells,
        notes=(
            words("series.mood_notes", companies=companies_of(results, "mood", words)),
            _more(len(rows), "mood", words),
        ),
    )


def _closes(results: Results, words: Words) -> tuple[Block, ...]:
    """Which shares follow the benchmark a session late."""
    rows = table(results, "stale_closes")
    rows = rows.assign(why=joined_reasons(rows))
    written = words.numbers
    cells = [
        (
            company_name(results, str(row["company"])),
            written.percent(row.get("unchanged_share"), 1),
            written.decimal(row.get("late_slope"), 2),
            written.decimal(row.get("se"), 2),
            written.span(row.get("low"), row.get("high"), 2),
            written.pvalue(row.get("pvalue")),
            written.pvalue(row.get("pvalue_bh")),
            written.count(row.get("nobs")),
        )
        for row in records(rows)[:SHOWN]
    ]
    late = numbers(rows, "pvalue_bh") < LEVEL
    return journal_table(
        words,
        caption=words("series.closes"),
        header=("company", words("series.unchanged"), "estimate", "se", "interval", "p", "p_bh", "n"),
        rows=cells,
        notes=(
            words("series.closes_notes"),
            missing_rows(list(rows["why"]), words),
            _more(len(rows), "stale_closes", words),
        ),
        strong=[place for place, holds in enumerate(late[:SHOWN]) if holds],
    )


def _correlation(results: Results, words: Words) -> tuple[Block, ...]:
    """The correlations of the company in focus, by lag."""
    rows = table(results, "correlation")
    rows = rows[(texts(rows, "company") == results.focus) & numbers(rows, "r").notna()]
    measures = list(dict.fromkeys(texts(rows, "measure")))
    measure = "prewhitened" if "prewhitened" in measures else next(iter(measures), "")
    written = words.numbers
    own = rows[texts(rows, "measure") == measure]
    cells = [
        (
            written.decimal(row["lag"], sign=True),
            written.decimal(row["r"], 3),
            written.span(row.get("low"), row.get("high"), 3),
            written.span(row.get("low_joint"), row.get("high_joint"), 3),
            written.count(row.get("nobs")),
        )
        for row in records(own)
    ]
    return journal_table(
        words,
        caption=words("series.correlation", company=company_name(results, results.focus)),
        header=("lag", "r", "interval", "joint", "n"),
        rows=cells,
        notes=(
            words(
                "series.correlation_notes",
                kind=next(iter(texts(own, "kind")), "").capitalize(),
                bands=next(iter(texts(own, "bands")), "").capitalize(),
                measure=words(f"series.{measure}") if measure in ("raw", "prewhitened") else measure,
            ),
            words("journal.in_file", table="correlation"),
        ),
        left=0,
    )


def _more(rows: int, name: str, words: Words) -> str:
    if rows <= SHOWN:
        return ""
    return words("journal.more_rows", n=words.numbers.count(rows - SHOWN), table=name)


SECTION = ReportSection("series", build)
