"""What a snapshot records of each fetched symbol: dates and client of its answer, or why there was none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from naysay.data import snapshots
from naysay.study.errors import DataError

RECORD: Final = "answers.json"
"""The file of a snapshot that has the answers; one that has none was fetched by an earlier naysay."""
LISTED: Final = 5
"""Symbols that a message names; the others are counted."""
_FORMAT: Final = 1
_VERSION: Final = re.compile(r"(\S+) (\d{1,6})\.(\d{1,6})(?:\D.*)?")


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """One symbol's answer to a request of the dates ``first`` to ``last``, both included.

    ``client`` is the program that asked and its version, ``asked_on`` the day (empty where nobody said it).
    ``currency`` and ``exchange`` are the source's own words, empty where it has none. ``reason`` says why
    there are no prices; ``differs`` how a later answer differed from prices that were kept.
    """

    first: date
    last: date
    client: str = ""
    asked_on: str = ""
    currency: str = ""
    exchange: str = ""
    reason: str = ""
    differs: str = ""

    def fits(self, first: date, last: date, client: str) -> bool:
        """Whether all dates from ``first`` to ``last`` were asked for, by no older client than ``client``."""
        return self.reaches(first, last) and not is_older(self.client, client)

    def reaches(self, first: date, last: date) -> bool:
        """Whether all dates from ``first`` to ``last`` were asked for."""
        return self.first <= first and last <= self.last

    def other_currency(self, later: StoredAnswer) -> bool:
        """Whether ``later`` is in another currency; one that is not known is no other one."""
        return bool(self.currency and later.currency) and self.currency != later.currency

    def moves_to(self, later: StoredAnswer) -> list[str]:
        """In words, the currency and exchange of ``later`` where they are known to be others."""
        pairs = {"currency": (self.currency, later.currency), "exchange": (self.exchange, later.exchange)}
        return [
            f"the {what} {new} instead of {old}"
            for what, (old, new) in pairs.items()
            if old and new and old != new
        ]


@dataclass(eq=False)
class Stored:
    """The ``files`` of a snapshot by name, and by symbol what is known of ``prices`` and of those ``absent``.

    A symbol may stand in both: its prices were stored, and a later request had no answer.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    prices: dict[str, StoredAnswer] = field(default_factory=dict)
    absent: dict[str, StoredAnswer] = field(default_factory=dict)

    def is_answered(self, symbol: str, first: date, last: date, client: str) -> bool:
        """Whether there is nothing to ask: the prices fit, or the source has none."""
        known = [answers[symbol] for answers in (self.prices, self.absent) if symbol in answers]
        return any(answer.fits(first, last, client) for answer in known)

    def why_absent(self, symbol: str, first: date, last: date, client: str) -> str:
        """Why the source has no prices that fit; empty where it has some, or was not asked."""
        prices, absent = self.prices.get(symbol), self.absent.get(symbol)
        if (prices and prices.fits(first, last, client)) or absent is None:
            return ""
        return absent.reason if absent.fits(first, last, client) else ""


def load_stored(folder: Path, symbols: Iterable[str] | None = None) -> Stored:
    """The snapshot ``folder`` with the files of ``symbols``, or all of them.

    Raises
    ------
    DataError
        As ``snapshots.load``: a file that changed is among it.
    """
    only = None if symbols is None else {RECORD, *(f"{symbol}.csv" for symbol in symbols)}
    snapshot = snapshots.load(folder, only)
    files = dict(snapshot.files)
    record = files.pop(RECORD, None)
    if record is not None:
        prices, absent = _parsed(record, folder)
        listed = {symbol: of for symbol, of in prices.items() if f"{symbol}.csv" in snapshot.sha256}
        return Stored(files, listed, absent)
    answer = _of_earlier_naysay(snapshot.about, snapshots.load(folder).files.values())
    return Stored(files, {name.removesuffix(".csv"): answer for name in snapshot.sha256})


