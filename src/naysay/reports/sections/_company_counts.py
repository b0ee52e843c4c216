"""How many companies each analysis has, and why the others are missing.

One count leads: the companies of the test that the answer rests on. Any other number stands with its reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import pandas as pd

from naysay.analysis.findings import Direction
from naysay.reports.blocks import Block, Paragraph, TableBlock
from naysay.reports.results import Results
from naysay.reports.sections._reading import companies, company_name, effects, numbers, table, texts
from naysay.reports.words import Words
from naysay.study.reasons import because, joined_reasons

LEADING: Final = "lead"
"""The analysis whose count of companies a report leads with."""
NAMED: Final = 3
"""Missing companies that a sentence names for one reason; the others are counted."""
REASONS: Final = 2
"""Reasons that a sentence names; the table in the section on methods has all."""
TABLED: Final = 12
"""Missing companies that the table names for one reason."""


@dataclass(frozen=True, slots=True)
class CompanyCount:
    """The companies of one analysis."""

    analysis: str
    n: int
    missing: Mapping[str, str]
    """Companies of the study that are not among them, each with its reason; empty for reasons not known."""


_Counting = Callable[[Results], CompanyCount | None]


def company_counts(results: Results) -> tuple[CompanyCount, ...]:
    """The counts of every analysis that the run has, the leading one first."""
    counts = (count(results) for count in _COUNTS.values())
    return tuple(one for one in counts if one is not None)


def companies_of(results: Results, analysis: str, words: Words) -> str:
    """``24 companies``, or ``23 of the 24 companies (not MA: fewer than 20 complete sessions)``.

    The text stands in any case of a sentence. An analysis that was not made has ``–``.
    """
    count = _count_of(results, analysis)
    if count is None:
        return words.numbers.count(None)
    number = words.counted("company", count.n)
    if not count.missing:
        return number
    whole = len(companies(results))
    number = words(
        "counts.some" if whole > 1 else "counts.not_the_one",
        n=words.numbers.count(count.n),
        companies=words.counted("company", whole, "dative"),
    )
    return words(
        "counts.with_reason", companies=number, missing=_listed(results, count, words, REASONS, NAMED)
    )


def missing_of(results: Results, analysis: str, words: Words) -> str:
    """Why an analysis has fewer companies than the study, to be put after its number: `` (not MA: ...)``.

    Empty where none is missing or the analysis was not made.
    """
    count = _count_of(results, analysis)
    if count is None or not count.missing:
        return ""
    return words("counts.why", missing=_listed(results, count, words, REASONS, NAMED))


def commonest_reason(results: Results, analysis: str, words: Words) -> str:
    """What keeps most of the missing companies out of an analysis; empty where that is not known."""
    count = _count_of(results, analysis)
    reasons = Counter(filter(None, count.missing.values())) if count is not None else Counter()
    return words.reason(min(reasons, key=lambda reason: (-reasons[reason], reason))) if reasons else ""


def counts_table(results: Results, words: Words) -> tuple[Block, ...]:
    """The counts as a small table, or one sentence where all agree; nothing in a study of one company."""
    counts, whole = company_counts(results), len(companies(results))
    if whole < 2 or not counts:
        return ()
    if all(one.n == whole for one in counts):
        return (Paragraph(words("counts.all", companies=words.counted("company", whole)), "small"),)
    rows = tuple(
        (
            words(f"counts.of_{one.analysis}"),
            words.numbers.count(one.n),
            _listed(results, one, words, whole, TABLED) or words("counts.nobody"),
        )
        for one in counts
    )
    header = tuple(words(f"counts.{name}") for name in ("analysis", "number", "missing"))
    leads = tuple(place for place, one in enumerate(counts) if one.analysis == LEADING)
    caption = words("counts.table", companies=words.counted("company", whole, "dative"))
    return (TableBlock(caption, header, rows, ("left", "right", "left"), leads),)


def _count_of(results: Results, analysis: str) -> CompanyCount | None:
    return _COUNTS[analysis](results)


def _listed(results: Results, count: CompanyCount, words: Words, most: int, named: int) -> str:
    """``MA, V: fewer than 20 sessions; IEP: no event``; beyond ``most`` reasons how many are left."""
    by_reason: dict[str, list[str]] = {}
    for ticker, reason in count.missing.items():
        by_reason.setdefault(reason, []).append(ticker)
    groups = sorted(by_reason.items(), key=lambda group: -len(group[1]))
    listed = [
        words(
            "counts.group",
            names=_names(results, tickers, words, named),
            reason=words.reason(reason) or words("counts.no_reason"),
        )
        for reason, tickers in groups[:most]
    ]
    if further := sum(len(tickers) for _, tickers in groups[most:]):
        listed.append(words("counts.others", n=words.numbers.count(further)))
    return "; ".join(listed)


def _names(results: Results, tickers: list[str], words: Words, most: int) -> str:
    shown = tickers if len(tickers) <= most + 1 else tickers[:most]
    named = ", ".join(company_name(results, ticker) for ticker in shown)
    further = len(tickers) - len(shown)
    return words("counts.names_more", names=named, n=words.numbers.count(further)) if further else named


def _of_rows(
    results: Results, analysis: str, rows: pd.DataFrame, has: pd.Series, otherwise: str = ""
) -> CompanyCount | None:
    """The count of a table with one row a company; ``has`` says of which it holds a number.

    ``otherwise`` is the reason of companies without a row.
    """
    if rows.empty:
        return None
    company, reasons = texts(rows, "company"), joined_reasons(rows)
    members = set(company[has])
    why = {name: str(reason) for name, reason in zip(company, reasons, strict=True) if reason}
    listed = [str(entry["ticker"]) for entry in companies(results)]
    return CompanyCount(
        analysis,
        sum(name in members for name in listed),
        {name: why.get(name, otherwise) for name in listed if name not in members},
    )


def _own_effects(results: Results) -> pd.DataFrame:
    rows = effects(results)
    return rows[numbers(rows, "horizon") == results.findings.lead.horizon]


def _lead(results: Results) -> CompanyCount | None:
    """The number that the findings have; who is missing follows from the weights in the common effect."""
    n, whole = results.findings.lead.n_companies, len(companies(results))
    rows = _own_effects(results)
    weighed = _of_rows(results, LEADING, rows, numbers(rows, "weight").notna())
    if weighed is not None and weighed.n == n:
        return weighed
    alone = _of_rows(results, LEADING, rows, numbers(rows, "bp_per_sd").notna())
    if alone is not None and alone.n == n:
        return alone
    return CompanyCount(LEADING, n, {}) if n == whole else _unnamed(LEADING, n, whole)


def _unnamed(analysis: str, n: int, whole: int) -> CompanyCount | None:
    """A count of which the results do not say who is missing; none where nothing was estimated."""
    return CompanyCount(analysis, n, {}) if 0 < n <= whole else None


def _own(results: Results) -> CompanyCount | None:
    rows = _own_effects(results)
    return _of_rows(results, "own", rows, numbers(rows, "bp_per_sd").notna())


def _mood(results: Results) -> CompanyCount | None:
    rows = table(results, "mood")
    has = numbers(rows, "reliability").notna() & (joined_reasons(rows) == "")
    return _of_rows(results, "mood", rows, has)


def _granger(analysis: str, direction: Callable[[Results], Direction]) -> _Counting:
    def count(results: Results) -> CompanyCount | None:
        way, tests = direction(results), table(results, "granger")
        rows = tests[
            (texts(tests, "cause") == way.cause)
            & (texts(tests, "effect") == way.effect)
            & (numbers(tests, "lag_order") == (way.lag_order or -1))
        ]
        return _of_rows(results, analysis, rows, numbers(rows, "pvalue").notna())

    return count


def _events(results: Results) -> CompanyCount | None:
    rows = table(results, "events")
    return _of_rows(results, "events", rows, joined_reasons(rows) == "", because("no_event_found"))


def _stale(results: Results) -> CompanyCount | None:
    rows = table(results, "stale_closes")
    return _of_rows(results, "late", rows, numbers(rows, "late_slope").notna())


def _series(analysis: str, name: str, column: str) -> _Counting:
    """Companies of which a table with several rows a company holds any number."""

    def count(results: Results) -> CompanyCount | None:
        rows = table(results, name)
        return _of_rows(results, analysis, rows, numbers(rows, column).notna())

    return count


_COUNTS: Final[Mapping[str, _Counting]] = MappingProxyType(
    {
        LEADING: _lead,
        "own": _own,
        "mood": _mood,
        "forward": _granger("forward", lambda results: results.findings.forward),
        "backward": _granger("backward", lambda results: results.findings.backward),
        "events": _events,
        "correlation": _series("correlation", "correlation", "r"),
        "stationarity": _series("stationarity", "stationarity", "statistic"),
        "late": _stale,
    }
)
ANALYSES: Final = tuple(_COUNTS)
"""The analyses that have a count of their own."""
