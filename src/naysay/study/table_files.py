"""Tables as files of text, in which no cell is a formula to a spreadsheet or a command to a terminal."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import pandas as pd

_FORMULA: Final = re.compile(r"'*[=+\-@\t\r＝＋－＠].", re.DOTALL)
_QUOTED: Final = re.compile(r"'+(?:[=+\-@\t\r＝＋－＠]|\\x09|\\x0d).", re.DOTALL)
"""Text that got an apostrophe, so that no spreadsheet runs it."""
_NUMBER: Final = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_NO_CHARACTERS: Final = frozenset({"Cc", "Cs"})
"""Controls, and halves of pairs, which UTF-8 cannot write: they come from file names in other encodings."""


def table_csv(table: pd.DataFrame) -> bytes:
    """``table`` as a CSV file: UTF-8, decimal points, dates as YYYY-MM-DD, nothing where a value is missing.

    Text cells are made ``harmless``; numbers are as they are.
    """
    text = _harmless(table).to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
    return text.encode("utf-8")


def harmless(text: str) -> str:
    """``text`` as a spreadsheet takes it for text and a terminal shows it.

    Text that begins with = + - @, a tab or a carriage return, after any apostrophes, gets one apostrophe
    more, so that who needs the text itself takes one off. A number, or one such character alone, is no
    formula and stays. Control characters are written as their numbers, such as \\x1b.

    References
    ----------
    OWASP, "CSV Injection".
    """
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        text = f"'{text}"
    if text.isprintable():
        return text
    return "".join(f"\\x{ord(c):02x}" if unicodedata.category(c) in _NO_CHARACTERS else c for c in text)


def original(text: str) -> str:
    """The text that ``harmless`` put an apostrophe before; numbers of characters stay as they are."""
    return text[1:] if _QUOTED.match(text) else text


def _harmless(table: pd.DataFrame) -> pd.DataFrame:
    """``table``, with other texts where one has to change; no other column is touched in value or type."""
    changed = table
    for name in table.columns:
        column = table[name]
        if column.dtype.kind in "biufcmM":
            continue
        texts = {cell for cell in column.unique() if isinstance(cell, str)}  # few, in a column of millions
        other = {cell: safe for cell in texts if (safe := harmless(cell)) != cell}
        if other:
            cells = [other.get(cell, cell) if isinstance(cell, str) else cell for cell in column]
            changed = changed.assign(**{str(name): pd.Series(cells, index=column.index, dtype=object)})
    return changed
