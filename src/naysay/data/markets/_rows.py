"""The rows of a text table of any encoding, delimiter and line ends, all cells as texts."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from typing import Final

from naysay.data.tables.dialect import DELIMITERS, HEAD_LINES, dialect_of
from naysay.data.tables.encoding import text_of_table
from naysay.study.errors import DataError

LONGEST_LINE: Final = 200_000
"""Characters; a thousand columns take less."""
MOST_LINES: Final = 200_000
"""Eight centuries of sessions."""


def text_rows(raw: bytes, name: str, known_names: Callable[[Sequence[str]], float]) -> list[list[str]]:
    """The rows of ``raw`` that are not blank, lines above the names of columns included.

    ``known_names`` says what share of the needed columns a row names. The delimiter is the one with which a
    line of the head names all, or else most. Where none names any, it is found from the shape of the table.

    Raises
    ------
    DataError
        Bytes that are no table: lines or cells that are too long, or too many lines.
    """
    text, _ = text_of_table(raw)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    longest = max(map(len, lines))
    if longest > LONGEST_LINE or len(lines) > MOST_LINES:
        fault = f"a line of {longest} characters" if longest > LONGEST_LINE else f"{len(lines)} lines"
        raise _no_table(name, fault)
    try:
        delimiter = _delimiter(lines[:HEAD_LINES], known_names)
        rows = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter)
        return [row for row in rows if any(map(str.strip, row))]
    except csv.Error as error:
        raise _no_table(name, str(error)) from error


def _delimiter(head: Sequence[str], known_names: Callable[[Sequence[str]], float]) -> str:
    best, most = "", 0.0
    for line in filter(str.strip, head):
        for delimiter in sorted(DELIMITERS, key=line.count, reverse=True):
            share = known_names(next(csv.reader([line], delimiter=delimiter))) if delimiter in line else 0.0
            if share > most:
                best, most = delimiter, share
            if share == 1.0:
                return best
    if not best and (dialect := dialect_of(head)):
        return dialect.delimiter
    return best or DELIMITERS[0]


def _no_table(name: str, fault: str) -> DataError:
    return DataError(
        "prices.path",
        got=f"{name}, which is no table: {fault}",
        allowed="a table in a text file, a row a session",
        mend="Download the prices again.",
    )
