"""Where a ticker is listed: its exchange's ending, its share class, and what stands in front of both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

US: Final = frozenset({
    "US", "UN", "UQ", "UW", "UR", "NASDAQ", "NYSE", "NYSEARCA", "NYSEAMERICAN", "AMEX", "ARCA", "BATS",
    "XNYS", "XNAS", "OTC", "OTCMKTS", "NMS", "NAS", "NYQ",
})  # fmt: skip
"""Exchanges of the United States, whose tickers Yahoo writes without an ending."""
_US: Final = frozenset({"US", "OQ"})
"""Those that stand behind a point; ``$D.UN`` is a unit of Canada."""
ENDINGS: Final = {
    "GR": "DE", "GY": "DE", "ETR": "DE", "XETR": "DE", "XETRA": "DE", "DE": "DE", "GF": "F", "FRA": "F",
    "FWB": "F", "LN": "L", "LON": "L", "LSE": "L", "SW": "SW", "SE": "SW", "VX": "SW", "SWX": "SW",
    "VTX": "SW", "FP": "PA", "EPA": "PA", "NA": "AS", "AMS": "AS", "IM": "MI", "BIT": "MI", "SM": "MC",
    "BME": "MC", "AV": "VI", "VIE": "VI", "BB": "BR", "EBR": "BR", "SS": "ST", "STO": "ST", "DC": "CO",
    "CPH": "CO", "FH": "HE", "HEL": "HE", "NO": "OL", "OSL": "OL", "HK": "HK", "HKG": "HK", "JT": "T",
    "JP": "T", "TYO": "T", "CN": "TO", "CT": "TO", "TSE": "TO", "TSX": "TO", "AU": "AX", "AT": "AX",
    "ASX": "AX",
}  # fmt: skip
"""Exchanges as Bloomberg, Google and others write them, to the ending of Yahoo's tickers."""
_GERMAN: Final = frozenset({"DE", "F", "SG", "MU", "BE", "DU", "HM", "HA"})
"""Endings of exchanges that share their tickers."""
_LANGUAGES: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(_GERMAN, ("de",)),
    "VI": ("de",), "SW": ("de", "fr", "it"), "PA": ("fr",), "AS": ("nl",), "BR": ("fr", "nl"), "MI": ("it",),
    "MC": ("es",), "LS": ("pt",), "ST": ("sv",), "CO": ("da",), "HE": ("fi", "sv"), "OL": ("no",),
}  # fmt: skip
"""In which languages a post shows that it means a share's home; English tells nothing, for all use it."""
_KNOWN: Final = frozenset({*ENDINGS.values(), *_LANGUAGES, "V", "WA", "NZ", "IR", "SI", "KS", "NS", "BO"})
_ENDING: Final = re.compile(r"(?P<base>[A-Za-z0-9].*?)(?:\.(?P<ending>[A-Z]{1,2}))?", re.DOTALL)
_CLASS: Final = re.compile(r"(?P<base>[A-Za-z0-9]+)[.-](?P<share_class>[A-Z])")
_AMOUNT: Final = re.compile(r"\d+(?:[KMBT]|BN|MN|TN)?", re.IGNORECASE)
LONGEST_ENDING: Final = 2
LONGEST_ELSEWHERE: Final = 4
"""Letters of a ticker in New York; those of five letters are funds and foreign shares."""

Suffix = Literal["none", "own", "other"]


@dataclass(frozen=True, slots=True)
class Listing:
    """A ticker in its parts: ``BRK-B`` has a class, ``SAP.DE`` an ending; each is empty where there is none.

    Whatever cannot be told apart is the ``base``.
    """

    base: str
    share_class: str = ""
    ending: str = ""

    @property
    def places(self) -> frozenset[str]:
        """The endings under which the ticker is the same share; none for one of the United States."""
        return _GERMAN if self.ending in _GERMAN else frozenset({self.ending} - {""})

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which a post means this listing, rather than one of New York."""
        return _LANGUAGES.get(self.ending, ())

    @property
    def written(self) -> tuple[str, ...]:
        """The ways in which the ticker is written without its ending."""
        if not self.share_class:
            return (self.base,)
        return tuple(f"{self.base}{between}{self.share_class}" for between in (".", "-", "/", ""))

    @property
    def is_amount(self) -> bool:
        """Whether it is a sum of money behind ``$``: digits, perhaps with a sign for millions."""
        return bool(self.ending) and _AMOUNT.fullmatch(self.base) is not None

    @property
    def may_be_another(self) -> bool:
        """Whether another company may have it in New York: it has an ending, and without it a few letters."""
        without = self.base + self.share_class
        return bool(self.ending) and without.isalpha() and len(without) <= LONGEST_ELSEWHERE

    def suffix(self, between: str, code: str) -> Suffix:
        """What ``code`` says that stands behind the ticker after the character ``between``.

        An exchange of its own, another one or another share class; "none" where a sentence goes on.
        """
        ending = ENDINGS.get(code.upper(), code.upper())
        if ending in self.places or (not self.ending and code.upper() in (US if between != "." else _US)):
            return "own"
        is_short = between == "." and len(code) <= LONGEST_ENDING
        is_exchange = between in ".:" and code.isupper() and (ending in _KNOWN or code in US)
        return "other" if is_short or is_exchange else "none"


def listing(ticker: str) -> Listing:
    """``ticker`` in its parts, as Yahoo writes it."""
    parts = _ENDING.fullmatch(ticker)
    if parts is None:
        return Listing(ticker)
    base, ending = parts["base"], parts["ending"] or ""
    if ending not in _KNOWN:
        base, ending = (ticker, "") if ending != "US" else (base, "")
    classed = _CLASS.fullmatch(base)
    if classed is not None:
        return Listing(classed["base"], classed["share_class"], ending)
    return Listing(base, "", ending)


def is_of(places: frozenset[str], code: str) -> bool:
    """Whether ``code``, as an exchange is written in capitals, is one of ``places``."""
    return ENDINGS.get(code, code) in places
