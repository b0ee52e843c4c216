"""Finds the companies that a text mentions: cashtag, ISIN, WKN, name, alias, or a bare ticker in context."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Final

from naysay.data.addresses import without_addresses
from naysay.data.bare_tickers import is_weak, stands_alone
from naysay.data.listings import listing
from naysay.data.mention_decisions import NOTHING, Deciding, Decisions, Refusal
from naysay.data.mention_search import MentionSearch, Places
from naysay.data.spellings import Mention, Rule, mentions_of, plain, tickers_of
from naysay.data.text_windows import WINDOW, Match
from naysay.data.whole_words import is_whole
from naysay.study.company import Company

_SUFFIX = re.compile(r"[.:/-][A-Za-z]{1,8}(?!\w)")
_SUFFIX_APART = re.compile(r"[.:/-][A-Za-z]{1,8}(?!\w)| [A-Z]{2,5}(?!\w)")
_GROWN: Final = "\0"
"""Fills the place that a letter takes up once it is folded; no name of a company has it."""
REMEMBERED: Final = 10_000
"""Sets of mentions whose meaning is kept; most posts are about few companies."""


class Mentions:
    """Finds companies in texts; leftmost and longest on word boundaries, in any case of letters.

    A cashtag, an ISIN, a WKN and a name count by themselves; so does an alias unless its flags ask for more.
    A cashtag without the ending of its exchange, such as ``$SAP`` of SAP.DE, may be another company's. It
    counts where the post is written in the language of the place, speaks of listings there, or mentions the
    company otherwise. A bare ticker counts in capitals; one of at most two letters, or one that is a word,
    only where what stands next to it speaks of a share ("T calls", "shares of V", "NYSE: C", "D +2 %"), or
    where the post mentions the company otherwise or stands on its ``board``. Nothing counts in links, e-mail
    addresses and handles.
    """

    def __init__(self, companies: Sequence[Company]) -> None:
        meant: dict[str, list[Mention]] = {}
        for mention in mentions_of(companies):
            meant.setdefault(mention.written.casefold(), []).append(mention)
        bare: dict[str, list[Mention]] = {}
        for mention in tickers_of(companies):
            bare.setdefault(mention.written, []).append(mention)
        patterns, self.tickers = list(meant), list(bare)
        self._mentions, self._bare_mentions = list(meant.values()), list(bare.values())
        self._spelled = [frozenset(s for m in of for s in _spellings(m)) for of in self._mentions]
        self._simple = [_simply(of) for of in self._mentions]
        self._hosts = frozenset(pattern for pattern in patterns if "." in pattern)
        self._unsure = frozenset(n for n, of in enumerate(self._mentions) if any(map(_depends, of)))
        self._places = {company.ticker: listing(company.ticker).places for company in companies}
        self.single_words = [pattern for pattern in patterns if pattern.split() == [pattern]]
        self.first_words = frozenset(p.split()[0] for p in patterns if p.split() != [p])
        """Those of names of several words, as they are searched: folded."""
        self._first_sizes = frozenset(map(len, self.first_words))
        self._search = MentionSearch(patterns, self.tickers)
        self._sure = lru_cache(maxsize=REMEMBERED)(self._plain)
        self._weak = frozenset(filter(is_weak, self.tickers))
        self._bare_unsure = self._weak | {t for t, of in bare.items() if any(m.needs_home for m in of)}

    def find(self, text: str, board: Collection[str] = ()) -> Decisions:
        """The companies that ``text`` mentions; ``board`` are those that its place speaks of."""
        return self.find_plain(plain(text), board)

    def find_plain(self, text: str, board: Collection[str] = ()) -> Decisions:
        """The same for a text that ``plain`` gave."""
        try:
            places = self._search(text)
        except UnicodeEncodeError:  # half a character is none
            return self.find_plain(text.encode("utf-8", "replace").decode("utf-8"), board)
        if places is None:
            return NOTHING
        whole = self._search.whole(places)
        visible = without_addresses(text, self._hosts) if places.touch() else text
        if visible == text or not places.changed(visible):
            return self._decide(places, whole, board, text)
        hidden = {number for number, _, _ in whole}
        decisions, places = NOTHING, self._search(visible)
        if places is not None:
            whole = self._search.whole(places)
            decisions = self._decide(places, whole, board, text)
            hidden -= {number for number, _, _ in whole}
        companies = {mention.company for number in hidden for mention in self._mentions[number]}
        companies -= decisions.companies()
        if not companies:
            return decisions
        addresses: dict[tuple[str, Refusal], None] = {(name, "address"): None for name in sorted(companies)}
        return Decisions(decisions.linked, decisions.refused | addresses)

    def in_token(self, token: str) -> Decisions | None:
        """What ``token``, a ``plain`` text without white space, mentions in any; None where that depends."""
        folded = token.casefold()
        if len(folded) > WINDOW or any(
            folded[-size:] in self.first_words and is_whole(folded, max(len(folded) - size, 0), len(folded))
            for size in self._first_sizes
        ):
            return None
        if not self._unsure.isdisjoint(number for number, _, _ in self._search.overlapping(folded)):
            return None
        bare = (
            self.tickers[n] for n, start, end in self._search.bare(token) if stands_alone(token, start, end)
        )
        return self.find_plain(token) if self._bare_unsure.isdisjoint(bare) else None

    def _decide(self, places: Places, whole: list[Match], board: Collection[str], said: str) -> Decisions:
        folded = places.folded
        if not places.bare:
            if not whole:
                return NOTHING
            tagged = any(
                folded[start] == "$" and folded[end : end + 1] in _BETWEEN for _, start, end in whole
            )
            if not tagged and (sure := self._sure(tuple([match[0] for match in whole]))) is not None:
                return sure
        deciding = Deciding(said, board, self._places)
        written = places.text if len(folded) == len(places.text) else _stretched(places.text)
        for number, form in dict.fromkeys((n, self._form(n, written, s, e)) for n, s, e in whole):
            if not form and (simple := self._simple[number]) is not None:
                deciding.decisions.linked |= simple
                continue
            for mention in self._mentions[number]:
                deciding.judge(mention, form)
        for number, start, end in places.bare:
            weak = self.tickers[number] in self._weak
            for mention in self._bare_mentions[number]:
                deciding.judge_bare(mention, places.text, start, end, is_weak=weak)
        return deciding.decide()

    def _plain(self, numbers: tuple[int, ...]) -> Decisions | None:
        """What mentions with these ``numbers`` mean, None where that depends."""
        simple = [self._simple[number] for number in numbers]
        return None if None in simple else Decisions({key: None for each in simple for key in each or ()})

    def _form(self, number: int, written: str, start: int, end: int) -> str:
        """How a mention is spelled, where that matters, or what stands behind a cashtag."""
        if written[start] == "$":
            behind = (_SUFFIX_APART if number in self._unsure else _SUFFIX).match(written, end)
            return "" if behind is None else behind[0]
        form = written[start:end].replace(_GROWN, "") if self._spelled[number] else ""
        return form if form in self._spelled[number] else ""


_BETWEEN: Final = frozenset(".:/-")


def _depends(mention: Mention) -> bool:
    """Whether it counts in some texts and not in others."""
    return bool(mention.needs_context or mention.exclude_if or mention.language or mention.needs_home)


def _spellings(mention: Mention) -> Iterator[str]:
    """Those in which ``mention`` means something else than in others."""
    if mention.case_sensitive:
        yield mention.written
    if mention.never:
        yield mention.never


def _simply(mentions: Sequence[Mention]) -> dict[tuple[str, Rule], None] | None:
    """What is linked wherever ``mentions`` are written, if nothing has to be asked first."""
    if any(m.case_sensitive or m.never or m.needs_ending or _depends(m) for m in mentions):
        return None
    return {(mention.company, mention.rule): None for mention in mentions}


def _stretched(text: str) -> str:
    """``text`` with its letters at the places that they have once it is folded: "ß" grows by one."""
    return "".join(letter.ljust(len(letter.casefold()), _GROWN) for letter in text)
