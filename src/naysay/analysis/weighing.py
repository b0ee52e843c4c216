"""Weighs findings: which of them speak for the answer, which against it, and the grade that follows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final

import pandas as pd

from naysay.analysis.doubts import estimate
from naysay.analysis.evidence import SURE, Doubt, Evidence, Support, Variants, graded
from naysay.analysis.findings import Check, Findings
from naysay.analysis.level import LEVEL
from naysay.analysis.mood_lead import MoodLead
from naysay.analysis.projections import AS_MEASURED, MEAN_GROUP, POOLED
from naysay.analysis.robustness.columns import FALSE_LEADS, SHUFFLED

BLUNT: Final = 15.0
"""Basis points over one session; a study that would miss more than this cannot say that there is nothing.

About twice the 8 bp that one standard deviation of a newspaper's pessimism took from the Dow Jones on the
next day (Tetlock 2007, Journal of Finance 62).
"""
VARIANTS: Final = (
    "session_effects", "shared_slopes", "older_returns", "without_attention", "without_largest_company",
    "without_company", "without_announcements", "without_largest", "winsorised", "other_scorer",
    "other_measure",
)  # fmt: skip
"""Lines of the robustness list that ask the study's question another way."""
_FAILED: Final[Mapping[str, Doubt]] = {
    "no_reverse": "reverse", "events": "storms", "no_forerun": "forerun", "placebo": "placebo",
}  # fmt: skip


def weigh(findings: Findings, tables: Mapping[str, pd.DataFrame]) -> Evidence:
    """The grade of ``findings``, with its reasons from their checks and caveats and from the tables effects
    and robustness. What could not be made is no reason for the answer, and bars the best grade."""
    if findings.verdict == "not_testable":
        return Evidence()
    variants = variants_of(findings, tables.get("robustness"))
    if findings.verdict == "no_evidence":
        reasons = tuple(_for_nothing(findings, variants)), tuple(_against_nothing(findings, variants))
        return Evidence("none", *reasons, variants)
    placebos = _placebos(findings, tables.get("robustness"))
    same_side = _same_side(findings, tables.get("effects"))
    doubts = tuple(_against_a_lead(findings, variants, placebos))
    support = tuple(_for_a_lead(findings, variants, same_side))
    return Evidence(graded(doubts), support, doubts, variants, placebos, same_side)


def variants_of(findings: Findings, robustness: pd.DataFrame | None) -> Variants:
    """How many of the ``VARIANTS`` were estimated, and in how many the difference is found."""
    if robustness is None or findings.lead.bp_per_sd is None:
        return Variants()
    rows = robustness[robustness["check"].isin(VARIANTS) & robustness["value"].notna()]
    value, low, high = (pd.to_numeric(rows[name], errors="coerce") for name in ("value", "low", "high"))
    held = (low > 0) | (high < 0)
    if findings.verdict != "no_evidence":
        held &= value * findings.lead.bp_per_sd > 0
    return Variants(len(rows), int(held.sum()))


def _same_side(findings: Findings, effects: pd.DataFrame | None) -> int:
    lead = findings.lead
    if effects is None or lead.bp_per_sd is None:
        return 0
    rows = effects[(effects["measure"] == AS_MEASURED) & (effects["horizon"] == lead.horizon)]
    own = rows[~rows["company"].isin([POOLED, MEAN_GROUP])]
    return int((pd.to_numeric(own["bp_per_sd"], errors="coerce") * lead.bp_per_sd > 0).sum())


def _against_a_lead(findings: Findings, variants: Variants, placebos: Variants) -> Iterator[Doubt]:
    """Doubts about a difference that was found, the gravest first."""
    companies, checks = findings.companies, {check.name: check.passed for check in findings.checks}
    if "clock" in findings.caveats:
        yield "clock"
    if "scorer" in findings.caveats:
        yield "scorer"
    if companies.differ and _opposed(findings):
        yield "companies_opposed"
    if not companies.differ and checks.get("companies_agree") is False:
        yield "mean_differs"
    if "one_company" in findings.caveats:
        yield "one_company"
    if "session_effects" in findings.caveats:
        yield "session_effects"
    if "extremes" in findings.caveats and not _kept(findings):
        yield "extremes"
    missing = _missing(findings)
    if 2 * missing > len(findings.checks):
        yield "unchecked"
    if "quiet_afternoon" in findings.caveats:
        yield "quiet_afternoon"
    if "extremes" in findings.caveats and _kept(findings):
        yield "extremes_shape"
    if companies.differ and not _opposed(findings):
        yield "companies_differ"
    if placebos.held:
        yield "placebo_lines"
    for name in ("placebo", "events", "no_reverse", "no_forerun"):
        if checks.get(name) is False:
            yield _FAILED[name]
    if checks.get("clock") is False and "clock" not in findings.caveats:
        yield "later"
    if variants.n and 2 * variants.held <= variants.n:
        yield "variants"
    if findings.lead.pvalue is not None and findings.lead.pvalue >= SURE * findings.lead.level / LEVEL:
        yield "chance"
    if findings.lead.n_companies < 2:
        yield "alone"
    if 0 < 2 * missing <= len(findings.checks):
        yield "unmade"
    if checks.get("events") is not False and _storms_lead(findings) is False:
        yield "storms_unsure"


