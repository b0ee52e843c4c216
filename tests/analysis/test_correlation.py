"""Lead-lag and rolling correlation, raw and prewhitened, with gaps.

Expected values: numpy's corrcoef and scipy's rank correlations on pairs set up here, also with sessions
repeated one by one, Bartlett's formula written out as a loop, statsmodels' least-squares autoregression,
shifts that are planted, and known processes with fixed seeds.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.tsa.ar_model import AutoReg, ar_select_order

from naysay.analysis.correlation import lead_lag, rolling_correlation
from naysay.analysis.correlation.coefficients import Kind, recounted
from naysay.analysis.correlation.columns import CORRELATION
from naysay.analysis.correlation.prewhitening import filtered, fitted_autoregression
from naysay.study.errors import InputError
from naysay.study.reasons import joined_reasons

NAN = float("nan")


def two(
    seed: int = 1, companies: int = 2, sessions: int = 300, gaps: float = 0.05
) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(seed)
    chatter = rng.normal(size=(sessions, companies))
    for t in range(2, sessions):
        chatter[t] += 0.5 * chatter[t - 1] + 0.2 * chatter[t - 2]
    returns = 0.01 * rng.standard_t(5, (sessions, companies))
    chatter[rng.random(chatter.shape) < gaps] = np.nan
    index = pd.bdate_range("2020-01-01", periods=sessions)
    names = [f"C{i}" for i in range(companies)]
    return pd.DataFrame(chatter, index, names), pd.DataFrame(returns, index, names)


def pairs(chatter: pd.Series, returns: pd.Series, lag: int) -> pd.DataFrame:
    return pd.DataFrame({"x": chatter, "y": returns.shift(-lag)}).dropna()


def test_raw_is_corrcoef_of_the_sessions_that_have_both() -> None:
    chatter, returns = two()
    table = lead_lag(chatter, returns, max_lag=4).table
    raw = table[table["measure"] == "raw"]
    assert raw["lag"].tolist() == [*range(-4, 5)] * 2
    for row in raw.to_dict("records"):
        both = pairs(chatter[row["company"]], returns[row["company"]], row["lag"])
        assert row["nobs"] == len(both)
        assert row["r"] == pytest.approx(np.corrcoef(both["x"], both["y"])[0, 1], rel=1e-10)


@pytest.mark.parametrize("shift", [-3, 0, 2])
def test_a_positive_lag_means_that_chatter_comes_first(shift: int) -> None:
    chatter, _ = two(companies=1, gaps=0.0)
    table = lead_lag(chatter, 0.01 * chatter.shift(shift), max_lag=5).table
    raw = table[table["measure"] == "raw"]
    assert raw.loc[raw["r"].idxmax(), "lag"] == shift
    assert raw["r"].max() == pytest.approx(1.0, abs=1e-12)


def test_prewhitening_puts_a_smeared_peak_back_on_its_lag() -> None:
    chatter, returns = two(companies=1, sessions=2000, gaps=0.0)
    returns = returns - 0.005 * chatter.shift(2)
    table = lead_lag(chatter, returns, max_lag=5).table.set_index(["measure", "lag"])
    apart = (table["low"] > 0) | (table["high"] < 0)
    assert apart["raw"].loc[[1, 2, 3]].all()
    assert apart["prewhitened"].loc[2]
    assert not apart["prewhitened"].loc[[1, 3]].any()


def acf(values: pd.Series, lag: int) -> float:
    centred = (values - values.mean()) / values.std(ddof=0)
    return float((centred * centred.shift(lag)).dropna().mean())


@pytest.mark.parametrize("lag", [-2, 0, 3])
def test_the_raw_band_is_bartletts_with_its_first_term_estimated(lag: int) -> None:
    chatter, returns = two(companies=1, gaps=0.0)
    returns = returns.rolling(3).mean()  # memory in both, so that the sum matters
    x, y = chatter["C0"], returns["C0"]
    both = pairs(x, y, lag)
    zx, zy = stats.zscore(both["x"]), stats.zscore(both["y"])
    n = 298  # sessions with both values at lag 0
    memory = sum((1 - j / n) * acf(x, j) * acf(y, j) for j in range(1, int(10 * math.log10(n)) + 1))
    variance = (float(np.mean(zx**2 * zy**2)) + 2 * max(memory, 0.0)) / len(both)
    r = float(np.corrcoef(both["x"], both["y"])[0, 1])
    table = lead_lag(chatter, returns, max_lag=3).table
    row = table[(table["measure"] == "raw") & (table["lag"] == lag)].iloc[0]
    assert memory > 0.1
    assert row["low"] == pytest.approx(math.tanh(math.atanh(r) - 1.959963984540054 * math.sqrt(variance)))
    assert row["high"] == pytest.approx(math.tanh(math.atanh(r) + 1.959963984540054 * math.sqrt(variance)))


def test_order_and_coefficients_are_those_of_statsmodels() -> None:
    chatter = two(seed=4, gaps=0.0)[0]["C0"].to_numpy()
    chosen = ar_select_order(chatter, maxlag=8, ic="aic", trend="c").ar_lags
    found = fitted_autoregression(chatter, 8)
    assert len(found) == len(chosen or ())
    np.testing.assert_allclose(found, AutoReg(chatter, len(found), trend="c").fit().params[1:], rtol=1e-8)


def test_the_autoregression_does_not_reach_over_gaps() -> None:
    """x_t = x_{t-1} / 2 holds exactly in two stretches that do not meet; across the gap it does not."""
    stretch = np.array([64, 32, 16, 8, 4, 2, 1, 0.5])
    np.testing.assert_allclose(fitted_autoregression(np.r_[stretch, NAN, stretch], 1), [0.5])


def test_a_filtered_value_needs_all_sessions_before_it() -> None:
    values = np.array([1.0, 2.0, NAN, 4.0, 5.0, 7.0])
    np.testing.assert_allclose(
        filtered(values, np.array([0.5, 0.25])), [NAN, NAN, NAN, NAN, NAN, 7 - 2.5 - 1.0]
    )
    np.testing.assert_array_equal(filtered(values, np.empty(0)), values)


def test_columns_and_order_of_rows() -> None:
    table = lead_lag(*two(), max_lag=1).table
    further = ("low_joint", "high_joint", "kind", "bands", "ar_order", "reason", "reason_values")
    assert tuple(table.columns) == (*CORRELATION.columns, *further)
    assert table[["company", "measure", "lag"]].to_numpy().tolist() == [
        [company, measure, lag]
        for company in ("C0", "C1")
        for measure in ("raw", "prewhitened")
        for lag in (-1, 0, 1)
    ]


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda c, r: (c * NAN, r), "no_complete_session"),
        (lambda c, r: (c * 0 + 3, r), "no_variation series=negativity"),
        (lambda c, r: (c, r * 0), "no_variation series=returns"),
        (lambda c, r: (c.where(c.index < c.index[8]), r), "too_few_sessions least=10"),
    ],
)
def test_what_cannot_be_computed_has_a_reason_and_leaves_others_alone(spoil: Any, reason: str) -> None:
    chatter, returns = two()
    plain = lead_lag(chatter, returns, max_lag=2).table.query("company == 'C1'")
    chatter["C0"], returns["C0"] = spoil(chatter["C0"], returns["C0"])
    table = lead_lag(chatter, returns, max_lag=2).table
    spoiled = table[table["company"] == "C0"]
    assert (joined_reasons(spoiled) == reason).all()
    assert spoiled[["r", "low", "high"]].isna().all(axis=None)
    pd.testing.assert_frame_equal(table.query("company == 'C1'"), plain)


def test_lags_beyond_the_sample_have_a_reason() -> None:
    chatter, returns = two(sessions=20)
    table = lead_lag(chatter, returns, max_lag=25).table
    assert (table.loc[table["lag"] == 25, "reason"] == "no_complete_session").all()


@pytest.mark.parametrize("max_lag", [-1, 1.5, True, "3"])
def test_a_lag_that_is_no_count(max_lag: Any) -> None:
    with pytest.raises(InputError, match="max_lag"):
        lead_lag(*two(), max_lag=max_lag)


def dated(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> pd.DataFrame:
    return pd.DataFrame(values, pd.bdate_range("2000-01-03", periods=len(values)))


def test_a_band_leaves_out_zero_as_often_as_it_says_when_there_is_nothing() -> None:
    """Independent series with memory; 400 x 7 lags that move together, so the margin is a wide one."""
    rng = np.random.default_rng(5)
    chatter, returns = rng.normal(size=(2, 400, 400))
    for t in range(1, 400):
        chatter[t] += 0.7 * chatter[t - 1]
        returns[t] += 0.5 * returns[t - 1]
    table = lead_lag(dated(chatter), dated(0.01 * returns), max_lag=3).table
    outside = (table["low"] > 0) | (table["high"] < 0)
    share = outside.groupby(table["measure"]).mean()
    assert share[["raw", "prewhitened"]].between(0.03, 0.07).all()


BY_SCIPY: dict[Kind, Any] = {
    "pearson": stats.pearsonr,
    "spearman": stats.spearmanr,
    "kendall": stats.kendalltau,
}


def tied(seed: int = 1, companies: int = 1) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Chatter in few different values, as shares of few posts are."""
    chatter, returns = two(seed, companies)
    return chatter.round(0), returns


