"""Boundaries of a series of reports, and what a report of one may claim.

Expected values: published tables (Lan and DeMets 1983 as the R package ldbounds prints them, to two decimals;
Pocock 1977; Jennison and Turnbull 2000, tables 2.1 and 2.3), scipy's multivariate normal distribution, and
Brownian motions drawn here. What a report says is by hand from docs/methods/series.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats
from tests.analysis.test_verdict import effects, found, robustness

from naysay.analysis.findings import Findings
from naysay.analysis.level import LEVEL
from naysay.analysis.monitoring.boundary import boundaries
from naysay.analysis.monitoring.looks import LEAST, looks
from naysay.analysis.monitoring.repeated import at_look, last_look
from naysay.analysis.monitoring.spending import FIRST_SHARE, spent
from naysay.study.errors import InputError
from naysay.study.frames import LOOKS

FIVE = np.arange(1, 6) / 5


def obrien_fleming(t: np.ndarray) -> np.ndarray:
    """Each side spends 2 (1 - Phi(z_{alpha / 4} / sqrt(t)))."""
    return np.asarray(4 * stats.norm.sf(stats.norm.isf(0.0125) / np.sqrt(t)))


def pocock(t: np.ndarray) -> np.ndarray:
    return np.asarray(0.05 * np.log(1 + (np.e - 1) * t))


@pytest.mark.parametrize(
    ("spending", "published"),
    [(obrien_fleming, [4.88, 3.36, 2.68, 2.29, 2.03]), (pocock, [2.44, 2.43, 2.41, 2.40, 2.39])],
)
def test_boundaries_are_those_of_lan_and_demets(
    spending: Callable[[np.ndarray], np.ndarray], published: list[float]
) -> None:
    assert np.round(boundaries(FIVE, spending(FIVE)), 2).tolist() == published


def crossed(critical: np.ndarray, looks_so_far: int) -> float:
    """The share of Brownian motions with equal steps that have left ``critical`` by a look."""
    low, high = 1e-9, 0.5

    def gap(last: float) -> float:
        alpha = np.append(crossing[:-1], last)
        return float(boundaries(np.arange(1.0, looks_so_far + 1), alpha)[-1] - critical[looks_so_far - 1])

    crossing = np.array([crossed(critical, k) for k in range(1, looks_so_far)] + [0.0])
    low += crossing[:-1].max(initial=0.0)
    return float(optimize.brentq(gap, low, high, xtol=1e-12))


@pytest.mark.parametrize(("K", "constant"), [(2, 2.178), (3, 2.289), (4, 2.361), (5, 2.413)])
def test_a_constant_boundary_of_pocock_spends_five_percent(K: int, constant: float) -> None:
    assert crossed(np.full(K, constant), K) == pytest.approx(0.05, abs=1e-4)


@pytest.mark.parametrize(("K", "constant"), [(2, 1.977), (3, 2.004), (4, 2.024), (5, 2.040)])
def test_a_boundary_of_obrien_and_fleming_spends_five_percent(K: int, constant: float) -> None:
    assert crossed(constant * np.sqrt(K / np.arange(1, K + 1)), K) == pytest.approx(0.05, abs=1e-4)


@pytest.mark.parametrize("information", [[1.0, 2.0], [1.0, 1.4, 3.0], [60.0, 81.0, 102.0, 123.0]])
def test_uneven_looks_agree_with_the_multivariate_normal_distribution(information: list[float]) -> None:
    known = np.array(information)
    critical = boundaries(known, spent(known))
    covariance = np.sqrt(np.minimum.outer(known, known) / np.maximum.outer(known, known))
    inside = stats.multivariate_normal(cov=covariance, abseps=1e-7, maxpts=2_000_000, seed=1).cdf(
        critical, lower_limit=-critical
    )
    assert 1 - inside == pytest.approx(spent(known)[-1], abs=2e-5)


def test_one_look_at_the_whole_level_is_the_plain_test() -> None:
    assert boundaries([7.0], [LEVEL])[0] == pytest.approx(stats.norm.isf(LEVEL / 2), abs=1e-10)


def test_only_ratios_of_information_count_and_later_looks_change_no_boundary() -> None:
    known = 60 + 21.0 * np.arange(30)
    whole = boundaries(known, spent(known))
    assert boundaries(known / 60, spent(known)) == pytest.approx(whole, abs=1e-9)
    assert boundaries(known[:12], spent(known[:12])) == pytest.approx(whole[:12], abs=1e-9)


@pytest.mark.parametrize("first", [60.0, 500.0])
def test_brownian_motions_cross_in_no_more_than_five_percent(first: float) -> None:
    """25 monthly looks; the standard error of a share of 40,000 is .1 percentage points."""
    known = first + 21.0 * np.arange(25)
    critical, rng = boundaries(known, spent(known)), np.random.default_rng(3)
    steps = np.sqrt(np.diff(known, prepend=0.0))
    z = np.cumsum(rng.standard_normal((40_000, 25)) * steps, axis=1) / np.sqrt(known)
    outside = np.abs(z) > critical
    assert outside.any(axis=1).mean() == pytest.approx(spent(known)[-1], abs=0.0035)
    assert outside[:, :12].any(axis=1).mean() == pytest.approx(spent(known)[11], abs=0.0035)
    assert (np.abs(z) > stats.norm.isf(0.025)).any(axis=1).mean() > (0.2 if first == 60 else 0.1)


def test_what_is_spent_rises_and_never_reaches_the_level() -> None:
    share = spent(np.geomspace(1.0, 1e6, 50))
    assert (np.diff(share) > 0).all()
    assert share[0] == pytest.approx(FIRST_SHARE * LEVEL)
    assert 0.0499 < share[-1] < LEVEL


@pytest.mark.parametrize(
    ("information", "share", "field"),
    [
        ([1.0, 1.0], [0.01, 0.02], "information"),
        ([0.0], [0.01], "information"),
        ([1.0, np.nan], [0.01, 0.02], "information"),
        ([[1.0]], [0.01], "information"),
        (["x"], [0.01], "information"),
        ([1.0, 2.0], [0.02, 0.01], "spent"),
        ([1.0], [1.0], "spent"),
        ([1.0], [0.01, 0.02], "spent"),
    ],
)
def test_looks_that_add_nothing_are_refused(information: Any, share: Any, field: str) -> None:
    with pytest.raises(InputError, match=field):
        boundaries(information, share)


def daily(companies: int = 2, sessions: int = 200, start: str = "2024-01-02") -> pd.DataFrame:
    """Every weekday a session, all measured."""
    index = pd.MultiIndex.from_product(
        [[f"C{i}" for i in range(companies)], pd.bdate_range(start, periods=sessions)],
        names=["company", "session"],
    )
    return pd.DataFrame({"negativity": 0.5, "abnormal_ret": 0.01}, index=index)


def test_a_look_is_the_end_of_a_month_from_sixty_sessions_on() -> None:
    """Weekdays of 2024: 22 in January (from the 2nd), 21 in February, 21 in March, 22 in April."""
    table = looks(daily(sessions=100), horizon=1)
    assert table["month"].tolist() == ["2024-03", "2024-04", "2024-05"]
    assert table["look"].tolist() == [1, 2, 3]
    assert table["sessions"].tolist() == [22 + 21 + 21 - 1, 85, 99]
    assert table["observations"].tolist() == [126, 170, 198]
    assert table["last_session"].iloc[0] == pd.Timestamp("2024-03-29")
    assert table["information"].tolist() == pytest.approx([1.0, 85 / 63, 99 / 63])
    assert table["spent"].tolist() == pytest.approx(
        (LEVEL * (1 - 0.7 * 63 / np.array([63, 85, 99]))).tolist()
    )
    assert (2 * stats.norm.sf(table["critical"].to_numpy(float))).tolist() == pytest.approx(table["level"])


def test_a_longer_horizon_ends_later_and_missing_values_are_no_observations() -> None:
    frame = daily(companies=1, sessions=80)
    assert looks(frame, horizon=5)["observations"].iloc[-1] == 75
    frame.iloc[10, 0] = np.nan  # one session not measured
    frame.iloc[40, 1] = np.nan  # the return of one session lies in five outcomes
    assert looks(frame, horizon=5)["observations"].iloc[-1] == 75 - 1 - 5


def test_companies_that_join_and_companies_that_leave_make_the_boundary_stricter() -> None:
    """Information grows with whichever grew more, sessions or observations."""
    joined = daily(companies=2, sessions=150)
    joined.loc[("C1", slice("2024-01-01", "2024-03-31")), "negativity"] = np.nan
    left = daily(companies=2, sessions=150)
    left.loc[("C1", slice("2024-04-01", None)), "negativity"] = np.nan
    growth = looks(joined, horizon=1)["information"].iloc[1]
    assert growth == pytest.approx((63 + 22 + 21) / 63)  # C1's first observation ends on its second session
    assert looks(left, horizon=1)["information"].iloc[1] == pytest.approx(85 / 63)


def test_earlier_looks_do_not_depend_on_later_data() -> None:
    whole, part = looks(daily(sessions=200), horizon=1), looks(daily(sessions=128), horizon=1)
    n = len(part) - 1  # the last month of the part is not over
    pd.testing.assert_frame_equal(whole.iloc[:n], part.iloc[:n])


def test_the_first_report_begins_the_series_and_too_few_sessions_are_one_look() -> None:
    frame = daily(sessions=200)
    named = looks(frame, horizon=1, first=dt.date(2024, 7, 17))
    assert named["month"].tolist() == ["2024-07", "2024-08", "2024-09", "2024-10"]
    assert named["level"].iloc[0] == pytest.approx(FIRST_SHARE * LEVEL)
    early = looks(frame, horizon=1, first=dt.date(2024, 1, 2))
    assert early["month"].iloc[0] == "2024-03"
    assert looks(frame, horizon=1, first=dt.date(2030, 1, 2))["look"].tolist() == [1]
    few = looks(daily(sessions=LEAST - 5), horizon=1)
    assert few["month"].tolist() == ["2024-03"]
    assert few["level"].tolist() == pytest.approx([FIRST_SHARE * LEVEL])


def test_nothing_measured_is_no_look() -> None:
    frame = daily(sessions=80).assign(negativity=np.nan)
    pd.testing.assert_frame_equal(looks(frame, horizon=1), LOOKS.empty())


def series(number: int = 8) -> pd.DataFrame:
    """The looks of a series whose months all have as many sessions."""
    return looks(daily(companies=2, sessions=50 + 21 * number), horizon=1).iloc[:number]


def reported(**tables: pd.DataFrame) -> Findings:
    """The findings of the tables of test_verdict, whose lines have units."""
    lines = robustness()
    lines["unit"] = np.where(lines["check"].isin(["reverse", "same_session"]), "sd", "bp")
    return found(**{"robustness": lines, **tables})


def lead_row(p: float, df: float = 250.0, bp: float = -20.0) -> dict[str, Any]:
    """Estimate, error, interval and p that belong together, by Student's t."""
    se = abs(bp) / float(stats.t.isf(p / 2, df))
    reach = float(stats.t.isf(0.025, df)) * se
    return {"bp": bp, "p": p, "se": se, "low": bp - reach, "high": bp + reach}