def _for_a_lead(findings: Findings, variants: Variants, same_side: int) -> Iterator[Support]:
    """What a difference that was found withstood; the first are those that a reader asks for first."""
    companies, passed = findings.companies, {check.name for check in findings.checks if check.passed}
    if "companies_agree" in passed and companies.n > 1:
        yield "same_side" if same_side == companies.n else "companies_agree"
    if _storms_lead(findings):
        yield "storms"
    if "from_open" in passed:
        yield "from_open"
    if variants.n and 2 * variants.held > variants.n:
        yield "variants"
    if "no_reverse" in passed:
        yield "no_reverse"
    if "without_one" in passed:
        yield "without_one"
    if "session_effects" in passed:
        yield "session_effects"
    if "placebo" in passed:
        yield "placebo"


def _against_nothing(findings: Findings, variants: Variants) -> Iterator[Doubt]:
    """Doubts about that there is no difference, the gravest first."""
    companies, reaction, lead = findings.companies, findings.reaction, findings.lead
    bound = BLUNT * math.sqrt(lead.horizon)
    if "scorer" in findings.caveats:
        yield "scorer"
    if companies.differ:
        yield "companies_opposed" if _opposed(findings) else "companies_differ"
    if "extremes" in findings.caveats:
        yield "extremes_shape" if _kept(findings) else "extremes"
    if 2 * variants.held > variants.n:
        yield "variants_most"
    if lead.mde_bp is None or lead.mde_bp > bound:
        yield "blunt"
    if "quiet_afternoon" in findings.caveats:
        yield "quiet_afternoon"
    if reaction.follows and reaction.pvalue is not None and reaction.pvalue < LEVEL:
        yield "storms_found"
    if _leaves_zero_out(findings.mood):
        yield "mood_found"
    if not companies.differ and (companies.less or companies.more):
        yield "own_found"
    if 0 < 2 * variants.held <= variants.n:
        yield "variants_found"
    if any(check.name == "placebo" and check.passed is False for check in findings.checks):
        yield "placebo"
    if lead.mde_bp is not None and lead.mde_bp <= bound < (findings.mood.mde_bp or 0.0):
        yield "mood_blunt"


def _for_nothing(findings: Findings, variants: Variants) -> Iterator[Support]:
    companies, reaction, lead, mood = findings.companies, findings.reaction, findings.lead, findings.mood
    bound = BLUNT * math.sqrt(lead.horizon)
    if lead.mde_bp is not None and lead.mde_bp <= bound:
        yield "sharp"
    if companies.n > 1 and not companies.less and not companies.more:
        yield "no_company"
    if reaction.follows and reaction.pvalue is not None and reaction.pvalue >= LEVEL:
        yield "no_storms"
    if variants.n and not variants.held:
        yield "no_variant"
    if _leaves_zero_out(mood) is False and mood.mde_bp is not None and mood.mde_bp <= bound:
        yield "no_mood"


def _leaves_zero_out(mood: MoodLead) -> bool | None:
    """Whether the interval of the mood's effect does; None without one."""
    return None if mood.low is None or mood.high is None else mood.low > 0 or mood.high < 0


def _opposed(findings: Findings) -> bool:
    """Whether companies have effects of their own on both sides of zero, or none has one on the lead's."""
    companies, lead = findings.companies, findings.lead.bp_per_sd or 0.0
    agreeing, opposing = (companies.less, companies.more) if lead < 0 else (companies.more, companies.less)
    return bool(opposing) or not agreeing


def _kept(findings: Findings) -> bool:
    """Whether the answer itself stays when returns are winsorised, and only its interval changes."""
    winsorised, lead = findings.extremes.winsorised, findings.lead
    if winsorised.value is None or winsorised.holds != lead.is_found:
        return False
    return not lead.is_found or winsorised.value * (lead.bp_per_sd or 0.0) > 0


def _missing(findings: Findings) -> int:
    """Checks that were not made. The two of the clock ask one question: either answers it."""
    unmade = [check.name for check in findings.checks if check.passed is None]
    clocks = _of(findings.checks, "clock"), _of(findings.checks, "from_open")
    answered = any(check is not None and check.passed is not None for check in clocks)
    return sum(name not in ("clock", "from_open") or not answered for name in unmade)


def _of(checks: tuple[Check, ...], name: str) -> Check | None:
    return next((check for check in checks if check.name == name), None)


def _placebos(findings: Findings, robustness: pd.DataFrame | None) -> Variants:
    """Chatter that cannot lead shows a lead where its interval leaves zero out, and shuffled chatter where
    the span of its estimates holds the study's own."""
    lines, shuffled = [estimate(robustness, name) for name in FALSE_LEADS], estimate(robustness, SHUFFLED)
    leads = [line.holds for line in lines if line.value is not None]
    lead = findings.lead.bp_per_sd
    if lead is not None and shuffled.low is not None and shuffled.high is not None:
        leads.append(shuffled.low <= lead <= shuffled.high)
    return Variants(len(leads), sum(leads))


def _storms_lead(findings: Findings) -> bool | None:
    """Whether the mean return after storms differs from zero on the side of the lead; None if not known."""
    reaction, lead = findings.reaction, findings.lead.bp_per_sd
    if not reaction.follows or reaction.caar_bp is None or reaction.pvalue is None or lead is None:
        return None
    return reaction.pvalue < LEVEL and reaction.caar_bp * lead > 0
