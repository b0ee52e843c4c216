"""Vector autoregressions: estimates, responses, bands and shares.

Expected values: statsmodels' VAR on complete data, numpy's least squares on the complete rows of series with
gaps, powers of a matrix known beforehand, and known processes with fixed seeds. Numbers from R are in
``tests/reference/test_time_series_reference.py``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from statsmodels.tsa.api import VAR

from naysay.analysis.vector_autoregression import (
    forecast_error_shares,
    impulse_responses,
    order_criteria,
    vector_autoregression,
)
from naysay.analysis.vector_autoregression.bootstrap import block_of
from naysay.study.errors import InputError

A = np.array([[0.5, 0.1], [-0.3, 0.2]])
NAMES = ["chatter", "ret"]


def simulated(seed: int = 1, sessions: int = 400, loud: bool = False) -> pd.DataFrame:
    """y_t = A y_{t-1} + u_t, cov(u) = [[1, .5], [.5, 1]]; or no tie, and returns loud after loud chatter."""
    rng = np.random.default_rng(seed)
    e = rng.normal(size=(sessions, 2))
    y = np.zeros((sessions, 2))
    if loud:
        return pd.DataFrame(np.c_[e[:, 0], np.r_[0.0, e[:-1, 0]] * e[:, 1]], columns=NAMES)
    u = e @ np.linalg.cholesky([[1.0, 0.5], [0.5, 1.0]]).T
    for t in range(1, sessions):
        y[t] = A @ y[t - 1] + u[t]
    return pd.DataFrame(y, columns=NAMES)


def test_estimates_are_those_of_statsmodels() -> None:
    series = simulated().add([5.0, -2.0])
    found, theirs = vector_autoregression(series, lags=3), VAR(series).fit(3)
    np.testing.assert_allclose(found.coefficients, theirs.coefs, rtol=1e-8, atol=1e-12)
    np.testing.assert_allclose(found.intercept, theirs.intercept, rtol=1e-8)
    np.testing.assert_allclose(found.covariance, theirs.sigma_u, rtol=1e-8)
    np.testing.assert_allclose(found.residuals[:, 3:].T, theirs.resid, atol=1e-10)
    np.testing.assert_allclose(found.roots, np.sort(1 / np.abs(theirs.roots))[::-1], rtol=1e-6)
    assert (found.nobs, found.lags, found.names, found.reason) == (397, 3, ("chatter", "ret"), "")


def test_a_gap_takes_out_the_sessions_that_would_look_across_it() -> None:
    series = simulated()
    series.iloc[100, 0] = series.iloc[205, 1] = np.nan
    found = vector_autoregression(series, lags=2)
    y = series.to_numpy()
    rows = [t for t in range(2, 400) if np.isfinite(y[t - 2 : t + 1]).all()]
    X = np.array([np.r_[1, y[t - 1], y[t - 2]] for t in rows])
    beta = np.linalg.lstsq(X, y[rows], rcond=None)[0]
    assert found.nobs == len(rows) == 392
    np.testing.assert_allclose(found.intercept, beta[0], rtol=1e-8)
    np.testing.assert_allclose(np.concatenate(found.coefficients, axis=1), beta[1:].T, rtol=1e-8)
    assert np.isfinite(found.residuals).sum() == 2 * 392


@pytest.mark.parametrize("ordering", [("chatter", "ret"), ("ret", "chatter")])
def test_responses_are_those_of_statsmodels_in_either_ordering(ordering: tuple[str, str]) -> None:
    series = simulated()
    table = impulse_responses(vector_autoregression(series, lags=2), horizons=4, draws=20).table
    theirs = VAR(series[list(ordering)]).fit(2).irf(4)
    mine = table[table["ordering"] == ", ".join(ordering)]
    for j, impulse in enumerate(ordering):
        for i, response in enumerate(ordering):
            rows = mine[(mine["impulse"] == impulse) & (mine["response"] == response)]
            assert rows["horizon"].tolist() == [0, 1, 2, 3, 4]
            np.testing.assert_allclose(rows["estimate"], theirs.orth_irfs[:, i, j], atol=1e-12)
            np.testing.assert_allclose(rows["cumulated"], theirs.orth_cum_effects[:, i, j], atol=1e-12)


def test_the_first_of_an_ordering_reacts_to_nobody_within_the_session() -> None:
    table = impulse_responses(vector_autoregression(simulated(), lags=1), draws=20).table
    now = table[(table["horizon"] == 0) & (table["impulse"] != table["response"])]
    first = now["response"] == now["ordering"].str.split(", ").str[0]
    assert (now.loc[first, ["estimate", "low", "high"]] == 0).all(axis=None)
    assert (now.loc[~first, "estimate"] > 0.3).all()


def test_shares_are_those_of_statsmodels_and_add_up() -> None:
    series = simulated()
    table = forecast_error_shares(vector_autoregression(series, lags=2), horizons=5)
    theirs = VAR(series).fit(2).fevd(5).decomp  # response, horizon, impulse
    mine = table[table["ordering"] == "chatter, ret"]["share"].to_numpy().reshape(2, 2, 5)
    np.testing.assert_allclose(mine, theirs.transpose(0, 2, 1), atol=1e-12)
    total = table.groupby(["ordering", "response", "horizon"])["share"].sum()
    np.testing.assert_allclose(total, 1.0)


def test_criteria_choose_the_order_of_statsmodels() -> None:
    series = simulated(seed=3)
    table = order_criteria(series, max_lags=6).set_index("lags")
    chosen = VAR(series).select_order(6).selected_orders
    for name, theirs in (("aic", "aic"), ("hq", "hqic"), ("sc", "bic"), ("fpe", "fpe")):
        assert table[name].idxmin() == max(chosen[theirs], 1)


@pytest.mark.parametrize("resampling", ["residual", "wild", "block"])
def test_bands_cover_the_true_response(resampling: Any) -> None:
    """80 samples, horizons 1 to 3 of the response of ret to chatter; 1,000 samples gave .94, .92 and .89."""
    P = np.linalg.cholesky([[1.0, 0.5], [0.5, 1.0]])
    true = [(np.linalg.matrix_power(A, h) @ P)[1, 0] for h in (1, 2, 3)]
    covered = []
    for seed in range(80):
        model = vector_autoregression(simulated(seed, sessions=200), lags=1)
        table = impulse_responses(
            model, horizons=3, orderings=[NAMES], resampling=resampling, draws=200, seed=seed
        ).table
        rows = table[(table["impulse"] == "chatter") & (table["response"] == "ret") & (table["horizon"] > 0)]
        covered += [
            low <= value <= high for low, high, value in zip(rows["low"], rows["high"], true, strict=True)
        ]
    assert 0.85 < np.mean(covered) < 0.98


def test_wild_and_block_bands_hold_where_returns_are_loud_after_chatter() -> None:
    """The variance is three times what equal variances would make it: bands for these cover in 73 %."""
    covered: dict[str, list[bool]] = {"residual": [], "wild": [], "block": []}
    for seed in range(60):
        model = vector_autoregression(simulated(seed, sessions=300, loud=True), lags=1)
        for resampling, found in covered.items():
            table = impulse_responses(
                model,
                horizons=1,
                orderings=[NAMES],
                resampling=resampling,
                draws=200,
                seed=seed,  # type: ignore[arg-type]
            ).table
            row = table[(table["impulse"] == "chatter") & (table["response"] == "ret")].iloc[1]
            found.append(row["low"] <= 0 <= row["high"])
    assert np.mean(covered["residual"]) < 0.85
    assert np.mean(covered["wild"]) > 0.87
    assert np.mean(covered["block"]) > 0.82


def test_bands_keep_gaps_in_their_place_and_depend_on_the_seed_alone() -> None:
    series = simulated()
    series.iloc[:30, 0] = np.nan
    series.iloc[200:210, 0] = np.nan
    model = vector_autoregression(series, lags=2)
    for resampling in ("residual", "wild", "block"):
        one, again, other = (
            impulse_responses(model, draws=50, seed=seed, resampling=resampling).table for seed in (4, 4, 5)
        )  # type: ignore[arg-type]
        pd.testing.assert_frame_equal(one, again, check_exact=True)
        assert not one["low"].equals(other["low"])
        assert one[["low", "high"]].notna().all(axis=None)
        inside = (one["low"] <= one["estimate"]) & (one["estimate"] <= one["high"])
        assert inside.mean() > 0.95


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda s: s.head(8), "fewer_sessions_than_coefficients"),
        (lambda s: s.assign(chatter=np.nan), "fewer_sessions_than_coefficients"),
        (lambda s: s.assign(chatter=1.0), "collinear_or_constant"),
        (lambda s: s.assign(chatter=2 * s["ret"]), "collinear_or_constant"),
    ],
)
def test_what_cannot_be_estimated_has_a_reason(spoil: Any, reason: str) -> None:
    model = vector_autoregression(spoil(simulated()), lags=4)
    assert model.reason == reason
    assert np.isnan(model.coefficients).all()
    assert np.isnan(model.roots).all()
    found = impulse_responses(model, horizons=2)
    assert (found.table["reason"] == reason).all()
    assert found.table[["estimate", "low", "high", "cumulated"]].isna().all(axis=None)
    assert reason.replace("_", " ") in found.summary()
    shares = forecast_error_shares(model, horizons=2)
    assert shares["share"].isna().all()
    assert (shares["reason"] == reason).all()


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"orderings": [["chatter"]]}, "orderings"),
        ({"orderings": ["chatter"]}, "orderings"),
        ({"orderings": [NAMES, NAMES]}, "orderings"),
        ({"orderings": []}, "orderings"),
        ({"resampling": "jackknife"}, "resampling"),
        ({"draws": 3}, "draws"),
        ({"horizons": 1.5}, "horizons"),
    ],
)
def test_refused_options(options: dict[str, Any], field: str) -> None:
    model = vector_autoregression(simulated(), lags=1)
    with pytest.raises(InputError, match=field):
        impulse_responses(model, **options)


@pytest.mark.parametrize(
    ("series", "field"),
    [
        (simulated()["ret"], "series"),
        (simulated()[[]], "series"),
        (simulated()[["ret", "ret"]], "series"),
        (simulated()[::-1], "series.index"),
        (simulated().replace(0.0, np.inf), "series"),
    ],
)
def test_refused_series(series: Any, field: str) -> None:
    with pytest.raises(InputError, match=field):
        vector_autoregression(series)


@pytest.mark.parametrize("lags", [0, True, 2.0, "2"])
def test_lags_that_are_no_count(lags: Any) -> None:
    with pytest.raises(InputError, match="lags"):
        vector_autoregression(simulated(), lags=lags)


def test_of_the_current_session_only_the_wild_bands_know_too_much() -> None:
    """The response at horizon 0 is not known better than the covariance of the errors is."""
    model, width = vector_autoregression(simulated(), lags=1), {}
    for resampling in ("residual", "wild", "block"):
        table = impulse_responses(model, orderings=[NAMES], resampling=resampling, draws=300).table  # type: ignore[arg-type]
        now = table[(table["impulse"] == "chatter") & (table["response"] == "ret")].iloc[0]
        width[resampling] = now["high"] - now["low"]
    assert width["wild"] < 0.4 * width["residual"]
    assert width["block"] > 0.7 * width["residual"]


def test_criteria_are_their_formulas_on_residuals_of_least_squares() -> None:
    """All orders on the 57 sessions that follow three others; S is E'E / n of numpy's lstsq."""
    y = np.random.default_rng(3).normal(size=(60, 2)).cumsum(axis=0) * 0.3
    found = order_criteria(pd.DataFrame(y, columns=["a", "b"]), max_lags=3).set_index("lags")
    n = 57
    for p in (1, 2, 3):
        X = np.column_stack([np.ones(n), *(y[3 - i : 60 - i] for i in range(1, p + 1))])
        E = y[3:] - X @ np.linalg.lstsq(X, y[3:], rcond=None)[0]
        S, m = np.linalg.det(E.T @ E / n), 2 * p + 1
        expected = {
            "aic": np.log(S) + 2 * m * 2 / n,
            "hq": np.log(S) + 2 * np.log(np.log(n)) * m * 2 / n,
            "sc": np.log(S) + np.log(n) * m * 2 / n,
            "fpe": S * ((n + m) / (n - m)) ** 2,
        }
        assert found.loc[p, list(expected)].to_dict() == pytest.approx(expected, rel=1e-9)
        assert found.loc[p, "nobs"] == n


def test_one_session_more_than_coefficients_is_enough_and_as_many_are_not() -> None:
    """One series with one lag has two coefficients; the first session has no lag."""
    four, three = pd.DataFrame({"a": [1.0, 3.0, 2.0, 5.0]}), pd.DataFrame({"a": [1.0, 3.0, 2.0]})
    assert order_criteria(four, max_lags=1)[["aic", "hq", "sc", "fpe"]].notna().all(axis=None)
    assert order_criteria(three, max_lags=1)[["aic", "hq", "sc", "fpe"]].isna().all(axis=None)
    assert vector_autoregression(four, lags=1).reason == ""
    assert vector_autoregression(three, lags=1).reason == "fewer_sessions_than_coefficients"


def test_a_session_or_a_name_that_stands_twice_is_refused() -> None:
    y = pd.DataFrame(np.random.default_rng(1).normal(size=(40, 2)), columns=["a", "b"])
    with pytest.raises(InputError, match=r"series\.index"):
        vector_autoregression(y.set_axis([0, *range(39)]), lags=1)
    model = vector_autoregression(y, lags=1)
    with pytest.raises(InputError, match="orderings"):
        impulse_responses(model, orderings=[["a", "b", "b"]], draws=20)
    table = impulse_responses(model, horizons=0, draws=20).table
    assert set(table["horizon"]) == {0}


@pytest.mark.parametrize(("nobs", "length"), [(256, 20), (27, 9), (2, 1)])
def test_blocks_grow_with_the_fourth_root_and_are_a_third_at_most(nobs: int, length: int) -> None:
    assert block_of(nobs) == length
