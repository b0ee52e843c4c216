"""The answer in one sentence, with its grade and the doubt that it must not be read without."""

from __future__ import annotations

from typing import Final

from naysay.analysis.evidence import OPENING, UNDOING, Doubt
from naysay.reports.results import Results
from naysay.reports.sections._reading import company_name, options
from naysay.reports.words import Words

SPREAD: Final = "disagreement"
"""The measure of chatter that is no tone."""
WHOLE: Final = 5.0
"""From so many basis points on, percentage points need two decimals and not three."""
_HIDE: Final[tuple[Doubt, ...]] = ("extremes", "extremes_shape")


def answer_sentence(results: Results, words: Words) -> str:
    """What the test named beforehand says and how good the evidence is; never a cause, never advice.

    With a weak answer, and with one that stays open, the gravest doubt stands in the sentence itself. Where
    companies differ it counts them: their common number is nobody's.
    """
    findings = results.findings
    grade = findings.evidence.grade
    if findings.verdict == "not_testable":
        reason = words.reason(findings.lead.reason) or words("verdict.no_reason")
        return words("answer.not_testable", reason=reason)
    if findings.companies.differ:
        return words("answer.differ", finding=_differing(results, words))
    if findings.verdict == "no_evidence":
        if findings.evidence.open:
            finding = words("answer.nothing_open", **_when(results, words))
            return words("answer.open", finding=finding, but=_but(results, words))
        return words("answer.none", finding=words("answer.nothing", **_when(results, words)))
    side = "less" if findings.verdict == "negative_lead" else "more"
    size = points(abs(findings.lead.bp_per_sd or 0.0), words)
    finding = words(f"answer.{side}", size=size, **_when(results, words))
    if grade in ("strong", "moderate"):
        return words(f"answer.{grade}_{side}", finding=finding)
    return words("answer.weak", finding=finding, but=_but(results, words))


def named(results: Results) -> Doubt | None:
    """The doubt that stands in the answer sentence, if one does."""
    evidence = results.findings.evidence
    if results.findings.companies.differ:
        return None
    if evidence.open:
        return next(doubt for doubt in evidence.doubts if doubt in OPENING)
    if evidence.grade != "weak":
        return None
    undoing = next((doubt for doubt in evidence.doubts if doubt in UNDOING), None)
    return undoing or ("chance" if "chance" in evidence.doubts else None)


def behind(results: Results) -> Doubt | None:
    """Where companies differ, the gravest doubt that something else is behind what was found."""
    findings = results.findings
    grave = (code for code in findings.evidence.doubts if code in UNDOING and code != "companies_opposed")
    return next(grave, None) if findings.companies.differ else None


def points(bp: float, words: Words, case: str = "") -> str:
    """Basis points as percentage points, such as ``0.14 percentage points``."""
    return words(f"answer.points{case}", n=words.numbers.decimal(bp / 100, 2 if bp >= WHOLE else 3))


def how_sure(results: Results, words: Words) -> str:
    """How many of the checks were passed; where nothing was found, what that does not mean; empty where the
    answer itself says that it is open.

    Estimates with chatter that cannot lead are together one check more.
    """
    findings, count = results.findings, words.numbers.count
    placebos = findings.evidence.placebos
    tried = findings.n_made + (placebos.n > 0)
    passed = findings.n_passed + (placebos.n > placebos.held == 0)
    if findings.evidence.grade == "none" and not findings.companies.differ:
        return "" if findings.evidence.open else words("cover.no_proof")
    if not tried:
        return words("cover.checks_none")
    missing = len(findings.checks) - findings.n_made
    return words(
        "cover.checks",
        passed=count(passed),
        checks=words.counted("check", tried, "dative"),
        unmade=words("cover.checks_unmade", n=count(missing)) if missing else "",
    )


def unusual_days(results: Results, words: Words) -> str:
    """The days that the answer is about, in the dative."""
    spread = options(results, "chatter")["measure"] == SPREAD
    return words("answer.days_spread" if spread else "answer.days")


def _when(results: Results, words: Words) -> dict[str, str]:
    """The braces ``days`` and ``horizon`` of a phrase."""
    horizon = results.findings.lead.horizon
    return {
        "days": unusual_days(results, words),
        "horizon": words(
            f"answer.horizon_{'one' if horizon == 1 else 'other'}", n=words.numbers.count(horizon)
        ),
    }


def _but(results: Results, words: Words) -> str:
    """The gravest doubt as a part of a sentence."""
    findings, doubt = results.findings, named(results)
    if doubt is None:
        return words("but.several")
    if findings.evidence.open and doubt in _HIDE:
        return words("but.extremes_hide")
    if doubt == "blunt":
        mde = findings.lead.mde_bp
        return (
            words("but.blunt_unknown")
            if mde is None
            else words("but.blunt", size=points(mde, words, "_dative"))
        )
    hinge = findings.companies.hinge
    return words(f"but.{doubt}", company="" if hinge is None else company_name(results, hinge.company))


def _differing(results: Results, words: Words) -> str:
    companies = results.findings.companies
    if not companies.less and not companies.more:
        return words("answer.none_differs", **_when(results, words))
    less, more = (_how_many(len(side), words) for side in (companies.less, companies.more))
    return words(
        "answer.some_differ",
        less=less,
        more=more,
        companies=words.counted("company", companies.n, "dative"),
        **_when(results, words),
    )


def _how_many(n: int, words: Words) -> str:
    return words("answer.nobody" if n == 0 else "answer.somebody") if n < 2 else words.numbers.count(n)
