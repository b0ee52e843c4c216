"""Completes a snapshot of prices symbol by symbol: asks for what does not fit, and keeps what does."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import numpy as np

from naysay.data import snapshots
from naysay.data.markets._answers import Stored, StoredAnswer, listing, load_stored, store
from naysay.data.markets._patience import AbsentError, LimitedError, Patience, UnreachableError
from naysay.data.markets._revisions import revision, span
from naysay.data.markets._source import Source, absent_errors
from naysay.data.markets.base import FetchOptions, checked_symbol, raise_together
from naysay.study.counts import are, counted
from naysay.study.errors import DataError

AT_ONCE: Final = 25
"""Answers that are not stored yet, at most: a fetch that is killed loses no more."""
SLACK: Final = timedelta(days=7)
"""Exchanges have their holidays; a symbol without prices for longer at either end is told."""
UNREACHABLE: Final = 3
"""Symbols in a row without any answer after which the others are not asked for."""


def fetch_missing(
    symbols: Sequence[str], source: Source, *, start: date, end: date, folder: Path, options: FetchOptions
) -> None:
    """Store what ``folder`` lacks of ``symbols`` from ``start`` to ``end`` (both included).

    Raises
    ------
    DataError
        A file of the snapshot that changed, before anything is asked. After storing the others, every symbol
        without prices, and why.
    """
    wanted = [checked_symbol(symbol) for symbol in dict.fromkeys(symbols)]
    snapshots.recover(folder)
    snapshots.check_replaceable(folder)
    stored = load_stored(folder) if snapshots.exists(folder) else Stored()
    fetching = _Fetching(stored, source, start, end, folder, options)
    fetching.complete(wanted)
    raise_together([*fetching.errors, *absent_errors(stored, source, wanted, start, end)])


class _Fetching:
    """One fetch: ``stored`` grows with each answer, ``errors`` with each symbol that has none."""

    def __init__(
        self, stored: Stored, source: Source, start: date, end: date, folder: Path, options: FetchOptions
    ) -> None:
        self._stored, self._source, self._folder, self._options = stored, source, folder, options
        self._start, self._end = start, end
        self._patience = Patience(np.random.default_rng(options.seed), sleep=options.sleep, say=options.say)
        self._unwritten = 0
        self._is_aside = False
        self.errors: list[DataError] = []

    def complete(self, symbols: Sequence[str]) -> None:
        fits = self._stored.is_answered
        renew, client = self._options.renew, self._source.client
        to_ask = [one for one in symbols if renew or not fits(one, self._start, self._end, client)]
        kept = len(symbols) - len(to_ask)
        self._options.say(
            f"{counted(len(symbols), 'symbol')}: {kept} {are(kept)} stored and fit, "
            f"{len(to_ask)} {are(len(to_ask))} asked for"
            if to_ask
            else f"{counted(len(symbols), 'symbol')}: all are stored and fit, none is asked for"
        )
        silent = 0
        for place, symbol in enumerate(to_ask):
            try:
                self._answer(symbol)
                silent = 0
            except AbsentError as error:
                self._note_absent(symbol, error.reason)
                silent = 0
            except DataError as error:
                self.errors.append(error)
                silent = silent + 1 if isinstance(error, UnreachableError) else 0
                if isinstance(error, LimitedError) or silent == UNREACHABLE:
                    self._give_up(to_ask[place + 1 :])
                    break
            if self._unwritten >= AT_ONCE:
                self._write()
                self._options.say(
                    f"{place + 1:,} of {counted(len(to_ask), 'symbol')} {are(place + 1)} asked for"
                )
        self._write()

    def _answer(self, symbol: str) -> None:
        """Ask for the dates of the study and those already stored, so that no session leaves."""
        known = self._stored.prices.get(symbol)
        first, last = self._start, self._end
        if known is not None and known.first <= known.last:
            first, last = min(first, known.first), max(last, known.last)
        quotes = self._patience.ask(lambda: self._source.ask(symbol, first, last), before_wait=self._write)
        today = str(self._options.today or "")
        answer = StoredAnswer(first, last, self._source.client, today, quotes.currency, quotes.exchange)
        if known is None or self._may_replace(symbol, known, answer, quotes.table):
            self._stored.files[f"{symbol}.csv"] = quotes.table
            self._stored.prices[symbol] = answer
            self._say_if_short(symbol, quotes.table)
        self._stored.absent.pop(symbol, None)
        self._unwritten += 1

    def _may_replace(self, symbol: str, known: StoredAnswer, answer: StoredAnswer, table: bytes) -> bool:
        """Whether ``answer`` takes the place of the stored prices; how it differs is told either way.

        Without ``renew`` it does so only where the study needs more dates and no stored return is changed.
        Prices that are kept, and have all dates, count as seen by the client that asked.
        """
        options, file = self._options, self._stored.files[f"{symbol}.csv"]
        changed = revision(symbol, file, table)
        how = [*([str(changed)] if changed else []), *known.moves_to(answer)]
        if options.renew:
            if how:
                options.say(f"{symbol}: the new answer has {'; '.join(how)}; it replaces the stored one")
            if file != table:
                self._set_aside()
            return True
        reaches = known.reaches(self._start, self._end)
        continues = changed is None and not known.other_currency(answer) and not reaches
        if how and (continues or reaches):
            kept = "" if continues else f"; the stored prices are kept. {self._renewal(symbol)}"
            options.say(f"{symbol}: the new answer has {'; '.join(how)}{kept}")
        if continues:
            return True
        self._stored.prices[symbol] = replace(
            known,
            client=answer.client if reaches else known.client,
            currency=known.currency or answer.currency,
            exchange=known.exchange or answer.exchange,
            differs="; ".join(how),
        )
        if not reaches:
            self.errors.append(
                DataError(
                    "prices",
                    got=f"{symbol}: a new answer that does not continue the stored one: {'; '.join(how)}",
                    allowed=f"prices from {self._start} to {self._end} that agree with the stored ones",
                    mend=f"The stored prices are kept. {self._renewal(symbol)}",
                )
            )
        return False

    def _renewal(self, symbol: str) -> str:
        return f"To take the new answer: `{self._options.command} --renew --only {symbol}`."

    def _note_absent(self, symbol: str, reason: str) -> None:
        """Stored prices are kept, and used where they reach as far as the study."""
        client, known = self._source.client, self._stored.prices.get(symbol)
        if known is not None:
            self._options.say(f"{symbol}: {reason}; its stored prices are kept")
        if known is not None and known.reaches(self._start, self._end):
            differs = f"no prices ({reason})"
            self._stored.prices[symbol] = replace(known, client=client, differs=differs)
        else:
            today = str(self._options.today or "")
            answer = StoredAnswer(self._start, self._end, client, today, reason=reason)
            self._stored.absent[symbol] = answer
        self._unwritten += 1

    def _say_if_short(self, symbol: str, table: bytes) -> None:
        """Tell dates that have no prices at all: before a share was listed, or after it was delisted."""
        sessions = span(symbol, table)
        if sessions and (sessions[0] - SLACK > self._start or sessions[1] + SLACK < self._end):
            self._options.say(f"{symbol}: prices from {sessions[0]} to {sessions[1]} alone")

    def _give_up(self, others: Sequence[str]) -> None:
        if others:
            count = "1 symbol that was" if len(others) == 1 else f"{len(others)} symbols that were"
            self.errors.append(
                DataError(
                    "prices",
                    got=f"{count} not asked for: {listing(list(others))}",
                    allowed=f"daily prices from {self._source.name}",
                    mend=f"What came is stored. Later `{self._options.command}` asks for the others.",
                )
            )

    def _set_aside(self) -> None:
        """Keep the snapshot as it was before this fetch beside it, once."""
        if self._is_aside:
            return
        name = f"{self._folder.name}-before-{self._options.today or 'renewal'}"
        places = (
            self._folder.with_name(name + suffix) for suffix in ("", *(f"-{n}" for n in range(2, 1000)))
        )
        aside = next(place for place in places if not os.path.lexists(place))
        before = snapshots.load(self._folder)
        snapshots.write(aside, before.files, about=before.about)
        self._options.say(f"the snapshot as it was before is in {aside}")
        self._is_aside = True

    def _write(self) -> None:
        if not self._unwritten:
            return
        about = {
            "source": self._source.name,
            "start": str(self._start),
            "end": str(self._end),
            "client": self._source.client,
            **({"fetched": str(self._options.today)} if self._options.today else {}),
        }
        store(self._folder, self._stored, about=about)
        self._unwritten = 0
