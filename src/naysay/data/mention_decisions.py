"""Decides which of the mentions in one text count, and why the others do not."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from naysay.data.bare_tickers import as_share, stands_alone
from naysay.data.home_language import is_at_home, is_written_in
from naysay.data.spellings import Mention, Rule
from naysay.data.word_files import words_in

Refusal = Literal["case", "excluded", "no_context", "other_listing", "address"]

CONTEXT: Final = words_in("share_words.txt")
"""Words that say that a post is about shares: enough for an alias with ``needs_context``."""
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Decisions:
    """What a text mentions: (company, rule) that count, and (company, why) that were refused."""

    linked: dict[tuple[str, Rule], None] = field(default_factory=dict)
    refused: dict[tuple[str, Refusal], None] = field(default_factory=dict)

    def companies(self) -> set[str]:
        """The companies that count."""
        return {company for company, _ in self.linked}


NOTHING: Final = Decisions()


class Deciding:
    """Takes the mentions of a text one by one, and decides at the end on those that need the others.

    ``said`` is the whole text, ``board`` the companies that its place speaks of, and ``places`` has the
    exchanges on which each company is at home.
    """

    def __init__(self, said: str, board: Collection[str], places: Mapping[str, frozenset[str]]) -> None:
        self._said, self._board, self._places = said, board, places
        self._folded = said.casefold()
        self.decisions = Decisions()
        self._unsure = dict[Mention, None]()
        self._away = dict[Mention, None]()

    def judge(self, mention: Mention, form: str) -> None:
        """Take a cashtag with what stands behind it, or another mention as it is spelled."""
        company, refused = mention.company, self.decisions.refused
        if mention.listed is not None:
            suffix = mention.listed.suffix(form[0], form[1:]) if form else "none"
            if suffix == "other" or (suffix == "none" and mention.needs_ending):
                refused[company, "other_listing"] = None
            elif suffix == "none" and mention.needs_home:
                self._away[mention] = None
            else:
                self.decisions.linked[company, mention.rule] = None
        elif (mention.case_sensitive and form != mention.written) or (form and form == mention.never):
            refused[company, "case"] = None
        elif any(phrase in self._folded for phrase in mention.exclude_if):
            refused[company, "excluded"] = None
        elif mention.language and not is_written_in(self._said, mention.language):
            refused[company, "no_context"] = None
        elif mention.needs_context:
            self._unsure[mention] = None
        else:
            self.decisions.linked[company, mention.rule] = None

    def judge_bare(self, mention: Mention, text: str, start: int, end: int, *, is_weak: bool) -> None:
        """Take the bare ticker in ``text[start:end]``, which ``is_weak`` where it may be a word."""
        company, decisions = mention.company, self.decisions
        if (company, "ticker") in decisions.linked or not stands_alone(text, start, end):
            return
        known = company in self._board or company in decisions.companies()
        if not known and is_weak and not as_share(text, start, end):
            decisions.refused[company, "no_context"] = None
        elif mention.needs_home and not known:
            self._away[mention] = None
        else:
            decisions.linked[company, "ticker"] = None

    def decide(self) -> Decisions:
        """The decisions, with those on mentions that need the others."""
        decisions, board = self.decisions, self._board
        about_shares = bool(self._unsure) and _speaks_of_shares(self._folded)
        for mention in self._unsure:
            company = mention.company
            if about_shares or company in board or company in decisions.companies():
                decisions.linked[company, mention.rule] = None
            else:
                decisions.refused[company, "no_context"] = None
        if self._away:
            self._bring_home()
        return decisions

    def _bring_home(self) -> None:
        """Decide on tickers that may be another company's: by the company, other listings, and the post."""
        decisions = self.decisions
        known = decisions.companies().union(self._board)
        listed = {place for of, rule in decisions.linked if rule == "cashtag" for place in self._places[of]}
        at_home: dict[str, bool] = {}
        for mention in self._away:
            of, home = mention.company, mention.listed
            if home is None:
                continue
            if home.ending not in at_home:
                at_home[home.ending] = not listed.isdisjoint(home.places) or is_at_home(self._said, home)
            if of in known or at_home[home.ending]:
                decisions.linked[of, mention.rule] = None
            else:
                decisions.refused[of, "other_listing"] = None


def _speaks_of_shares(folded: str) -> bool:
    return not CONTEXT.isdisjoint(_WORD.findall(folded)) or "$" in folded
