"""Percents that say which way something moved, as one token for a gain or a loss.

"-7.3 %", "(+4,2 %)", "minus 6 %" and "legt 3 % zu" do; "free float (12 %)" and "2-3 %" do not. A sign beside
a word that says the same, as in "up +5%", is left to that word.
"""

from __future__ import annotations

import re
from typing import Final

GAIN: Final = "percent_gain"
LOSS: Final = "percent_loss"

_PLUS: Final = "+\uff0b▲△▴↑↗"
_NO_DASH: Final = f"{_PLUS}\u2212▼▽▾↓↘"
"""Signs that are one also with a space behind."""
_SIGN: Final = f"{_NO_DASH}\\-\u2010\u2011\u2012\u2013\u2014\ufe63\uff0d"
_AMOUNT: Final = re.compile(
    r"(?<![\w.,])(\d[\d.,'’\u2009\u202f]{0,20})\s?(?:%|(?i:per\s?cent|prozent|pct)(?!\w))"
)
_NEARBY: Final = 40
"""Characters before and behind an amount that are looked at."""
_SIGNED: Final = re.compile(rf"(?<![\w%/±{_SIGN}])([{_SIGN}])(\s?)[$€£]?$")
_WORD: Final = re.compile(r"([^\W\d_]{2,})[\s:(]{1,3}(?:(?:by|of|um|von)\s)?$")
_SIGN_AS_WORD: Final = re.compile(r"(?:(?<![%\d])\s|^|\()(?P<word>(?i:plus|minus|off))\s(?:von\s|of\s)?$")
_BEHIND: Final = re.compile(r"[)\]]?\s?(?:im\s)?([^\W\d_]{2,})")
_CLOSED: Final = re.compile(
    r"\s*(?:$|[).,;!?\]\n]|(?i:today|now|yesterday|this|since|on|heute|gestern|seit|vorbörslich)\b)"
)
_OPENED: Final = re.compile(r"(?:^|[(\[:,;\n])\s*$")
_RANGE: Final = re.compile(r"[\d%]\s*$")
_VERB: Final = re.compile(r"(?i:\b(legt|legte|legten|gibt|gab|gaben))\s(?:[^\W\d_]+\s){0,3}$")
_PARTICLE: Final = re.compile(r"\s(zu|nach|ab)\b")
_WAY: Final = re.compile(r"\s(?i:(runter|tiefer|abwärts|schwächer)|(?:rauf|höher|aufwärts|fester))\b")
_VERBS: Final = {"l": ("zu", GAIN), "g": ("nach", LOSS)}
_DIRECTIONS: Final = (
    "up down higher lower gain gains gained rise rises rose rising fall falls fell falling drop drops "
    "dropped jump jumps jumped climb climbs climbed surge surges surged soar soars soared slide slides "
    "slid slip slips sink sinks sank plunge plunges plunged tumble tumbles tumbled decline declines "
    "declined lose loses lost loss rally rallies rallied plus minus steigt steigen stieg stiegen "
    "gestiegen fällt fallen fiel fielen sinkt sank gesunken klettert kletterte verliert verlor verloren "
    "gewinnt gewonnen verlust gewinn kursverlust kursgewinn anstieg rückgang höher tiefer schwächer "
    "rutscht rutschte"
)
"""Words beside which a sign says nothing new, for they are charged themselves."""
_SAYING_SO: Final = frozenset(_DIRECTIONS.split())


def with_directions(text: str) -> str:
    """``text`` with GAIN or LOSS in place of each percent that has a direction."""
    pieces, place = [], 0
    for amount in _AMOUNT.finditer(text):
        start, end = amount.span()
        if not amount[1].strip("0.,'’\u2009\u202f"):
            continue
        before, behind = text[max(place, start - _NEARBY) : start], text[end : end + _NEARBY]
        moved = _moved(before, behind)
        if moved is not None:
            direction, kept, taken = moved
            pieces += [text[place : start - len(before) + kept], f" {direction} "]
            place = end + taken
    return "".join([*pieces, text[place:]]) if pieces else text


def _moved(before: str, behind: str) -> tuple[str, int, int] | None:
    """The direction of an amount, how much of ``before`` stays and of ``behind`` goes; or None."""
    if (sign := _SIGNED.search(before)) is not None:
        direction = GAIN if sign[1] in _PLUS else LOSS
        return (direction, sign.start(), 0) if _counts(sign, before[: sign.start()], behind) else None
    if (written := _SIGN_AS_WORD.search(before)) is not None:
        return GAIN if written["word"].lower() == "plus" else LOSS, written.start("word"), 0
    if (particle := _PARTICLE.match(behind)) and (verb := _VERB.search(before)):
        direction = GAIN if verb[1].lower()[0] == "l" else LOSS
        if (particle[1] == "zu") == (direction == GAIN):
            return direction, len(before), particle.end()
    if (way := _WAY.match(behind)) is not None:
        return LOSS if way[1] else GAIN, len(before), way.end()
    return None


def _counts(sign: re.Match[str], before: str, behind: str) -> bool:
    """Whether a sign is no dash, does not end a range, and no word beside it says the same."""
    if sign[2] and sign[1] not in _NO_DASH:
        alone = _OPENED.search(before) or _CLOSED.match(behind)
        if _RANGE.search(before) or not alone:
            return False
    words = (_WORD.search(before), _BEHIND.match(behind))
    return not any(word is not None and word[1].lower() in _SAYING_SO for word in words)
