"""Checks and caveats of a verdict, and which companies stand apart.

Expected values: small tables written out by hand; z-values worked out beside the cases.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from naysay.analysis.agreement import agreement
from naysay.analysis.doubts import forerun
from naysay.analysis.findings import Companies, Estimate, Findings, Forerun
from naysay.analysis.money import MarketValue
from naysay.analysis.verdict import conclude

NAN = float("nan")
KEYS = ["companies_agree", "without_one", "session_effects", "from_open", "no_extremes", "no_reverse"]


def effects(b: list[float], se: list[float], pooled: tuple[float, float], equal: float = 0.5) -> pd.DataFrame:
    """Companies C0, C1, ..., then the pooled row and the mean group, all at horizon 1."""
    names = [f"C{i}" for i in range(len(b))]
    mean = float(np.mean(b))
    frame = pd.DataFrame(
        {
            "company": [*names, "POOLED", "MEAN_GROUP"],
            "measure": "as measured",
            "horizon": 1,
            "bp_per_sd": [*b, pooled[0], mean],
            "se": [*se, pooled[1], 2.0],
            "heterogeneity_pvalue": [*[NAN] * (len(b) + 1), equal],
            "innovation_pvalue": NAN,
            "df_effective": 400.0,
            "mde_bp": 2.8 * pooled[1],
            "nobs": 1000,
            "n_companies": len(b),
            "covariance": "CR3_session",
            "reason": "",
        }
    )
    z = frame["bp_per_sd"] / frame["se"]
    frame["low"], frame["high"] = (frame["bp_per_sd"] + s * 1.96 * frame["se"] for s in (-1, 1))
    return frame.assign(pvalue=2 * stats.norm.sf(z.abs()))


def robustness(**lines: tuple[float, float, float] | tuple[float, float, float, str]) -> pd.DataFrame:
    rows = [
        {
            "check": check, "variant": line[3] if len(line) > 3 else "", "value": line[0], "low": line[1],
            "high": line[2], "pvalue": 0.001 if line[1] > 0 or line[2] < 0 else 0.5,
        }
        for check, line in lines.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


HELD = {
    "session_effects": (-20.0, -30.0, -10.0),
    "from_open": (-12.0, -20.0, -4.0),
    "without_company": (-19.0, -30.0, -8.0, "C3"),
    "winsorised": (-20.0, -29.0, -11.0),
    "reverse": (0.0, -0.1, 0.1),
    "same_session": (-0.4, -0.5, -0.3),
}


def found(table: pd.DataFrame, **changed: tuple[float, float, float]) -> Findings:
    tables = {"effects": table, "robustness": robustness(**{**HELD, **changed})}
    return conclude(tables, horizon=1, window=(1, 5))


LATER, GONE, NOWHERE = (-15.0, -24.0, -6.0, 0.3), (-1.0, -9.0, 7.0, 0.3), (-20.0, -29.0, -11.0, 0.0)
"""Estimate, interval and share of moved posts with all posts taken four hours later."""
OPEN, SHUT = (-12.0, -20.0, -4.0), (-1.0, -9.0, 7.0)
"""The estimate from the open that stays, and one that does not."""


@pytest.mark.parametrize(
    ("opened", "later", "doubted"),
    [
        (OPEN, LATER, False),
        (OPEN, GONE, False),
        (OPEN, NOWHERE, False),
        (SHUT, LATER, True),
        (SHUT, GONE, True),
        (SHUT, NOWHERE, True),
        (SHUT, None, True),
        ((12.0, 4.0, 20.0), LATER, True),
        (None, LATER, False),
        (None, GONE, True),
        (None, (15.0, 6.0, 24.0, 0.3), True),
        (None, NOWHERE, True),
        (None, None, False),
    ],
)
def test_the_open_decides_whether_prices_moved_first_and_posts_taken_later_where_there_is_none(
    opened: tuple[float, float, float] | None,
    later: tuple[float, float, float, float] | None,
    doubted: bool,
) -> None:
    findings = clocked(ALIKE, opened, later)
    assert findings.caveats == (("clock",) if doubted else ())
    assert outcome(findings)["from_open"] is (None if opened is None else opened is OPEN)
    assert outcome(findings)["clock"] is (None if later in (None, NOWHERE) else later is LATER)


def test_posts_with_dates_alone_have_no_clock_to_doubt() -> None:
    assert clocked(ALIKE, None, NOWHERE, dates_alone=True).caveats == ()
    assert clocked(ALIKE, SHUT, NOWHERE, dates_alone=True).caveats == ("clock",)


def test_without_a_lead_no_clock_is_doubted() -> None:
    assert clocked(effects([1.0, -2.0], [9.0] * 2, (0.1, 4.5)), SHUT, GONE).caveats == ("extremes",)


def clocked(
    table: pd.DataFrame,
    opened: tuple[float, float, float] | None,
    later: tuple[float, float, float, float] | None,
    *,
    dates_alone: bool = False,
) -> Findings:
    """The findings with an estimate from the open and one of posts taken four hours later, or none."""
    lines = {name: line for name, line in {**HELD, "from_open": opened}.items() if line is not None}
    tables = {"effects": table, "robustness": robustness(**lines)}
    if later is not None:
        row = dict(zip(("bp_per_sd", "low", "high", "moved_share"), later, strict=True))
        tables["clock_curve"] = pd.DataFrame([{"shift_hours": 4, **row}])
    return conclude(tables, horizon=1, window=(1, 5), dates_alone=dates_alone)


def outcome(findings: Findings) -> dict[str, bool | None]:
    return {check.name: check.passed for check in findings.checks}


ALIKE = effects([-22.0, -18.0, -20.0, -21.0], [9.0] * 4, (-20.0, 4.5))


def test_a_lead_that_stands_passes_its_checks() -> None:
    findings = found(ALIKE)
    assert findings.verdict == "negative_lead"
    assert [outcome(findings)[key] for key in KEYS] == [True] * 6
    assert findings.caveats == ()
    assert findings.reverse.same_session.value == -0.4


@pytest.mark.parametrize(
    ("line", "value", "check", "caveat"),
    [
        ("session_effects", (-3.0, -12.0, 6.0), "session_effects", ("session_effects",)),
        ("session_effects", (20.0, 10.0, 30.0), "session_effects", ("session_effects",)),
        ("from_open", (-1.0, -9.0, 7.0), "from_open", ("clock",)),
        ("without_company", (-6.0, -15.0, 3.0), "without_one", ("one_company",)),
        ("reverse", (-0.3, -0.4, -0.2), "no_reverse", ()),
        ("winsorised", (-4.0, -12.0, 4.0), "no_extremes", ("extremes",)),
        ("winsorised", (-20.0, -24.0, -16.0), "no_extremes", ("extremes",)),
    ],
)
def test_each_doubt_can_be_seen(
    line: str, value: tuple[float, float, float], check: str, caveat: tuple[str, ...]
) -> None:
    findings = found(ALIKE, **{line: value})
    assert {key for key in KEYS if outcome(findings)[key] is False} == {check}
    assert findings.caveats == caveat


def test_the_company_on_which_the_answer_hangs_is_named() -> None:
    findings = found(ALIKE, without_company=(-6.0, -15.0, 3.0, "C3"))  # type: ignore[arg-type]
    assert findings.companies.hinge == Estimate(-6.0, -15.0, 3.0, "C3")


def test_an_effect_that_one_day_hides_is_told_beside_no_evidence() -> None:
    hidden = effects([-22.0, -18.0, -20.0, -21.0], [90.0] * 4, (-20.0, 45.0))
    findings = found(hidden)
    assert findings.verdict == "no_evidence"
    assert findings.caveats == ("extremes",)


def test_without_a_lead_only_checks_that_need_none_are_asked() -> None:
    nothing = effects([1.0, -2.0, 0.5, 0.0], [9.0] * 4, (0.1, 4.5))
    findings = found(nothing, winsorised=(0.0, -9.0, 9.0), without_company=(0.0, -9.0, 9.0))
    assert list(outcome(findings)) == ["companies_agree", "no_reverse", "no_forerun", "placebo"]
    assert findings.caveats == ()


def test_companies_that_agree_by_the_test_but_not_in_sign_do_not_agree() -> None:
    table = effects([40.0, 35.0, -25.0, -24.0], [60.0, 60.0, 9.0, 9.0], (-20.0, 4.5))
    assert outcome(found(table))["companies_agree"] is False


def test_an_odd_company_is_named_with_its_own_effect_and_the_others_together() -> None:
    b, se = [60.0, *[-22.0] * 7], [10.0] * 8
    told = agreement(effects(b, se, (-12.0, 3.6), equal=1e-9), 1, None)
    # z of C0: (60 + 22) / sqrt(100 + 100 / 7) = 7.7; of the others at most 1.6, p about .1 before Holm.
    assert [one.company for one in told.odd] == ["C0"]
    assert told.odd[0].value == 60.0
    assert told.others.value == pytest.approx(-22.0)
    assert told.others.high == pytest.approx(-22.0 + stats.norm.ppf(0.975) * 10 / math.sqrt(7))
    assert (told.differ, len(told.less), [one.company for one in told.more]) == (True, 7, ["C0"])


def test_where_companies_differ_no_check_of_a_common_lead_is_shown() -> None:
    findings = found(effects([60.0, *[-22.0] * 7], [10.0] * 8, (-12.0, 3.6), equal=1e-9))
    assert findings.caveats[0] == "companies_differ"
    assert list(outcome(findings)) == ["companies_agree", "no_reverse", "no_forerun", "placebo"]


def test_nobody_is_odd_unless_the_test_of_equal_effects_rejects() -> None:
    told = agreement(effects([60.0, *[-22.0] * 7], [10.0] * 8, (-12.0, 3.6), equal=0.2), 1, None)
    assert (told.odd, told.differ) == ((), False)


def test_money_is_that_of_the_companys_own_effect() -> None:
    tables = {"effects": effects([60.0, -22.0, -20.0], [10.0] * 3, (-5.0, 4.0))}
    values = (MarketValue("C0", "EUR", 1e9), MarketValue("unknown", "EUR", 1e9))
    (money,) = conclude(tables, horizon=1, window=(1, 5), market_values=values).money
    assert money.per_sd == pytest.approx(1e9 * 60 / 1e4)
    assert money.low == pytest.approx(1e9 * (60 - 19.6) / 1e4)


def test_no_effects_no_companies() -> None:
    none = Estimate(None, None, None)
    assert agreement(None, 1, None) == Companies(0, None, none, (), none, (), (), None)


@pytest.mark.parametrize(("reach", "passed"), [(5.1, True), (5.0, True), (4.9, False)])
def test_an_interval_that_extremes_made_twice_as_wide_is_still_no_doubt(reach: float, passed: bool) -> None:
    """The lead's interval is 20 wide, from -30 to -10; with extremes pulled in it is twice ``reach``."""
    table = ALIKE.assign(low=-30.0, high=-10.0)
    assert outcome(found(table, winsorised=(-20.0, -20.0 - reach, -20.0 + reach)))["no_extremes"] is passed