@pytest.mark.parametrize("kind", BY_SCIPY)
def test_rank_correlations_are_those_of_scipy(kind: Kind) -> None:
    chatter, returns = tied()
    table = lead_lag(chatter, returns, max_lag=3, kind=kind, prewhiten=False).table
    assert set(table["measure"]) == {"raw"}
    assert set(table["kind"]) == {kind}
    for row in table.to_dict("records"):
        both = pairs(chatter["C0"], returns["C0"], row["lag"])
        assert row["r"] == pytest.approx(BY_SCIPY[kind](both["x"], both["y"]).statistic, rel=1e-10)


@pytest.mark.parametrize("kind", BY_SCIPY)
def test_counting_a_session_twice_is_having_it_twice(kind: Kind) -> None:
    chatter, returns = (frame["C0"].to_numpy()[None] for frame in tied())
    used = np.isfinite(chatter) & np.isfinite(returns)
    counts = np.random.default_rng(3).integers(0, 4, size=(3, 300)).astype(float)
    found = recounted(chatter, returns, used, counts, kind)[:, 0]
    for r, count in zip(found, counts, strict=True):
        x, y = (np.repeat(v[0][used[0]], count[used[0]].astype(int)) for v in (chatter, returns))
        assert r == pytest.approx(BY_SCIPY[kind](x, y).statistic, rel=1e-10)


