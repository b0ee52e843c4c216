"""Finds the companies that a text mentions: cashtag, ISIN, WKN, name, alias, or a bare ticker in context."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.resources import files
from typing import Final, Literal

from ahocorasick_rs import AhoCorasick, MatchKind

from naysay.data.text_windows import WINDOW, Match, Windows
from naysay.study.company import Company

Rule = Literal["cashtag", "isin", "wkn", "name", "alias", "ticker"]
Refusal = Literal["case", "excluded", "no_context"]


def _listed(name: str) -> frozenset[str]:
    """The words of a file beside this one; a line that starts with # is a note."""
    lines = files("naysay.data").joinpath("words", name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if line[0] != "#" for word in line.split())


SHORT: Final = 2
"""A bare ticker of so many letters is a word or an initial more often than a share."""
WORDS: Final = _listed("ticker_words.txt")
"""Words of English and German, and abbreviations of traders, that are tickers of some exchange, too."""

CONTEXT: Final = _listed("share_words.txt")
"""Words that say that a post is about shares: enough for an alias with ``needs_context``."""

_BEFORE_WORDS = "|".join(
    (
        r"(?:nyse|nasdaq|amex|xetra|ticker|symbol|otc)\s*[:-]\s*\(?",
        r"(?:shares?|stocks?|calls?|puts?|options?|positions?|earnings|leaps|aktien?|anteile)"
        r"\s+(?:of|in|on|for|von|der)\s+",
        r"(?:buy|buying|bought|sell|selling|sold|short|shorting|shorted|own|owning|holding|adding|added"
        r"|trimmed|long)\s+",
        r"\$[a-z][a-z.]*,?\s+(?:and\s+|&\s+|und\s+)?",
    )
)
_AFTER_WORDS = "|".join(
    (
        r"\s+(?:shares?|stock(?!\s+up(?!\s+[+\-]?\d))|stocks|calls|puts|options|earnings|dividend|chart|eps|q[1-4]|longs|shorts"
        r"|bulls|bears|aktien?|kurs|dividende|quartalszahlen)\b",
        r"\s+(?:at\s+)?[+\-−]?\$?\d+(?:[.,]\d+)?\s?%",
        r"\s+(?:at\s+)?\$\d",
        r"\s*,?\s*\$[a-z]",
    )
)
_NEVER = re.compile(
    r"(?:vitamin|plan|model|grade|series|type|class|section|mr|mrs|ms|hepatitis|team|group|level)\.?\s+$"
)
_PART = re.compile(r"-(?:aktie|aktien|kurs|anteil|papier|dividende|shares?|stock)", re.IGNORECASE)
_BEFORE = re.compile(rf"(?:^|[^\w])(?:{_BEFORE_WORDS})$")
_AFTER = re.compile(_AFTER_WORDS)
_WORD = re.compile(r"\w+")
_GROWN: Final = "\0"
"""Fills the place that a letter takes up once it is folded; no name of a company has it."""
_REACH: Final = 30
"""Characters before a bare ticker that may hold its context."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One way in which a company may be written."""

    company: str
    written: str
    rule: Rule
    case_sensitive: bool = False
    needs_context: bool = False
    exclude_if: tuple[str, ...] = ()


@dataclass(slots=True)
class Decisions:
    """What a text mentions: (company, rule) that count, and (company, why) that were refused."""

    linked: dict[tuple[str, Rule], None] = field(default_factory=dict)
    refused: dict[tuple[str, Refusal], None] = field(default_factory=dict)

    def companies(self) -> set[str]:
        """The companies that count."""
        return {company for company, _ in self.linked}


NOTHING: Final = Decisions()


