"""Which column of a file of prices holds what: the names that sources give to them, in English and German."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from naysay.study.price_options import PriceColumns

NAMES: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "date": (
        ("date", "datum", "tag", "day", "session", "handelstag", "börsentag", "tradedate", "tradingday"),
        ("dates", "exchangedate", "timestamp", "datetime", "time", "zeit", "zeitpunkt"),
    ),
    "open": (
        ("open", "openprice", "openingprice", "eröffnung", "eröffnungskurs", "eröffn", "erster"),
        ("ersterkurs", "anfang", "anfangskurs", "pxopen"),
    ),
    "high": (
        ("high", "highprice", "hoch", "höchst", "höchstkurs", "tageshoch", "höchster", "tageshöchst"),
        ("max", "pxhigh", "najwyzszy"),
    ),
    "low": (
        ("low", "lowprice", "tief", "tiefst", "tiefstkurs", "tagestief", "tiefster", "niedrigst"),
        ("min", "pxlow", "najnizszy"),
    ),
    "close": (
        ("close", "closeprice", "closingprice", "closelast", "schluss", "schlusskurs", "zamkniecie"),
        ("last", "lastprice", "letzter", "letzterkurs", "zuletzt", "pxlast"),
        ("price", "kurs", "preis", "settle", "settlement"),
        ("value", "wert"),
    ),
    "adj_close": (
        (
            "adjclose", "adjustedclose", "adjustedclosingprice", "adjclosingprice", "adjcloseprice",
            "closeadjusted", "closeadj", "bereinigterschlusskurs", "schlusskursbereinigt",
            "schlussbereinigt", "bereinigterschluss", "angepassterschlusskurs", "adjustierterschlusskurs",
        ),
        ("adjusted", "adjprice", "adjustedprice", "bereinigt", "bereinigterkurs", "kursbereinigt", "adj"),
    ),
    "volume": (
        ("stücke", "stück", "stückumsatz", "umsatzstück", "volumenstück", "gehandeltestücke", "shares"),
        ("volumeninstück", "umsatzinstück", "stückzahl", "sharestraded", "sharevolume", "pxvolume"),
        ( "volume", "totalvolume", "volumen", "vol", "handelsvolumen"),
    ),
    "dividends": (
        ("dividends", "dividend", "divcash", "dividendamount", "dividende", "dividenden"),
    ),
    "splits": (("stocksplits", "splits", "split", "splitfactor", "splitcoefficient", "aktiensplit"),),
}  # fmt: skip
"""The names of each column as ``plain_name`` makes them: those of a later group count where none of an
earlier one is there. So the pieces that ariva calls Stuecke come before its Volumen, which is in euros."""
SHOWN: Final[Mapping[str, str]] = {
    "date": "Date",
    "open": "Open",
    "high": "High",
    "low": "Low",
    "close": "Close",
    "adj_close": "Adj Close",
    "volume": "Volume",
}
NEEDED: Final = ("date", "close")
_MONEY: Final = r"[(\[]\s*(?:in\s+)?(?:€|\$|£|EUR|USD|GBP|CHF|Euro)\s*[)\]]"
_TURNOVER: Final = re.compile(_MONEY, re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\((?!stü|stue|shares|adj|bereinigt)[^()]*\)|\[[^\[\]]*\]")
_UMLAUTS: Final = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"), ("ß", "ss"))


@dataclass(frozen=True)
class KnownColumns:
    """The places of the columns by name, those that the file has twice, and those that it should have."""

    places: Mapping[str, int]
    twice: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The names of those that were found."""
        return ", ".join(SHOWN[name] for name in self.places if name in SHOWN) or "none"


def plain_name(title: str) -> str:
    """A title without case, signs, leading numbers and what stands in brackets: "4. Close (EUR)" is close."""
    text = _BRACKETS.sub("", unicodedata.normalize("NFKC", title).casefold())
    letters = re.sub(r"^[0-9. ]+|[\W_]+", "", text)
    for written, umlaut in _UMLAUTS:
        letters = letters.replace(written, umlaut)
    return letters


_RANKS: Final = {
    column: {plain_name(name): rank for rank, names in enumerate(groups) for name in names}
    for column, groups in NAMES.items()
}


def known_columns(titles: Sequence[str], columns: PriceColumns) -> KnownColumns:
    """The columns of a header with these ``titles``; where ``columns`` names one, that one alone counts.

    A first column without a title is that of the dates where no other is. Volumes in euros or dollars are
    no volumes here: Volume is a number of shares.
    """
    plain = [plain_name(title) for title in titles]
    places: dict[str, int] = {}
    twice: list[str] = []
    missing: list[str] = []
    for column, ranks in _RANKS.items():
        if named := getattr(columns, column, ""):
            at = [place for place, title in enumerate(titles) if title.strip() == named.strip()]
        else:
            at = [place for place, title in enumerate(plain) if title in ranks]
            if column == "volume":
                at = [place for place in at if not _TURNOVER.search(titles[place])]
            best = min((ranks[plain[place]] for place in at), default=0)
            at = [place for place in at if ranks[plain[place]] == best]
            if column == "date" and not at and plain and not titles[0].strip():
                at = [0]
        if at:
            places[column] = at[0]
        elif named or column in NEEDED:
            missing.append(column)
        if len(at) > 1 and column in SHOWN:
            twice.append(column)
    return KnownColumns(places, tuple(twice), tuple(missing))
