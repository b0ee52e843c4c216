"""Closes that do not move or come late.

Expected values: counts by hand; least squares with HC3 of statsmodels; processes whose late share is known.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from naysay.analysis.multiple_testing import benjamini_hochberg
from naysay.analysis.stale_closes import LEAST_SESSIONS, stale_closes

INDEX = pd.bdate_range("2024-01-01", periods=400, name="session")


def simulated(late: float, seed: int = 2, companies: int = 3) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Returns of which the share ``late`` of the market's part comes a session later, and the market."""
    rng = np.random.default_rng(seed)
    market = rng.normal(0, 0.01, 401)
    names = [f"C{i}" for i in range(companies)]
    reached = (1 - late) * market[1:] + late * market[:-1]
    returns = reached[:, None] + rng.normal(0, 0.012, (400, companies))
    wide = np.tile(market[1:, None], companies)
    return tuple(pd.DataFrame(values, index=INDEX, columns=names) for values in (returns, wide))  # type: ignore[return-value]


def test_the_slope_is_that_of_least_squares_with_hc3() -> None:
    returns, market = simulated(0.3)
    returns.iloc[40:50, 0] = np.nan
    table = stale_closes(returns, market).set_index("company")
    for name in returns:
        m = market[name]
        X = sm.add_constant(pd.DataFrame({"now": m, "before": m.shift()}))
        fit = sm.OLS(returns[name], X, missing="drop").fit(cov_type="HC3")
        row, df = table.loc[str(name)], fit.df_resid
        assert (row["nobs"], row["reason"]) == (fit.nobs, "")
        assert row["late_slope"] == pytest.approx(fit.params["before"], rel=1e-9)
        assert row["se"] == pytest.approx(fit.bse["before"], rel=1e-9)
        reach = stats.t.ppf(0.975, df) * fit.bse["before"]
        assert row["high"] - row["low"] == pytest.approx(2 * reach, rel=1e-9)
        t = fit.params["before"] / fit.bse["before"]
        assert row["pvalue"] == pytest.approx(2 * stats.t.sf(abs(t), df), rel=1e-9)
    assert list(table["pvalue_bh"]) == pytest.approx(list(benjamini_hochberg(table["pvalue"])))


def test_a_late_market_is_seen_and_a_prompt_one_is_not() -> None:
    late, prompt = (stale_closes(*simulated(share, companies=20)) for share in (0.3, 0.0))
    assert late["late_slope"].mean() == pytest.approx(0.3, abs=0.04)
    assert (late["pvalue_bh"] < 0.05).sum() >= 18
    assert (prompt["pvalue_bh"] < 0.05).sum() == 0


def test_unchanged_closes_are_counted_where_there_is_a_return() -> None:
    returns, market = simulated(0.0)
    returns.iloc[:100, 1] = [0.0] * 30 + [5e-8] * 10 + [-2e-7] * 10 + [np.nan] * 50
    row = stale_closes(returns, market).set_index("company").loc["C1"]
    assert (row["sessions"], row["unchanged"]) == (350, 40)
    assert row["unchanged_share"] == pytest.approx(40 / 350)


def test_without_a_benchmark_closes_are_counted_all_the_same() -> None:
    returns, market = simulated(0.0)
    for none in (None, market * np.nan):
        table = stale_closes(returns.assign(C0=0.0), none)
        assert table["late_slope"].isna().all()
        assert set(table["reason"]) == {"no_benchmark"}
        assert list(table["unchanged_share"]) == [1.0, 0.0, 0.0]


def test_a_company_with_few_sessions_or_without_prices_has_a_reason() -> None:
    returns, market = simulated(0.0)
    returns.iloc[LEAST_SESSIONS:, 0] = np.nan  # one session less: the first has no market before it
    returns["C1"] = np.nan
    table = stale_closes(returns, market).set_index("company")
    assert table.loc["C0", ["reason", "reason_values"]].tolist() == ["too_few_sessions", "least=30"]
    assert table.loc["C1", "reason"] == "too_few_sessions"
    assert np.isnan(table.loc["C1", "unchanged_share"])
    assert table.loc["C2", "reason"] == ""


def test_the_session_before_is_that_of_the_companys_own_exchange() -> None:
    """C1 is closed each fifth day; without these days it is a company like any other."""
    returns, market = simulated(0.3)
    is_open = pd.DataFrame(True, index=INDEX, columns=returns.columns)
    is_open.iloc[::5, 1] = False
    both = (frame.where(is_open) for frame in (returns, market))
    with_days_off = stale_closes(*both, is_open).set_index("company").loc["C1"]
    kept = is_open["C1"]
    alone = stale_closes(returns.loc[kept, ["C1"]], market.loc[kept, ["C1"]]).set_index("company").loc["C1"]
    assert with_days_off["late_slope"] == pytest.approx(alone["late_slope"], rel=1e-12)
    assert with_days_off["nobs"] == alone["nobs"] == 319
