"""The result of local projections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd
from scipy import stats

from naysay.analysis.level import NORMAL_CRITICAL
from naysay.analysis.projections.terms import Terms
from naysay.study.reasons import joined_reasons, plain

POOLED: Final = "POOLED"
"""What stands in the column company where all companies share one effect."""
MEAN_GROUP: Final = "MEAN_GROUP"
"""What stands there for the mean of the companies' own effects."""
AS_MEASURED: Final = "as measured"
ATTENTION: Final = "attention"
MOOD: Final = "mood"
"""What stands in the column measure: negativity as it was measured, the abnormal number of posts, or the mood
behind the posts."""

DETECTABLE: Final = NORMAL_CRITICAL + float(stats.norm.ppf(0.80))
"""The true effect, in standard errors, that a two-sided 5 % test finds with probability .80."""


@dataclass(frozen=True)
class LocalProjections:
    """Effects by company and horizon: differences in later returns, not the work of chatter."""

    terms: Terms
    primary_horizon: int
    _table: pd.DataFrame

    @property
    def table(self) -> pd.DataFrame:
        """One row a company, measure and horizon, then the rows of POOLED and of MEAN_GROUP; a copy.

        company, measure ("as measured" for negativity, "attention"), horizon (sessions), bp_per_sd (basis
        points of cumulated log return per standard deviation of the measure), se, low, high (95 %, Student
        t), pvalue (two-sided), nobs, covariance, statistic (bp_per_sd / se), mde_bp (the true effect that
        this test finds with probability .80), n_companies, primary (POOLED negativity at the horizon set
        before), bandwidth (where the covariance has one), low_joint, high_joint (95 % for all horizons of
        the company at once), lags, n_short (companies that took the lags of short panels), n_fitted
        (sessions that all but negativity and attention fit exactly, which are not in nobs), weight and
        weight_mean_group (of a company in the pooled effect of negativity and in its mean group, at the
        primary horizon; 0 without rows), innovation_slope and
        innovation_pvalue (in the row of attention: what its innovations move with those of negativity, null:
        not at all), heterogeneity, heterogeneity_df, heterogeneity_pvalue (in the rows of MEAN_GROUP:
        chi-squared, null: all companies have the same effect), reason (empty unless it could not be
        estimated).
        """
        return self._table.copy()

    def summary(self) -> str:
        """The pooled effects as text, one line a horizon."""
        lines = [
            f"Local projections, {self.terms.lags} lags, {self.terms.controls} slopes, all companies pooled",
            "Null: later returns do not differ with negativity.",
            f"Horizon {self.primary_horizon} was set before looking.",
            "",
            f"{'horizon':<9}{'bp per sd':>10}{'95 % interval':>20}{'p':>9}{'detectable':>12}",
        ]
        as_measured = (self._table["company"] == POOLED) & (self._table["measure"] == AS_MEASURED)
        for row in self._table[as_measured].assign(reason=joined_reasons(self._table)).to_dict("records"):
            if row["reason"]:
                lines.append(f"{row['horizon']:<9}not estimated: {plain(row['reason'])}")
                continue
            interval = f"{row['low']:.1f} to {row['high']:.1f}"
            lines.append(
                f"{row['horizon']:<9}{row['bp_per_sd']:>10.1f}{interval:>20}{row['pvalue']:>9.4f}"
                f"{row['mde_bp']:>12.1f}"
            )
        return "\n".join(lines)
