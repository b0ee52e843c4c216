"""How a company may be written: cashtags, numbers, names and their genitives, bare tickers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from naysay.data.listings import Listing, listing
from naysay.data.word_files import words_in
from naysay.study.company import Company

Rule = Literal["cashtag", "isin", "wkn", "name", "alias", "ticker"]
_APOSTROPHES: Final = "’‘ʼ′´`＇"
_ESCAPED: Final = {
    "&amp;": "&", "&apos;": "'", "&#39;": "'", "&#039;": "'", "&#x27;": "'", "&rsquo;": "'", "&lsquo;": "'",
    "&#8217;": "'",
}  # fmt: skip
_ESCAPE = re.compile("|".join(map(re.escape, _ESCAPED)))
_FIGURED = re.compile(r"(?=.*\d)(?=.*[A-Za-z])\w{4,}")
"""A ticker such as VOW3, which is no word in small letters either."""
_ADJECTIVE = re.compile(r"([A-ZÄÖÜ]\w*(?:deutsche|ische)|Deutsche)( .+)", re.DOTALL)


PLURALS: Final = words_in("plurals.txt")
GERMAN_PLURALS: Final = words_in("german_plurals.txt")


@dataclass(frozen=True, slots=True)
class Mention:
    """One way in which a company may be written."""

    company: str
    written: str
    rule: Rule
    case_sensitive: bool = False
    needs_context: bool = False
    exclude_if: tuple[str, ...] = ()
    language: str = ""
    """The language of posts in which alone it counts, whatever their case of letters; any if empty."""
    listed: Listing | None = None
    """Of a cashtag and a bare ticker: where the company is listed."""
    never: str = ""
    """A spelling that is no name: "deutsche Bank" is any German one."""
    needs_home: bool = False
    """It may be the ticker of another company, unless the post shows that it means this one."""
    needs_ending: bool = False
    """It is a sum of money, or the ticker of another company of the study, unless its exchange follows."""


def plain(text: str) -> str:
    """``text`` with one sort of apostrophe, and with ``&`` and apostrophes that HTML has written out."""
    if "&" in text:
        text = _ESCAPE.sub(lambda of: _ESCAPED[of[0]], text)
    if "`" in text or not text.isascii():
        for apostrophe in _APOSTROPHES:
            text = text.replace(apostrophe, "'")
    return text


def mentions_of(companies: Sequence[Company]) -> Iterator[Mention]:
    """Every way to write each of ``companies``, but the bare tickers."""
    tickers = {company.ticker.casefold() for company in companies}
    for company in companies:
        ticker = company.ticker
        for mention in _tickers(company, tickers):
            yield replace(mention, written=f"${mention.written}", rule="cashtag")
            if "/B" in mention.written:  # an A apart is more often an article
                yield replace(mention, written=f"${mention.written.replace('/', ' ')}", rule="cashtag")
            if _FIGURED.fullmatch(mention.written) and not mention.needs_ending:
                yield Mention(ticker, mention.written, "ticker")
        if company.isin:
            yield Mention(ticker, company.isin, "isin")
        if company.known_wkn:
            yield Mention(ticker, company.known_wkn, "wkn")
        if company.name:
            yield from _names(Mention(ticker, plain(company.name), "name"))
        for alias in company.aliases:
            excluded = tuple(plain(phrase).casefold() for phrase in alias.exclude_if)
            yield from _names(
                Mention(
                    ticker, plain(alias.name), "alias", alias.case_sensitive, alias.needs_context, excluded
                )
            )


def tickers_of(companies: Sequence[Company]) -> Iterator[Mention]:
    """The tickers of ``companies`` as they are written without a sign, also without their endings."""
    tickers = {company.ticker.casefold() for company in companies}
    for company in companies:
        listed = listing(company.ticker)
        if company.ticker not in listed.written:
            yield Mention(company.ticker, company.ticker, "ticker", listed=listed)
        yield from (mention for mention in _tickers(company, tickers) if not mention.needs_ending)


def _tickers(company: Company, tickers: set[str]) -> Iterator[Mention]:
    """The ticker without its ending."""
    listed, own = listing(company.ticker), company.ticker
    unsure = listed.may_be_another and not company.home_cashtag
    for written in listed.written:
        short = listed.is_amount or (written.casefold() in tickers and written.casefold() != own.casefold())
        yield Mention(own, written, "ticker", listed=listed, needs_home=unsure, needs_ending=short)


def _names(mention: Mention) -> Iterator[Mention]:
    """A name, with and without an apostrophe, its German genitive, and the cases of such as Deutsche X."""
    name = mention.written
    adjective = _ADJECTIVE.fullmatch(name)
    if adjective is None:
        yield mention
    else:
        for ending in ("", "n", "r"):
            bent = f"{adjective[1]}{ending}{adjective[2]}"
            yield replace(mention, written=bent, never=bent[0].lower() + bent[1:])
    if "'s" in name:
        written = name.replace("'s", "s")
        exact = mention.case_sensitive or _is_word(written)
        yield replace(mention, written=written, case_sensitive=exact)
    if re.fullmatch(r".*[^\W\d_][^\W\d_sS]s", name, re.DOTALL):
        yield replace(mention, written=f"{name[:-1]}'s")
    if re.fullmatch(r".*\w[^\W\d_sxzßSXZ]", name, re.DOTALL) and name != name.casefold():
        genitive = f"{name}s"
        if genitive.casefold() not in GERMAN_PLURALS:
            language = "de" if _is_word(genitive) else ""
            yield replace(mention, written=genitive, case_sensitive=True, language=language)


def _is_word(written: str) -> bool:
    return written.casefold() in PLURALS
