"""The clock curve. Expected values: the study's own estimate and that of frames given to it directly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from naysay.analysis.clock_curve import HOURS, clock_curve
from naysay.analysis.projections import local_projections
from naysay.analysis.projections.panel import projection_panel
from naysay.analysis.projections.terms import Terms
from naysay.study.panel import ShiftedChatter

RNG = np.random.default_rng(8)
INDEX = pd.bdate_range("2024-01-01", periods=300, name="session")


def frame(scale: float = 1.0) -> pd.DataFrame:
    return pd.DataFrame(RNG.normal(0, scale, (300, 3)), index=INDEX, columns=["A", "B", "C"])


NEGATIVITY, OTHER, ATTENTION, QUIET = frame(), frame(), frame(), frame()
RETURNS = frame(0.01) - 0.002 * NEGATIVITY.shift().fillna(0)
SHIFTS = (
    ShiftedChatter(4, OTHER, QUIET, 0.3),
    ShiftedChatter(-2, NEGATIVITY.iloc[:, ::-1], ATTENTION, 0.0),
    ShiftedChatter(6, NEGATIVITY * np.nan, ATTENTION, 0.4),
)
KEYS = ["bp_per_sd", "se", "low", "high", "pvalue", "nobs"]


def curve(*, attention: bool = True, horizon: int = 1) -> pd.DataFrame:
    panel = projection_panel(NEGATIVITY, RETURNS, attention=ATTENTION if attention else None)
    return clock_curve(panel, Terms(), SHIFTS, horizon=horizon).set_index("shift_hours")


def pooled(negativity: pd.DataFrame, attention: pd.DataFrame | None, horizon: int = 1) -> list[float]:
    table = local_projections(negativity, RETURNS, attention=attention, horizons=[horizon]).table
    row = table[(table["company"] == "POOLED") & (table["measure"] == "as measured")].iloc[0]
    return [float(row[key]) for key in KEYS]


@pytest.mark.parametrize("horizon", [1, 3])
def test_the_curve_at_zero_is_the_study(horizon: int) -> None:
    row = curve(horizon=horizon).loc[0]
    assert list(row[KEYS]) == pytest.approx(pooled(NEGATIVITY, ATTENTION, horizon), rel=1e-12)
    assert (row["moved_share"], row["reason"]) == (0.0, "")


def test_a_shift_takes_the_place_of_negativity_and_of_attention() -> None:
    assert list(curve().loc[4, KEYS]) == pytest.approx(pooled(OTHER, QUIET), rel=1e-12)
    assert list(curve(attention=False).loc[4, KEYS]) == pytest.approx(pooled(OTHER, None), rel=1e-12)
    assert curve().loc[4, "moved_share"] == 0.3


def test_companies_are_known_by_name() -> None:
    assert list(curve().loc[-2, KEYS]) == list(curve().loc[0, KEYS])


def test_every_shift_has_a_row_and_one_that_was_not_made_has_a_reason() -> None:
    table = curve()
    assert tuple(table.index) == HOURS
    assert (table.loc[[-6, 1, 5], "reason"] == "no_instants").all()
    assert table.loc[[-6, 1, 5], KEYS[:5]].isna().all(axis=None)
    assert table.loc[6, "reason"] == "no_complete_session"


def test_attention_that_the_study_leaves_out_is_not_read() -> None:
    panel = projection_panel(NEGATIVITY, RETURNS)
    lost = replace(SHIFTS[0], attention=QUIET * np.nan)
    table = clock_curve(panel, Terms(), [lost], horizon=1).set_index("shift_hours")
    assert np.isfinite(table.loc[4, "bp_per_sd"])
