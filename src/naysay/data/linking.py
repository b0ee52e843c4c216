"""Finds the companies of a post: by its folder, its file, a column of its own, or what its text mentions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from pathlib import Path
from typing import Final, Literal

from naysay.data.mention_tokens import TokenMentions
from naysay.data.mentions import NOTHING, Decisions, Mentions, Refusal, Rule
from naysay.study.company import Company

REMEMBERED: Final = 1_000
"""Kept sets of decisions; most posts of a file mention its company alone, and in few ways."""

By = Literal["folder", "file", "column", "text"]


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """The companies of one post, in the study's order, and how each was found or refused.

    Posts of which the same was decided have the same object, so that they can be counted by it.
    """

    companies: tuple[str, ...]
    decisions: tuple[tuple[str, str, str], ...] = ()
    """(company, linked or refused, rule or reason); a company that was found is not listed as refused."""


Link = Callable[[Path, str, str], Links]
"""(file, what the source says of the company, text) -> its companies, perhaps none."""


class Linker:
    """Finds the companies of posts, of one when it is called."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def __call__(self, path: Path, said: str, text: str) -> Links:
        """The companies of a post in the file ``path`` of which the source says that it is about ``said``."""
        return self._link(path, said, text)

    def of(self, path: Path, said: Sequence[str], texts: Sequence[str]) -> Iterable[Links]:
        """The companies of each of some posts of a file."""
        return map(self._link, repeat(path), said, texts)


def linker(companies: Sequence[Company], by: By) -> Linker:
    """How posts find their companies.

    - folder, file, column: the folder's name, the file's name without its endings, or the column's value is a
      ticker, name or alias, in any case of letters. Where two companies share one, a ticker goes before names
      and the first company before the second.
    - text: what ``Mentions`` finds. The company's column, folder or file, where it names a company, is the
      board: it lends context to short tickers and unsure aliases, and decides nothing by itself. A post may
      mean several companies.
    """
    known = _labels(companies)
    if by == "text":
        return _TextLinker(companies, known)
    links_of = {
        company.ticker: Links((company.ticker,), ((company.ticker, "linked", by),)) for company in companies
    }

    def links(label: str) -> Links:
        return links_of.get(known.get(label.casefold(), ""), _NONE)

    @lru_cache
    def links_of_path(path: Path) -> Links:
        return links(path.parent.name if by == "folder" else stem(path))

    if by == "column":
        return Linker(lambda path, said, text: links(said.strip()))
    return Linker(lambda path, said, text: links_of_path(path))


def _labels(companies: Sequence[Company]) -> dict[str, str]:
    """What names a company by itself, casefolded, to its ticker."""
    named = [
        (label, company.ticker)
        for company in reversed(companies)
        for label in (*(alias.name for alias in company.aliases), company.name)
    ]
    tickers = [(company.ticker, company.ticker) for company in companies]
    return {label.casefold(): ticker for label, ticker in (*named, *tickers) if label}


def stem(path: Path) -> str:
    """The file's name without its endings: ``BRK.B.jsonl.zst`` is ``BRK.B``."""
    return re.sub(r"(\.(jsonl|ndjson|json|csv|parquet|txt|zst|gz))+$", "", path.name, flags=re.IGNORECASE)


class _TextLinker(Linker):
    """By what texts mention; ``known`` is what names a company by itself."""

    def __init__(self, companies: Sequence[Company], known: dict[str, str]) -> None:
        super().__init__(self._link_one)
        self._known = known
        self._order = {company.ticker: place for place, company in enumerate(companies)}
        self._mentions = Mentions(companies)
        self._board_of = lru_cache(self._board)
        self._links = lru_cache(maxsize=REMEMBERED)(self._decided)
        self._at_once = TokenMentions(self._mentions, self._links_of)

    def of(self, path: Path, said: Sequence[str], texts: Sequence[str]) -> Iterable[Links]:
        posts = zip(self._at_once(texts), said, texts, strict=True)
        return [self._link_one(path, of, text) if links is None else links for links, of, text in posts]

    def _link_one(self, path: Path, said: str, text: str) -> Links:
        board = self._board_of(path)
        if said and (named := self._known.get(said.strip().casefold())) is not None:
            board |= {named}
        return self._links_of(self._mentions.find(text, board))

    def _links_of(self, decisions: Decisions) -> Links:
        return _NONE if decisions is NOTHING else self._links((*decisions.linked,), (*decisions.refused,))

    def _board(self, path: Path) -> frozenset[str]:
        names = (name.casefold() for name in (path.parent.name, stem(path)))
        return frozenset(self._known[name] for name in names if name in self._known)

    def _decided(
        self, linked: tuple[tuple[str, Rule], ...], refused: tuple[tuple[str, Refusal], ...]
    ) -> Links:
        meant = {company for company, _ in linked}
        decided = [(company, "linked", str(rule)) for company, rule in linked]
        decided += [(company, "refused", str(why)) for company, why in refused if company not in meant]
        return Links(tuple(sorted(meant, key=self._order.__getitem__)), tuple(decided))


_NONE = Links(())
