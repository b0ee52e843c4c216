"""What a forum leaves where a post was removed, and where its author is gone; English and German."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 200
"""Characters of a notice; a longer text is somebody's own."""
_THING_EN: Final = r"(?:tweet|post|posting|comment|message|reply|thread|submission|status|content)"
_THING_DE: Final = r"(?:beitrag|kommentar|post|posting|tweet|text|eintrag|inhalt|nachricht|thread|antwort)"
_GONE_EN: Final = r"(?:removed|deleted|unavailable|withheld)"
_GONE_DE: Final = r"(?:gelöscht|geloescht|entfernt|gesperrt|ausgeblendet)"
_BY_EN: Final = r"(?: (?:by|due to|for|because of|on account of|as it|in response to)\b[^\n]{0,120}?)?"
_BY_DE: Final = r"(?: (?:von|vom|durch|auf|wegen|aufgrund|automatisch|da er|weil)\b[^\n]{0,120}?)?"
_LATER_DE: Final = r"(?: ?(?:leider|nachträglich|bereits))?"
_WHY_DE: Final = r"(?:[.,:;]? \(?(?:grund|begründung)\b[^\n]{0,120}?)?"
_MORE: Final = r"[.!]?(?: (?:learn more|mehr erfahren)\.?)?"
_NOTICE: Final = re.compile(
    "|".join(
        (
            rf"(?:(?:your )?{_THING_EN} )?(?:was |has been )?{_GONE_EN}{_BY_EN}{_MORE}",
            rf"(?:sorry, )?(?:this|the) {_THING_EN} (?:was|has been|is|is no longer) "
            rf"(?:{_GONE_EN}|available|not available){_BY_EN}{_MORE}",
            rf"this {_THING_EN} is from (?:an account that no longer exists|a suspended account){_MORE}",
            rf"(?:{_THING_DE})?(?: ?(?:wurde|ist))?{_LATER_DE}{_BY_DE} ?{_GONE_DE}{_BY_DE}{_WHY_DE}{_MORE}",
            rf"{_THING_DE} (?:ist )?nicht (?:mehr )?(?:verfügbar|vorhanden)\.?",
            rf"(?:diese[rs]?|der|die|das) {_THING_DE} (?:wurde|ist|wird){_LATER_DE}"
            rf"{_BY_DE} (?:{_GONE_DE}|nicht (?:mehr )?(?:verfügbar|vorhanden)){_BY_DE}{_WHY_DE}{_MORE}",
        )
    )
)
_BRACKETS: Final = {"[": "]", "(": ")", "<": ">", "*": "*", "_": "_"}
_UNKNOWN: Final = re.compile(
    r"(?:deleted|removed|suspended|unknown|gelöscht|entfernt|geloescht)"
    r"|gast|guest|anonym(?:ous)?|unbekannt|n/a"
    r"|(?:deleted|removed|gelöschte[rs]?|ehemalige[rs]?|unbekannte[rs]?|unknown)[ _-]?"
    r"(?:user|account|member|author|nutzer(?:in)?|benutzer(?:in)?|mitglied|konto|verfasser(?:in)?|autor(?:in)?)"
)
_SIGN: Final = re.compile(r"^(?:@|/?u/)")
_WORDS: Final = frozenset({"deleted", "removed", "suspended", "unknown", "entfernt"})
"""Without brackets these may be somebody's name."""
_BEFORE: Final = (" ", "\n", "\t", "\r\n", "  ", "\n\n", "\u00a0")
_STARTS: Final = (
        "[rem", "[del", "[gel", "[ent", "[bei", "[kom", "[thi", "[die", "[pos", "[com", "[una", "[mes",
        "[twe", "[the", "[der", "[das", "[sub", "[ re", "[ de", "[ ge", "[ en", "[ th", "[ di", "[ be",
        "[ ko", "[ po", "(rem", "(del", "(gel", "(ent", "<rem", "<del", "*rem", "*del", "_rem", "_del",
        "*[re", "*[de", "_[re", "_[de", "this", "the ", "dies", "der ", "die ", "das ", "remo", "dele",
        "unav", "gelö", "gelo", "entf", "gesp", "ausg", "beit", "komm", "post", "twee", "mess", "comm",
        "nach", "subm", "repl", "thre", "text", "eint", "cont", "inha", "stat", "with", "antw", "wurd",
        "[nut", "your", "sorr", "** [", "**[r", "**[d", "***r", "*** ", "***g", "**re", "**de", "**ge",
        "**en",
    )  # fmt: skip
STARTS: Final = frozenset(
    f"{before}{written}"[:4]
    for start in _STARTS
    for written in (start, start.upper(), start.title(), start.capitalize())
    for before in ("", *_BEFORE)
)
"""How notices begin, and what may stand before them, so that most texts are passed over at once."""


def is_removed(text: str) -> bool:
    """Whether the whole ``text`` is what a forum leaves of a removed post, such as [removed]."""
    text = text.lstrip()
    if len(text) > LONGEST:
        return False
    return _NOTICE.fullmatch(_bare(text)) is not None


def is_unknown(author: str) -> bool:
    """Whether ``author`` stands for somebody whose name is gone, such as [deleted]."""
    author = _SIGN.sub("", author.strip().casefold())
    bare = _bare(author)
    is_name = bare in _WORDS and bare == author
    return not is_name and _UNKNOWN.fullmatch(bare) is not None


def _bare(text: str) -> str:
    """In small letters with single blanks, and without brackets and stars around it."""
    text = " ".join(text.casefold().split())
    while len(text) > 1 and _BRACKETS.get(text[0]) == text[-1]:
        text = text[1:-1].strip()
    return text
