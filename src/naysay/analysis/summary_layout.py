"""How a result's table becomes a summary: its columns, how numbers are written, and what is said below."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from naysay.analysis.choices import Choice, choices_in_words
from naysay.study.characters import readable
from naysay.study.counts import counted
from naysay.study.latex_table import Row
from naysay.study.reasons import joined_reasons, plain
from naysay.study.summary_table import SummaryTable, most_rows


@dataclass(frozen=True, slots=True)
class SummaryLayout:
    """The summary of one table. ``columns`` map each column that is shown to its heading and format.

    A format is one of Python's, such as ``.3f``; the empty one writes the value as it is. ``null`` and
    ``distribution`` are sentences. ``names`` are how many of the first columns name the row; one that lacks
    its first number has its reason after them. ``shown`` takes some rows where the table is long, and
    ``left_out`` says which it leaves to the table. ``short`` is the name in a result's ``repr``.
    """

    caption: str
    columns: Mapping[str, tuple[str, str]]
    null: str
    distribution: str
    names: int = 1
    of: str = ".table"
    short: str = ""
    shown: Callable[[pd.DataFrame], pd.DataFrame] | None = None
    left_out: str = ""


def table_summary(
    table: pd.DataFrame,
    layout: SummaryLayout,
    *,
    chosen: tuple[Choice, ...] = (),
    notes: Sequence[str] = (),
    without: str = "",
) -> SummaryTable:
    """``table`` as ``layout`` says, its first rows; NaN is an empty cell.

    ``without`` stands before the reason of a row without a result.
    """
    ways = {name: way for name, way in layout.columns.items() if name in table}
    naming, numbers = list(ways)[: layout.names], list(ways)[layout.names :]
    some = table if layout.shown is None else layout.shown(table)
    rows = []
    for values in some.assign(reason=joined_reasons(some)).to_dict("records"):
        name = tuple(number_text(values[column], ways[column][1]) for column in naming)
        cells = tuple(number_text(values[column], ways[column][1]) for column in numbers)
        missing = values["reason"] and not (cells and cells[0])
        rows.append(Row((*name, f"{without}{plain(values['reason'])}") if missing else (*name, *cells)))
    first, more = most_rows(rows, of=layout.of)
    said = [f"Null: {layout.null}" if layout.null else "", layout.distribution, layout.left_out, *notes]
    return SummaryTable(
        layout.caption,
        [heading for heading, _ in ways.values()],
        first,
        [*filter(None, said), *more, *choices_in_words(chosen)],
        names=len(naming),
    )


def number_text(value: Any, form: str) -> str:
    """A cell: a number in the ``form``, any other value as it is, nothing for what is missing."""
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return ""
    if not form:
        return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)
    return format(value, form)


def companies_text(count: int) -> str:
    """How many companies, in words of a summary."""
    return counted(count, "company")


def clipped(text: str, longest: int) -> str:
    """``text`` on one line, cut where it is longer."""
    line = readable(text)
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
