"""Tells whether a post shows that a ticker without its exchange is meant at home, and not in New York."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from importlib.resources import files
from typing import Final

from naysay.data.listings import Listing, is_of

READ: Final = 5_000
"""Characters of a post that are looked at."""
_GERMAN: Final = re.compile(
    r".*[äöüß].*|ge\w{4,}t|(?!samsung)\w{4,}(?:ung|ungen|heit|keit|lich|schaft|iert|zahlen)", re.DOTALL
)
"""Words by whose letters, beginning or end one sees that they are German."""
_EURO: Final = frozenset({"VI", "PA", "AS", "MI", "MC", "BR", "HE", "LS", "DE", "F"})
"""Endings of exchanges that trade in euros."""
_PASSING = re.compile(r"https?://\S+|[@$#]\w+")
_WORD = re.compile(r"[^\W\d_]+")
_DECIMALS = re.compile(r"(?<![\d.,])\d{1,4},\d{1,2}(?![\d.,])")
_LISTED = re.compile(
    r"(?<!\w)\$?[A-Z0-9]{2,6}[.:]([A-Z]{2,5})(?![\w.])"
    r"|(?<!\w)([A-Z]{2,5})\s?:\s?\$?[A-Z0-9]{2,6}(?!\w)"
    r"|\$[A-Z0-9]{2,6} (G[RYF]|XETRA)(?!\w)"
)
"""A ticker with the code of its exchange, as in SAP.DE, SAP:GR, XETRA: SAP and $SAP GY."""
_WITH_FIGURE = re.compile(r"\$(?:[A-Z]{2,3}\d|\d[A-Z]{3})(?!\w)")
"""A cashtag such as ``$VOW3``: no ticker in New York has figures, and many in Frankfurt have one."""
_IN_EURO = re.compile(r"€\s?\d|\d\s?(?:€|EUR\b|Euro\b)")
_TRADED: Final = re.compile(r"\b(?:xetra|tradegate|gettex|[mst](?:ec)?dax|dax)\b", re.IGNORECASE)


def is_written_in(text: str, language: str) -> bool:
    """Whether more words of ``text`` are ones of ``language`` than of English.

    So do words in a form that German ones have, and decimal commas. Links, tickers and other words in
    capitals do not count.
    """
    words, english = _words().get(language, frozenset()), _words()["en"]
    said = [word.lower() for word in _WORD.findall(_PASSING.sub(" ", text[:READ])) if not word.isupper()]
    for_it = sum(word in words or (language == "de" and _GERMAN.fullmatch(word) is not None) for word in said)
    return for_it + len(_DECIMALS.findall(text[:READ])) > sum(word in english for word in said)


def is_at_home(text: str, listed: Listing) -> bool:
    """Whether ``text`` shows that it means shares where ``listed`` is at home.

    It is written in a language of the place, names another listing there, an exchange, or a price in euros.
    """
    said, places = text[:READ], listed.places
    if any(is_of(places, code) for codes in _LISTED.findall(said) for code in codes if code):
        return True
    if "DE" in places and (_WITH_FIGURE.search(said) or _TRADED.search(said)):
        return True
    if not _EURO.isdisjoint(places) and _IN_EURO.search(said):
        return True
    return any(is_written_in(said, language) for language in listed.languages)


@lru_cache
def _words() -> dict[str, frozenset[str]]:
    """The words that tell each language from English; those of English under "en"."""
    read = defaultdict[str, set[str]](set)
    lines = files("naysay.data").joinpath("words", "home_words.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line[0] != "#":
            language, *words = line.split()
            read[language].update(words)
    return {
        language: frozenset(words if language == "en" else words - read["en"])
        for language, words in read.items()
    }
