"""The sentences that answer the question."""

from __future__ import annotations

import math

from naysay.analysis.findings import Estimate
from naysay.reports.numbers import bp_digits
from naysay.reports.results import Results
from naysay.reports.sections._reading import company_name
from naysay.reports.words import Words

NAMED = 3
"""Odd companies that the answer names; of more it gives the number."""


def verdict_sentence(results: Results, words: Words) -> str:
    """What the one test named beforehand says; never a cause, never advice.

    Where companies differ that comes first: their common number is then nobody's.
    """
    findings, numbers = results.findings, words.numbers
    lead = findings.lead
    if findings.verdict == "not_testable":
        return words("verdict.not_testable", reason=words.reason(lead.reason) or words("verdict.no_reason"))
    if findings.companies.differ:
        return _differing(results, words)
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


def caveat_sentences(results: Results, words: Words) -> tuple[str, ...]:
    """What a reader must know beside the answer; that companies differ stands in the answer itself."""
    findings, sentences = results.findings, []
    if "one_company" in findings.caveats and findings.companies.hinge is not None:
        hinge = findings.companies.hinge
        name = company_name(results, hinge.company)
        sentences.append(words("cover.one_company", company=name, **_numbers(hinge, words)))
    if "session_effects" in findings.caveats:
        sentences.append(words("cover.session_effects", **_numbers(findings.session_effects, words)))
    if "extremes" in findings.caveats:
        extremes = findings.extremes
        sentences.append(
            words(
                "cover.extremes",
                **_numbers(extremes.winsorised, words),
                move=words.numbers.percent(math.expm1(extremes.ret or 0.0), 0),
                company=company_name(results, extremes.company),
                date=words.numbers.date(extremes.session),
            )
        )
    return tuple(sentences)


def _differing(results: Results, words: Words) -> str:
    findings, count = results.findings, words.numbers.count
    lead, companies = findings.lead, findings.companies
    together = Estimate(lead.bp_per_sd, lead.low, lead.high)
    form = "first_one" if lead.horizon == 1 else "first_other"
    shared = {"horizon_first": words(f"horizon.{form}", n=count(lead.horizon)), **_numbers(together, words)}
    if not 0 < len(companies.odd) <= NAMED:
        return words(
            "verdict.differ_many",
            less=count(len(companies.less)),
            more=count(len(companies.more)),
            companies=words.counted("company", companies.n, "dative"),
            **shared,
        )
    odd = [_sided("odd", one, words, company=company_name(results, one.company)) for one in companies.odd]
    n = count(companies.n - len(odd))
    return words(
        "verdict.differ", odd="; ".join(odd), others=_sided("others", companies.others, words, n=n), **shared
    )


def _sided(which: str, estimate: Estimate, words: Words, **named: str) -> str:
    """Returned less, returned more, or no difference that can be told from zero."""
    side = "none" if not estimate.holds else "less" if (estimate.value or 0.0) < 0 else "more"
    size = words.numbers.decimal(abs(estimate.value or 0.0), bp_digits(estimate.value, estimate.low))
    return words(f"verdict.{which}_{side}", size=size, **_numbers(estimate, words), **named)


def _numbers(estimate: Estimate, words: Words) -> dict[str, str]:
    digits = bp_digits(estimate.value, estimate.low, estimate.high)
    return {
        "estimate": words.numbers.decimal(estimate.value, digits),
        "interval": interval(estimate.low, estimate.high, words),
    }


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
    finding = words(
        f"planted.{covered}",
        estimate=numbers.decimal(lead.bp_per_sd, digits),
        interval=interval(lead.low, lead.high, words),
    )
    return f"{put_in} {finding}"


def over(horizon: int, words: Words) -> str:
    """``over the next session`` or ``over the next 3 sessions``."""
    return words("horizon.one" if horizon == 1 else "horizon.other", n=words.numbers.count(horizon))


def interval(low: float | None, high: float | None, words: Words) -> str:
    """The interval in basis points, in brackets; empty where there is none."""
    if low is None or high is None:
        return ""
    return words("interval", span=words.numbers.span(low, high, bp_digits(low, high)))
