"""What speaks for an answer and against it. Expected values: docs/methods/verdict.md, by hand.

Each case starts from findings that nothing speaks against and changes one thing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from naysay.analysis.evidence import Doubt, Evidence, Grade, Variants
from naysay.analysis.findings import (
    Attention,
    Check,
    Clock,
    Companies,
    Direction,
    Estimate,
    Extremes,
    Findings,
    Forerun,
    Lead,
    Reaction,
    Reverse,
)
from naysay.analysis.mood_lead import MoodLead
from naysay.analysis.weighing import BLUNT, weigh

NONE = Estimate(None, None, None)
CHECKS = (
    "companies_agree", "without_one", "session_effects", "clock", "from_open", "no_extremes", "no_reverse",
    "events", "no_forerun", "placebo",
)  # fmt: skip
OF_NONE = ("companies_agree", "no_reverse", "no_forerun", "placebo")


def checks(*names: str, **outcomes: bool | None) -> tuple[Check, ...]:
    return tuple(Check(name, outcomes.get(name, True)) for name in names)  # type: ignore[arg-type]


LEAD = Findings(
    verdict="negative_lead",
    lead=Lead(1, -20.0, -30.0, -10.0, 0.0001, 14.0, 900, 4, "CR3_session", ""),
    companies=Companies(4, 0.5, Estimate(-20.0, -31.0, -9.0), (), NONE, (), (), None),
    attention=Attention(NONE, None, None),
    reverse=Reverse(NONE, 0.5, NONE),
    session_effects=NONE,
    extremes=Extremes(Estimate(-19.0, -29.0, -9.0), "A", "2024-05-03", 0.1),
    reaction=Reaction("market", (1, 5), -80.0, -130.0, -30.0, "adjusted_bmp", 0.002, 40, 44, 0, ""),
    forerun=Forerun(0.0, 0.6),
    forward=Direction("negativity", "abnormal_ret", 5, 4, 0, 0, ()),
    backward=Direction("abnormal_ret", "negativity", 5, 4, 0, 0, ()),
    checks=checks(*CHECKS),
    money=(),
    caveats=(),
    clock=Clock(NONE, 4, None, NONE),
    mood=MoodLead(-40.0, -60.0, -20.0, 0.0001, 28.0, 4, 0.5),
)
NOTHING = replace(
    LEAD,
    verdict="no_evidence",
    lead=Lead(1, -1.0, -6.0, 4.0, 0.7, 7.0, 900, 4, "CR3_session", ""),
    reaction=replace(LEAD.reaction, caar_bp=-10.0, low=-60.0, high=40.0, pvalue=0.7),
    checks=checks(*OF_NONE),
    extremes=Extremes(Estimate(-1.0, -6.0, 4.0), "A", "2024-05-03", 0.1),
    mood=MoodLead(-2.0, -12.0, 8.0, 0.7, 14.0, 4, 0.5),
)


def lines(**changed: tuple[float, float]) -> pd.DataFrame:
    """A robustness list of four variants and three placebos; each line by the ends of its interval."""
    held = {
        "shared_slopes": (-30.0, -10.0), "older_returns": (-31.0, -11.0), "winsorised": (-29.0, -9.0),
        "other_measure": (-28.0, -8.0), "placebo_future": (-9.0, 9.0), "placebo_other": (-8.0, 8.0),
        "placebo_shuffled": (-9.0, 9.0), "overnight": (-3.0, 3.0), "by_sign": (-9.0, 9.0), **changed,
    }  # fmt: skip
    rows = [(check, "", (low + high) / 2, low, high) for check, (low, high) in held.items()]
    return pd.DataFrame(rows, columns=["check", "variant", "value", "low", "high"])


NO_LINE_HOLDS = dict.fromkeys(("shared_slopes", "older_returns", "winsorised", "other_measure"), (-6.0, 4.0))


def effects(*own: float) -> pd.DataFrame:
    rows = [(f"C{i}", value) for i, value in enumerate(own)] + [("POOLED", -20.0), ("MEAN_GROUP", -20.0)]
    table = pd.DataFrame(rows, columns=["company", "bp_per_sd"])
    return table.assign(measure="as measured", horizon=1)


def weighed(findings: Findings, robustness: pd.DataFrame | None = None, **changes: Any) -> Evidence:
    usual = lines() if findings.verdict != "no_evidence" else lines(**NO_LINE_HOLDS)
    tables = {
        "robustness": usual if robustness is None else robustness,
        "effects": effects(-22, -18, -20, -21),
    }
    return weigh(replace(findings, **changes), tables)


def test_a_lead_that_passes_every_check_is_strong() -> None:
    evidence = weighed(LEAD)
    assert (evidence.grade, evidence.doubts) == ("strong", ())
    assert evidence.support == (
        "same_side", "storms", "from_open", "variants", "no_reverse", "without_one", "session_effects",
        "placebo",
    )  # fmt: skip
    assert (evidence.variants, evidence.placebos, evidence.same_side) == (Variants(4, 4), Variants(3, 0), 4)


HINGE = replace(LEAD.companies, hinge=Estimate(-1.0, -9.0, 7.0, "C0"))
DIFFER = replace(LEAD.companies, pvalue=0.001)
LESS, MORE = (Estimate(-30.0, -40.0, -20.0, "C0"),), (Estimate(60.0, 40.0, 80.0, "C1"),)


@pytest.mark.parametrize(
    ("doubt", "grade", "changes"),
    [
        ("clock", "weak", {"caveats": ("clock",)}),
        ("scorer", "weak", {"caveats": ("scorer",)}),
        ("mean_differs", "weak", {"checks": checks(*CHECKS, companies_agree=False)}),
        ("one_company", "weak", {"caveats": ("one_company",), "companies": HINGE}),
        ("session_effects", "weak", {"caveats": ("session_effects",)}),
        (
            "extremes",
            "weak",
            {"caveats": ("extremes",), "extremes": Extremes(Estimate(-3.0, -9.0, 3.0), "A", "", 0.1)},
        ),
        ("extremes_shape", "moderate", {"caveats": ("extremes",)}),
        ("companies_opposed", "weak", {"companies": replace(DIFFER, less=LESS, more=MORE)}),
        ("companies_opposed", "weak", {"companies": DIFFER}),
        ("companies_differ", "moderate", {"companies": replace(DIFFER, less=LESS)}),
        ("quiet_afternoon", "moderate", {"caveats": ("quiet_afternoon",)}),
        ("placebo", "moderate", {"checks": checks(*CHECKS, placebo=False)}),
        ("storms", "moderate", {"checks": checks(*CHECKS, events=False)}),
        ("reverse", "moderate", {"checks": checks(*CHECKS, no_reverse=False)}),
        ("forerun", "moderate", {"checks": checks(*CHECKS, no_forerun=False)}),
        ("later", "moderate", {"checks": checks(*CHECKS, clock=False)}),
        ("chance", "moderate", {"lead": replace(LEAD.lead, pvalue=0.01)}),
        ("alone", "moderate", {"lead": replace(LEAD.lead, n_companies=1)}),
        ("unmade", "moderate", {"checks": checks(*CHECKS, events=None)}),
        ("storms_unsure", "strong", {"reaction": replace(LEAD.reaction, pvalue=0.05)}),
    ],
)
def test_each_doubt_about_a_lead_comes_alone_and_sets_the_grade(
    doubt: Doubt, grade: Grade, changes: dict[str, Any]
) -> None:
    evidence = weighed(LEAD, **changes)
    assert (evidence.doubts, evidence.grade) == ((doubt,), grade)


@pytest.mark.parametrize(
    ("doubt", "changed"),
    [
        ("placebo_lines", {"placebo_future": (1.0, 9.0)}),
        ("placebo_lines", {"placebo_other": (-9.0, -1.0)}),
        ("placebo_lines", {"placebo_shuffled": (-20.0, 9.0)}),
        ("variants", {"shared_slopes": (-30.0, 1.0), "older_returns": (8.0, 30.0)}),
    ],
)
def test_lines_of_the_robustness_list_limit_a_lead(
    doubt: Doubt, changed: dict[str, tuple[float, float]]
) -> None:
    evidence = weighed(LEAD, lines(**changed))
    assert (evidence.doubts, evidence.grade) == ((doubt,), "moderate")


def test_one_variant_of_four_that_disagrees_is_no_doubt() -> None:
    evidence = weighed(LEAD, lines(shared_slopes=(-30.0, 1.0)))
    assert (evidence.doubts, evidence.variants) == ((), Variants(4, 3))


@pytest.mark.parametrize(("clock", "opened"), [(None, True), (True, None)])
def test_either_check_of_the_clock_is_enough(clock: bool | None, opened: bool | None) -> None:
    assert weighed(LEAD, checks=checks(*CHECKS, clock=clock, from_open=opened)).doubts == ()


def test_without_either_check_of_the_clock_the_best_grade_is_barred() -> None:
    evidence = weighed(LEAD, checks=checks(*CHECKS, clock=None, from_open=None))
    assert (evidence.doubts, evidence.grade) == (("unmade",), "moderate")


def test_a_lead_that_was_hardly_checked_is_weak() -> None:
    """Five of ten checks are missing, then six."""
    half, hardly = (checks(*CHECKS, **dict.fromkeys(CHECKS[:n], None)) for n in (5, 6))
    evidence = weighed(LEAD, checks=half)
    assert (evidence.doubts, evidence.grade) == (("unmade",), "moderate")
    evidence = weighed(LEAD, checks=hardly)
    assert (evidence.doubts, evidence.grade) == (("unchecked",), "weak")


def test_what_was_not_made_is_no_reason_for_the_answer() -> None:
    unmade = checks(*CHECKS, **dict.fromkeys(CHECKS, None))
    reaction = replace(LEAD.reaction, caar_bp=None, pvalue=None)
    evidence = weigh(replace(LEAD, checks=unmade, reaction=reaction), {})
    assert (evidence.support, evidence.variants, evidence.placebos) == ((), Variants(), Variants())


def test_companies_on_both_sides_of_zero_do_not_all_point_the_same_way() -> None:
    tables = {"robustness": lines(), "effects": effects(-22.0, -18.0, 1.0, -21.0)}
    evidence = weigh(LEAD, tables)
    assert evidence.support[0] == "companies_agree"
    assert evidence.same_side == 3


def test_storms_that_point_the_other_way_are_no_support() -> None:
    assert "storms" not in weighed(LEAD, reaction=replace(LEAD.reaction, caar_bp=80.0)).support


def test_a_window_with_the_storms_own_session_says_nothing_of_what_follows() -> None:
    evidence = weighed(LEAD, reaction=replace(LEAD.reaction, window=(0, 5), pvalue=0.5))
    assert ("storms" in evidence.support, evidence.doubts) == (False, ())


def test_a_lead_upwards_is_weighed_by_its_own_side() -> None:
    up = replace(
        LEAD,
        verdict="positive_lead",
        lead=replace(LEAD.lead, bp_per_sd=20.0, low=10.0, high=30.0),
        companies=replace(DIFFER, more=MORE),
    )
    evidence = weighed(up)
    assert evidence.doubts == ("companies_differ", "variants", "storms_unsure")
    assert evidence.variants == Variants(4, 0)


def test_nothing_found_by_sharp_data_stands() -> None:
    evidence = weighed(NOTHING)
    assert (evidence.grade, evidence.doubts, evidence.open) == ("none", (), False)
    assert evidence.support == ("sharp", "no_company", "no_storms", "no_variant", "no_mood")


@pytest.mark.parametrize("mde_bp", [15.1, None])
def test_a_mood_whose_difference_would_have_been_missed_is_no_reason_for_nothing(
    mde_bp: float | None,
) -> None:
    evidence = weighed(NOTHING, mood=replace(NOTHING.mood, mde_bp=mde_bp))
    assert evidence.support == ("sharp", "no_company", "no_storms", "no_variant")


FOUND = (-30.0, -10.0)


@pytest.mark.parametrize(
    ("doubt", "is_open", "changes"),
    [
        ("scorer", True, {"caveats": ("scorer",)}),
        ("quiet_afternoon", True, {"caveats": ("quiet_afternoon",)}),
        ("extremes_shape", True, {"caveats": ("extremes",)}),
        (
            "extremes",
            True,
            {"caveats": ("extremes",), "extremes": Extremes(Estimate(-6.0, -9.0, -3.0), "A", "", 0.1)},
        ),
        ("companies_opposed", True, {"companies": replace(DIFFER, less=LESS, more=MORE)}),
        ("companies_differ", True, {"companies": replace(DIFFER, less=LESS)}),
        ("storms_found", False, {"reaction": replace(NOTHING.reaction, pvalue=0.0499)}),
        ("own_found", False, {"companies": replace(LEAD.companies, more=MORE)}),
        ("mood_found", False, {"mood": replace(NOTHING.mood, low=-12.0, high=-1.0)}),
        ("mood_blunt", False, {"mood": replace(NOTHING.mood, mde_bp=15.1)}),
        ("placebo", False, {"checks": checks(*OF_NONE, placebo=False)}),
    ],
)
def test_each_doubt_that_nothing_is_there_comes_alone(
    doubt: Doubt, is_open: bool, changes: dict[str, Any]
) -> None:
    evidence = weighed(NOTHING, **changes)
    assert (evidence.grade, evidence.doubts, evidence.open) == ("none", (doubt,), is_open)


@pytest.mark.parametrize(
    ("mde", "horizon", "blunt"),
    [(15.0, 1, False), (15.1, 1, True), (None, 1, True), (30.0, 4, False), (30.1, 4, True)],
)
def test_data_that_would_miss_fifteen_basis_points_a_session_leave_the_answer_open(
    mde: float | None, horizon: int, blunt: bool
) -> None:
    """The bound grows with the root of the horizon, as the standard deviation of returns does."""
    assert BLUNT == 15.0
    evidence = weighed(NOTHING, lead=replace(NOTHING.lead, mde_bp=mde, horizon=horizon))
    assert ("blunt" in evidence.doubts, "sharp" in evidence.support, evidence.open) == (
        blunt,
        not blunt,
        blunt,
    )


@pytest.mark.parametrize(
    ("held", "doubt"), [(1, "variants_found"), (2, "variants_found"), (3, "variants_most")]
)
def test_other_calculations_that_find_a_difference_doubt_that_there_is_none(held: int, doubt: Doubt) -> None:
    found = dict.fromkeys(list(NO_LINE_HOLDS)[:held], FOUND)
    evidence = weighed(NOTHING, lines(**{**NO_LINE_HOLDS, **found}))
    assert (evidence.doubts, evidence.open) == ((doubt,), held == 3)


def test_what_could_not_be_tested_has_no_grade() -> None:
    assert weighed(replace(LEAD, verdict="not_testable")) == Evidence()
    assert Evidence().grade == "not_testable"


def test_several_doubts_come_with_the_gravest_first() -> None:
    evidence = weighed(
        LEAD,
        caveats=("session_effects", "clock", "quiet_afternoon"),
        checks=checks(*CHECKS, events=False, no_reverse=False),
    )
    assert evidence.doubts == ("clock", "session_effects", "quiet_afternoon", "storms", "reverse")