def test_a_company_that_decides_is_not_told_where_companies_differ() -> None:
    table = effects([60.0, *[-22.0] * 7], [10.0] * 8, (-12.0, 3.6), equal=1e-9)
    findings = found(table, without_company=(-6.0, -15.0, 3.0, "C3"))  # type: ignore[arg-type]
    assert findings.companies.hinge is not None
    assert "one_company" not in findings.caveats


def test_without_a_lead_session_effects_contradict_nothing() -> None:
    nothing = effects([1.0, -2.0, 0.5, 0.0], [9.0] * 4, (0.1, 4.5))
    unsure = {"winsorised": (0.0, -9.0, 9.0), "session_effects": (-3.0, -12.0, 6.0)}
    assert found(nothing, **unsure).caveats == ()


def test_without_the_robustness_list_nothing_is_told_of_extremes() -> None:
    assert conclude({"effects": ALIKE}, horizon=1, window=(1, 5)).caveats == ()


def test_extremes_that_turn_the_answer_round_are_a_doubt() -> None:
    assert outcome(found(ALIKE, winsorised=(20.0, 11.0, 29.0)))["no_extremes"] is False


@pytest.mark.parametrize(("equal", "agree"), [(0.05, True), (0.0499, False)])
def test_companies_agree_unless_their_test_rejects_at_the_level(equal: float, agree: bool) -> None:
    table = effects([-22.0, -18.0, -20.0, -21.0], [9.0] * 4, (-20.0, 4.5), equal=equal)
    assert outcome(found(table))["companies_agree"] is agree


