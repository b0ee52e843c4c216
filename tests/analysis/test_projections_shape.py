"""Joint bands, the shape of a response, effects by state and the size table.

Expected values: hand cases worked out beside the tests, statsmodels' OLS, closed forms of the normal
distribution, and the coverage of known processes simulated with a fixed seed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from naysay.analysis.projections import local_projections
from naysay.analysis.projections.joint import Responses, sup_t
from naysay.analysis.projections.panel import projection_panel
from naysay.analysis.projections.path import FLAT, half_life, peak, reverted, shape
from naysay.analysis.projections.size import effect_size
from naysay.analysis.projections.states import StateEffects, busy, state_effects
from naysay.analysis.projections.terms import Terms


def by_state(
    n: pd.DataFrame, r: pd.DataFrame, names: tuple[str, str], first: pd.DataFrame, **options: Any
) -> StateEffects:
    panel = projection_panel(n, r)
    terms = Terms(lags=options.pop("lags", 5))
    return state_effects(panel, terms, names, panel.on_own(first), **options)


def size_of(n: pd.DataFrame, r: pd.DataFrame, *, lags: int = 5, counts: Any = None) -> pd.DataFrame:
    panel = projection_panel(n, r)
    return effect_size(
        panel,
        Terms(lags=lags),
        direction="forward",
        unit="bp",
        scale=1e4,
        counts=None if counts is None else panel.on_own(counts),
    )


def normal(estimate: np.ndarray, cov: np.ndarray) -> Responses:
    return Responses(tuple(range(1, len(estimate) + 1)), estimate, cov, 10**6)


def simulated(
    sessions: int, companies: int, seed: int, up: float = 0.0, down: float = 0.0
) -> tuple[pd.DataFrame, ...]:
    """Chatter and returns; a rise of one sd is followed by ``up``, a fall by ``down`` basis points."""
    rng = np.random.default_rng(seed)
    n = rng.normal(size=(sessions, companies))
    r = 0.01 * rng.normal(size=(sessions, companies))
    r[1:] += 1e-4 * np.where(n[:-1] > 0, up, down) * n[:-1]
    index = pd.bdate_range("2020-01-01", periods=sessions, name="session")
    columns = [f"C{i}" for i in range(companies)]
    return pd.DataFrame(n, index, columns), pd.DataFrame(r, index, columns)


def test_independent_horizons_have_the_critical_value_of_sidak() -> None:
    expected = stats.norm.ppf(1 - (1 - 0.95 ** (1 / 10)) / 2)
    # The quantile of 200,000 draws is known to about 0.005.
    assert sup_t(normal(np.zeros(10), np.eye(10)), draws=200_000) == pytest.approx(expected, abs=0.015)


@pytest.mark.parametrize(("df", "expected"), [(5, stats.t.ppf(0.975, 5)), (10**6, stats.norm.ppf(0.975))])
def test_one_horizon_or_the_same_one_ten_times_needs_no_wider_band(df: int, expected: float) -> None:
    for cov in (np.eye(1), np.ones((10, 10))):
        found = Responses(tuple(range(len(cov))), np.zeros(len(cov)), cov, df)
        assert sup_t(found, draws=200_000) == pytest.approx(expected, abs=0.03)


@pytest.mark.parametrize("correlation", [0.0, 0.6, 0.95])
def test_the_band_covers_all_horizons_together_in_95_percent(correlation: float) -> None:
    cov = correlation ** np.abs(np.subtract.outer(np.arange(10), np.arange(10)))
    rng = np.random.default_rng(3)
    missed = rng.multivariate_normal(np.zeros(10), cov, size=20_000)
    c = sup_t(normal(np.zeros(10), cov))
    # Standard error of the share .0015, and about .003 from the simulated c.
    assert (np.abs(missed).max(axis=1) <= c).mean() == pytest.approx(0.95, abs=0.01)


def test_the_estimated_band_covers_all_horizons_of_a_null_panel() -> None:
    held = 0
    for seed in range(120):
        table = local_projections(*simulated(260, 4, seed), horizons=range(1, 6), lags=1, seed=seed).table
        rows = table[table["company"] == "POOLED"]
        held += bool(((rows["low_joint"] <= 0) & (rows["high_joint"] >= 0)).all())
    # Two and a half standard errors of 120 panels at .95 are .05.
    assert 0.90 <= held / 120 <= 1.0


def test_the_joint_band_is_wider_than_the_pointwise_and_narrower_than_bonferroni() -> None:
    rows = local_projections(*simulated(260, 3, 1)).table.query("company == 'POOLED'")
    ratio = ((rows["high_joint"] - rows["bp_per_sd"]) / rows["se"]).to_numpy()
    np.testing.assert_allclose(ratio, ratio[0])
    assert stats.norm.ppf(0.975) < ratio[0] < stats.norm.ppf(1 - 0.05 / 20)


def test_peak_reversion_and_half_life_by_hand() -> None:
    """-10, -20, -16, -8, -4: the peak is at 2; at 5 a fifth is left; half (-10) is passed between 3 and 4."""
    path = np.array([-10.0, -20.0, -16.0, -8.0, -4.0])
    place, top = peak(path)
    assert (int(place), float(top)) == (1, -20.0)
    assert float(reverted(path, 4)) == pytest.approx(0.8)
    assert float(reverted(path, 0)) == 0.0
    assert float(reverted(-path, 2)) == pytest.approx(0.2)
    # From -16 at 3 to -8 at 4 the line is at -10 after 3/4 of the way: 3.75, which is 1.75 after the peak.
    assert float(half_life(path, (1, 2, 3, 4, 5))) == pytest.approx(1.75)
    assert float(half_life(-path, (1, 2, 3, 4, 5))) == pytest.approx(1.75)
    assert half_life(np.array([1.0, 2.0, 3.0]), (1, 2, 3)) == np.inf
    assert float(half_life(np.array([4.0, -1.0]), (1, 2))) == pytest.approx(0.4)


def test_the_intervals_of_the_shape_cover_what_is_true() -> None:
    truth = np.array([-20.0, -24.0, -20.0, -15.0, -11.0, -8.0, -6.0, -5.0, -4.0, -4.0])
    root = np.tril(np.ones((10, 10)))
    cov = root @ root.T * 2.0
    names = {
        "peak": -24.0,
        "peak_session": 2.0,
        "reverted_5": 13 / 24,
        "reverted_10": 20 / 24,
        "half_life": 4.75 - 2,
    }
    rng, held = np.random.default_rng(11), dict.fromkeys(names, 0)
    for draw in rng.multivariate_normal(truth, cov, size=100):
        found = shape(normal(draw, cov))
        for name, value in names.items():
            one = found[name]
            held[name] += bool(not one.low > value and not one.high < value)
    # The projection of a 95 % region covers in 95 % or more; two standard errors of 100 draws are .044.
    assert min(held.values()) >= 91, held


def test_what_the_band_cannot_tell_from_zero_has_no_shape() -> None:
    found = shape(normal(np.array([-1.0, 0.5, 0.2]), np.eye(3)))
    assert found["peak"].low < 0 < found["peak"].high
    assert found["half_life"].reason == found["peak_session"].reason == FLAT
    assert np.isnan(found["half_life"].value)
    assert found["reverted_5"].reason == "no_response horizon=5"


def test_one_horizon_that_differs_from_zero_is_enough_for_a_shape() -> None:
    found = shape(normal(np.array([-0.5, -20.0]), np.eye(2)))
    assert (found["peak_session"].value, found["peak_session"].reason) == (2.0, "")


def test_the_joint_band_decides_whether_there_is_a_shape() -> None:
    """|t| = 2.3 is beyond 1.96 and within 2.80, the bound of ten independent horizons."""
    estimate = np.r_[-2.3, np.zeros(9)]
    assert shape(normal(estimate, np.eye(10)))["peak_session"].reason == FLAT
    assert shape(normal(1.5 * estimate, np.eye(10)))["peak_session"].reason == ""


def test_a_response_that_may_not_have_halved_has_an_open_interval() -> None:
    """From -20 to -9.5 half is passed after 10 / 10.5 of a session; at -10.5 it would not be, which the
    deviation of 1 allows."""
    found = shape(normal(np.array([-20.0, -9.5]), np.eye(2)))["half_life"]
    assert found.value == pytest.approx(10 / 10.5)
    assert found.low < found.value
    assert np.isnan(found.high)
    assert found.reason == "open_interval sessions=2"
    never = shape(Responses((1, 2, 5), np.array([-20.0, -25, -25]), np.eye(3), 10**6))["half_life"]
    assert np.isnan([never.value, never.low, never.high]).all()
    assert never.reason == "open_interval sessions=5"


def test_states_agree_with_statsmodels() -> None:
    n, r = simulated(300, 1, 5, up=-40, down=-10)
    state = (n > 0).astype(float)
    found = by_state(n, r, ("rise", "fall"), state, lags=2, covariance="HC0", shifts_level=False)
    f = pd.DataFrame({"n": n["C0"], "r": r["C0"], "s": state["C0"]})
    X = pd.DataFrame(
        {"up": f.s * f.n, "down": (1 - f.s) * f.n, "r0": f.r}
        | {f"n{i}": f.n.shift(i) for i in (1, 2)}
        | {f"r{i}": f.r.shift(i) for i in (1, 2)}
    )
    fit = sm.OLS(f.r.shift(-1), sm.add_constant(X), missing="drop").fit(cov_type="HC0", use_t=True)
    df = int(fit.nobs) - 1
    for name, term in (("rise", "up"), ("fall", "down")):
        one, reach = found.effects[name], stats.t.ppf(0.975, df) * fit.bse[term]
        np.testing.assert_allclose(
            [one.value, one.low, one.high],
            1e4 * np.array([fit.params[term], fit.params[term] - reach, fit.params[term] + reach]),
            rtol=1e-9,
        )
    t = abs(fit.t_test("up - down = 0").tvalue.item())
    assert found.pvalue == pytest.approx(2 * stats.t.sf(t, df), rel=1e-8)


def test_a_state_with_a_level_of_its_own_agrees_with_statsmodels_at_a_long_horizon() -> None:
    """Driscoll-Kraay of one company is Newey-West; 170 sessions would take 4 lags, six sessions take 6."""
    n, r = simulated(170, 1, 8, up=-40, down=20)
    state = (n.rolling(7).sum() > 0).astype(float)
    state.iloc[:30] = np.nan
    found = by_state(n, r, ("a", "b"), state, lags=1, horizon=6, covariance="driscoll_kraay")
    f = pd.DataFrame({"n": n["C0"], "r": r["C0"], "s": state["C0"]})
    X = pd.DataFrame({"s": f.s, "a": f.s * f.n, "b": (1 - f.s) * f.n, "r0": f.r})
    X = sm.add_constant(X.assign(n1=f.n.shift(1), r1=f.r.shift(1)))
    y = sum(f.r.shift(-j) for j in range(1, 7))
    fit = sm.OLS(y, X, missing="drop").fit(
        cov_type="HAC", cov_kwds={"maxlags": 6, "use_correction": False}, use_t=True
    )
    assert found.nobs == int(fit.nobs) == 134
    for name, contrast in (("a", "a = 0"), ("b", "b = 0"), ("difference", "a - b = 0")):
        one, test = found.effects[name], fit.t_test(contrast)
        value, se = 1e4 * test.effect.item(), 1e4 * test.sd.item()
        reach = stats.t.ppf(0.975, 133) * se
        np.testing.assert_allclose(
            [one.value, one.se, one.low, one.high], [value, se, value - reach, value + reach], rtol=1e-8
        )


def test_intervals_of_states_count_sessions_and_not_rows() -> None:
    n, r = simulated(60, 3, 2)
    found = by_state(n, r, ("a", "b"), (n > 0) * 1.0, lags=1, shifts_level=False)
    # The first session lacks its lag and the last its outcome.
    assert found.nobs == 3 * 58
    for one in found.effects.values():
        assert (one.high - one.value) / one.se == pytest.approx(stats.t.ppf(0.975, 57))
        assert one.pvalue == pytest.approx(2 * stats.t.sf(abs(one.value) / one.se, 57))


def test_states_of_different_effect_are_told_apart_and_equal_ones_are_not() -> None:
    rejected = []
    for seed in range(100):
        n, r = simulated(200, 3, seed, up=-20, down=-20)
        rejected.append(by_state(n, r, ("a", "b"), (n > 0) * 1.0, shifts_level=False).pvalue < 0.05)
    # Two standard errors of 100 draws at .05 are .044.
    assert np.mean(rejected) <= 0.095
    n, r = simulated(600, 6, 1, up=-60, down=0)
    found = by_state(n, r, ("a", "b"), (n > 0) * 1.0, shifts_level=False)
    assert found.pvalue < 0.001
    assert found.effects["a"].high < found.effects["b"].low


def test_a_state_that_never_holds_is_a_reason() -> None:
    n, r = simulated(200, 2, 1)
    found = by_state(n, r, ("a", "b"), n * 0.0)
    assert found.reason == "state_too_rare"
    assert np.isnan(found.effects["a"].value)


def test_busy_looks_at_the_past_alone() -> None:
    posts = pd.DataFrame({"A": [1.0, 2, 3, 4, 1, 9]})
    expected = [np.nan, np.nan, 1.0, 1.0, 0.0, 1.0]
    np.testing.assert_array_equal(busy(posts, history=3, min_history=2)["A"], expected)


def test_as_many_posts_as_usual_are_not_busy() -> None:
    assert busy(pd.DataFrame({"A": [2.0, 2, 2, 2]}), history=3, min_history=2)["A"].tolist()[2:] == [0.0, 0.0]


@pytest.mark.parametrize(("posts", "expected"), [(5.0, 0.0), (6.0, 1.0)])
def test_busy_takes_twenty_to_a_hundred_and_twenty_sessions_before(posts: float, expected: float) -> None:
    """The last 120 are 60 of ten posts and 60 of none, median 5; of 119 it is 0, of 121 it is 10."""
    found = busy(pd.Series([10.0] * 61 + [0.0] * 60 + [posts]).to_frame("A"))["A"]
    assert found.notna().idxmax() == 20
    assert found.iloc[-1] == expected


def test_size_in_other_units_is_the_same_size() -> None:
    n, r = simulated(300, 4, 2, up=-30, down=-30)
    made = size_of(n, r, counts=20 * n + 100)
    rows = made.set_index("quantity")
    table = local_projections(n, r).table.query("primary").iloc[0]
    assert rows.loc["effect", ["value", "low", "high"]].tolist() == pytest.approx(
        table[["bp_per_sd", "low", "high"]].tolist()
    )
    # Twenty posts are one standard deviation here, so ten are half of one.
    assert rows.loc["effect_per_ten", "value"] == pytest.approx(table["bp_per_sd"] / 2)
    assert rows.loc["detectable", "value"] == pytest.approx(table["mde_bp"])


def test_size_is_that_of_the_primary_horizon() -> None:
    n, r = simulated(120, 2, 6, up=-30, down=-30)
    panel = projection_panel(n, r)
    rows = effect_size(
        panel, Terms(lags=1), direction="forward", unit="bp", scale=1e4, counts=panel.on_own(20 * n),
        horizons=5, primary_horizon=4,
    ).set_index("quantity")  # fmt: skip
    table = local_projections(n, r, lags=1, horizons=range(1, 6)).table.query("company == 'POOLED'")
    at = table.set_index("horizon").loc[4]
    assert rows.loc["effect", ["value", "low", "high"]].tolist() == pytest.approx(
        at[["bp_per_sd", "low", "high"]].tolist()
    )
    assert (rows["nobs"] == at["nobs"]).all()
    assert rows.loc["effect_per_ten", "value"] == pytest.approx(at["bp_per_sd"] / 2)
    assert rows.loc["detectable", "value"] == pytest.approx(at["mde_bp"])
    largest = table.loc[table["bp_per_sd"].abs().idxmax()]
    assert rows.loc["peak", "value"] == pytest.approx(largest["bp_per_sd"])


def test_an_interval_that_holds_zero_explains_nothing_at_least() -> None:
    n, r = simulated(200, 2, 3)
    rows = size_of(n, r, lags=1).set_index("quantity")
    assert rows.loc["effect", "low"] < 0 < rows.loc["effect", "high"]
    assert rows.loc["partial_r2", "low"] == 0.0
    assert 0.0 < rows.loc["partial_r2", "value"] < rows.loc["partial_r2", "high"]


def test_partial_r2_is_that_of_statsmodels() -> None:
    n, r = simulated(300, 1, 4, up=-30, down=-30)
    row = size_of(n, r, lags=1).set_index("quantity")
    y, x = r["C0"].shift(-1), n["C0"]
    rest = sm.add_constant(pd.DataFrame({"n1": x.shift(1), "r0": r["C0"], "r1": r["C0"].shift(1)}))
    whole = sm.OLS(y, rest.assign(n=x), missing="drop").fit()
    without = sm.OLS(y, rest, missing="drop").fit()
    assert row.loc["partial_r2", "value"] == pytest.approx(1 - whole.ssr / without.ssr, rel=1e-9)
    assert row.loc["partial_r2", "low"] < row.loc["partial_r2", "value"] < row.loc["partial_r2", "high"]


def test_no_data_is_a_reason_on_every_line() -> None:
    n, r = simulated(100, 2, 1)
    made = size_of(n * np.nan, r, counts=n * np.nan)
    assert (made["reason"] == "no_complete_session").all()


def test_half_of_the_peak_is_reached_where_exactly_half_is_left() -> None:
    path = np.array([-20.0, -10.0, -9.0, -6.0])
    assert float(half_life(path, (1, 2, 3, 4))) == 1.0