def test_the_band_of_kendall_is_two_thirds_of_that_of_spearman() -> None:
    chatter, returns = two(companies=1)
    width = {}
    for kind in ("spearman", "kendall"):
        row = lead_lag(chatter, returns, max_lag=0, kind=kind, prewhiten=False).table.iloc[0]  # type: ignore[arg-type]
        width[kind] = np.arctanh(row["high"]) - np.arctanh(row["low"])
    assert width["kendall"] == pytest.approx(2 / 3 * width["spearman"])


def test_one_outlier_moves_pearson_and_hardly_the_ranks() -> None:
    chatter, returns = two(companies=1, gaps=0.0)
    chatter.iloc[50], returns.iloc[50] = 60.0, -0.6
    r = {
        kind: lead_lag(chatter, returns, max_lag=0, kind=kind, prewhiten=False).table["r"].iloc[0]
        for kind in BY_SCIPY
    }
    assert r["pearson"] < -0.5
    assert max(abs(r["spearman"]), abs(r["kendall"])) < 0.15


def test_the_joint_band_is_sidaks() -> None:
    table = lead_lag(*two(companies=1), max_lag=10).table
    reach = np.arctanh(table["high_joint"]) - np.arctanh(table["r"])
    alone = np.arctanh(table["high"]) - np.arctanh(table["r"])
    np.testing.assert_allclose(reach / alone, stats.norm.ppf((1 + 0.95 ** (1 / 21)) / 2) / 1.959963984540054)


def test_bootstrap_bands_widen_with_what_is_drawn_and_keep_r() -> None:
    chatter, returns = two(companies=2)
    plain = lead_lag(chatter, returns, max_lag=3).table
    drawn = lead_lag(chatter, returns, max_lag=3, bands="bootstrap", draws=400).table
    again = lead_lag(chatter[["C1"]], returns[["C1"]], max_lag=3, bands="bootstrap", draws=400).table
    pd.testing.assert_series_equal(drawn["r"], plain["r"])
    pd.testing.assert_frame_equal(
        drawn[drawn["company"] == "C1"].reset_index(drop=True), again, check_exact=True
    )
    ratio = (drawn["high"] - drawn["low"]) / (plain["high"] - plain["low"])
    assert ratio.between(0.7, 1.4).all()
    assert (drawn["high_joint"] > drawn["high"]).all()
    assert (drawn["low_joint"] < drawn["low"]).all()
    assert set(drawn["bands"]) == {"bootstrap"}


