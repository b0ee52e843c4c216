"""The study's question asked in other ways: which variants a run has, and how many of them agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from naysay.analysis.evidence import Variants
from naysay.analysis.findings import Estimate
from naysay.reports.results import Results
from naysay.reports.sections._reading import company_name, numbers, table, texts
from naysay.reports.words import Words

MAIN: Final = "main"
PLACEBOS: Final = ("placebo_future", "placebo_shuffled", "placebo_other")
"""Lines whose chatter cannot have come before the returns, so that they should be zero."""
DIFFERENCE: Final = "difference"
"""The variant that compares two halves of the data, and is no estimate of the question."""
OTHER: Final = "other"
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "calculation": ("session_effects", "shared_slopes", "older_returns", "same_weight"),
    "measure": ("other_measure", "without_attention"),
    "scorer": ("other_scorer",),
    "mood": ("mood",),
    "companies": ("without_largest_company", "without_company"),
    "days": ("without_announcements", "without_largest", "winsorised"),
    "halves": ("by_sign", "by_volume"),
    "forums": ("by_forum",),
    "hours": ("later", "from_open", "overnight"),
    OTHER: (),
}
"""The lines of each kind of change, in the order of the drawing and of the table."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of ``n`` variants ``same`` have the sign of the study's estimate; ``same_held`` of these, and ``held``
    of all, leave zero out of their interval."""

    n: int
    same: int
    same_held: int
    held: int


def variants_of(results: Results, words: Words) -> pd.DataFrame:
    """The study's line, its variants and its placebos in basis points, the smallest estimate first.

    Columns: check, variant, group (``main``, a placebo or one of ``GROUPS``), label in plain words, value,
    low, high (NaN where there is no interval) and holds. Lines without an estimate are left out, and so are
    differences between two halves. Two lines come from the findings: all companies weighing alike, and all
    posts taken hours later.
    """
    rows = table(results, "robustness")
    lines = pd.DataFrame(
        {name: texts(rows, name) for name in ("check", "variant", "unit")}
        | {name: numbers(rows, name) for name in ("value", "low", "high")}
    )
    lines = lines[(lines["unit"] == "bp") & (lines["variant"] != DIFFERENCE)].drop(columns="unit")
    if (lines["check"] == MAIN).any():
        findings = results.findings
        lines = pd.concat(
            [
                lines,
                _line("same_weight", findings.companies.mean) if findings.companies.n > 1 else lines[:0],
                _line("later", findings.clock.later, str(findings.clock.hours)),
            ],
            ignore_index=True,
        )
    lines = lines[lines["value"].notna()].sort_values("value", kind="stable").reset_index(drop=True)
    return lines.assign(
        group=[_group(check) for check in lines["check"]],
        label=[
            plain_name(check, variant, results, words)
            for check, variant in zip(lines["check"], lines["variant"], strict=True)
        ],
        holds=(lines["low"] > 0) | (lines["high"] < 0),
    )


def agreement(lines: pd.DataFrame) -> Agreement | None:
    """How the variants among ``variants_of`` agree with the study's line; None without it or without any."""
    main, others = lines[lines["group"] == MAIN], alternatives(lines)
    if main.empty or others.empty:
        return None
    same = others["value"] * float(main["value"].iloc[0]) > 0
    return Agreement(
        len(others), int(same.sum()), int((same & others["holds"]).sum()), int(others["holds"].sum())
    )


def counted(results: Results, words: Words) -> Variants:
    """The count of variants that the report tells beside its answer: all that ``agreement`` counts.

    The grade rests on fewer (``analysis.weighing.VARIANTS``). Where the two would tell different tales, the
    count is that of the grade.
    """
    graded, every = results.findings.evidence.variants, agreement(variants_of(results, words))
    if every is None:
        return graded
    is_lead = results.findings.verdict != "no_evidence"
    wide = Variants(every.n, every.same_held if is_lead else every.held)
    return wide if _tale(wide, is_lead=is_lead) == _tale(graded, is_lead=is_lead) else graded


def _tale(variants: Variants, *, is_lead: bool) -> tuple[bool, bool]:
    """Whether most of them show the difference and, where the study has none, whether any does."""
    return 2 * variants.held > variants.n, not is_lead and variants.held > 0


def alternatives(lines: pd.DataFrame) -> pd.DataFrame:
    """The lines that are neither the study's own nor a placebo."""
    return lines[~lines["group"].isin((MAIN, *PLACEBOS))]


def plain_name(check: str, variant: str, results: Results, words: Words) -> str:
    """What was changed, in words for a reader without statistics."""
    if check in ("without_company", "without_largest_company"):
        return words("variant.without_company", company=company_name(results, variant))
    if check == "later":
        return words("variant.later", hours=words.counted("hour", int(variant)))
    specific = f"variant.{check}_{variant}"
    if variant and words.knows(specific):
        return words(specific)
    if check in ("other_scorer", "by_forum"):
        return words(f"variant.{check}", name=variant)
    name = words.of_code("variant", check)
    return words("variant.and_variant", name=name, variant=variant.replace("_", " ")) if variant else name


def _line(check: str, estimate: Estimate, variant: str = "") -> pd.DataFrame:
    figures = {
        name: [np.nan if edge is None else float(edge)]
        for name, edge in (("value", estimate.value), ("low", estimate.low), ("high", estimate.high))
    }
    return pd.DataFrame({"check": [check], "variant": [variant], **figures})


def _group(check: str) -> str:
    if check == MAIN or check in PLACEBOS:
        return check
    return next((group for group, checks in GROUPS.items() if check in checks), OTHER)