@pytest.mark.parametrize("above", [True, False])
def test_the_repeated_interval_leaves_zero_out_just_where_p_is_below_the_level(above: bool) -> None:
    table = series()
    level = float(table["level"].iloc[-1])
    assert 0.002 < level < 0.02
    findings = reported(effects=effects(**lead_row(level * (1.0001 if above else 0.9999))), looks=table)
    assert findings.verdict == ("no_evidence" if above else "negative_lead")
    assert findings.lead.high is not None
    assert (findings.lead.high > 0) == above
    assert findings.lead.look is not None
    assert findings.lead.look.number == 8
    assert findings.lead.level == level


def test_the_same_holds_upwards_and_without_a_series_five_percent_decide() -> None:
    row = lead_row(0.03, bp=20.0)
    assert reported(effects=effects(**row)).verdict == "positive_lead"
    assert reported(effects=effects(**row), looks=series()).verdict == "no_evidence"
    assert reported(effects=effects(**lead_row(1e-5, bp=20.0)), looks=series()).verdict == "positive_lead"


def test_a_study_that_is_reported_once_has_the_findings_that_it_had() -> None:
    plain, empty = reported(), reported(looks=LOOKS.empty())
    assert asdict(plain) == asdict(empty)
    assert plain.lead.look is None
    assert (plain.lead.level, plain.companies.level) == (LEVEL, LEVEL)


