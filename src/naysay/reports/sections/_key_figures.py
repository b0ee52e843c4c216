"""The four numbers of the first page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from naysay.analysis.findings import Money
from naysay.analysis.projections import AS_MEASURED
from naysay.reports.blocks import KeyFigure
from naysay.reports.numbers import finite
from naysay.reports.results import Results
from naysay.reports.sections._events import called, noun
from naysay.reports.sections._reading import companies, company_name, is_of_mood, numbers, table, texts
from naysay.reports.sections._reasons import after_storms, bracketed, signed
from naysay.reports.words import Words
from naysay.study.units import BASIS_POINTS

SHOWN: Final = 4


def key_figures(results: Results, words: Words) -> tuple[KeyFigure, ...]:
    """The effect as measured and of the mood itself, its worth, and what could have been found.

    Where one of them is not known, or is nobody's, the mean return after storms or the number of posts takes
    its place. Where nothing could be estimated there are counts alone.
    """
    if results.findings.verdict == "not_testable":
        return _counted(results, words)
    last = _detectable(results, words)
    return (*list(_candidates(results, words))[: SHOWN - 1], last)


def _candidates(results: Results, words: Words) -> Iterator[KeyFigure]:
    findings = results.findings
    if findings.companies.differ:
        yield _by_company(results, words)
        yield from _own(results, words)
    else:
        yield _effect(results, words)
        if not is_of_mood(results):
            yield _mood(results, words)
    if findings.verdict != "no_evidence" or findings.companies.differ:
        yield from _money(results, words)
    yield from _storms(results, words)
    for name in ("kept", "sessions"):  # so that no page has fewer than four
        yield KeyFigure(words.numbers.count(results.counts.get(name)), words(f"key.{name}"))


def _counted(results: Results, words: Words) -> tuple[KeyFigure, ...]:
    """How much there was to read."""
    counts, count = results.counts, words.numbers.count
    figures = {
        "kept": counts.get("kept"),
        "sessions": counts.get("sessions"),
        "found": results.findings.reaction.n_found,
        "companies": len(companies(results)),
    }
    return tuple(
        KeyFigure(count(value), words(f"key.{name}", **called(results, words)))
        for name, value in figures.items()
    )


def _effect(results: Results, words: Words) -> KeyFigure:
    lead = results.findings.lead
    return KeyFigure(
        signed(lead.bp_per_sd, lead.low, lead.high, words),
        words(
            "key.mood" if is_of_mood(results) else "key.measured",
            span=bracketed(lead.low, lead.high, words),
        ),
    )


def _mood(results: Results, words: Words) -> KeyFigure:
    mood = results.findings.mood
    if mood.bp_per_sd is None:
        return KeyFigure(words.numbers.basis_points(None), words("key.mood_none"))
    return KeyFigure(
        signed(mood.bp_per_sd, mood.low, mood.high, words),
        words("key.mood", span=bracketed(mood.low, mood.high, words)),
    )


def _by_company(results: Results, words: Words) -> KeyFigure:
    """Where companies differ: how many returned less and more, since their common number is nobody's."""
    companies, count = results.findings.companies, words.numbers.count
    return KeyFigure(
        words("key.less_and_more", less=count(len(companies.less)), more=count(len(companies.more))),
        words("key.by_company", companies=words.counted("company", companies.n, "dative")),
    )


def _own(results: Results, words: Words) -> Iterator[KeyFigure]:
    """The focus company's own effect."""
    rows = table(results, "effects")
    here = (texts(rows, "company") == results.focus) & (texts(rows, "measure") == AS_MEASURED)
    rows = rows[here & (numbers(rows, "horizon") == results.findings.lead.horizon)]
    if rows.empty:
        return
    value, low, high = (finite(numbers(rows, name).iloc[0]) for name in ("bp_per_sd", "low", "high"))
    if value is None:
        return
    name = company_name(results, results.focus)
    yield KeyFigure(
        signed(value, low, high, words), words("key.own", company=name, span=bracketed(low, high, words))
    )


def _money(results: Results, words: Words) -> Iterator[KeyFigure]:
    """The focus company's own effect in money."""
    money = next((entry for entry in results.findings.money if entry.company == results.focus), None)
    if money is None:
        return
    written = words.numbers
    amount = written.money(money.per_sd, money.currency, sign=True)
    yield KeyFigure(
        words("key.money_open") if money.low <= 0 <= money.high else amount,
        words(
            "key.money_against" if _against(money, results) else "key.money",
            company=company_name(results, money.company),
            span=f" ({written.money_span(money.low, money.high)})",
        ),
    )


def _against(money: Money, results: Results) -> bool:
    """Whether the company's own effect is established on the other side of that of all together."""
    findings, holds = results.findings, money.low > 0 or money.high < 0
    return holds and not findings.companies.differ and money.per_sd * (findings.lead.bp_per_sd or 0.0) < 0


def _storms(results: Results, words: Words) -> Iterator[KeyFigure]:
    """The mean return after storms; none where the study's window holds the storm's own session."""
    reaction = results.findings.reaction
    if not reaction.follows or reaction.caar_bp is None:
        return
    low, high = (None if edge is None else edge / BASIS_POINTS for edge in (reaction.low, reaction.high))
    mean = after_storms(results, words)
    yield KeyFigure(
        mean["estimate"],
        words(
            "key.storms",
            storms=words.counted(noun(results), reaction.n_events, "dative"),
            days=mean["days"],
            span="" if low is None else f" ({words.numbers.percent_span(low, high, sign=True)})",
        ),
    )


def _detectable(results: Results, words: Words) -> KeyFigure:
    mde = results.findings.lead.mde_bp
    return KeyFigure(
        words.numbers.basis_points(mde), words("key.detectable_none" if mde is None else "key.detectable")
    )
