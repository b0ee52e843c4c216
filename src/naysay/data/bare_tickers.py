"""Tells whether a ticker that is written without its $ stands for a share."""

from __future__ import annotations

import re
from typing import Final

from naysay.data.word_files import words_in

SHORT: Final = 2
"""A bare ticker of so many letters is a word or an initial more often than a share."""
WORDS: Final = words_in("ticker_words.txt")
"""Words of English and German, and abbreviations of traders, that are tickers of some exchange, too."""

_EXCHANGE = r"(?:nyse|nasdaq|amex|xetra|etr|ticker|symbol|otc)\s*[:-]\s*\(?"
_SHARES_OF = (
    r"(?:shares?|stocks?|calls?|puts?|options?|positions?|earnings|leaps|aktien?|anteile)"
    r"\s+(?:of|in|on|for|von|der)\s+"
)
_VERBS = (
    r"(?:buy|buying|bought|sell|selling|sold|short|shorting|shorted|own|owning|holding|adding|added"
    r"|trimmed|long)\s+"
)
_TAG = r"\$[a-z][a-z.]*,?\s+(?:and\s+|&\s+|und\s+)?"
_BEFORE = re.compile(rf"(?:^|[^\w])(?:{_EXCHANGE}|{_SHARES_OF}|{_VERBS}|{_TAG})$")
_BEFORE_WORD = re.compile(rf"(?:^|[^\w])(?:(?P<exchange>{_EXCHANGE})|{_SHARES_OF}|(?P<verb>{_VERBS}))$")

_IDEAS = r"picks?\b|prices?\b|markets?\b|exchange|ind(?:ex|ices)|portfolio|ideas?\b"
_NOUNS = rf"stock(?!\s+(?:up(?!\s+[+\-]?\d)|{_IDEAS}))|dividend|chart|aktie|kurs|dividende"
_PLURALS = r"calls|puts|options|earnings|eps|q[1-4]|quartalszahlen"
_PERCENT = r"\d+(?:[.,]\d+)?\s?%"
_AFTER = re.compile(
    rf"\s+(?:{_NOUNS}|{_PLURALS}|shares?|longs|shorts|bulls|bears)\b"
    rf"|\s+(?:at\s+)?[+\-−]?\$?{_PERCENT}|\s+(?:at\s+)?\$\d|(?P<tag>\s*,?\s*\$[a-z])"
)
_SHARES = re.compile(r"\s+shares?\b")
_AFTER_WORD = re.compile(rf"\s+(?:{_NOUNS}|{_PLURALS})\b|\s+(?:at\s+)?[+\-−]\$?{_PERCENT}|\s+at\s+\$\d")

_NEVER = re.compile(
    r"(?:vitamin|plan|model|grade|series|type|class|section|mr|mrs|ms|hepatitis|team|group|level|tier|exhibit"
    r"|schedule|appendix|category|phase|stage|serie|klasse|gruppe|typ)\.?\s+$"
)
_DETERMINED = re.compile(
    r"(?:^|[^\w])(?:an?|the|this|that|these|those|any|every|each|some|no|my|your|our|his|their|another|one|which"
    r"|what|best|top|next|new|hot|cheap|good|great|favou?rite|big|biggest|first|of|der|die|das|eine?[nmrs]?|keine?[nmrs]?"
    r"|jede[nmrs]?|welche[nmrs]?|beste[nr]?|neue[nr]?)\s+$"
)
_ON = (
    r"\s*(?:$|[^\w\s$#@]|[+\-−$€]?\d|(?:a[nts]|after|again|ahead|and|are|around|before|below|above|by|bei|can|climb\w*"
    r"|crashed|down|during|fell|fällt|for|from|had|has|have|heute|here|if|in|into|is|ist|last|near|next|now|on|once"
    r"|or|over|ripping|rose|since|sinkt|steigt|this|to|today|tomorrow|tonight|traded?s?|under|und|until|up|was|were"
    r"|when|while|will|with|yesterday|(?:beat|clos|drop|fall|gain|jump|los|miss|open|plung|pop|rall|report|ris|sank"
    r"|sink|slid|slip|soar|surg|tank|tumbl)\w*)\b)"
)
_GOES_ON = re.compile(_ON)
"""What may follow a share, and not the adjective or article that some word is."""
_AFTER_ARTICLE = re.compile(rf"\s+(?:{_PLURALS})\b|\s+[+\-−]{_PERCENT}(?={_ON})")
_OBJECTS: Final = frozenset({
    "a", "i", "it", "all", "some", "more", "one", "any", "me", "you", "them", "that", "this", "these",
    "those", "both", "each", "half", "most", "few", "much", "many",
})  # fmt: skip
"""Words that are bought and sold without being shares."""
_MANNERS: Final = _OBJECTS | {
    "now", "on", "up", "out", "down", "off", "in", "low", "high", "too", "again", "here", "today", "so", "or",
    "and", "if", "at", "by", "for", "to", "go", "big", "fast",
}  # fmt: skip
"""Words that say how somebody buys, sells or holds."""
_KINDS: Final = _OBJECTS | {
    "ai", "ev", "tv", "pc", "oil", "gold", "gas", "tech", "bank", "car", "coal", "us", "usa", "uk", "eu",
    "ipo", "etf", "otc", "net", "new", "old", "own", "real", "big", "low", "high", "free", "cheap", "dead",
}  # fmt: skip
"""Words that say which shares, or how many."""
_PAST = re.compile(r"(?:bought|sold|shorted|added|trimmed)\s+$")
_STANDS: Final = re.compile(r"(?:long|short)\s+$")
_ARTICLES: Final = frozenset({"A", "I"})
_CLASSES: Final = frozenset({"A", "B", "H", "N"})
"""Letters of classes of shares."""
_PART = re.compile(r"-(?:aktie|aktien|kurs|anteil|papier|dividende|shares?|stock)", re.IGNORECASE)
_REACH: Final = 30
"""Characters before a bare ticker that may hold its context."""


