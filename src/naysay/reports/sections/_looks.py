"""A report as one of a series of monthly ones: what it needs to claim a difference."""

from __future__ import annotations

import math
from typing import Final

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
    place = words(
        "looks.place_first" if look.number == 1 else "looks.place",
        number=words.numbers.count(look.number),
        first=words.numbers.month_of_year(look.first_month),
    )
    return f"{place} {words('looks.needs', level=p_below(look.level, words))}"


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
            p_below(row["level"], words),
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


def p_below(level: float, words: Words) -> str:
    """``level`` with two digits that count, rounded down: a p at the number written is no claim."""
    digits = 1 - math.floor(math.log10(level))
    return words.numbers.decimal(math.floor(level * 10.0**digits + 1e-9) / 10.0**digits, digits)