def test_without_a_lead_the_sign_of_the_mean_says_nothing_of_agreement() -> None:
    nothing = effects([1.0, 2.0, 0.5, 0.0], [9.0] * 4, (-0.1, 4.5))
    assert outcome(found(nothing))["companies_agree"] is True


def test_of_three_companies_one_may_be_odd_and_of_two_none() -> None:
    """z of C0 among three: 82 / sqrt(100 + 50) = 6.7; of each other 41 / sqrt(150) less, about 3.3."""
    three = agreement(effects([60.0, -22.0, -22.0], [10.0] * 3, (-12.0, 3.6), equal=1e-9), 1, None)
    assert "C0" in [one.company for one in three.odd]
    two = agreement(effects([60.0, -22.0], [10.0] * 2, (-12.0, 3.6), equal=1e-9), 1, None)
    assert two.odd == ()


def test_companies_that_returned_less_or_more_are_told_from_the_farthest_on() -> None:
    b = [-30.0, -50.0, -40.0, 30.0, 50.0, 40.0, 1.0]
    told = agreement(effects(b, [5.0] * 7, (0.0, 3.6), equal=1e-9), 1, None)
    assert [one.company for one in told.less] == ["C1", "C2", "C0"]
    assert [one.company for one in told.more] == ["C4", "C5", "C3"]


