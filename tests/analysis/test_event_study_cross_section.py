"""CARs regressed on characteristics of events.

Expected values: statsmodels' OLS with HC3 errors, and the jackknife that leaves one session out at a time,
made anew; a known process for the size.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from naysay.analysis.event_study import cross_section
from naysay.study.errors import InputError


def sample(seed: int, events: int = 60, sessions: int = 60) -> tuple[pd.Series, pd.DataFrame, pd.Series]:
    rng = np.random.default_rng(seed)
    days = np.sort(rng.permutation(np.arange(events) % sessions))
    characteristics = pd.DataFrame(
        {"negativity": rng.gamma(2, 1, events) + days % 3, "log_n_posts": rng.normal(3, 1, events)}
    )
    shared = 0.02 * rng.normal(size=sessions)[days] * (sessions < events)
    car = shared + 0.03 * rng.standard_t(5, events) * characteristics["negativity"]
    return car, characteristics, pd.Series(pd.bdate_range("2020-01-01", periods=sessions)[days])


def test_dates_of_their_own_give_hc3() -> None:
    car, characteristics, session = sample(1)
    found = cross_section(car, characteristics, session)
    fitted = sm.OLS(car, sm.add_constant(characteristics)).fit(cov_type="HC3", use_t=True)
    assert found["term"].tolist() == ["intercept", "negativity", "log_n_posts"]
    for column, expected in {"estimate": fitted.params, "se": fitted.bse, "pvalue": fitted.pvalues}.items():
        np.testing.assert_allclose(found[column], expected, rtol=1e-10)
    np.testing.assert_allclose(found[["low", "high"]], fitted.conf_int(), rtol=1e-10)
    assert set(found["covariance"]) == {"HC3"}
    assert set(found["df"]) == {57.0}


def test_shared_dates_give_the_jackknife_over_sessions() -> None:
    car, characteristics, session = sample(2, sessions=15)
    found = cross_section(car, characteristics, session)
    X = sm.add_constant(characteristics).to_numpy()
    whole = np.linalg.lstsq(X, car.to_numpy(), rcond=None)[0]
    moved = [
        np.linalg.lstsq(X[(session != day).to_numpy()], car[session != day].to_numpy(), rcond=None)[0] - whole
        for day in session.unique()
    ]
    np.testing.assert_allclose(found["se"], np.sqrt(np.sum(np.square(moved), axis=0)), rtol=1e-9)
    assert set(found["covariance"]) == {"CR3_session"}
    assert set(found["df"]) == {14.0}


def test_events_with_anything_missing_are_left_out() -> None:
    car, characteristics, session = sample(3)
    gaps = characteristics.copy()
    gaps.loc[[4, 9], "negativity"] = np.nan
    keep = car.index.difference([4, 9])
    again = cross_section(car[keep], characteristics.loc[keep], session[keep])
    pd.testing.assert_frame_equal(cross_section(car, gaps, session), again)
    assert again["nobs"].tolist() == [58] * 3


@pytest.mark.parametrize(
    ("events", "change", "reason"),
    [
        (3, {}, "fewer_sessions_than_coefficients"),
        (60, {"negativity": 2.0}, "collinear_or_constant"),
        (0, {}, "fewer_sessions_than_coefficients"),
    ],
)
def test_a_regression_that_cannot_be_made_says_why(
    events: int, change: dict[str, float], reason: str
) -> None:
    car, characteristics, session = (part[:events] for part in sample(4))
    found = cross_section(car, characteristics.assign(**change), session)
    assert set(found["reason"]) == {reason}
    assert found[["estimate", "se", "statistic", "df", "pvalue", "low", "high"]].isna().all(axis=None)


def test_rows_that_do_not_belong_together_are_refused() -> None:
    car, characteristics, session = sample(5)
    with pytest.raises(InputError, match="characteristics"):
        cross_section(car, characteristics.iloc[::-1], session)


@pytest.mark.parametrize("sessions", [60, 20])
def test_a_characteristic_without_influence_is_found_as_often_as_the_level_says(sessions: int) -> None:
    draws = 300  # at a level of 10 % some 30 would be rejected, outside of the bounds 5 and 28
    rejected = sum(
        cross_section(*sample(1000 + seed, sessions=sessions))["pvalue"][1] <= 0.05 for seed in range(draws)
    )
    assert stats.binom.ppf(0.001, draws, 0.05) <= rejected <= stats.binom.ppf(0.999, draws, 0.05)
