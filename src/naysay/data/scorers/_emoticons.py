"""Which emoticons are read as such: faces and hearts that are nothing else in talk about shares.

VADER's list also has what such talk writes otherwise: "8)" and "D:" of enumerations, "%)" and "=3" of sums.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_FACES: Final = re.compile(
    r"""
    >?[:;=]['^o-]{0,2}[()\[\]/\\|*<>{}@]{1,3} | [:;=]-?[dpo] | x-?d   # :-) ;] >:( :D xD
    | [()]['-]{0,2}[:;]                                               # (-:  and sad ones
    | \\o/ | o[_.]o | >\.< | v\.v | <\/?3                               # gestures and hearts
    """,
    re.VERBOSE,
)
_HEART: Final = re.compile(r"(?<!\S)<3(?!\S)")
MOST_MOUTHS: Final = 5
_NEARBY: Final = 24
"""Characters before and behind a heart that are looked at."""
_MEASURE: Final = re.compile(
    r"(?i:\b(?:p/?e|p/?b|p/?s|peg|ev/\w+|ratio|beta|yield|leverage|ltv|rsi|score|kgv|kuv|kbv|quote|rendite|laufzeit"
    r"|verschuldungsgrad|is|at|of|with|ist|bei|auf|mit|von|unter|nur))[\s:]+$"
)
_UNIT: Final = re.compile(
    r"\s*(?:[\d%€$£]|(?i:x|mal|times|percent|prozent|pct|eur|euro|usd|dollar|chf|ct|cents?|mi?o|mrd|mn|bn|bps?|m|k"
    r"|million(?:en|s)?|billions?|milliarden?|days?|weeks?|months?|years?|quarters?|hours?|minutes?|min|tagen?|wochen?"
    r"|monaten?|jahren?|quartalen?|stunden?|minuten?|stück|aktien|shares|stars?|sternen?)\b)"
)


def faces(lexicon: Mapping[str, float]) -> dict[str, float]:
    """The emoticons of ``lexicon`` that are such in talk about shares, also with more mouths: ":)))"."""
    known = {word: valence for word, valence in lexicon.items() if _FACES.fullmatch(word.lower())}
    longer = {
        word + word[-1] * more: valence
        for word, valence in known.items()
        if word[-1] in "()dD"
        for more in range(1, MOST_MOUTHS)
    }
    return longer | known


def without_comparisons(text: str) -> str:
    """``text`` with each "<3" that compares something, as in "<3 months", apart, so that it is no heart."""
    return _HEART.sub(_apart, text)


def _apart(heart: re.Match[str]) -> str:
    before = heart.string[max(heart.start() - _NEARBY, 0) : heart.start()]
    behind = heart.string[heart.end() : heart.end() + _NEARBY]
    return "< 3" if _MEASURE.search(before) or _UNIT.match(behind) else heart[0]