def is_weak(ticker: str) -> bool:
    """Whether a bare ``ticker`` is a word or an initial more often than a share."""
    return len(ticker) <= SHORT or ticker.lower() in WORDS


def joins(before: str) -> bool:
    """Whether the character before a ticker makes it a part of a word, or a cashtag."""
    return before == "$" or before.isalnum()


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a bare ticker touches nothing that makes it a part of something: AT&T, T-shirt, T's, U$S."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if after == "-" and _PART.match(text[end : end + _REACH]):
        after = " "
    if (
        before.isalnum()
        or (before and before in "_$.&'/-")
        or after.isalnum()
        or (after and after in "_&/'-$")
    ):
        return False
    return after != "." or not text[end + 1 : end + 2].isalpha()


def as_share(text: str, start: int, end: int) -> bool:
    """Whether what touches the weak bare ticker in ``text[start:end]`` speaks of a share.

    A word asks for more than an initial: it may be an adjective of the noun behind it ("AI stocks"), count
    it ("ALL shares") or be its article ("A stock").
    """
    ticker, written, behind = text[start:end], text[max(0, start - _REACH) : start], text[end : end + _REACH]
    before, after = written.lower(), behind.lower()
    if _NEVER.search(before):
        return False
    if after.startswith("-"):  # the T-Aktie is not of T, nor an IT-Aktie of IT
        return len(ticker) == SHORT and not _is_word(ticker)
    # Who shouts BUY NOW names no share.
    shouted = written.rstrip()[-1:].isupper()
    if not _is_word(ticker):
        behind_it = _AFTER.match(after)
        if behind_it is not None and ticker in _CLASSES and after.lstrip().startswith("share"):
            behind_it = None
        if behind_it is not None and behind_it["tag"] and _DETERMINED.search(before):
            behind_it = None
        return (_BEFORE.search(before) is not None and not shouted) or behind_it is not None
    if ticker in _ARTICLES:
        noun = _AFTER_ARTICLE.match(after) if ticker == "A" else None
    elif ticker.lower() not in _KINDS and _SHARES.match(after):
        noun = None if _DETERMINED.search(before) else _SHARES.match(after)
    else:
        noun = None if _DETERMINED.search(before) else _AFTER_WORD.match(after)
    return noun is not None or (not shouted and _is_bought(ticker.lower(), before, after))


def _is_word(ticker: str) -> bool:
    return ticker.lower() in WORDS or (len(ticker) == 1 and ticker in _ARTICLES)


def _is_bought(word: str, before: str, after: str) -> bool:
    """Whether a ``word`` stands where a share does: "shares of IT fell", "long ON into earnings"."""
    wording = _BEFORE_WORD.search(before)
    if wording is None or (not wording["exchange"] and _GOES_ON.match(after) is None):
        return False
    verb = wording["verb"]
    if verb is None or _STANDS.search(verb):
        return True
    return word not in (_OBJECTS if _PAST.search(verb) else _MANNERS)
