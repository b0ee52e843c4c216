"""What a run warns of, as sentences of the report's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from naysay.reports.words import Words
from naysay.study.errors import Notice

NAMED: Final = 3
"""Files or companies that a sentence names; the others are counted."""


def notice_sentence(notice: Notice, words: Words, family: str = "warning") -> str:
    """One sentence; a code without words, as of another version of naysay, is shown as plain text.

    ``family`` is warning, or warning_short for the first page of the report.
    A phrase under ``[warning]`` may use every value of its notice, ``{about}`` for the names, ``{rows}`` for
    ``3 rows`` and ``{rows_dative}`` for the same in the dative. Whole numbers are written as counts, a value
    whose name begins with ``share`` as percent, one that ends with ``date`` as a date, and ``cause`` with the
    words of ``[cause]``. A text for which ``[warning_NAME]`` has words, NAME being the value's, becomes
    these, and any other stays as it is.
    """
    key = f"{family}.{notice.code}"
    if not words.knows(key):
        return str(notice)
    written = {name: _written(name, value, words) for name, value in notice.values}
    written["about"] = names_in_words(notice.about, words)
    written["rows"] = words.counted("row", notice.rows)
    written["rows_dative"] = words.counted("row", notice.rows, "dative")
    try:
        return words(key, **written)
    except KeyError:  # written by another version
        return str(notice)


def names_in_words(names: Sequence[str], words: Words) -> str:
    """The first of ``names``, and how many more there are."""
    listed, further = ", ".join(names[:NAMED]), len(names) - NAMED
    return words("names.further", names=listed, n=words.numbers.count(further)) if further > 0 else listed


def _written(name: str, value: int | float | str, words: Words) -> str:
    if isinstance(value, str):
        key = f"warning_{name}.{value}"
        if name.endswith("date"):
            return words.numbers.date(value)
        if name == "cause":
            return words.of_code("cause", value)
        return words(key) if words.knows(key) else value
    if name.startswith("share"):
        return words.numbers.percent(value, 0 if value >= 0.1 else 1)
    return words.numbers.count(value) if isinstance(value, int) else words.numbers.plain(value)
