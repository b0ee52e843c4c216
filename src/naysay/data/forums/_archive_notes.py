"""The notes of all files of symbols in one file of SQLite, to be looked up by the numbers of messages."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from naysay.data.forums.base import RefusedRow

CACHE: Final = 16_000
"""Kilobytes of the file that are held while it is written."""
PAGE: Final = 16_384
AT_ONCE: Final = 500
"""Messages that are looked up at once."""
FURTHER: Final = 4
"""Times as many notes may lie between the first and the last of them: of more each is looked up alone."""
MOST_NOTES: Final = 2_000
"""Different notes of a message that are told apart: more symbols are too many in any case."""
_LINES: Final = 1 << 40
_NUMBERS: Final = {sqlite3.SQLITE_FULL: errno.ENOSPC, sqlite3.SQLITE_CANTOPEN: errno.ENOENT}
"""Errors of SQLite as those of the system."""
Notes = Path | bytes
"""The file of notes, or an excerpt of it."""
Note = tuple[int, int, str, int]
"""The number of a message, the place and the text of a note about it, and the bytes of its row."""
_SCHEMA: Final = """
CREATE TABLE note (message INTEGER, place INTEGER, text TEXT, length INTEGER, PRIMARY KEY (message, place))
WITHOUT ROWID;
CREATE TABLE refused (place INTEGER PRIMARY KEY, reason TEXT, length INTEGER, detail TEXT);
CREATE TABLE file (number INTEGER PRIMARY KEY, kind TEXT);
"""


def place_of(file: int, line: int) -> int:
    """A ``line`` of the file with that number as one number, by file and line."""
    return file * _LINES + line


@contextmanager
def as_system_error(path: Path) -> Iterator[None]:
    """What SQLite cannot do with the file of notes is an error of the system: a full disk, a missing file."""
    try:
        yield
    except sqlite3.OperationalError as error:
        number = _NUMBERS.get(error.sqlite_errorcode & 0xFF, errno.EIO)
        raise OSError(number, os.strerror(number), str(path)) from None


class WrittenNotes:
    """Notes that are being written. Nothing of them has to survive the process."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        for setting in (
            f"page_size = {PAGE}", "journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE",
            f"cache_size = -{CACHE}",
        ):  # fmt: skip
            self._database.execute(f"PRAGMA {setting}")
        self._database.executescript(_SCHEMA)
        self._database.execute("BEGIN")

    def add(self, notes: Sequence[Note]) -> None:
        """Write notes: fast where they are sorted."""
        self._database.executemany("INSERT INTO note VALUES (?, ?, ?, ?)", notes)

    def refuse(self, file: int, rows: Iterable[RefusedRow]) -> None:
        """Write rows of a file of symbols that cannot be used."""
        refused = ((place_of(file, row.line), row.reason, row.length, row.detail) for row in rows)
        self._database.executemany("INSERT INTO refused VALUES (?, ?, ?, ?)", refused)

    def refuse_messages(self, messages: Iterable[int], reason: str) -> None:
        """Refuse all rows of some ``messages``."""
        self._database.executemany(
            "INSERT INTO refused SELECT place, ?, length, '' FROM note WHERE message = ?",
            ((reason, message) for message in messages),
        )

    def close(self, kinds: Sequence[str] | None = None) -> None:
        """End the file; with the ``kinds`` of all files it is whole."""
        if kinds is not None:
            self._database.executemany("INSERT INTO file VALUES (?, ?)", enumerate(kinds))
            self._database.execute("COMMIT")
        self._database.close()


def kinds_of(path: Path) -> list[str]:
    """The kinds of the files of which the notes are."""
    with _opened(path) as database:
        return [kind for (kind,) in database.execute("SELECT kind FROM file ORDER BY number")]


def refused_rows(notes: Notes, file: int) -> Iterator[RefusedRow]:
    """The rows of a file of symbols that cannot be used, by line."""
    with _opened(notes) as database:
        places = place_of(file, 0), place_of(file + 1, 0)
        for place, reason, length, detail in database.execute(
            "SELECT * FROM refused WHERE place >= ? AND place < ? ORDER BY place", places
        ):
            yield RefusedRow(place % _LINES, reason, length, detail)


def notes_of(notes: Notes, messages: Iterable[int]) -> dict[int, list[str]]:
    """The different notes of each of ``messages`` that has some, in the order of files and lines."""
    wanted = sorted(set(messages))
    of_each: dict[int, list[str]] = {}
    with _opened(notes) as database:
        for start in range(0, len(wanted), AT_ONCE):
            some = wanted[start : start + AT_ONCE]
            for message, _, text, _ in _rows_among(database, some):
                own = of_each.get(message)
                if own is None:
                    of_each[message] = [text]
                elif text not in own and len(own) < MOST_NOTES:
                    own.append(text)
    return of_each


def _rows_among(database: sqlite3.Connection, messages: Sequence[int]) -> Iterable[Note]:
    most = FURTHER * AT_ONCE
    rows = database.execute(
        "SELECT * FROM note WHERE message BETWEEN ? AND ? ORDER BY message, place LIMIT ?",
        (messages[0], messages[-1], most),
    ).fetchall()
    if len(rows) < most:
        known = set(messages)
        return (row for row in rows if row[0] in known)
    return (
        row
        for message in messages
        for row in database.execute("SELECT * FROM note WHERE message = ? ORDER BY place", (message,))
    )


def excerpt_of(notes: Notes, *, messages: Iterable[int] = (), refused: int | None = None) -> bytes:
    """The notes of ``messages`` and what was refused of one file, for ``notes_of`` and ``refused_rows``."""
    with _opened(notes) as whole, closing(sqlite3.connect(":memory:")) as excerpt:
        excerpt.executescript(_SCHEMA)
        wanted = sorted(set(messages))
        for start in range(0, len(wanted), AT_ONCE):
            rows = _rows_among(whole, wanted[start : start + AT_ONCE])
            excerpt.executemany("INSERT INTO note VALUES (?, ?, ?, ?)", rows)
        if refused is not None:
            between = (place_of(refused, 0), place_of(refused + 1, 0))
            excerpt.executemany(
                "INSERT INTO refused VALUES (?, ?, ?, ?)",
                whole.execute("SELECT * FROM refused WHERE place >= ? AND place < ?", between),
            )
        excerpt.commit()
        return excerpt.serialize()


@contextmanager
def _opened(notes: Notes) -> Iterator[sqlite3.Connection]:
    if isinstance(notes, bytes):
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(notes)
            yield database
        return
    address = f"{notes.absolute().as_uri()}?mode=ro&immutable=1"
    with as_system_error(notes), closing(sqlite3.connect(address, uri=True)) as database:
        yield database
