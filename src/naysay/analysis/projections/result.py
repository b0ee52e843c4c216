"""What local projections found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

POOLED: Final = "POOLED"
"""What stands in the column company where all companies share one effect."""


@dataclass(frozen=True)
class LocalProjections:
    """Effects by company and horizon: differences in later returns, not what chatter did to them."""

    lags: int
    primary_horizon: int
    _table: pd.DataFrame

    @property
    def table(self) -> pd.DataFrame:
        """One row a company and horizon, then the rows of POOLED; a copy.

        company, horizon (sessions), bp_per_sd (basis points of cumulated log return per standard deviation
        of negativity), se, low, high (95 %, Student t), nobs, covariance, statistic (bp_per_sd / se), pvalue
        (two-sided), mde_bp (the true effect that this test finds with probability .80), n_companies, primary
        (POOLED at the horizon set before), bandwidth (where the covariance has one), low_joint,
        high_joint (95 % for all horizons of the company at once), reason (empty unless it could not be
        estimated).
        """
        return self._table.copy()

    def summary(self) -> str:
        """The pooled effects as text, one line a horizon."""
        lines = [
            f"Local projections, {self.lags} lags, all companies pooled",
            "Null: later returns do not differ with negativity.",
            f"Horizon {self.primary_horizon} was set before looking.",
            "",
            f"{'horizon':<9}{'bp per sd':>10}{'95 % interval':>20}{'p':>9}{'detectable':>12}",
        ]
        for row in self._table[self._table["company"] == POOLED].to_dict("records"):
            if row["reason"]:
                lines.append(f"{row['horizon']:<9}not estimated: {row['reason']}")
                continue
            interval = f"{row['low']:.1f} to {row['high']:.1f}"
            lines.append(
                f"{row['horizon']:<9}{row['bp_per_sd']:>10.1f}{interval:>20}{row['pvalue']:>9.4f}"
                f"{row['mde_bp']:>12.1f}"
            )
        return "\n".join(lines)
