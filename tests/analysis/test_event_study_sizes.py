"""Sizes of event studies through the public door, where the process is harder than normal and independent.

Each process has no effect; rejections at 5 % must lie in the central 99.8 % of the binomial distribution for
the tests that are named as to be trusted there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from scipy import stats
from tests.analysis.without_tables import pvalues_of

from naysay.analysis.event_study import event_study

DRAWS = 300
LEAST, MOST = (int(bound) for bound in stats.binom.ppf([0.001, 0.999], DRAWS, 0.05))
COMPANIES, LENGTH, AT = 20, 90, 80
NAMES = [f"C{i:02d}" for i in range(COMPANIES)]
SESSIONS = pd.bdate_range("2020-01-01", periods=LENGTH)
EVENTS = pd.DataFrame({"company": NAMES, "session": SESSIONS[AT]})
Floats = npt.NDArray[np.float64]
Process = Callable[[np.random.Generator], tuple[Floats, Floats]]
"""Returns (T, N) and the market (T,), or (T, N) where each company has a calendar of its own."""


def rejected(process: Process, tests: Sequence[str], *, model: str = "market") -> dict[str, int]:
    """Rejections in [0, 2] of DRAWS samples, 70 estimation sessions; all events on one row of the panel."""
    rng, counts = np.random.default_rng(20), dict.fromkeys(tests, 0)
    with pvalues_of(tests):
        for _ in range(DRAWS):
            for (test, _start), pvalue in study(*process(rng), model).items():
                counts[test] += bool(pvalue < 0.05)
    return counts


def study(values: Floats, market: Floats, model: str = "market") -> Any:
    benchmark = pd.Series(market, SESSIONS) if market.ndim == 1 else pd.DataFrame(market, SESSIONS, NAMES)
    return event_study(
        pd.DataFrame(values, SESSIONS, NAMES),
        benchmark,
        EVENTS,
        model=model,
        estimation=(-75, -4),
        event_window=(0, 2),
        windows=((0, 2),),
        draws=99,
    )


def test_p_values_without_tables_are_those_of_the_tables() -> None:
    sample = with_gaps(np.random.default_rng(3))
    whole = study(*sample)
    tests, held = list(whole.tests["test"]), list(whole.buy_and_hold["test"])
    with pvalues_of(tests):
        np.testing.assert_array_equal(list(study(*sample).values()), whole.tests["pvalue"])
    with pvalues_of(held, buy_and_hold=True):
        np.testing.assert_array_equal(list(study(*sample).values()), whole.buy_and_hold["pvalue"])
    assert len(tests) > 10
    assert len(held) == 2


def hold(counts: dict[str, int], tests: Sequence[str]) -> None:
    assert all(LEAST <= counts[test] <= MOST for test in tests), counts


def with_gaps(rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Sessions missing at random in each company, and errors that move together."""
    market = rng.normal(0, 0.01, LENGTH)
    errors = rng.normal(0, 0.01, (LENGTH, COMPANIES)) + rng.normal(0, 0.004, (LENGTH, 1))
    errors[rng.random(errors.shape) < 0.1] = np.nan
    errors[AT : AT + 3] = rng.normal(0, 0.01, (3, COMPANIES)) + rng.normal(0, 0.004, (3, 1))
    return market[:, None] + errors, market


def test_missing_sessions_and_a_common_date_leave_the_tests_for_them_their_level() -> None:
    right = ("corrado_zivney", "adjusted_patell", "adjusted_bmp", "grank_t")
    counts = rejected(with_gaps, (*right, "patell"))
    hold(counts, right)
    assert counts["patell"] > 2 * MOST, counts


def late(rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Shares that answer a calendar of their own half a session late: dates do not coincide."""
    market = rng.normal(0, 0.01, (LENGTH, COMPANIES))
    before = np.vstack([np.zeros((1, COMPANIES)), market[:-1]])
    return 0.6 * market + 0.5 * before + rng.normal(0, 0.01, (LENGTH, COMPANIES)), market


@pytest.mark.parametrize("model", ["scholes_williams", "dimson"])
def test_late_shares_leave_the_models_for_them_their_level(model: str) -> None:
    right = ("cross_sectional_t", "bmp", "skewness_adjusted_t", "sign", "wilcoxon")
    hold(rejected(late, right, model=model), right)


def turbulent(rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Events that raise every variance fourfold: standardised by the event's own cross-section, or misled."""
    market = rng.normal(0, 0.01, (LENGTH, COMPANIES))
    errors = rng.normal(0, 0.01, (LENGTH, COMPANIES))
    errors[AT:] *= 2.0
    return market + errors, market


def test_a_rise_in_variance_misleads_patell_and_not_bmp() -> None:
    right = ("cross_sectional_t", "bmp", "grank_t", "sign", "wilcoxon")
    counts = rejected(turbulent, (*right, "patell", "j1"))
    hold(counts, right)
    assert min(counts["patell"], counts["j1"]) > 2 * MOST, counts


def skewed(rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Returns with the skewness of a lognormal variable, calendars of their own."""
    market = rng.normal(0, 0.01, (LENGTH, COMPANIES))
    errors = np.expm1(rng.normal(0, 0.5, (LENGTH, COMPANIES))) - np.expm1(0.125)
    return market + 0.01 * errors, market


def test_skewness_is_taken_off_by_halls_transformation() -> None:
    right = ("skewness_adjusted_t",)
    hold(rejected(skewed, right), right)
