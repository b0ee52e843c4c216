"""Effects in money. Expected values: products by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from naysay.analysis.money import MarketValue, money_of


def effects(**changed: object) -> pd.DataFrame:
    row = {
        "company": "A",
        "measure": "as measured",
        "horizon": 1,
        "bp_per_sd": -20.0,
        "low": -30.0,
        "high": -10.0,
    }
    return pd.DataFrame([{**row, **changed}])


def test_an_effect_in_money_is_the_value_times_the_companys_own_basis_points() -> None:
    """2 billion times 20, 30 and 10 ten-thousandths."""
    (money,) = money_of(effects(), 1, (MarketValue("A", "EUR", 2e9),))
    assert (money.per_sd, money.low, money.high) == pytest.approx((-4e6, -6e6, -2e6))
    assert (money.company, money.currency, money.market_value) == ("A", "EUR", 2e9)


@pytest.mark.parametrize(
    "changed",
    [{"company": "B"}, {"measure": "attention"}, {"horizon": 2}, {"low": float("nan")}],
)
def test_without_an_own_estimate_at_the_horizon_there_is_no_money(changed: dict[str, object]) -> None:
    assert money_of(effects(**changed), 1, (MarketValue("A", "EUR", 2e9),)) == ()


def test_without_effects_or_values_there_is_no_money() -> None:
    assert money_of(None, 1, (MarketValue("A", "EUR", 2e9),)) == ()
    assert money_of(effects(), 1, ()) == ()
