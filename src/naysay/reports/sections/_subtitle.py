"""The line below the title: who was studied, over which days, and what the data is as of."""

from __future__ import annotations

from typing import Final

from naysay.reports.results import Results
from naysay.reports.sections._reading import companies, company_name, options
from naysay.reports.words import Words

NAMED: Final = 3
"""Companies that the subtitle names; more are counted."""


def subtitle(results: Results, words: Words) -> str:
    """Companies, period and as-of date, and in a series which report of it this is."""
    study, numbers = options(results, "study"), words.numbers
    tickers = [str(entry["ticker"]) for entry in companies(results)]
    who = (
        ", ".join(company_name(results, ticker) for ticker in tickers)
        if 0 < len(tickers) <= NAMED
        else _led(results, len(tickers), words)
    )
    isins = [str(entry["isin"] or "") for entry in companies(results)]
    isin = [f"ISIN {isins[0]}"] if len(isins) == 1 and isins[0] else []
    period = words("document.period", start=numbers.date(study["start"]), end=numbers.date(study["end"]))
    as_of = [words("document.as_of", date=numbers.short_date(results.as_of))] if results.as_of else []
    look = results.findings.lead.look
    place = [] if look is None else [words("looks.nth", number=numbers.count(look.number))]
    return " · ".join([who, *isin, period, *as_of, *place])


def _led(results: Results, total: int, words: Words) -> str:
    """Many companies by their number, behind the one that the study puts in focus."""
    focus = options(results, "report")["focus"]
    if not focus or total < 2:
        return words.counted("company", total)
    others = words.counted("other_company", total - 1)
    return words("document.focus", company=company_name(results, focus), others=others)
