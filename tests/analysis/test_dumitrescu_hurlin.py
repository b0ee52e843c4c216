"""The panel test of Dumitrescu and Hurlin.

Expected values: Grunfeld's ten firms, Ztilde 3.2896 (p .001003) for value on investment at order 1, as plm's
manual prints it for ``pgrangertest(inv ~ value, data = Grunfeld, order = 1)`` (plm 2.6), on the data that
statsmodels ships; statsmodels' F of each company; CD by hand and by numpy's corrcoef; the share of panels
that reject a true null (400 panels, four standard errors); R in tests/reference.
"""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from statsmodels.datasets import grunfeld
from statsmodels.tsa.stattools import grangercausalitytests

from naysay.analysis.granger_checks.dumitrescu_hurlin import cross_dependence, dumitrescu_hurlin
from naysay.study.errors import CommonFactorWarning

pytestmark = pytest.mark.filterwarnings("ignore::naysay.study.errors.CommonFactorWarning")


def noise(companies: int, sessions: int, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    one, two = np.random.default_rng(seed).standard_normal((2, sessions, companies))
    index = pd.bdate_range("2000-01-03", periods=len(one))
    return pd.DataFrame(one, index), pd.DataFrame(two, index)


def test_the_published_statistic_of_grunfelds_firms() -> None:
    data = grunfeld.load_pandas().data
    data = data[data["firm"] != "American Steel"]  # the eleventh firm, not among those of plm
    dated = data.assign(year=pd.to_datetime(data["year"].astype(int).astype(str), format="%Y"))
    wide = {c: dated.pivot_table(index="year", columns="firm", values=c) for c in ("value", "invest")}
    row = dumitrescu_hurlin(wide["value"], wide["invest"], lags=1).table.iloc[0]
    assert row["statistic"] == pytest.approx(3.2896, abs=5e-5)
    assert row["pvalue"] == pytest.approx(0.001003, abs=5e-7)
    assert row["n_companies"] == 10


def test_wald_is_p_times_the_f_of_each_company() -> None:
    cause, effect = noise(3, 60, seed=1)
    found = dumitrescu_hurlin(cause, effect, lags=2)
    table = found.companies[found.companies["cause"] == "cause"].set_index("company")["wald"]
    for company in cause:
        pair = np.column_stack([effect[company], cause[company]])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            f = grangercausalitytests(pair, [2])[2][0]["ssr_ftest"][0]
        assert table[company] == pytest.approx(2 * f, rel=1e-9)


def test_zbar_by_hand() -> None:
    cause, effect = noise(4, 80, seed=2)
    row = dumitrescu_hurlin(cause, effect, lags=1).table.iloc[0]
    assert row["zbar"] == pytest.approx(np.sqrt(2) * (row["wbar"] - 1))


def test_independent_companies_keep_the_size_without_a_warning_beyond_chance() -> None:
    rejected, dependent = [], []
    for seed in range(200):
        table = dumitrescu_hurlin(*noise(10, 100, seed)).table
        rejected += list(table["pvalue"] < 0.05)
        dependent += list(table["pvalue_cd"] < 0.05)
    chance = 4 * np.sqrt(0.05 * 0.95 / 400)
    assert abs(np.mean(rejected) - 0.05) < chance
    assert abs(np.mean(dependent) - 0.05) < chance


def test_a_common_factor_is_warned_of() -> None:
    cause, effect = noise(8, 200, seed=3)
    market = np.random.default_rng(4).standard_normal((200, 1))
    with pytest.warns(CommonFactorWarning, match="cause to effect"):
        table = dumitrescu_hurlin(cause, effect + 2 * market).table
    assert table.loc[0, "mean_correlation"] == pytest.approx(0.8, abs=0.05)  # 4 / (4 + 1)


def test_cd_by_hand_for_two_companies_and_by_correlations_for_five() -> None:
    cd, mean = cross_dependence(np.array([[1.0, -1, 2, -2], [1.0, -1, -2, 2]]))
    assert mean == pytest.approx(-0.6)  # (1 + 1 - 4 - 4) / 10
    assert cd == pytest.approx(-1.2)  # sqrt(4) r over one pair
    u = np.random.default_rng(5).standard_normal((5, 40))
    r = np.corrcoef(u)[np.triu_indices(5, 1)]
    assert cross_dependence(u) == pytest.approx((np.sqrt(40 / 10) * r.sum(), r.mean()))


def test_a_company_that_cannot_be_tested_is_left_out_with_a_reason() -> None:
    cause, effect = noise(4, 80, seed=6)
    effect.iloc[6:, 3] = np.nan
    found = dumitrescu_hurlin(cause, effect)
    assert found.table["n_companies"].tolist() == [3, 3]
    left = found.companies.set_index(["company", "cause"])["reason"]
    assert left[(3, "cause")] != ""
    assert left[(0, "cause")] == ""


def test_no_company_left_is_a_row_with_a_reason() -> None:
    cause, effect = noise(2, 6, seed=7)
    table = dumitrescu_hurlin(cause, effect).table
    assert (table["reason"] != "").all()
    assert table["statistic"].isna().all()
