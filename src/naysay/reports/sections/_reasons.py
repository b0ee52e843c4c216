"""What speaks for the answer and what against it, each in one sentence with its number."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from typing import Final

from naysay.analysis.clock_doubt import is_flat, remains
from naysay.analysis.doubts import estimate
from naysay.analysis.evidence import Doubt, Support
from naysay.analysis.findings import Estimate
from naysay.analysis.robustness.columns import FALSE_LEADS, SHUFFLED
from naysay.reports.numbers import bp_digits
from naysay.reports.results import Results
from naysay.reports.sections._events import called
from naysay.reports.sections._reading import company_name, table
from naysay.reports.sections._variants import counted
from naysay.reports.words import Words
from naysay.study.units import BASIS_POINTS


def support_sentences(results: Results, words: Words, *, without: Collection[str] = ()) -> tuple[str, ...]:
    """A sentence for each reason for the answer but those ``without``, in the order of the evidence."""
    reasons = [code for code in results.findings.evidence.support if code not in without]
    return tuple(_support(code, results, words) for code in reasons)


def doubt_sentence(code: Doubt, results: Results, words: Words) -> str:
    """One doubt with the number that raises it."""
    worded = _DOUBTS.get(code)
    return words(f"against.{code}") if worded is None else worded(results, words)


def bracketed(low: float | None, high: float | None, words: Words) -> str:
    """An interval in basis points such as `` (−26 to −15)``, with signs; empty where there is none."""
    if low is None or high is None:
        return ""
    return f" ({words.numbers.span(low, high, bp_digits(low, high), sign=True)})"


def signed(value: float | None, low: float | None, high: float | None, words: Words) -> str:
    """Basis points with their sign, as exact as their interval."""
    return words.numbers.basis_points(value, digits=bp_digits(value, low, high), sign=True)


def after_storms(results: Results, words: Words) -> dict[str, str]:
    """The braces of a phrase on the mean return after storms, or other events: its size and its window."""
    reaction = results.findings.reaction
    share = None if reaction.caar_bp is None else reaction.caar_bp / BASIS_POINTS
    first, last = reaction.window
    return {
        "estimate": words.numbers.percent(share, sign=True),
        "days": words.counted("trading_day", last - first + 1, "dative"),
        **called(results, words),
    }


def _support(code: Support, results: Results, words: Words) -> str:
    findings, count = results.findings, words.numbers.count
    evidence, n = findings.evidence, findings.companies.n
    side = "less" if findings.verdict == "negative_lead" else "more"
    if code == "same_side":
        return words("for.same_side_two") if n == 2 else words("for.same_side", n=count(n))
    if code == "companies_agree":
        if 2 * evidence.same_side <= n:
            return words("for.companies_agree_few")
        of = words.counted("company", n, "dative")
        return words("for.companies_agree", same=count(evidence.same_side), companies=of)
    if code == "storms":
        return words(f"for.storms_{side}", **after_storms(results, words))
    if code == "no_storms":
        return words("for.no_storms", **after_storms(results, words))
    if code in ("variants", "no_variant"):
        variants = counted(results, words)
        one = "_one" if variants.n == 1 else ""
        return words(f"for.{code}{one}", held=count(variants.held), n=count(variants.n))
    if code == "sharp":
        return words("for.sharp", size=words.numbers.basis_points(findings.lead.mde_bp))
    return words(f"for.{code}")


def _in_basis_points(value: Estimate, words: Words) -> dict[str, str]:
    """The braces ``estimate`` and ``span`` of a phrase."""
    return {
        "estimate": signed(value.value, value.low, value.high, words),
        "span": bracketed(value.low, value.high, words),
    }


def _clock(results: Results, words: Words) -> str:
    lead, clock = results.findings.lead, results.findings.clock
    flat = is_flat(clock)
    if clock.from_open.value is None and flat:
        return words("against.clock_flat")
    if clock.from_open.value is not None and (flat or remains(lead, clock.later) is not False):
        return words("against.clock_open", **_in_basis_points(clock.from_open, words))
    hours = words.numbers.count(clock.hours)
    return words("against.clock_later", hours=hours, **_in_basis_points(clock.later, words))


def _opposed(results: Results, words: Words) -> str:
    companies = results.findings.companies
    nobody = not companies.less and not companies.more
    return words("against.companies_nobody" if nobody else "against.companies_opposed")


def _one_company(results: Results, words: Words) -> str:
    hinge = results.findings.companies.hinge or Estimate(None, None, None)
    name = company_name(results, hinge.company)
    return words("against.one_company", company=name, **_in_basis_points(hinge, words))


def _extremes(results: Results, words: Words) -> str:
    extremes = results.findings.extremes
    return words(
        "against.extremes",
        move=words.numbers.percent(math.expm1(extremes.ret or 0.0), 0, sign=True),
        company=company_name(results, extremes.company),
        **_in_basis_points(extremes.winsorised, words),
    )


def _unmade(results: Results, words: Words) -> str:
    findings = results.findings
    checks = words.counted("check", len(findings.checks), "dative")
    missing = len(findings.checks) - findings.n_made
    form = "one" if missing == 1 else "other"
    return words(f"against.unmade_{form}", n=words.numbers.count(missing), checks=checks)


def _quiet(results: Results, words: Words) -> str:
    quiet = results.findings.quiet
    start, end = ("–", "–") if quiet is None else (f"{hour:02}:00" for hour in (quiet.start, quiet.end))
    return words("against.quiet_afternoon", start=start, end=end)


def _false_leads(results: Results, words: Words) -> str:
    lines = table(results, "robustness")
    for name in FALSE_LEADS:
        placebo = estimate(lines, name)
        if placebo.holds:
            return words(f"against.{name}", estimate=_in_basis_points(placebo, words)["estimate"])
    return words(f"against.{SHUFFLED}")


def _storms(results: Results, words: Words) -> str:
    follows = "storms" if results.findings.reaction.follows else "storms_around"
    return words(f"against.{follows}", **after_storms(results, words))


def _storms_unsure(results: Results, words: Words) -> str:
    side = "less" if results.findings.verdict == "negative_lead" else "more"
    return words(f"against.storms_unsure_{side}", **after_storms(results, words))


def _reverse(results: Results, words: Words) -> str:
    effect = results.findings.reverse.effect.value or 0.0
    return words("against.reverse_losses" if effect < 0 else "against.reverse_gains")


def _forerun(results: Results, words: Words) -> str:
    moved = words.numbers.percent(results.findings.forerun.mean, sign=True)
    return words("against.forerun", estimate=moved, **called(results, words))


def _variants(results: Results, words: Words) -> str:
    variants, count = counted(results, words), words.numbers.count
    form = "_one" if variants.n == 1 else "_none" if not variants.held else ""
    return words(f"against.variants{form}", held=count(variants.held), n=count(variants.n))


def _variants_found(results: Results, words: Words) -> str:
    variants, count = counted(results, words), words.numbers.count
    form = "_only" if variants.n == 1 else "_one" if variants.held == 1 else ""
    return words(f"against.variants_found{form}", held=count(variants.held), n=count(variants.n))


def _chance(results: Results, words: Words) -> str:
    lead = results.findings.lead
    pvalue, key = lead.pvalue or 0.0, "against.chance" if lead.look is None else "against.chance_series"
    return words(key, n=words.numbers.count(max(1.0, 100 * pvalue)))


def _blunt(results: Results, words: Words) -> str:
    mde = results.findings.lead.mde_bp
    if mde is None:
        return words("against.blunt_unknown")
    return words("against.blunt", size=words.numbers.basis_points(mde))


def _own_found(results: Results, words: Words) -> str:
    companies = results.findings.companies
    own = words.numbers.count(len(companies.less) + len(companies.more))
    return words("against.own_found", n=own, companies=words.counted("company", companies.n, "dative"))


def _scorer(results: Results, words: Words) -> str:
    return words("against.scorer", auc=words.numbers.percent(results.findings.labels.auc, 0))


_DOUBTS: Final[Mapping[Doubt, Callable[[Results, Words], str]]] = {
    "clock": _clock,
    "scorer": _scorer,
    "companies_opposed": _opposed,
    "mean_differs": lambda results, words: words(
        "against.mean_differs", **_in_basis_points(results.findings.companies.mean, words)
    ),
    "one_company": _one_company,
    "session_effects": lambda results, words: words(
        "against.session_effects", **_in_basis_points(results.findings.session_effects, words)
    ),
    "extremes": _extremes,
    "extremes_shape": _extremes,
    "unchecked": _unmade,
    "unmade": _unmade,
    "quiet_afternoon": _quiet,
    "placebo_lines": _false_leads,
    "storms": _storms,
    "storms_unsure": _storms_unsure,
    "reverse": _reverse,
    "forerun": _forerun,
    "later": lambda results, words: words(
        "against.later", hours=words.numbers.count(results.findings.clock.hours)
    ),
    "variants": _variants,
    "chance": _chance,
    "blunt": _blunt,
    "storms_found": lambda results, words: words("against.storms_found", **after_storms(results, words)),
    "variants_found": _variants_found,
    "variants_most": _variants_found,
    "own_found": _own_found,
    "mood_found": lambda results, words: words(
        "against.mood_found",
        estimate=signed(
            results.findings.mood.bp_per_sd, results.findings.mood.low, results.findings.mood.high, words
        ),
    ),
    "mood_blunt": lambda results, words: words(
        "against.mood_blunt", size=words.numbers.basis_points(results.findings.mood.mde_bp)
    ),
}
