"""What a column of a table looks like: its kind, how much is filled, lengths and forms, never its texts."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final, Literal

from naysay.data.inspection.headings import roles_of
from naysay.data.inspection.moments import ColumnMoments
from naysay.data.times import form_of

Kind = Literal["empty", "time", "date", "number", "word", "text", "flag", "nested"]
"""word: short and without many spaces, such as a name; nested: lists and objects of JSON."""
EXAMPLES: Final = 3
"""Forms that are shown of a column."""
LONG: Final = 60
"""Characters from which on a value with a space is a text."""
MOST_TIMES: Final = 500
"""Values that are tried as times: all others of a column are like them."""
_NUMBER: Final = re.compile(r"[-+]?[0-9][0-9.,' \u00a0]*(?:[eE][-+]?[0-9]+)?\s*%?")
ROUNDED: Final = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,2}")
"""How a spreadsheet writes a long number: 5.50442E+17."""


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """``filled`` is a share of all rows, ``distinct`` one of those that are filled; lengths are characters.

    ``forms`` are the most frequent ones, letters and digits masked, of columns that are no text.
    """

    name: str
    kind: Kind
    filled: float
    distinct: float
    values: int
    """Different ones that were seen."""
    shortest: int
    usual: float
    longest: int
    spaces: float
    """Spaces in a usual value."""
    forms: tuple[str, ...] = ()
    is_rounded: bool = False
    """Whether most values are long numbers that a spreadsheet has rounded."""


def profile(name: str, cells: Sequence[Any]) -> ColumnProfile:
    """What the column ``name`` with ``cells`` looks like; cells are texts, numbers, times, lists or None."""
    written = [cell for cell in cells if not is_missing(cell)]
    if not written:
        return ColumnProfile(name, "empty", 0.0, 0.0, 0, 0, 0.0, 0, 0.0)
    texts = [cell if isinstance(cell, str) else str(cell) for cell in written]
    lengths = [len(text) for text in texts]
    values = len(set(texts))
    kind = _kind(name, written, texts)
    shown = texts[:MOST_TIMES] if kind not in ("text", "nested") else []
    forms = Counter(map(form_of, shown))
    return ColumnProfile(
        name,
        kind,
        len(written) / len(cells),
        values / len(written),
        values,
        min(lengths),
        median(lengths),
        max(lengths),
        median(text.count(" ") for text in texts),
        tuple(one for one, _ in sorted(forms.items(), key=lambda each: (-each[1], each[0]))[:EXAMPLES]),
        sum(ROUNDED.fullmatch(text.strip()) is not None for text in texts) > len(texts) / 2,
    )


def is_missing(cell: object) -> bool:
    """Whether a cell holds nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip()) or cell != cell


def _kind(name: str, written: Sequence[Any], texts: Sequence[str]) -> Kind:
    if all(isinstance(cell, bool) for cell in written):
        return "flag"
    if sum(isinstance(cell, list | dict) for cell in written) > len(written) / 2:
        return "nested"
    tried = written[:MOST_TIMES]
    column = ColumnMoments.of(name, tried)
    moments = [column.moment(cell) for cell in tried]
    clocks = sum(isinstance(one, int) for one in moments)
    dates = sum(isinstance(one, dt.date) for one in moments)
    is_count = column.has_serials or all(_NUMBER.fullmatch(text.strip()) for text in texts[:MOST_TIMES])
    if clocks + dates >= 0.9 * len(tried) and (not is_count or "posted_at" in roles_of(name)):
        return "time" if clocks >= dates else "date"
    if sum(isinstance(cell, int | float) for cell in written) > 0.9 * len(written):
        return "number"
    if sum(_NUMBER.fullmatch(text.strip()) is not None for text in texts) > 0.9 * len(texts):
        return "number"
    spaced = sum(text.count(" ") >= 4 for text in texts)
    is_long = median(map(len, texts)) > LONG and any(" " in text for text in texts)
    return "text" if spaced > 0.3 * len(texts) or is_long else "word"
