"""The companies that a label names: a ticker, name, alias, ISIN or WKN, as people and programs write them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

from naysay.data.listings import ENDINGS, US
from naysay.data.spellings import plain, tickers_of
from naysay.study.company import Company

_LEVELS: Final = (re.compile(r"[;|\n]"), re.compile(","), re.compile(r"\s+(?=\$)"))
"""What parts the companies of a list. A name may hold a comma, and is looked for first."""
_QUOTES: Final = " \t\r'\""
_MOST: Final = 500
"""Parts of a list that are looked up."""
_BEFORE: Final = re.compile(r"([A-Za-z]{2,12}) ?: ?([A-Za-z0-9.^=_-]{1,20})")
_BEHIND: Final = re.compile(
    r"([A-Za-z0-9.^=_/-]{1,20})(?: |:|\.)([A-Za-z]{2,12})(?: (?:Equity|Index|Corp))?", re.I
)
_IN_BRACKETS: Final = re.compile(r"(.+?) ?\(([^()]+)\)")


class CompanyLabels:
    """Knows the ``companies`` of a study by what names each by itself, in any case of letters.

    Where two companies share a label, a ticker goes before names and aliases, those before ISINs and WKNs,
    these before tickers without their ending, and the first company before the second.
    """

    def __init__(self, companies: Sequence[Company]) -> None:
        numbers = [
            (number, one.ticker) for one in reversed(companies) for number in (one.known_wkn, one.isin)
        ]
        without = [
            (mention.written, mention.company)
            for mention in tickers_of(companies[::-1])
            if not mention.needs_home
        ]
        of_us = [(one.ticker[:-3], one.ticker) for one in reversed(companies) if one.ticker.endswith(".US")]
        names = [
            (label, one.ticker)
            for one in reversed(companies)
            for label in (*(alias.name for alias in one.aliases), one.name)
        ]
        tickers = [(one.ticker, one.ticker) for one in companies]
        self._known = {
            plain(label).casefold(): ticker
            for label, ticker in (*without, *numbers, *of_us, *names, *tickers)
            if label
        }
        self._order = {one.ticker: place for place, one in enumerate(companies)}

    def one(self, label: str) -> str:
        """The ticker of the company that the whole of ``label`` names; empty where it names none."""
        for written in _ways(plain(label).strip()):
            if (ticker := self._known.get(written.casefold())) is not None:
                return ticker
        return ""

    def all(self, label: str) -> tuple[str, ...]:
        """The tickers of the companies that ``label``, perhaps a list, names, in the order of the study."""
        named = {ticker for part in _listed(label.strip()) for ticker in self._in(part, 0)}
        return tuple(sorted(named, key=self._order.__getitem__))

    def _in(self, label: str, level: int) -> Iterator[str]:
        ticker = self.one(label.strip(_QUOTES))
        if ticker:
            yield ticker
        elif level < len(_LEVELS):
            for part in _LEVELS[level].split(label, _MOST):
                yield from self._in(part, level + 1)


def _ways(label: str) -> Iterator[str]:
    """How ``label`` may stand in the study, the surest first."""
    yield label
    label = label.lstrip("$#").strip()
    yield label
    before, behind = _BEFORE.fullmatch(label), _BEHIND.fullmatch(label)
    if before is not None:
        yield from _on(before[1].upper(), before[2])
    if behind is not None:
        yield from _on(behind[2].upper(), behind[1].replace("/", "."))
    brackets = _IN_BRACKETS.fullmatch(label)
    if brackets is not None:
        yield from _ways(brackets[2].strip())
        yield brackets[1]


def _on(exchange: str, ticker: str) -> Iterator[str]:
    if exchange in US:
        yield ticker
        yield ticker.replace(".", "-")
        yield f"{ticker}.US"
    elif exchange in ENDINGS:
        yield f"{ticker}.{ENDINGS[exchange]}"


def _listed(label: str) -> list[str]:
    """What a list of JSON holds; any other label without the brackets around it."""
    if label[:1] + label[-1:] not in ("[]", "{}"):
        return [label]
    try:
        parts = json.loads(label)
    except (ValueError, RecursionError):
        parts = None
    whole = isinstance(parts, list) and all(isinstance(part, str) for part in parts)
    return parts[:_MOST] if whole else [label[1:-1]]