def test_lines_that_ask_the_question_another_way_are_read_at_the_same_level() -> None:
    """Without company B zero lies in the wider interval, as in that of the lead, so no company decides."""
    lines = robustness(without_company=(-20.5, -0.5)).assign(unit="bp")
    lines.loc[lines["check"].isin(["reverse", "same_session"]), "unit"] = "sd"
    single = reported(effects=effects(**lead_row(0.03)), robustness=lines)
    repeated = reported(effects=effects(**lead_row(0.03)), robustness=lines, looks=series())
    assert single.companies.hinge is None
    assert repeated.verdict == "no_evidence"
    assert repeated.companies.hinge is None
    assert (repeated.reverse.effect.low, repeated.reverse.effect.high) == (-0.1, 0.1)


def test_no_doubt_is_rarer_in_a_series() -> None:
    """Lines that should be zero keep their intervals, and companies differ where they do in one report."""
    table = effects()
    table.loc[table["company"] == "MEAN_GROUP", "heterogeneity_pvalue"] = 0.03
    assert reported(effects=table).companies.differ
    assert reported(effects=table, looks=series()).companies.differ
    lines = robustness(placebo_future=(0.5, 9.5), placebo_other=(0.5, 9.5)).assign(unit="bp")
    look = last_look({"looks": series()}, 1)
    assert look is not None
    repeated = at_look({"robustness": lines}, look)["robustness"].set_index("check")
    for name in ("placebo_future", "placebo_other"):
        assert (repeated.loc[name, "low"], repeated.loc[name, "high"]) == (0.5, 9.5)


def test_the_grade_asks_for_a_fifth_of_the_level() -> None:
    level = float(series()["level"].iloc[-1])
    below, above = (
        reported(effects=effects(**lead_row(level / 5 * times)), looks=series()).evidence.doubts
        for times in (0.99, 1.01)
    )
    assert "chance" not in below
    assert "chance" in above


def test_what_is_not_the_question_keeps_its_interval() -> None:
    tables = {"effects": effects(**lead_row(0.03)), "looks": series()}
    look = last_look(tables, 1)
    assert look is not None
    before, after = tables["effects"], at_look(tables, look)["effects"]
    same = (before["company"] == "A") | (before["measure"] == "attention")
    pd.testing.assert_frame_equal(before[same], after[same])
    assert (after.loc[~same, "low"] < before.loc[~same, "low"]).all()
    assert (after.loc[~same, "mde_bp"] > before.loc[~same, "mde_bp"]).all()
    pd.testing.assert_series_equal(before["pvalue"], after["pvalue"])
