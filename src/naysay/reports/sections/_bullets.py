"""What passes its test, and what does not or could not be tested, in sentences."""

from __future__ import annotations

from naysay.analysis.findings import Direction, Estimate
from naysay.analysis.level import LEVEL
from naysay.reports.numbers import bp_digits, finite
from naysay.reports.results import Results
from naysay.reports.sections._events import called, noun
from naysay.reports.sections._reading import company_name, pooled
from naysay.reports.sections._verdict import interval, over
from naysay.reports.words import Words
from naysay.study.units import BASIS_POINTS

NAMED = 4
"""Companies that a sentence names; the others are counted."""


def passing(results: Results, words: Words) -> tuple[str, ...]:
    """What passes its test; a sentence that nothing did where nothing did."""
    items = [text for holds, text in _statements(results, words) if holds]
    if items:
        return tuple(items)
    series = "_series" if results.findings.lead.look else ""
    return (words(f"found.nothing{series}" if _anything_tested(results) else "found.untested"),)


def not_passing(results: Results, words: Words) -> tuple[str, ...]:
    """What does not pass its test or could not be tested, and what no such study can test."""
    items = [text for holds, text in _statements(results, words) if not holds]
    return (*items, words("not_found.third"))


def _anything_tested(results: Results) -> bool:
    findings = results.findings
    pvalues = (findings.lead.pvalue, findings.reaction.pvalue)
    counts = (findings.forward.n_tested, findings.backward.n_tested, findings.reverse.pvalue is not None)
    return any(p is not None for p in pvalues) or any(counts)


def _statements(results: Results, words: Words) -> list[tuple[bool, str]]:
    return [
        _lead(results, words),
        *_later(results, words),
        _events(results, words),
        *_attention(results, words),
        _direction(results, results.findings.forward, "forward", words),
        _reverse(results, words),
    ]


def _lead(results: Results, words: Words) -> tuple[bool, str]:
    findings, numbers = results.findings, words.numbers
    lead = findings.lead
    if findings.verdict == "not_testable":
        return False, words("not_found.lead_untested", horizon=over(lead.horizon, words))
    if findings.companies.differ:
        return _by_company(results, words)
    holds = findings.verdict != "no_evidence"
    digits = bp_digits(lead.bp_per_sd, lead.low, lead.high)
    return holds, words(
        "found.lead" if holds else "not_found.lead",
        horizon=over(lead.horizon, words),
        estimate=numbers.basis_points(lead.bp_per_sd, digits=digits),
        interval=interval(lead.low, lead.high, words),
        p=numbers.p_equals(lead.pvalue),
        companies=words.counted("company", lead.n_companies, "dative"),
        observations=words.counted("observation", lead.nobs),
    )


def _by_company(results: Results, words: Words) -> tuple[bool, str]:
    """Who returned less and who more, where companies differ."""
    companies, numbers = results.findings.companies, words.numbers

    def listed(some: tuple[Estimate, ...]) -> str:
        named = [
            f"{company_name(results, one.company)} ({numbers.basis_points(one.value, digits=0)})"
            for one in some[:NAMED]
        ]
        further = len(some) - len(named)
        text = ", ".join(named) or words("found.nobody")
        return words("names.further", names=text, n=numbers.count(further)) if further else text

    return bool(companies.less or companies.more), words(
        "found.by_company", less=listed(companies.less), more=listed(companies.more)
    )


def _later(results: Results, words: Words) -> list[tuple[bool, str]]:
    """Whether anything is left after the longest horizon: one of many, so by the band that holds for all."""
    rows = pooled(results)
    findings = results.findings
    if rows.empty or findings.companies.differ or int(rows["horizon"].iloc[-1]) == findings.lead.horizon:
        return []
    row, numbers = rows.iloc[-1], words.numbers
    low, high = finite(row["low_joint"]), finite(row["high_joint"])
    if low is None or high is None:
        return []
    holds = low > 0 or high < 0
    text = words(
        "found.later" if holds else "not_found.later",
        sessions=words.counted("session", int(row["horizon"]), "dative"),
        estimate=numbers.basis_points(row["bp_per_sd"], digits=bp_digits(row["bp_per_sd"], low, high)),
        band=words("band", span=numbers.span(low, high, bp_digits(low, high), sign=True)),
    )
    return [(holds, text)]


def _events(results: Results, words: Words) -> tuple[bool, str]:
    reaction, numbers = results.findings.reaction, words.numbers
    if reaction.caar_bp is None or reaction.pvalue is None:
        reason = words.reason(reaction.reason) or words("verdict.no_reason")
        return False, words("not_found.events_untested", reason=reason, **called(results, words))
    holds = reaction.pvalue < LEVEL
    low, high = (None if edge is None else edge / BASIS_POINTS for edge in (reaction.low, reaction.high))
    side = "events" if reaction.follows else "events_around"
    return holds, words(
        f"found.{side}" if holds else f"not_found.{side}",
        storms=words.counted(noun(results), reaction.n_events, "dative" if reaction.follows else ""),
        window=numbers.window(*reaction.window),
        estimate=numbers.percent(reaction.caar_bp / BASIS_POINTS, sign=True),
        interval="" if low is None else words("interval", span=numbers.percent_span(low, high, sign=True)),
        p=numbers.p_equals(reaction.pvalue),
    )


def _attention(results: Results, words: Words) -> list[tuple[bool, str]]:
    """The amount of talk beside its tone, told only where the two can be told apart."""
    attention, numbers = results.findings.attention, words.numbers
    effect = attention.effect
    if effect.value is None or attention.pvalue is None or attention.tied is None:
        return []
    if attention.tied:
        return [(False, words("not_found.attention_tied"))]
    holds = attention.pvalue < LEVEL
    text = words(
        "found.attention" if holds else "not_found.attention",
        horizon=over(results.findings.lead.horizon, words),
        estimate=numbers.basis_points(effect.value, digits=bp_digits(effect.value, effect.low, effect.high)),
        interval=interval(effect.low, effect.high, words),
        p=numbers.p_equals(attention.pvalue),
    )
    return [(holds, text)]


def _reverse(results: Results, words: Words) -> tuple[bool, str]:
    """Returns before chatter, from the pooled reverse projection where there is one."""
    reverse, numbers = results.findings.reverse, words.numbers
    effect = reverse.effect
    if effect.value is None or reverse.pvalue is None:
        return _direction(results, results.findings.backward, "backward", words)
    holds = reverse.pvalue < LEVEL
    return holds, words(
        "found.reverse" if holds else "not_found.reverse",
        estimate=numbers.decimal(effect.value, 3),
        interval=words("interval", span=numbers.span(effect.low, effect.high, 3, sign=True)),
        p=numbers.p_equals(reverse.pvalue),
    )


def _direction(results: Results, direction: Direction, way: str, words: Words) -> tuple[bool, str]:
    if not direction.n_tested:
        return False, words(f"not_found.{way}_untested")
    holds = direction.n_rejected > 0
    if not holds:
        return False, words(
            f"not_found.{way}", companies=words.counted("company", direction.n_tested, "none")
        )
    return True, words(
        f"found.{way}",
        rejected=words.numbers.count(direction.n_rejected),
        companies=words.counted("company", direction.n_tested, "of"),
        names=_names(results, direction.companies, words),
    )


def _names(results: Results, tickers: tuple[str, ...], words: Words) -> str:
    names = [company_name(results, ticker) for ticker in tickers[:NAMED]]
    further = len(tickers) - len(names)
    listed = ", ".join(names)
    return words("names.further", names=listed, n=words.numbers.count(further)) if further else listed