def store(folder: Path, stored: Stored, *, about: Mapping[str, str]) -> None:
    """Replace the snapshot ``folder`` by ``stored``: all of it, or nothing changes.

    Raises
    ------
    DataError
        As ``snapshots.write``.
    """
    record = {
        "format": _FORMAT,
        "prices": {symbol: _plain(answer) for symbol, answer in sorted(stored.prices.items())},
        "absent": {symbol: _plain(answer) for symbol, answer in sorted(stored.absent.items())},
    }
    text = json.dumps(record, indent=2) + "\n"
    snapshots.write(folder, stored.files | {RECORD: text.encode()}, about=about)


def is_older(client: str, than: str) -> bool:
    """Whether ``client`` ("name 1.7.0") is an earlier release than ``than``; the third number does not count.

    A client of another name, or without a version, is older too.
    """
    one, other = _VERSION.fullmatch(client), _VERSION.fullmatch(than)
    if one is None or other is None or one[1] != other[1]:
        return client != than
    return (int(one[2]), int(one[3])) < (int(other[2]), int(other[3]))


def unfit_error(
    stored: Stored, symbols: Iterable[str], *, first: date, last: date, client: str, command: str
) -> DataError | None:
    """What has to be fetched before a study from ``first`` to ``last`` can run, as one error; None: nothing.

    Symbols that the source has no prices of are not in it: nothing has to be fetched for them.
    """
    lacking = [symbol for symbol in symbols if not stored.is_answered(symbol, first, last, client)]
    parts: dict[str, list[str]] = {}
    for symbol in lacking:
        parts.setdefault(_why_unfit(stored.prices.get(symbol), first, last), []).append(symbol)
    if not lacking:
        return None
    return DataError(
        "prices",
        got="; ".join(f"{listing(of)}: {why}" for why, of in parts.items()),
        allowed=f"stored prices from {first} to {last}, fetched with {client} or newer",
        mend=f"Run `{command}`: it asks for these alone.",
    )


def listing(symbols: list[str]) -> str:
    """The symbols as a message has them: the first ones by name, and how many more."""
    more = f" and {len(symbols) - LISTED} more" if len(symbols) > LISTED else ""
    return ", ".join(symbols[:LISTED]) + more


def _of_earlier_naysay(about: Mapping[str, str], tables: Iterable[bytes]) -> StoredAnswer:
    """The answer of all symbols of a snapshot without a record.

    Nobody noted when it was fetched, so it reaches no further than the last session of all its files.
    """
    try:
        last_rows = [table.rstrip().rpartition(b"\n")[2][:10].decode() for table in tables]
        latest = max(date.fromisoformat(day) for day in last_rows)
        first, last = date.fromisoformat(about["start"]), min(latest, date.fromisoformat(about["end"]))
    except (KeyError, ValueError):  # the prices can be read, but nobody knows which dates were asked for
        first, last = date.max, date.min
    return StoredAnswer(first, last, about.get("client", ""))


def _why_unfit(answer: StoredAnswer | None, first: date, last: date) -> str:
    if answer is None:
        return "not stored"
    if answer.first > answer.last:
        return "stored without the dates that were asked for"
    if answer.last < last:
        return f"stored to {answer.last} only"
    if answer.first > first:
        return f"stored from {answer.first} only"
    return f"stored by {answer.client or 'an unknown client'}"


def _plain(answer: StoredAnswer) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(answer).items() if value}


def _parsed(record: bytes, folder: Path) -> tuple[dict[str, StoredAnswer], dict[str, StoredAnswer]]:
    try:
        entries = json.loads(record)
        if entries["format"] != _FORMAT:
            raise ValueError("another format")
        prices, absent = ({s: _answer(a) for s, a in entries[kind].items()} for kind in ("prices", "absent"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise DataError(
            "snapshot",
            got=f"{RECORD}, which is no record of answers",
            allowed="the file as a fetch wrote it",
            mend=f"Put it back as it was, or delete {folder} and fetch again.",
        ) from None
    return prices, absent


def _answer(entries: dict[str, Any]) -> StoredAnswer:
    first, last = (date.fromisoformat(entries[name]) for name in ("first", "last"))
    texts = {name: value for name, value in entries.items() if name not in ("first", "last")}
    if not all(isinstance(value, str) for value in texts.values()):
        raise ValueError("not a text")
    return StoredAnswer(first, last, **texts)
