"""Finds the companies of a post: by its folder, its file, a column of its own, or what its text mentions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from pathlib import Path
from typing import Final, Literal

from naysay.data.company_labels import CompanyLabels
from naysay.data.mention_decisions import NOTHING, Decisions, Refusal
from naysay.data.mention_tokens import TokenMentions
from naysay.data.mentions import Mentions
from naysay.data.spellings import Rule
from naysay.data.witness import shown_text
from naysay.study.characters import form
from naysay.study.company import Company

REMEMBERED: Final = 1_000
"""Kept sets of decisions; most posts of a file mention its company alone, and in few ways."""
LABELS: Final = 20_000
"""Kept labels of companies: as many as a study may have companies."""

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
      ticker, name, alias, ISIN or WKN, as ``CompanyLabels`` reads it. A column may list several companies.
    - text: what ``Mentions`` finds. The company's column, folder or file, where it names a company, is the
      board: it lends context to short tickers and unsure aliases, and decides nothing by itself. A post may
      mean several companies.
    """
    labels = CompanyLabels(companies)
    if by == "text":
        return _TextLinker(companies, labels)
    every: dict[tuple[str, ...], Links] = {(): _NONE}

    @lru_cache(maxsize=LABELS)
    def links(label: str) -> Links:
        named = labels.all(label) if by == "column" else (labels.one(label),)
        tickers = tuple(filter(None, named))
        decisions = tuple((ticker, "linked", by) for ticker in tickers)
        return every.setdefault(tickers, Links(tickers, decisions))

    @lru_cache
    def links_of_path(path: Path) -> Links:
        return links(path.parent.name if by == "folder" else stem(path))

    if by == "column":
        return Linker(lambda path, said, text: links(said))
    return Linker(lambda path, said, text: links_of_path(path))


def stem(path: Path) -> str:
    """The file's name without its endings: ``BRK.B.jsonl.zst`` is ``BRK.B``."""
    return re.sub(
        r"(\.(jsonl|ndjson|json|csv|parquet|txt|xml|rss|atom|zst|gz))+$", "", path.name, flags=re.IGNORECASE
    )


def unlinked_name(by: By, path: Path, said: Sequence[str], links: Sequence[Links]) -> str:
    """What names no company in the first post without one, for a message: of a column the form alone.

    It is empty where texts are what names companies, and where the column is empty.
    """
    match by:
        case "column":
            unknown = (form(label) for label, of in zip(said, links, strict=True) if not of.companies)
            return next(unknown, "")
        case "folder":
            return shown_text(path.parent.name)
        case "file":
            return shown_text(path.name)
    return ""


class _TextLinker(Linker):
    """By what texts mention; ``labels`` know what names a company by itself."""

    def __init__(self, companies: Sequence[Company], labels: CompanyLabels) -> None:
        super().__init__(self._link_one)
        self._labels = labels
        self._named = lru_cache(maxsize=LABELS)(lambda label: frozenset(labels.all(label)))
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
        if said:
            board |= self._named(said)
        return self._links_of(self._mentions.find(text, board))

    def _links_of(self, decisions: Decisions) -> Links:
        return _NONE if decisions is NOTHING else self._links((*decisions.linked,), (*decisions.refused,))

    def _board(self, path: Path) -> frozenset[str]:
        return frozenset(filter(None, map(self._labels.one, (path.parent.name, stem(path)))))

    def _decided(
        self, linked: tuple[tuple[str, Rule], ...], refused: tuple[tuple[str, Refusal], ...]
    ) -> Links:
        meant = {company for company, _ in linked}
        decided = [(company, "linked", str(rule)) for company, rule in linked]
        decided += [(company, "refused", str(why)) for company, why in refused if company not in meant]
        return Links(tuple(sorted(meant, key=self._order.__getitem__)), tuple(decided))


_NONE = Links(())
