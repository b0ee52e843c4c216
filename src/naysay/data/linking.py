"""Ties a post to companies: by its folder, its file, a column of its own, or what its text mentions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from naysay.study.spec import Company

By = Literal["folder", "file", "column", "text"]
Linker = Callable[[Path, str, str], tuple[str, ...]]
"""(file, what the source says of the company, text) -> tickers in the study's order, perhaps none."""


def linker(companies: Sequence[Company], by: By) -> Linker:
    """How posts find their companies.

    - folder, file, column: the folder's name, the file's name without its endings, or the column's value is a
      ticker, name or alias, in any case of letters. Where two companies share one, a ticker goes before names
      and the first company before the second.
    - text: a cashtag ``$TICKER``, a name or an alias as whole words, in any case of letters. A bare ticker
      is not enough (``ALL``, ``NOW`` are words): list it among the aliases to make it so. A post may mean
      several companies.
    """
    if by == "text":
        return _by_text(companies)
    named = [
        (label, company) for company in reversed(companies) for label in (*company.aliases, company.name)
    ]
    tickers = [(company.ticker, company) for company in companies]
    known = {label.casefold(): (company.ticker,) for label, company in (*named, *tickers) if label}
    if by == "folder":
        return lambda path, said, text: known.get(path.parent.name.casefold(), ())
    if by == "file":
        return lambda path, said, text: known.get(_stem(path).casefold(), ())
    return lambda path, said, text: known.get(said.strip().casefold(), ())


def _stem(path: Path) -> str:
    """The file's name without its endings: ``BRK.B.jsonl.zst`` is ``BRK.B``."""
    return re.sub(r"(\.(jsonl|ndjson|json|csv|parquet|txt|zst|gz))+$", "", path.name, flags=re.IGNORECASE)


def _by_text(companies: Sequence[Company]) -> Linker:
    order = {company.ticker: place for place, company in enumerate(companies)}
    meaning: dict[str, set[str]] = {}
    for company in companies:
        for mention in (f"${company.ticker}", company.name, *company.aliases):
            if mention:
                meaning.setdefault(mention.casefold(), set()).add(company.ticker)
    longest_first = sorted(meaning, key=lambda mention: (-len(mention), mention))
    pattern = re.compile(rf"(?<![\w$])({'|'.join(map(re.escape, longest_first))})(?!\w|\.[a-z]{{1,2}}(?!\w))")

    def link(path: Path, said: str, text: str) -> tuple[str, ...]:
        found = {ticker for mention in pattern.findall(text.casefold()) for ticker in meaning[mention]}
        return tuple(sorted(found, key=order.__getitem__))

    return link
