"""The four numbers of the first page."""

from __future__ import annotations

from naysay.reports.blocks import KeyFigure
from naysay.reports.numbers import bp_digits
from naysay.reports.results import Results
from naysay.reports.sections._told import company_name
from naysay.reports.sections._verdict import over
from naysay.reports.words import Words


def key_figures(results: Results, words: Words) -> tuple[KeyFigure, KeyFigure, KeyFigure, KeyFigure]:
    """Effect, its worth or what could have been seen, return around spikes, and how much was read."""
    return (
        _effect(results, words),
        _money(results, words) or _detectable(results, words),
        _events(results, words),
        _posts(results, words),
    )


def _effect(results: Results, words: Words) -> KeyFigure:
    lead, numbers = results.findings.lead, words.numbers
    digits = bp_digits(lead.bp_per_sd, lead.low, lead.high)
    return KeyFigure(
        numbers.basis_points(lead.bp_per_sd, digits=digits),
        words(
            "key.effect_pooled" if results.findings.companies.differ else "key.effect",
            horizon=over(lead.horizon, words),
        ),
        _detail(numbers.span(lead.low, lead.high, digits), lead.low, words),
    )


def _money(results: Results, words: Words) -> KeyFigure | None:
    numbers = words.numbers
    money = next((entry for entry in results.findings.money if entry.company == results.focus), None)
    if money is None:
        return None
    return KeyFigure(
        numbers.money(money.per_sd, money.currency),
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
    low, high = (None if edge is None else edge / 1e4 for edge in (reaction.low, reaction.high))
    return KeyFigure(
        numbers.percent(reaction.caar_bp / 1e4),
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