def test_bootstrap_intervals_cover_a_correlation_that_is_there() -> None:
    """r = .6 between series with memory; Bartlett's variance is that of no dependence."""
    rng = np.random.default_rng(6)
    chatter, noise = rng.normal(size=(2, 300, 200))
    for t in range(1, 300):
        chatter[t] += 0.5 * chatter[t - 1]
        noise[t] += 0.5 * noise[t - 1]
    returns = 0.6 * chatter + 0.8 * noise
    options = {"max_lag": 0, "prewhiten": False, "bands": "bootstrap", "draws": 200}
    table = lead_lag(dated(chatter), dated(0.01 * returns), **options).table  # type: ignore[arg-type]
    covered = (table["low"] <= 0.6) & (table["high"] >= 0.6)
    assert 0.88 < covered.mean() < 0.98


@pytest.mark.parametrize("bands", ["bartlett", "bootstrap"])
def test_all_lags_together_are_held_to_the_level(bands: Any) -> None:
    """Independent series; 5 % of 150 companies is 8, and 2.6 standard deviations more is 14."""
    rng = np.random.default_rng(9)
    chatter, returns = rng.normal(size=(2, 300, 150))
    for t in range(1, 300):
        chatter[t] += 0.6 * chatter[t - 1]
    options = {"max_lag": 5, "bands": bands, "draws": 200}
    table = lead_lag(dated(chatter), dated(0.01 * returns), **options).table
    white = table[table["measure"] == "prewhitened"]
    out = ((white["low_joint"] > 0) | (white["high_joint"] < 0)).groupby(white["company"]).any()
    alone = ((white["low"] > 0) | (white["high"] < 0)).groupby(white["company"]).any()
    assert out.sum() <= 14
    assert alone.sum() > 40


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"kind": "cosine"}, "kind"),
        ({"bands": "none"}, "bands"),
        ({"draws": 5}, "draws"),
        ({"block": 0.5}, "block"),
    ],
)
def test_refused_options(options: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError, match=field):
        lead_lag(*two(), **options)


@pytest.mark.parametrize("lag", [-2, 0, 1])
@pytest.mark.parametrize("kind", ["pearson", "spearman"])
def test_a_rolling_correlation_is_that_of_its_window(lag: int, kind: Kind) -> None:
    chatter, returns = two(companies=2)
    table = rolling_correlation(chatter, returns, lag=lag, window=60, kind=kind)
    assert table.groupby("company")["session"].count().tolist() == [241, 241]
    row = table[table["company"] == "C1"].iloc[100]
    end = chatter.index.get_loc(row["session"])
    assert end == 159
    x, y = chatter["C1"].shift(max(lag, 0)), returns["C1"].shift(max(-lag, 0))
    both = pd.DataFrame({"x": x, "y": y}).iloc[end - 59 : end + 1].dropna()
    assert row["nobs"] == len(both)
    assert row["r"] == pytest.approx(BY_SCIPY[kind](both["x"], both["y"]).statistic, rel=1e-10)
    assert row["low"] < row["r"] < row["high"]


def test_nothing_later_enters_a_rolling_correlation() -> None:
    chatter, returns = two(companies=1)
    before = rolling_correlation(chatter, returns, window=50)
    chatter.iloc[200:], returns.iloc[200:] = 9.0, -9.0
    after = rolling_correlation(chatter, returns, window=50)
    pd.testing.assert_frame_equal(after[after["session"] < chatter.index[200]], before.head(151))


def test_a_window_that_says_nothing_has_a_reason_and_a_short_series_no_window() -> None:
    chatter, returns = two(companies=1, gaps=0.0)
    chatter.iloc[100:200] = 1.0
    table = rolling_correlation(chatter, returns, lag=0, window=50).set_index("session")
    assert table.loc[chatter.index[180], "reason"] == "no_variation"
    assert np.isnan(table.loc[chatter.index[180], "r"])
    assert rolling_correlation(chatter.head(40), returns.head(40), window=50).empty


@pytest.mark.parametrize(
    ("options", "field"), [({"window": 5}, "window"), ({"lag": 0.5}, "window"), ({"kind": "x"}, "kind")]
)
def test_refused_options_of_rolling(options: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError, match=field):
        rolling_correlation(*two(), **options)
