"""The tests of the event study that do not count first: other statistics, other outcomes, subsets, slopes."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from naysay.reports.blocks import Block, Heading, Paragraph
from naysay.reports.numbers import MISSING, finite
from naysay.reports.results import Results
from naysay.reports.sections._journal import (
    ESTIMATE,
    errors_in_words,
    estimate_cells,
    journal_table,
    missing_rows,
    records,
)
from naysay.reports.sections._reading import numbers, of_window, table, texts
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words
from naysay.study.reasons import joined_reasons

OUTCOMES: Final = {
    "buy_and_hold": "held",
    "volume_tests": "volume",
    "volatility_tests": "variance",
}
"""Tables of other outcomes, and the phrase that heads each."""


def build(results: Results, words: Words) -> SectionContent:
    heading = Heading(words("event_tests.heading"))
    blocks = [
        *_tests(results, words),
        *_outcomes(results, words),
        *_announced(results, words),
        *_regression(results, words),
    ]
    if not blocks:
        return SectionContent((heading, Paragraph(words("event_tests.absent"))))
    return SectionContent((heading, *blocks))


def _tests(results: Results, words: Words) -> tuple[Block, ...]:
    """All tests of the window that counts."""
    reaction, written = results.findings.reaction, words.numbers
    rows = _in_window(results, "event_tests")
    if rows.empty:
        return ()
    rows = rows.assign(why=joined_reasons(rows))
    lines = records(rows)
    cells = []
    for row in lines:
        mean, _, interval, p, _ = estimate_cells(row, words, estimate="location", digits=2, scale=100)
        df = MISSING if finite(row.get("df")) is None else written.count(row["df"])
        statistic = written.decimal(row.get("statistic"), 2)
        cells.append((words.of_code("test", str(row["test"])), statistic, df, mean, interval, p))
    plain = lines[0]
    return journal_table(
        words,
        caption=words("event_tests.table", window=written.window(*reaction.window)),
        header=("test", "statistic", "df", "mean", "interval", "p"),
        rows=cells,
        notes=(
            words(
                "event_tests.table_notes",
                events=written.count(reaction.n_events),
                mean=written.percent(plain.get("estimate"), sign=True),
                se=written.percent(plain.get("se")),
            ),
            missing_rows(list(rows["why"]), words),
            words("journal.in_file", table="event_tests"),
        ),
        strong=[place for place, row in enumerate(lines) if row["test"] == reaction.test],
    )


def _outcomes(results: Results, words: Words) -> tuple[Block, ...]:
    """Statistic and p of each test for what was held, volume and variance, side by side."""
    written = words.numbers
    every = {name: _in_window(results, name) for name in OUTCOMES}
    by_table = {name: rows for name, rows in every.items() if len(rows)}
    tests = list(dict.fromkeys(test for rows in by_table.values() for test in texts(rows, "test")))
    cell_rows = {(name, str(row["test"])): row for name, rows in by_table.items() for row in records(rows)}
    cells = []
    for test in tests:
        line = [words.of_code("test", test)]
        for name in by_table:
            row = cell_rows.get((name, test), {})
            line += [written.decimal(row.get("statistic"), 2), written.pvalue(row.get("pvalue"))]
        cells.append(line)
    means = [_mean(cell_rows, name, words) for name in by_table]
    headings = [text for name in by_table for text in (words(f"event_tests.{OUTCOMES[name]}"), "p")]
    return journal_table(
        words,
        caption=words("event_tests.outcomes", window=written.window(*results.findings.reaction.window)),
        header=("test", *headings),
        rows=cells,
        notes=(words("event_tests.outcomes_notes", means=" ".join(filter(None, means))),),
    )


def _mean(cell_rows: dict[tuple[str, str], dict[str, Any]], name: str, words: Words) -> str:
    """The plain mean of an outcome, which its tests share: percent of what was held, else a logarithm."""
    row = next(row for (table_name, _), row in cell_rows.items() if table_name == name)
    held, written = name == "buy_and_hold", words.numbers
    if finite(row.get("estimate")) is None:
        return ""
    mean, se = (
        written.percent(row.get(key), sign=key == "estimate")
        if held
        else written.decimal(row.get(key), 2, sign=key == "estimate")
        for key in ("estimate", "se")
    )
    return words("event_tests.outcome_mean", outcome=words(f"event_tests.{OUTCOMES[name]}"), mean=mean, se=se)


def _announced(results: Results, words: Words) -> tuple[Block, ...]:
    """The study's test of events with an announcement nearby, and of those without one."""
    reaction = results.findings.reaction
    rows = _in_window(results, "announcement_tests")
    rows = rows[texts(rows, "test") == reaction.test]
    rows = rows.assign(
        value=numbers(rows, "location").fillna(numbers(rows, "estimate")), why=joined_reasons(rows)
    )
    cells = [
        (
            words(f"event_tests.announced_{'yes' if row['events'] == 'announced' else 'no'}"),
            *estimate_cells(row, words, estimate="value", digits=2, scale=100),
        )
        for row in records(rows)
    ]
    return journal_table(
        words,
        caption=words("event_tests.announced", test=words.of_code("test", reaction.test)),
        header=(words("event_tests.events"), *ESTIMATE),
        rows=cells,
        notes=(words("event_tests.announced_notes"), missing_rows(list(rows["why"]), words)),
    )


def _regression(results: Results, words: Words) -> tuple[Block, ...]:
    rows = table(results, "car_regression")
    rows = rows.assign(why=joined_reasons(rows))
    cells = [
        (
            words.of_code("event_tests", str(row["term"])),
            *estimate_cells(row, words, estimate="estimate", digits=2, scale=100),
        )
        for row in records(rows)
    ]
    return journal_table(
        words,
        caption=words(
            "event_tests.regression", window=words.numbers.window(*results.findings.reaction.window)
        ),
        header=(words("event_tests.term"), *ESTIMATE),
        rows=cells,
        notes=(
            words("event_tests.regression_notes"),
            errors_in_words(next(iter(texts(rows, "covariance")), ""), words),
            missing_rows(list(rows["why"]), words),
        ),
    )


def _in_window(results: Results, name: str) -> pd.DataFrame:
    """The rows of a table of tests in the window that counts."""
    rows = table(results, name)
    return rows[of_window(rows, results.findings.reaction.window)]


SECTION = ReportSection("event_tests", build)
