"""Finds the companies that a text mentions: cashtag, ISIN, WKN, name, alias, or a bare ticker in context."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from importlib.resources import files
from typing import Final, Literal

from ahocorasick_rs import AhoCorasick

from naysay.data.bare_tickers import as_share, joins, stands_alone
from naysay.data.text_windows import WINDOW, Match, Windows
from naysay.data.whole_words import hides_none, is_whole, leftmost_longest, searched
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

_WORD = re.compile(r"\w+")
_GROWN: Final = "\0"
"""Fills the place that a letter takes up once it is folded; no name of a company has it."""
REMEMBERED: Final = 10_000
"""Sets of mentions whose meaning is kept; most posts are about few companies."""


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
        self._simple = [_simply(of) for of in self._mentions]
        self._hides_none = hides_none(patterns)
        self._reach = max(map(len, (*patterns, *(company.ticker for company in companies))), default=0)
        self._unsure = frozenset(n for n, of in enumerate(self._mentions) if any(map(_depends, of)))
        self.single_words = [pattern for pattern in patterns if pattern.split() == [pattern]]
        self.first_words = frozenset(p.split()[0] for p in patterns if p.split() != [p])
        """Those of names of several words, as they are searched: folded."""
        self._first_sizes = frozenset(map(len, self.first_words))
        self._longest = searched(patterns)
        self._all = partial(AhoCorasick(patterns).find_matches_as_indexes, overlapping=True)
        self._sure = lru_cache(maxsize=REMEMBERED)(self._plain)
        self.tickers = [company.ticker for company in companies]
        self._bare = searched(self.tickers)
        self._weak = frozenset(t for t in self.tickers if len(t) <= SHORT or t.lower() in WORDS)

    def find(self, text: str, board: Collection[str] = ()) -> Decisions:
        """The companies that ``text`` mentions; ``board`` are those that its place speaks of."""
        folded = text.casefold()
        try:
            matches = self._matches(self._longest, folded)
            # What touches letters, or is a cashtag, is most of what is found, and no bare ticker.
            alone = [
                m
                for m in self._matches(self._bare, text)
                if not (text[m[2] : m[2] + 1].isalnum() or joins(text[m[1] - 1 : m[1]]))
            ]
        except UnicodeEncodeError:  # half a character is none
            return self.find(text.encode("utf-8", "replace").decode("utf-8"), board)
        whole = [match for match in matches if is_whole(folded, match[1], match[2])]
        if len(whole) < len(matches) and not self._hides_none.issuperset(
            number for number, start, end in matches if not is_whole(folded, start, end)
        ):
            every = Windows(self._all, folded, self._reach, overlapping=True)
            whole = list(leftmost_longest(folded, every))
        if not alone:
            if not whole:
                return NOTHING
            if (sure := self._sure(tuple([match[0] for match in whole]))) is not None:
                return sure
        decisions, unsure = Decisions(), dict[Mention, None]()
        written = text if len(folded) == len(text) else _stretched(text)
        spelled = self._spelled
        forms = (
            (n, form if spelled[n] and (form := written[s:e].replace(_GROWN, "")) in spelled[n] else "")
            for n, s, e in whole
        )
        for number, form in dict.fromkeys(forms):
            if (simple := self._simple[number]) is not None:
                decisions.linked |= simple
                continue
            for mention in self._mentions[number]:
                self._judge(mention, form, folded, decisions, unsure)
        for number, start, end in alone:
            self._bare_ticker(self.tickers[number], text, start, end, board, decisions)
        about_shares = bool(unsure) and _speaks_of_shares(folded)
        for mention in unsure:
            company = mention.company
            if about_shares or company in board or company in decisions.companies():
                decisions.linked[company, mention.rule] = None
            else:
                decisions.refused[company, "no_context"] = None
        return decisions

    def in_token(self, token: str) -> Decisions | None:
        """What ``token``, a text without white space, mentions in any text; None where that depends on it."""
        folded = token.casefold()
        if len(folded) > WINDOW or any(
            folded[-size:] in self.first_words and is_whole(folded, max(len(folded) - size, 0), len(folded))
            for size in self._first_sizes
        ):
            return None
        if not self._unsure.isdisjoint(number for number, _, _ in self._all(folded)):
            return None
        bare = (self.tickers[n] for n, start, end in self._bare(token) if stands_alone(token, start, end))
        return self.find(token) if self._weak.isdisjoint(bare) else None

    def _plain(self, numbers: tuple[int, ...]) -> Decisions | None:
        """What mentions with these ``numbers`` mean, None where that depends."""
        simple = [self._simple[number] for number in numbers]
        return None if None in simple else Decisions({key: None for each in simple for key in each or ()})

    def _matches(self, search: Callable[[str], list[Match]], text: str) -> list[Match]:
        if len(text) <= WINDOW:
            return search(text)
        return list(Windows(search, text, self._reach))

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
        if (company, "ticker") in decisions.linked or not stands_alone(text, start, end):
            return
        known = company in board or company in decisions.companies()
        if known or company not in self._weak or as_share(text, start, end):
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


def _depends(mention: Mention) -> bool:
    """Whether it counts in some texts and not in others."""
    return mention.needs_context or bool(mention.exclude_if)


def _simply(mentions: Sequence[Mention]) -> dict[tuple[str, Rule], None] | None:
    """What is linked wherever ``mentions`` are written, if nothing has to be asked first."""
    if any(m.case_sensitive or _depends(m) for m in mentions):
        return None
    return {(mention.company, mention.rule): None for mention in mentions}


def _stretched(text: str) -> str:
    """``text`` with its letters at the places that they have once it is folded: "ß" grows by one."""
    return "".join(letter.ljust(len(letter.casefold()), _GROWN) for letter in text)


def _speaks_of_shares(folded: str) -> bool:
    return not CONTEXT.isdisjoint(_WORD.findall(folded)) or "$" in folded
