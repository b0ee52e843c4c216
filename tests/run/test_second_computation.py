"""The tables of a run computed a second time from its daily table and the price files.

Expected values: statsmodels' OLS with the same covariance (Granger, projections), least squares written out
(event study); the run's own code is not used.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from tests.analysis.literal_projection import rows_of

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def tables(small: Path, naysay: Run, tmp_path: Path) -> Callable[[str], pd.DataFrame]:
    run = tmp_path / "run"
    assert naysay("run", small / "analysis" / "small.toml", "--out", run, "--formats", "html")[0] == 0
    return lambda name: pd.read_csv(run / "tables" / f"{name}.csv", keep_default_na=False, na_values=[""])


def lags(series: pd.Series, orders: range) -> pd.DataFrame:
    return pd.concat({f"{series.name}_{k}": series.shift(k) for k in orders}, axis=1)


def independent(columns: pd.DataFrame) -> pd.DataFrame:
    """Without the columns that follow from those before them."""
    kept: list[str] = []
    for name in columns:
        if np.linalg.matrix_rank(columns[[*kept, name]]) > len(kept):
            kept.append(name)
    return columns[kept]


@pytest.mark.parametrize(
    ("cause", "effect"), [("negativity", "abnormal_ret"), ("abnormal_ret", "negativity")]
)
@pytest.mark.parametrize("order", [1, 5])
def test_granger_is_a_wald_test_of_statsmodels(
    tables: Callable[[str], pd.DataFrame], cause: str, effect: str, order: int
) -> None:
    row = (
        tables("granger")
        .query("company == 'SIM1' and cause == @cause and effect == @effect and lag_order == @order")
        .iloc[0]
    )
    daily = tables("daily").query("company == 'SIM1'").reset_index(drop=True)
    orders = range(1, order + 1)
    own, other = lags(daily[effect], orders), lags(daily[cause], orders)
    both = other.notna().to_numpy() & own.notna().to_numpy()
    rows = pd.concat(
        [
            daily[effect],
            lags(daily["market_ret"], range(order + 1)),
            own.fillna(0.0),
            own.isna().astype(float).add_suffix("_missing"),
            other.isna().astype(float).add_suffix("_missing"),
            other.where(own.isna().to_numpy()).fillna(0.0).add_suffix("_alone"),
            lags(daily["market_ret"], orders).where(own.isna().to_numpy(), 0.0).add_suffix("_alone"),
            other.where(both).fillna(0.0),
        ],
        axis=1,
    )
    rows = rows[both.any(axis=1)].loc[order:].dropna()
    X = independent(rows.drop(columns=effect).assign(one=1.0)[["one", *rows.columns.drop(effect)]])
    lonely = np.linalg.norm(np.linalg.qr(X.iloc[:, :-order])[0], axis=1) ** 2 > 1 - 1e-9
    rows, X = rows[~lonely], independent(X[~lonely])
    fit = sm.OLS(rows[effect], X).fit(cov_type="HC3", use_t=True)
    test = fit.f_test(np.eye(fit.params.size)[-order:])
    assert (row["nobs"], row["n_fitted"]) == (len(rows), lonely.sum())
    assert row["statistic"] == pytest.approx(float(test.fvalue), rel=1e-9)
    assert row["pvalue"] == pytest.approx(float(test.pvalue), rel=1e-9)
    assert (row["df_num"], row["df_denom"]) == (order, fit.df_resid)


def test_a_projection_of_one_company(tables: Callable[[str], pd.DataFrame]) -> None:
    row = tables("effects").query("company == 'SIM2' and horizon == 2").iloc[0]
    daily = tables("daily").query("company == 'SIM2'").reset_index(drop=True)
    series = (daily[name] for name in ("negativity", "abnormal_ret", "market_ret", "attention"))
    rows = rows_of(*series, h=2, p=5, short=2)
    assert len(rows) < 280  # ten for each of 1 + 5 + 5 + 6 + 6 + 5 slopes: two lags of chatter
    X = sm.add_constant(rows.drop(columns="y"))
    X = X.loc[:, (X != 0).any()]  # a lag that was always measured has no indicator
    fit = sm.OLS(rows["y"], X).fit(cov_type="HC3")
    assert row["bp_per_sd"] == pytest.approx(1e4 * fit.params["n"], rel=1e-9)
    assert row["se"] == pytest.approx(1e4 * fit.bse["n"], rel=1e-9)


def test_an_abnormal_return_of_an_event(tables: Callable[[str], pd.DataFrame], small: Path) -> None:
    event = tables("events").dropna(subset="car_(-10,10)").iloc[-1]
    prices = {
        ticker: pd.read_csv(small / "data" / "prices" / f"{ticker}.csv").set_index("Date")["Adj Close"]
        for ticker in (event["company"], "^SIM")
    }
    returns = np.log(pd.DataFrame(prices)).diff()
    at = returns.index.get_loc(event["session"])
    past = returns.iloc[at - 130 : at - 10]
    slope, intercept = np.polyfit(past["^SIM"], past[event["company"]], 1)
    ar = returns[event["company"]] - intercept - slope * returns["^SIM"]
    assert event["ar_0"] == pytest.approx(ar.iloc[at], rel=1e-9)
    assert event["car_(1,5)"] == pytest.approx(ar.iloc[at + 1 : at + 6].sum(), rel=1e-9)
    assert event["car_(-10,10)"] == pytest.approx(ar.iloc[at - 10 : at + 11].sum(), rel=1e-9)


def test_negativity_is_standardised_on_the_past(tables: Callable[[str], pd.DataFrame]) -> None:
    daily = tables("daily").query("company == 'SIM1' and n_posts > 0").reset_index(drop=True)
    share = daily["n_negative"] / daily["n_posts"]
    t = 140
    past = share.iloc[t - 120 : t]
    assert daily["negativity"].iloc[t] == pytest.approx((share.iloc[t] - past.mean()) / past.std(), rel=1e-9)
    assert daily["negativity"].iloc[:20].isna().all()
