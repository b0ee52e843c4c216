"""Finds the companies of a post: by its folder, its file, a column of its own, or what its text mentions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from naysay.data.mentions import NOTHING, Mentions, Refusal, Rule
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


Linker = Callable[[Path, str, str], Links]
"""(file, what the source says of the company, text) -> its companies, perhaps none."""


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
        return _by_text(companies, known)
    links_of = {
        company.ticker: Links((company.ticker,), ((company.ticker, "linked", by),)) for company in companies
    }

    def links(label: str) -> Links:
        return links_of.get(known.get(label.casefold(), ""), _NONE)

    @lru_cache
    def links_of_path(path: Path) -> Links:
        return links(path.parent.name if by == "folder" else stem(path))

    if by == "column":
        return lambda path, said, text: links(said.strip())
    return lambda path, said, text: links_of_path(path)


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


def _by_text(companies: Sequence[Company], known: dict[str, str]) -> Linker:
    order = {company.ticker: place for place, company in enumerate(companies)}
    mentions = Mentions(companies)

    @lru_cache
    def board_of(path: Path) -> frozenset[str]:
        return frozenset(
            known[name] for name in map(str.casefold, (path.parent.name, stem(path))) if name in known
        )

    @lru_cache(maxsize=REMEMBERED)
    def links(linked: tuple[tuple[str, Rule], ...], refused: tuple[tuple[str, Refusal], ...]) -> Links:
        meant = {company for company, _ in linked}
        decided = [(company, "linked", str(rule)) for company, rule in linked]
        decided += [(company, "refused", str(why)) for company, why in refused if company not in meant]
        return Links(tuple(sorted(meant, key=order.__getitem__)), tuple(decided))

    def link(path: Path, said: str, text: str) -> Links:
        board = board_of(path)
        if said and (named := known.get(said.strip().casefold())) is not None:
            board |= {named}
        decisions = mentions.find(text, board)
        return _NONE if decisions is NOTHING else links(tuple(decisions.linked), tuple(decisions.refused))

    return link


_NONE = Links(())