def test_the_own_effects_are_held_to_the_rate_of_false_ones() -> None:
    """One p-value of .03 among four is .12 after Benjamini-Hochberg: no company is told."""
    b = [stats.norm.isf(0.015) * 10.0, 0.1, -0.1, 0.2]
    assert agreement(effects(b, [10.0] * 4, (0.0, 3.6), equal=1e-9), 1, None).more == ()


def test_an_error_known_from_few_sessions_makes_nobody_odd() -> None:
    """z = 40 / sqrt(100 + 100 / 7) = 3.7: p is below .001 normally and .17 with 1 degree of freedom."""
    table = effects([18.0, *[-22.0] * 7], [10.0] * 8, (-12.0, 3.6), equal=1e-9)
    assert [one.company for one in agreement(table, 1, None).odd] == ["C0"]
    assert agreement(table.assign(df_effective=1.0), 1, None).odd == ()


def test_a_company_without_an_error_is_not_among_those_that_are_compared() -> None:
    table = effects([-22.0, -18.0, -20.0, 40.0], [9.0, 9.0, 9.0, 0.0], (-20.0, 4.5))
    assert agreement(table, 1, None).n == 3


def window_tests(*rows: tuple[int, int, float], test: str = "adjusted_bmp") -> pd.DataFrame:
    names = ["window_start", "window_end", "pvalue"]
    return pd.DataFrame(rows, columns=names).assign(test=test, estimate=0.01, location=[-0.02] * len(rows))


def test_the_returns_before_the_events_are_those_of_the_longest_window_that_ends_before_them() -> None:
    windows = window_tests((-3, -1, 0.3), (-10, 0, 0.001), (-9, -1, 0.2), (-30, -1, NAN))
    assert forerun(windows, "adjusted_bmp") == Forerun(-0.02, 0.2)
    assert forerun(windows.assign(location=NAN), "adjusted_bmp") == Forerun(0.01, 0.2)
    assert forerun(windows, "patell") == Forerun(None, None)


def test_a_line_without_an_estimate_is_no_doubt() -> None:
    assert outcome(found(ALIKE, from_open=(NAN, NAN, NAN)))["from_open"] is None


def test_a_reverse_direction_at_the_level_itself_is_no_doubt() -> None:
    tables = {"effects": ALIKE, "robustness": robustness(**HELD).assign(pvalue=0.05)}
    assert outcome(conclude(tables, horizon=1, window=(1, 5)))["no_reverse"] is True


def test_without_a_lead_no_company_decides_by_its_sign() -> None:
    nothing = effects([1.0, -2.0, 0.5, 0.0], [9.0] * 4, (0.1, 4.5))
    assert found(nothing, without_company=(-1.0, -9.0, 7.0, "C3")).companies.hinge is None  # type: ignore[arg-type]
