"""The sentences that answer the question."""

from __future__ import annotations

import math

from naysay.analysis.clock_doubt import is_flat, remains
from naysay.analysis.findings import Estimate
from naysay.reports.numbers import bp_digits
from naysay.reports.results import Results
from naysay.reports.sections._reading import company_name, is_of_mood
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
        return f"{first} {_detectable(results, lead.mde_bp, words)}"
    size = numbers.decimal(abs(lead.bp_per_sd or 0.0), digits)
    return words(f"verdict.{findings.verdict}", size=size, **within)


def _detectable(results: Results, measured: float, words: Words) -> str:
    """The smallest difference that could have been found, as measured and for the mood itself."""
    mood = results.findings.mood.mde_bp
    size, of_mood = (words.numbers.decimal(bp, bp_digits(bp)) for bp in (measured, mood))
    if is_of_mood(results):
        return words("verdict.detectable_own", size=size)
    if mood is None:
        return words("verdict.detectable", size=size)
    return words("verdict.detectable_both", size=size, mood=of_mood)


def caveat_sentences(results: Results, words: Words) -> tuple[str, ...]:
    """What a reader must know beside the answer; that companies differ stands in the answer itself."""
    findings, sentences = results.findings, []
    if "clock" in findings.caveats:
        sentences.append(_clock_doubt(results, words))
    if "quiet_afternoon" in findings.caveats and findings.quiet is not None:
        start, end = (f"{hour:02}:00" for hour in (findings.quiet.start, findings.quiet.end))
        sentences.append(words("caveat.quiet_afternoon", span=words("times.span", start=start, end=end)))
    if "scorer" in findings.caveats:
        sentences.append(_scorer_doubt(results, words))
    if "one_company" in findings.caveats and findings.companies.hinge is not None:
        hinge = findings.companies.hinge
        name = company_name(results, hinge.company)
        sentences.append(words("caveat.one_company", company=name, **estimate_in_words(hinge, words)))
    if "session_effects" in findings.caveats:
        sentences.append(
            words("caveat.session_effects", **estimate_in_words(findings.session_effects, words))
        )
    if "extremes" in findings.caveats:
        extremes = findings.extremes
        sentences.append(
            words(
                "caveat.extremes",
                **estimate_in_words(extremes.winsorised, words),
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
    first = words(f"horizon.{form}", n=count(lead.horizon))
    shared = {"horizon_first": first, **estimate_in_words(together, words)}
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
    return words(f"verdict.{which}_{side}", size=size, **estimate_in_words(estimate, words), **named)


def estimate_in_words(estimate: Estimate, words: Words) -> dict[str, str]:
    """The braces ``estimate`` and ``interval`` of a phrase, in basis points."""
    digits = bp_digits(estimate.value, estimate.low, estimate.high)
    return {
        "estimate": words.numbers.decimal(estimate.value, digits),
        "interval": interval(estimate.low, estimate.high, words),
    }


def _clock_doubt(results: Results, words: Words) -> str:
    """Why prices may have moved before the posts were written."""
    lead, clock = results.findings.lead, results.findings.clock
    flat, opened = is_flat(clock), estimate_in_words(clock.from_open, words)
    if clock.from_open.value is None and flat:
        return words("caveat.clock_flat")
    if clock.from_open.value is not None and (flat or remains(lead, clock.later) is not False):
        return words("caveat.clock_open", **opened, times=words("caveat.clock_times") if flat else "")
    also = "" if clock.from_open.value is None else words("caveat.clock_and_open", **opened)
    hours = words.numbers.count(clock.hours)
    return words("caveat.clock_later", hours=hours, opened=also, **estimate_in_words(clock.later, words))


def _scorer_doubt(results: Results, words: Words) -> str:
    labels, written = results.findings.labels, words.numbers
    span = written.percent_span(labels.auc_low, labels.auc_high, 0)
    return words("caveat.scorer", auc=written.percent(labels.auc, 0), interval=words("interval", span=span))


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
    measured, mood = Estimate(lead.bp_per_sd, lead.low, lead.high), results.findings.mood
    of_mood = Estimate(mood.bp_per_sd, mood.low, mood.high)
    both = of_mood.low is not None and not is_of_mood(results)
    decisive, which = (of_mood, "_both") if both else (measured, "_mood" if is_of_mood(results) else "")
    covered = "covered" if (decisive.low or 0.0) <= planted <= (decisive.high or 0.0) else "missed"
    both_ways = (
        {f"mood_{name}": text for name, text in estimate_in_words(of_mood, words).items()} if both else {}
    )
    return f"{put_in} {words(f'planted.{covered}{which}', **estimate_in_words(measured, words), **both_ways)}"


def over(horizon: int, words: Words) -> str:
    """``over the next session`` or ``over the next 3 sessions``."""
    return words("horizon.one" if horizon == 1 else "horizon.other", n=words.numbers.count(horizon))


def interval(low: float | None, high: float | None, words: Words) -> str:
    """The interval in basis points, in brackets; empty where there is none."""
    if low is None or high is None:
        return ""
    return words("interval", span=words.numbers.span(low, high, bp_digits(low, high), sign=True))
