"""A report as one of a series of monthly ones: what it needs to claim a difference."""

from __future__ import annotations

from typing import Final

from naysay.analysis.monitoring.look import Look
from naysay.reports.blocks import Block
from naysay.reports.results import Results
from naysay.reports.sections._journal import journal_table, records
from naysay.reports.sections._reading import table
from naysay.reports.words import Words

SHOWN: Final = 12
"""The last looks of the table; the first is shown in any case."""
HEADER: Final = ("look", "month", "sessions", "information", "critical", "level", "spent")


def series_sentence(results: Results, words: Words) -> str:
    """Which report of its series this is, and the level that a claim needs.

    Of a report that stands alone: that an earlier one used a part of its data, where one did; else empty.
    """
    look = results.findings.lead.look
    if look is None:
        grown = results.since is not None and results.since.sessions > 0
        return words("looks.alone") if grown and results.findings.verdict != "not_testable" else ""
    return words(
        "looks.first" if look.number == 1 else "looks.sentence",
        number=words.numbers.count(look.number),
        first=words.numbers.month_of_year(look.first_month),
        level=_level(look, words),
    )


def looks_table(results: Results, words: Words) -> tuple[Block, ...]:
    """The boundary of the first and of the last looks; nothing for a report that stands alone."""
    rows, written = records(table(results, "looks")), words.numbers
    shown = rows if len(rows) <= SHOWN else [rows[0], *rows[1 - SHOWN :]]
    cells = [
        (
            written.count(row["look"]),
            written.month_of_year(row["month"]),
            written.count(row["sessions"]),
            written.decimal(row["information"], 2),
            written.decimal(row["critical"], 3),
            written.percent(row["level"]),
            written.percent(row["spent"]),
        )
        for row in shown
    ]
    return journal_table(
        words,
        caption=words("looks.table"),
        header=[words(f"looks.{name}") for name in HEADER],
        rows=cells,
        notes=(words("looks.notes"),),
        left=2,
        strong=(len(cells) - 1,),
    )


def _level(look: Look, words: Words) -> str:
    """In percent, rounded down, so that a p at the number that is written is no claim."""
    digits = 1 if look.level >= 0.001 else 2 if look.level >= 0.0001 else 4
    scale = 10.0 ** (digits + 2)
    return words.numbers.percent(int(look.level * scale) / scale, digits)
