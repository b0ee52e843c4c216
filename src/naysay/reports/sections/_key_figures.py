"""The four numbers of the first page."""

from __future__ import annotations

from naysay.reports.blocks import KeyFigure
from naysay.reports.numbers import bp_digits
from naysay.reports.results import Results
from naysay.reports.sections._reading import companies, company_name, is_of_mood
from naysay.reports.sections._verdict import over
from naysay.reports.words import Words
from naysay.study.units import BASIS_POINTS


def key_figures(results: Results, words: Words) -> tuple[KeyFigure, KeyFigure, KeyFigure, KeyFigure]:
    """Effect as measured and of the mood itself, its worth or what could have been seen, return around
    spikes. A study of the mood has how much was read in the place of the second."""
    return (
        _effect(results, words),
        _posts(results, words) if is_of_mood(results) else _mood(results, words),
        _worth(results, words),
        _events(results, words),
    )


def _effect(results: Results, words: Words) -> KeyFigure:
    lead, numbers = results.findings.lead, words.numbers
    if results.findings.companies.differ:
        return _by_company(results, words)
    digits = bp_digits(lead.bp_per_sd, lead.low, lead.high)
    return KeyFigure(
        numbers.basis_points(lead.bp_per_sd, digits=digits),
        words("key.effect_own" if is_of_mood(results) else "key.effect", horizon=over(lead.horizon, words)),
        _detail(
            numbers.span(lead.low, lead.high, digits),
            lead.low,
            words,
            _detectable_beside(results, lead.mde_bp),
        ),
    )


def _mood(results: Results, words: Words) -> KeyFigure:
    """The effect of the mood itself with its reliability, or why there is none."""
    mood, numbers = results.findings.mood, words.numbers
    if mood.bp_per_sd is None or mood.reliability is None:
        reason = words.reason(mood.reason) or words("verdict.no_reason")
        return KeyFigure(numbers.basis_points(None), words("key.mood_none", reason=reason))
    digits = bp_digits(mood.bp_per_sd, mood.low, mood.high)
    return KeyFigure(
        numbers.basis_points(mood.bp_per_sd, digits=digits),
        words("key.mood", share=numbers.percent(mood.reliability, 0), among=_among(results, words)),
        _detail(
            numbers.span(mood.low, mood.high, digits),
            mood.low,
            words,
            _detectable_beside(results, mood.mde_bp),
        ),
    )


def _among(results: Results, words: Words) -> str:
    """How many companies have a mood, where not all have."""
    known, total = results.findings.mood.n_companies, len(companies(results))
    if known == total:
        return ""
    named = words.counted("company", total, "dative")
    return words("key.mood_among", known=words.numbers.count(known), companies=named)


def _detectable_beside(results: Results, mde: float | None) -> float | None:
    """The smallest difference that could have been found, where it has no figure of its own."""
    return mde if _led(results) and _has_money(results) else None


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
    money = _money(results, words) if _led(results) else None
    return _detectable(results, words) if money is None else money


def _led(results: Results) -> bool:
    return results.findings.verdict != "no_evidence" or results.findings.companies.differ


def _has_money(results: Results) -> bool:
    return any(entry.company == results.focus for entry in results.findings.money)


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
    mde, mood, own = results.findings.lead.mde_bp, results.findings.mood.mde_bp, is_of_mood(results)
    of_mood = (
        "" if mood is None or own else words("key.detectable_mood", size=words.numbers.basis_points(mood))
    )
    return KeyFigure(
        words.numbers.basis_points(mde),
        words("key.detectable_own" if own else "key.detectable"),
        "" if mde is None else f"{of_mood}{words('key.detectable_detail')}",
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


def _detail(span: str, low: float | None, words: Words, mde: float | None = None) -> str:
    if low is None:
        return ""
    text = words("key.interval", span=span)
    return text if mde is None else words("key.found", interval=text, size=words.numbers.basis_points(mde))
