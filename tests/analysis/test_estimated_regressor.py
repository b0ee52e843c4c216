"""The pooled effect of a regressor that was estimated. Expected values: the program's pooled projection (held
to other sources in test_projections.py) on panels in which one company was exchanged."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from naysay.analysis.projections import local_projections
from naysay.analysis.projections.equation import pooled
from naysay.analysis.projections.estimated_regressor import estimated_effect
from naysay.analysis.projections.panel import ProjectionPanel, projection_panel
from naysay.analysis.projections.terms import checked_terms

TERMS = checked_terms(2, "own", "indicator", "company")
COMPANIES = ["A", "B", "C"]


def frames(seed: int = 3) -> dict[str, pd.DataFrame]:
    rng = np.random.default_rng(seed)
    index = pd.bdate_range("2022-01-03", periods=160)
    names = ("negativity", "returns", "market", "attention")
    table = {name: pd.DataFrame(rng.standard_normal((160, 3)), index, COMPANIES) for name in names}
    table["returns"] *= 0.02
    table["returns"].iloc[1:] -= 0.004 * table["negativity"].iloc[:-1].to_numpy()
    table["market"] *= 0.01
    return table


def value_of(panel: ProjectionPanel, regressor: np.ndarray) -> float:
    fit = pooled(regressor[None], panel.outcomes, TERMS, horizon=1, covariance="CR3_session").estimates
    return 1e4 * float(fit.coef[0, 0])


def moves(panel: ProjectionPanel, pairs: int = 3) -> list[tuple[np.ndarray, np.ndarray]]:
    rng = np.random.default_rng(8)
    shape = panel.negativity.shape
    return [
        (panel.negativity * 1.1 + 0.1 * rng.standard_normal(shape), panel.negativity * 0.95)
        for _ in range(pairs)
    ]


@pytest.mark.parametrize("leave_out", [(), ("attention",), ("attention", "market")])
def test_without_parameters_it_is_the_pooled_projection(leave_out: tuple[str, ...]) -> None:
    given = {name: frame for name, frame in frames().items() if name not in leave_out}
    table = local_projections(**given, horizons=[1, 3], lags=2).table  # type: ignore[arg-type]
    panel = projection_panel(**given)  # type: ignore[arg-type]
    for horizon in (1, 3):
        row = table.query("company == 'POOLED' and measure == 'as measured' and horizon == @horizon").iloc[0]
        effect = estimated_effect(panel, TERMS, [], horizon=horizon)
        expected = [row[name] for name in ("bp_per_sd", "se", "low", "high", "pvalue", "nobs")]
        found = [effect.value, effect.se, effect.low, effect.high, effect.pvalue, effect.nobs]
        np.testing.assert_allclose(found, expected, rtol=1e-10)
        assert (effect.se_parameters, effect.n_companies, effect.reason) == (0.0, 3, "")


@pytest.mark.parametrize("attention", [True, False])
def test_parameters_add_what_moving_one_company_after_the_other_does_to_the_estimate(attention: bool) -> None:
    given = {name: frame for name, frame in frames().items() if attention or name != "attention"}
    panel = projection_panel(**given)  # type: ignore[arg-type]
    *own, common = pairs = moves(panel)
    variance = ((value_of(panel, common[0]) - value_of(panel, common[1])) / 2) ** 2
    for pair in own:
        for company in range(3):
            moved = []
            for side in pair:
                regressor = panel.negativity.copy()
                regressor[company] = side[company]
                moved.append(value_of(panel, regressor))
            variance += ((moved[0] - moved[1]) / 2) ** 2
    effect = estimated_effect(panel, TERMS, pairs)
    # With attention its slope is estimated again in the panel that moved as a whole, not with one company.
    assert effect.se_parameters == pytest.approx(np.sqrt(variance), rel=0.03 if attention else 1e-9)
    assert effect.se == pytest.approx(np.hypot(effect.se_sampling, effect.se_parameters), rel=1e-12)
    assert effect.high - effect.value == pytest.approx(1.975 * effect.se, rel=1e-3)  # t(153 or so)
    assert effect.value == pytest.approx(value_of(panel, panel.negativity), rel=1e-10)


def test_companies_that_are_missing_are_not_in_it() -> None:
    panel = projection_panel(frames()["negativity"], frames()["returns"])
    left = panel.negativity.copy()
    left[1] = np.nan
    assert estimated_effect(replace(panel, negativity=left), TERMS, []).n_companies == 2
    left[:] = np.nan
    nothing = estimated_effect(replace(panel, negativity=left), TERMS, [(left, left)])
    assert nothing.reason == "no_complete_session"
    assert np.isnan([nothing.value, nothing.se, nothing.low, nothing.high, nothing.pvalue]).all()
