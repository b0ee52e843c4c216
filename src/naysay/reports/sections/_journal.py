"""Tables as journals print them: estimate, standard error, interval, p, n, and notes below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from naysay.reports.blocks import Block, Paragraph, TableBlock
from naysay.reports.numbers import MISSING, finite
from naysay.reports.words import Words

ESTIMATE: Final = ("estimate", "se", "interval", "p", "n")
"""Headings of the cells that ``estimate_cells`` gives."""


def journal_table(
    words: Words,
    *,
    caption: str,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    notes: Sequence[str],
    left: int = 1,
    strong: Sequence[int] = (),
) -> tuple[Block, ...]:
    """A table with its notes in small print; nothing where it has no rows.

    ``header`` has keys of ``column`` or texts that are none. The first ``left`` columns hold texts and the
    others numbers. Empty notes are left out.
    """
    if not rows:
        return ()
    headings = tuple(words(f"column.{name}") if words.knows(f"column.{name}") else name for name in header)
    table = TableBlock(
        caption,
        headings,
        tuple(tuple(row) for row in rows),
        tuple("left" if place < left else "right" for place in range(len(headings))),
        tuple(strong),
    )
    text = " ".join(note for note in notes if note)
    return (table, Paragraph(words("journal.notes", notes=text), "small")) if text else (table,)


def estimate_cells(
    row: Mapping[str, Any], words: Words, *, estimate: str, digits: int, scale: float = 1.0
) -> tuple[str, str, str, str, str]:
    """Estimate, standard error, interval, p and n of a row of a table, in columns of one precision.

    ``scale`` is what the numbers of the table are multiplied with, 100 for percent.
    """
    value, error, low, high = (
        None if (number := finite(row.get(name))) is None else number * scale
        for name in (estimate, "se", "low", "high")
    )
    written = words.numbers
    nobs = row.get("nobs", row.get("n_events"))
    return (
        written.decimal(value, digits, sign=True),
        written.decimal(error, digits),
        written.span(low, high, digits),
        written.pvalue(row.get("pvalue")),
        written.count(nobs),
    )


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as mappings."""
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def errors_in_words(covariance: str, words: Words) -> str:
    """``Standard errors: jackknife over sessions (CR3).``; empty for a table that names none."""
    if not covariance:
        return ""
    own = f"journal.errors_{covariance}"
    return words(own) if words.knows(own) else words("journal.errors_named", name=covariance)


def missing_rows(reasons: Sequence[str], words: Words) -> str:
    """Why rows of a table have a dash, each reason with its count; empty where none has one."""
    counted = {reason: list(reasons).count(reason) for reason in dict.fromkeys(reasons) if reason}
    if not counted:
        return ""
    listed = "; ".join(f"{words.reason(reason)} ({words.numbers.count(n)})" for reason, n in counted.items())
    return words("journal.dashes", dash=MISSING, reasons=listed)
