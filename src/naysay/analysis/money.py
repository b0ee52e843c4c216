"""What the effect of each company is worth in money."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from naysay.analysis.findings import Money
from naysay.analysis.projections import AS_MEASURED
from naysay.study.units import BASIS_POINTS


@dataclass(frozen=True, slots=True)
class MarketValue:
    """What one company is worth at its last close in the study: shares outstanding times the price."""

    company: str
    currency: str
    amount: float


def money_of(
    effects: pd.DataFrame | None, horizon: int, values: tuple[MarketValue, ...]
) -> tuple[Money, ...]:
    """Each company's own effect times its value: the pooled effect may be that of others."""
    if effects is None:
        return ()
    as_measured = (
        (effects["measure"] == AS_MEASURED) & (effects["horizon"] == horizon) & effects["low"].notna()
    )
    own = {str(row["company"]): row for row in effects[as_measured].to_dict("records")}

    def worth(value: MarketValue, column: str) -> float:
        return value.amount * float(own[value.company][column]) / BASIS_POINTS

    return tuple(
        Money(
            company=value.company,
            currency=value.currency,
            market_value=value.amount,
            per_sd=worth(value, "bp_per_sd"),
            low=worth(value, "low"),
            high=worth(value, "high"),
        )
        for value in values
        if value.company in own
    )
