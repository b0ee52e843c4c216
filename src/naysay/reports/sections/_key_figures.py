"""The four numbers of the first page."""

from __future__ import annotations

from naysay.reports.blocks import KeyFigure
from naysay.reports.numbers import bp_digits
from naysay.reports.results import Results
from naysay.reports.sections._reading import company_name
from naysay.reports.sections._verdict import over
from naysay.reports.words import Words
from naysay.study.units import BASIS_POINTS


def key_figures(results: Results, words: Words) -> tuple[KeyFigure, KeyFigure, KeyFigure, KeyFigure]:
    """Effect, its worth or what could have been seen, return around spikes, and how much was read."""
    return (
        _effect(results, words),
        _worth(results, words),
        _events(results, words),
        _posts(results, words),
    )


def _effect(results: Results, words: Words) -> KeyFigure:
    lead, numbers = results.findings.lead, words.numbers
    if results.findings.companies.differ:
        return _by_company(results, words)
    digits = bp_digits(lead.bp_per_sd, lead.low, lead.high)
    return KeyFigure(
        numbers.basis_points(lead.bp_per_sd, digits=digits),
        words("key.effect", horizon=over(lead.horizon, words)),
        _detail(numbers.span(lead.low, lead.high, digits), lead.low, words),
    )


def _by_company(results: Results, words: Words) -> KeyFigure:
    """Where companies differ: how many returned less and more, since their common number is nobody's."""
    companies, count = results.findings.companies, words.numbers.count
    return KeyFigure(
        words("key.less_and_more", less=count(len(companies.less)), more=count(len(companies.more))),
        words("key.by_company", horizon=over(results.findings.lead.horizon, words)),
        words("key.by_company_detail", companies=words.counted("company", companies.n, "dative")),
    )


def _worth(results: Results, words: Words) -> KeyFigure:
    """The focus company's own effect in money; what the data could have shown where there is no lead, and
    where the company's own effect cannot be told from zero."""
    findings = results.findings
    led = findings.verdict != "no_evidence" or findings.companies.differ
    money = _money(results, words) if led else None
    return _detectable(results, words) if money is None else money


def _money(results: Results, words: Words) -> KeyFigure | None:
    numbers = words.numbers
    money = next((entry for entry in results.findings.money if entry.company == results.focus), None)
    if money is None:
        return None
    amount = numbers.money(money.per_sd, money.currency)
    return KeyFigure(
        words("key.money_open") if money.low <= 0 <= money.high else amount,
        words("key.money", company=company_name(results, money.company)),
        _detail(numbers.money_span(money.low, money.high), money.low, words),
    )


def _detectable(results: Results, words: Words) -> KeyFigure:
    mde = results.findings.lead.mde_bp
    return KeyFigure(
        words.numbers.basis_points(mde),
        words("key.detectable"),
        "" if mde is None else words("key.detectable_detail"),
    )


def _events(results: Results, words: Words) -> KeyFigure:
    reaction, numbers = results.findings.reaction, words.numbers
    if not reaction.follows:
        window = numbers.window(*reaction.window)
        return KeyFigure(numbers.percent(None), words("key.events_mixed", window=window))
    if reaction.caar_bp is None:
        return KeyFigure(numbers.percent(None), words("key.events_none"))
    low, high = (None if edge is None else edge / BASIS_POINTS for edge in (reaction.low, reaction.high))
    return KeyFigure(
        numbers.percent(reaction.caar_bp / BASIS_POINTS),
        words(
            "key.events",
            storms=words.counted("storm", reaction.n_events, "dative"),
            window=numbers.window(*reaction.window),
        ),
        _detail(numbers.percent_span(low, high), low, words),
    )


def _posts(results: Results, words: Words) -> KeyFigure:
    counts = results.counts
    return KeyFigure(
        words.numbers.count(counts.get("kept")),
        words("key.posts"),
        words(
            "key.posts_detail",
            companies=words.counted("company", counts.get("companies", 0), "about"),
            sessions=words.counted("session", counts.get("sessions", 0), "dative"),
        ),
    )


def _detail(span: str, low: float | None, words: Words) -> str:
    return "" if low is None else words("key.interval", span=span)
