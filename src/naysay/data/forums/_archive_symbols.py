"""What one row of a file of symbols says of its message, and what all rows of a message say together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from naysay.data.forums._cells import BETWEEN, LONGEST_LIST
from naysay.data.forums._ids import table_id
from naysay.data.forums.base import LONGEST_NAME, Mark, RefusedError
from naysay.data.instants import instant
from naysay.study.spec import PostOptions

ID, TEXT = "message_id", "message_body"
AUTHOR, TIME, MARK, SYMBOL, LIST = "user_id", "created_at", "sentiment", "symbol", "symbol_list"
MOST_DIGITS: Final = 18
"""Of a message's number: more do not fit into 64 bits."""
LONGEST_TIME: Final = 100
CONTRADICTION: Final = "symbols_contradict"
_UNIT: Final = "\x1f"
"""Stands between the cells of a row that is kept."""
_NUMBER: Final = re.compile(rf"([0-9]{{1,{MOST_DIGITS}}})(?:\.0+)?")
_LISTED: Final = re.compile(r"[^\s\[\](){}'\",;|]+")
_LISTS: Final = frozenset("[({'\"")
_MARKS: Final[Mapping[str, Mark]] = {
    "bullish": "positive", "1": "positive", "1.0": "positive",
    "bearish": "negative", "-1": "negative", "-1.0": "negative",
}  # fmt: skip


def message_number(cell: str) -> int:
    """The number of a message, which a sheet may have written as a float.

    Raises
    ------
    RefusedError
        An id that is none, or no whole number of up to MOST_DIGITS digits.
    """
    if cell.isdecimal() and cell.isascii() and len(cell) <= MOST_DIGITS:
        return int(cell)
    number = _NUMBER.fullmatch(table_id(cell))
    if number is None:
        raise RefusedError("id_unreadable")
    return int(number[1])


def note_of(names: Sequence[str]) -> Callable[[list[str]], str]:
    """The function that makes a note of a row's cells: its time, author, mark and symbols as one text."""
    place = {name: at for at, name in enumerate(names)}
    time_at, author_at, mark_at = place[TIME], place.get(AUTHOR), place.get(MARK)
    symbol_at, list_at = place.get(SYMBOL), place.get(LIST)

    def note(cells: list[str]) -> str:
        time = cells[time_at].strip()
        author = "" if author_at is None else cells[author_at].strip()
        mark = "" if mark_at is None else _MARKS.get(cells[mark_at].strip().lower(), "")
        symbols = "" if symbol_at is None else cells[symbol_at].strip()
        if not symbols and list_at is not None:
            symbols = _listed(cells[list_at])
        elif symbols[:1] in _LISTS:
            symbols = _listed(symbols)
        if author[-2:] == ".0" and author[:-2].isdecimal():
            author = author[:-2]
        if len(time) > LONGEST_TIME:
            time = time[:LONGEST_TIME] + "?"  # so that what is left is no time
        parts = (time, author[: LONGEST_NAME + 1], mark, symbols[: LONGEST_LIST + 1])
        noted = _UNIT.join(parts)
        if noted.count(_UNIT) != len(parts) - 1:
            noted = _UNIT.join(part.replace(_UNIT, " ") for part in parts)
        return noted

    return note


def fields_of(notes: Sequence[str], posts: PostOptions) -> dict[str, Any]:
    """What the ``notes`` of one message say together, as the fields of a post.

    Symbols are those of all notes, each once. Marks that differ are none.

    Raises
    ------
    RefusedError
        Where authors or times differ.
    """
    time, author, mark, symbols = notes[0].split(_UNIT)
    if len(notes) > 1:
        columns = zip(*(of.split(_UNIT) for of in notes), strict=True)
        times, authors, marks, lists = map(dict.fromkeys, columns)
        if len(authors) > 1 or (len(times) > 1 and len({_moment(one, posts) for one in times}) > 1):
            raise RefusedError(CONTRADICTION)
        mark = mark if len(marks) == 1 else ""
        symbols = BETWEEN.join(dict.fromkeys(BETWEEN.join(lists).split(BETWEEN))).strip(BETWEEN)
    return {TIME: time, AUTHOR: author, MARK: mark, SYMBOL: symbols}


def _moment(time: str, posts: PostOptions) -> int | str:
    try:
        return instant(time, posts.timezone, posts.clock)
    except RefusedError:
        return time


def _listed(cell: str) -> str:
    return BETWEEN.join(_LISTED.findall(cell[: 2 * LONGEST_LIST]))