class Mentions:
    """Finds companies in texts; leftmost and longest on word boundaries, in any case of letters.

    A cashtag, an ISIN, a WKN and a name count by themselves; so does an alias unless its flags ask for more.
    A bare ticker counts in capitals; one of at most two letters, or one that is a word, only where what
    stands next to it speaks of a share ("T calls", "shares of V", "NYSE: C", "D +2 %"), or where the post
    mentions the company otherwise or stands on its ``board``.
    """

    def __init__(self, companies: Sequence[Company]) -> None:
        meant: dict[str, list[Mention]] = {}
        for mention in _mentions(companies):
            meant.setdefault(mention.written.casefold(), []).append(mention)
        patterns = list(meant)
        self._mentions = list(meant.values())
        self._spelled = [frozenset(m.written for m in of if m.case_sensitive) for of in self._mentions]
        self._reach = max(map(len, (*patterns, *(company.ticker for company in companies))), default=0)
        self._longest = AhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest).find_matches_as_indexes
        self._all = partial(AhoCorasick(patterns).find_matches_as_indexes, overlapping=True)
        self._tickers = [company.ticker for company in companies]
        bare = AhoCorasick(self._tickers, matchkind=MatchKind.LeftmostLongest)
        self._bare = bare.find_matches_as_indexes
        self._weak = frozenset(t for t in self._tickers if len(t) <= SHORT or t.lower() in WORDS)

    def find(self, text: str, board: Collection[str] = ()) -> Decisions:
        """The companies that ``text`` mentions; ``board`` are those that its place speaks of."""
        folded = text.casefold()
        try:
            matches, bare = self._search(self._longest, folded), self._search(self._bare, text)
        except UnicodeEncodeError:  # half a character is none
            return self.find(text.encode("utf-8", "replace").decode("utf-8"), board)
        if not matches and not bare:
            return NOTHING
        decisions, unsure = Decisions(), dict[Mention, None]()
        written = text if len(folded) == len(text) else _stretched(text)
        if not all(_whole(folded, start, end) for _, start, end in matches):
            matches = _leftmost_longest(folded, Windows(self._all, folded, self._reach, overlapping=True))
        spelled = self._spelled
        forms = (
            (n, form if (form := written[s:e].replace(_GROWN, "")) in spelled[n] else "")
            for n, s, e in matches
        )
        for number, form in dict.fromkeys(forms):
            for mention in self._mentions[number]:
                self._judge(mention, form, folded, decisions, unsure)
        for number, start, end in bare:
            self._bare_ticker(self._tickers[number], text, start, end, board, decisions)
        about_shares = bool(unsure) and _speaks_of_shares(folded)
        for mention in unsure:
            company = mention.company
            if about_shares or company in board or company in decisions.companies():
                decisions.linked[company, mention.rule] = None
            else:
                decisions.refused[company, "no_context"] = None
        return decisions

    def _search(self, search: Callable[[str], list[Match]], text: str) -> Iterable[Match]:
        if len(text) <= WINDOW:
            return search(text)
        text.encode()  # half a character is told before the search begins
        return Windows(search, text, self._reach)

    def _judge(
        self, mention: Mention, written: str, folded: str, decisions: Decisions, unsure: dict[Mention, None]
    ) -> None:
        if mention.case_sensitive and written != mention.written:
            decisions.refused[mention.company, "case"] = None
        elif any(phrase in folded for phrase in mention.exclude_if):
            decisions.refused[mention.company, "excluded"] = None
        elif mention.needs_context:
            unsure[mention] = None
        else:
            decisions.linked[mention.company, mention.rule] = None

    def _bare_ticker(
        self, company: str, text: str, start: int, end: int, board: Collection[str], decisions: Decisions
    ) -> None:
        if (company, "ticker") in decisions.linked or not _stands_alone(text, start, end):
            return
        known = company in board or company in decisions.companies()
        if known or company not in self._weak or _as_share(text, start, end):
            decisions.linked[company, "ticker"] = None
        else:
            decisions.refused[company, "no_context"] = None


def _mentions(companies: Sequence[Company]) -> Iterator[Mention]:
    for company in companies:
        ticker = company.ticker
        yield Mention(ticker, f"${ticker}", "cashtag")
        if company.isin:
            yield Mention(ticker, company.isin, "isin")
        if company.known_wkn:
            yield Mention(ticker, company.known_wkn, "wkn")
        if company.name:
            yield Mention(ticker, company.name, "name")
        for alias in company.aliases:
            excluded = tuple(phrase.casefold() for phrase in alias.exclude_if)
            yield Mention(ticker, alias.name, "alias", alias.case_sensitive, alias.needs_context, excluded)


def _stretched(text: str) -> str:
    """``text`` with its letters at the places that they have once it is folded: "ß" grows by one."""
    return "".join(letter.ljust(len(letter.casefold()), _GROWN) for letter in text)


def _whole(folded: str, start: int, end: int) -> bool:
    """Whether no letter or digit touches the match; ``$BRK`` is not in ``$BRK.B``."""
    if start and (folded[start - 1].isalnum() or folded[start - 1] in "_$"):
        return False
    if end == len(folded):
        return True
    after = folded[end]
    if after.isalnum() or after == "_":
        return False
    return after != "." or re.match(r"\.[a-z]{1,2}(?!\w)", folded[end : end + 4]) is None


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a bare ticker touches nothing that makes it a part of something else: AT&T, T-shirt, T's."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if after == "-" and _PART.match(text[end : end + _REACH]):
        after = " "
    if (
        before.isalnum()
        or (before and before in "_$.&'’/-")
        or after.isalnum()
        or (after and after in "_&/'’-")
    ):
        return False
    return after != "." or not text[end + 1 : end + 2].isalpha()


def _leftmost_longest(folded: str, matches: Windows) -> Iterator[Match]:
    """Of overlapping matches those on word boundaries, from the left, the longer first."""
    free = 0
    for matched in matches.lists():
        whole = [match for match in matched if _whole(folded, match[1], match[2])]
        for match in sorted(whole, key=lambda of: (of[1], -of[2])):
            if match[1] >= free:
                yield match
                free = match[2]


def _as_share(text: str, start: int, end: int) -> bool:
    """Whether what touches the bare ticker in ``text[start:end]`` speaks of a share."""
    written = text[max(0, start - _REACH) : start]
    before = written.lower()
    if _NEVER.search(before):
        return False
    # Who shouts BUY NOW names no share.
    shouted = written.rstrip()[-1:].isupper()
    return (_BEFORE.search(before) is not None and not shouted) or _AFTER.match(
        text[end : end + _REACH].lower()
    ) is not None


def _speaks_of_shares(folded: str) -> bool:
    return not CONTEXT.isdisjoint(_WORD.findall(folded)) or "$" in folded
