"""Finds the companies of a post: by its folder, its file, a column of its own, or what its text mentions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from naysay.data.mentions import NOTHING, Mentions
from naysay.study.company import Company

By = Literal["folder", "file", "column", "text"]


@dataclass(frozen=True, slots=True)
class Links:
    """The companies of one post, in the study's order, and how each was found or refused."""

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
    of: dict[str, Callable[[Path, str], str]] = {
        "folder": lambda path, said: path.parent.name,
        "file": lambda path, said: stem(path),
        "column": lambda path, said: said.strip(),
    }

    def link(path: Path, said: str, text: str) -> Links:
        company = known.get(of[by](path, said).casefold())
        return Links(()) if company is None else Links((company,), ((company, "linked", by),))

    return link


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

    def link(path: Path, said: str, text: str) -> Links:
        places = (said.strip(), path.parent.name, stem(path))
        board = {known[place.casefold()] for place in places if place.casefold() in known}
        decisions = mentions.find(text, board)
        if decisions is NOTHING:
            return _NONE
        meant = decisions.companies()
        decided = [(company, "linked", str(rule)) for company, rule in decisions.linked]
        decided += [
            (company, "refused", str(why)) for company, why in decisions.refused if company not in meant
        ]
        return Links(tuple(sorted(meant, key=order.__getitem__)), tuple(decided))

    return link


_NONE = Links(())
