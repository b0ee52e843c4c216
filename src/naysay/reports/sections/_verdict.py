"""The sentences that answer the question."""

from __future__ import annotations

from naysay.reports.numbers import bp_digits
from naysay.reports.results import Results
from naysay.reports.words import Words


def verdict_sentence(results: Results, words: Words) -> str:
    """What the one test named beforehand says; never a cause, never advice."""
    findings, numbers = results.findings, words.numbers
    lead = findings.lead
    if findings.verdict == "not_testable":
        return words("verdict.not_testable", reason=words.reason(lead.reason) or words("verdict.no_reason"))
    digits = bp_digits(lead.bp_per_sd, lead.low, lead.high)
    within = {"horizon": over(lead.horizon, words), "interval": interval(lead.low, lead.high, words)}
    if findings.verdict == "no_evidence":
        first = words("verdict.no_evidence", estimate=numbers.decimal(lead.bp_per_sd, digits), **within)
        if lead.mde_bp is None:
            return first
        size = numbers.decimal(lead.mde_bp, bp_digits(lead.mde_bp))
        return f"{first} {words('verdict.detectable', size=size)}"
    size = numbers.decimal(abs(lead.bp_per_sd or 0.0), digits)
    return words(f"verdict.{findings.verdict}", size=size, **within)


def planted_sentence(results: Results, words: Words) -> str:
    """What was put into simulated companies, beside what was found; empty for real ones."""
    planted, lead, numbers = results.planted_bp, results.findings.lead, words.numbers
    if planted is None:
        return ""
    put_in = words(
        "planted.none" if planted == 0 else "planted.some",
        planted=numbers.plain(planted),
    )
    if lead.bp_per_sd is None or lead.low is None or lead.high is None:
        return f"{put_in} {words('planted.no_estimate')}"
    covered = "covered" if lead.low <= planted <= lead.high else "missed"
    digits = bp_digits(lead.bp_per_sd, lead.low, lead.high)
    found = words(
        f"planted.{covered}",
        estimate=numbers.decimal(lead.bp_per_sd, digits),
        interval=interval(lead.low, lead.high, words),
    )
    return f"{put_in} {found}"


def over(horizon: int, words: Words) -> str:
    """``over the next session`` or ``over the next 3 sessions``."""
    return words("horizon.one" if horizon == 1 else "horizon.other", n=words.numbers.count(horizon))


def interval(low: float | None, high: float | None, words: Words) -> str:
    """The interval in basis points, in brackets; empty where there is none."""
    if low is None or high is None:
        return ""
    return words("interval", span=words.numbers.span(low, high, bp_digits(low, high)))
