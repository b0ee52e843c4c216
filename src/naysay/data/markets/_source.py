"""A source of prices that is asked over a network, and whether a snapshot of it fits a study."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from naysay.data.markets._answers import Stored, load_stored, unfit_error
from naysay.data.markets.base import checked_symbol, raise_together
from naysay.study.errors import DataError


@dataclass(frozen=True, eq=False)
class Quotes:
    """What a source answered for one symbol; currency and exchange are empty where it did not say."""

    table: bytes
    currency: str
    exchange: str


@dataclass(frozen=True)
class Source:
    """A source that is asked over a network.

    ``ask`` gives the quotes of a symbol from a first to a last date, or raises one of the errors of
    ``_patience``; ``client`` is the program that asks and its version; ``absent_error`` makes the error of a
    symbol without prices from the reason.
    """

    name: str
    client: str
    ask: Callable[[str, date, date], Quotes]
    absent_error: Callable[[str, str], DataError]


def check_stored(
    symbols: Sequence[str], source: Source, *, start: date, end: date, folder: Path, command: str
) -> list[str]:
    """Refuse a snapshot that does not fit; give the lines that are worth telling.

    Raises
    ------
    DataError
        What has to be fetched first, with ``command``; each symbol that the source has no prices of; a
        snapshot that changed.
    """
    wanted = [checked_symbol(symbol) for symbol in dict.fromkeys(symbols)]
    stored = load_stored(folder, ())
    unfit = unfit_error(stored, wanted, first=start, last=end, client=source.client, command=command)
    raise_together([*([unfit] if unfit else []), *absent_errors(stored, source, wanted, start, end)])
    differing = [(symbol, stored.prices[symbol].differs) for symbol in wanted]
    return [
        f"stored prices of {symbol} are used; a later answer has {how}" for symbol, how in differing if how
    ]


def absent_errors(
    stored: Stored, source: Source, symbols: Sequence[str], start: date, end: date
) -> list[DataError]:
    """The errors of those ``symbols`` that the source was asked for and has no prices of."""
    reasons = {symbol: stored.why_absent(symbol, start, end, source.client) for symbol in symbols}
    return [source.absent_error(symbol, reason) for symbol, reason in reasons.items() if reason]
