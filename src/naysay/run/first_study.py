"""The text of a first study, filled in from what was seen of the user's files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from naysay.data.inspection.file_profile import FileProfile
from naysay.data.inspection.posts_profile import PostsProfile
from naysay.run.study_blocks import toml_value
from naysay.study.about import Language
from naysay.study.values import RESERVED_TICKERS, SHOWN, is_ticker

LONGEST_TICKER: Final = 6
"""Characters of a name in capitals that is taken for a ticker."""
DATES: Final = ("2024-01-02", "2025-12-30")
"""Of a study where no file says when."""

WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "en": {
        "head": "A study: change what is here, then",
        "and": "and",
        "paths": "All paths start at the workspace, the folder above analysis/.",
        "title": "Does negative talk go before lower returns?",
        "language": 'or "de"',
        "dates": "the first and last trading date",
        "ticker": "your decision: the ticker as the source of prices spells it",
        "prices_of": "There are prices of",
        "aliases": "other names in posts",
        "shares": "turns basis points into money",
        "calendar": "posts after this exchange's close count for the next session",
        "benchmark": "the ticker of an index that has prices, too",
        "yahoo": 'or "csv" with path = "data/prices"',
        "scorer": "each post by its language, English or German; others: `naysay list scorers`",
    },
    "de": {
        "head": "Eine Studie: ändern Sie, was hier steht, dann",
        "and": "und",
        "paths": "Alle Pfade beginnen im Arbeitsordner, dem Ordner über analysis/.",
        "title": "Gehen negative Beiträge niedrigeren Renditen voraus?",
        "language": 'oder "en"',
        "dates": "der erste und der letzte Handelstag",
        "ticker": "Ihre Entscheidung: der Ticker, wie ihn die Kursquelle schreibt",
        "prices_of": "Kurse gibt es von",
        "aliases": "andere Namen in Beiträgen",
        "shares": "macht aus Basispunkten Geld",
        "calendar": "Beiträge nach dem Schluss dieser Börse zählen zum nächsten Handelstag",
        "benchmark": "der Ticker eines Index, von dem es auch Kurse gibt",
        "yahoo": 'oder "csv" mit path = "data/prices"',
        "scorer": "jeder Beitrag nach seiner Sprache, Deutsch oder Englisch; andere: `naysay list scorers`",
    },
}


@dataclass(frozen=True, slots=True)
class FirstStudy:
    """What is known of a study before anybody has written it; the blocks are those of ``study_blocks``."""

    language: Language
    posts: PostsProfile | None
    prices: Sequence[FileProfile]
    posts_block: str
    prices_block: str
    by_file: Sequence[str] = ()
    """The tickers that files of posts are called by, where these name the company."""

    def text(self) -> str:
        """The study, as TOML."""
        say = WORDS[self.language]
        start, end = self.dates()
        companies = "\n\n".join("\n".join(company) for company in self._companies(say))
        return f"""\
# {say["head"]}
# `naysay check analysis/first.toml` {say["and"]} `naysay run analysis/first.toml`.
# {say["paths"]}

[study]
name = "first"
title = {toml_value(say["title"])}
start = {start}         # {say["dates"]}
end = {end}
language = "{self.language}"            # {say["language"]}
seed = 1

{companies}

[market]
calendar = "{self.calendar()}"          # {say["calendar"]}
{self._benchmark(say)}

{self.posts_block}
{self.prices_block or f'[prices]{chr(10)}source = "yahoo"           # {say["yahoo"]}{chr(10)}'}
[sentiment]
# scorer = "auto"          # {say["scorer"]}
"""

    def _symbols(self) -> list[str]:
        return [file.prices.symbol for file in self.prices if file.prices and is_ticker(file.prices.symbol)]

    def index(self) -> str:
        """The symbol of an index among the prices; its name begins with ^."""
        return next((symbol for symbol in self._symbols() if symbol.startswith("^")), "")

    def dates(self) -> tuple[str, str]:
        """From the first post on, as far as there are prices."""
        times = self.posts.times if self.posts else None
        first, last = DATES
        if times and times.first and times.last:
            first, last = f"{times.first:%Y-%m-%d}", f"{times.last:%Y-%m-%d}"
        elif self.posts and self.posts.days:
            first, last = self.posts.days
        profiles = [file.prices for file in self.prices if file.prices]
        if profiles:
            known = max(one.first for one in profiles), min(one.last for one in profiles)
            if max(first, known[0]) < min(last, known[1]):
                return max(first, known[0]), min(last, known[1])
        return first, last

    def calendar(self) -> str:
        """The exchange whose days fit the prices, or the likely one."""
        fits = next((file.prices.fits for file in self.prices if file.prices and file.prices.fits), ())
        return fits[0].calendar if fits else ("XETR" if self._is_german() else "XNYS")

    def _is_german(self) -> bool:
        return self.language == "de" or (self.posts is not None and self.posts.language == "de")

    def _benchmark(self, say: Mapping[str, str]) -> str:
        index = self.index()
        if index:
            return f"benchmark = {toml_value(index)}"
        example = "^GDAXI" if self._is_german() else "^GSPC"
        if self._tickers() and len(self._unnamed()) == 1:
            example = self._unnamed()[0]
        return f"# benchmark = {toml_value(example)}     # {say['benchmark']}"

    def _unnamed(self) -> list[str]:
        """Symbols of prices that are no company of the study so far, and no index."""
        return [symbol for symbol in self._symbols() if symbol not in (self.index(), *self._tickers())]

    def _tickers(self) -> list[str]:
        """The companies whose ticker a file or a column of posts, or else the file of prices, says."""
        symbols = [symbol for symbol in self._symbols() if symbol != self.index()]
        names = self._names()
        said = [_plain(name) for name in names if _is_like_a_ticker(_plain(name), symbols)]
        return (
            list(dict.fromkeys(said)) or ([] if names else list(self.by_file)) or ([] if names else symbols)
        )

    def _names(self) -> list[str]:
        return [name for name, _ in self.posts.companies] if self.posts else []

    def _companies(self, say: Mapping[str, str]) -> Iterator[list[str]]:
        tickers = self._tickers()
        for ticker in tickers:
            yield [
                "[[company]]",
                f"ticker = {toml_value(ticker)}",
                f'# aliases = [""]           # {say["aliases"]}',
            ]
        names = [name for name in self._names() if _plain(name) not in tickers]
        if names and self._unnamed():
            yield [f"# {say['prices_of']} {', '.join(self._unnamed()[:SHOWN])}"]
        for name in names or ([] if tickers else [""]):
            yield [
                "[[company]]",
                f'ticker = ""                # {say["ticker"]}',
                f"name = {toml_value(name)}",
                f'# aliases = [""]           # {say["aliases"]}',
                f"# shares_outstanding = 1   # {say['shares']}",
            ]


def _plain(name: str) -> str:
    """A name without what stands before a ticker: $AAA is AAA."""
    return name.lstrip("$#").strip()


def _is_like_a_ticker(name: str, symbols: Sequence[str]) -> bool:
    if name in symbols:
        return True
    short = len(name) <= LONGEST_TICKER and name == name.upper() and not name.isdigit()
    return short and is_ticker(name) and name not in RESERVED_TICKERS and not symbols
