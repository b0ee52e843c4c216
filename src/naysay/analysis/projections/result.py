"""The result of local projections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd
from scipy import stats

from naysay.analysis.choices import Choice, choices
from naysay.analysis.level import NORMAL_CRITICAL
from naysay.analysis.projections.terms import SHORT_LAGS, Terms
from naysay.analysis.summary_layout import SummaryLayout, companies_text, table_summary
from naysay.study.summary_table import SummaryTable

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


DEFAULTS: Final = {
    "horizons": tuple(range(1, 11)),
    "primary_horizon": None,
    "lags": 5,
    "controls": "own",
    "unmeasured": "indicator",
    "effects": "company",
    "short_lags": SHORT_LAGS,
    "older_returns": False,
    "covariance": "HC3",
    "pooled_covariance": "CR3_session",
}
COLUMNS: Final = {
    "horizon": ("horizon", "d"),
    "bp_per_sd": ("bp per sd", ".1f"),
    "se": ("se", ".1f"),
    "low": ("low", ".1f"),
    "high": ("high", ".1f"),
    "pvalue": ("p", ".4f"),
    "mde_bp": ("detectable", ".1f"),
    "nobs": ("n", ",d"),
}


@dataclass(frozen=True, repr=False)
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

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Who chose each parameter: the caller, a default or a criterion."""
        table, terms = self._table, self.terms
        horizons = tuple(sorted(int(h) for h in table["horizon"].unique()))
        pooled = table.loc[table["company"] == POOLED, "covariance"]
        single = table.loc[~table["company"].isin([POOLED, MEAN_GROUP]), "covariance"]
        usual_primary = self.primary_horizon == horizons[0]
        values = {
            "horizons": horizons,
            "primary_horizon": None if usual_primary else self.primary_horizon,
            "lags": terms.lags,
            "controls": terms.controls,
            "unmeasured": terms.unmeasured,
            "effects": terms.effects,
            "short_lags": terms.short_lags,
            "older_returns": terms.older_returns,
            "covariance": DEFAULTS["covariance"] if single.empty else single.iloc[0],
            "pooled_covariance": DEFAULTS["pooled_covariance"] if pooled.empty else pooled.iloc[0],
        }
        return choices(values, DEFAULTS, {"primary_horizon": f"{horizons[0]}, the smallest of horizons"})

    def summary(self) -> SummaryTable:
        """The pooled effects of negativity, one line a horizon.

        Text that a notebook shows as HTML; ``.as_latex()`` is for a paper.
        """
        table = self._table
        rows = table[(table["company"] == POOLED) & (table["measure"] == AS_MEASURED)]
        count = table.loc[~table["company"].isin([POOLED, MEAN_GROUP]), "company"].nunique()
        layout = SummaryLayout(
            f"Local projections, {companies_text(count)} pooled",
            COLUMNS,
            "later returns do not differ with negativity.",
            "p and the 95 % interval, of one horizon looked at alone, by Student's t of sessions - 1; "
            "detectable: the true effect found with probability .80.",
        )
        notes = (f"Horizon {self.primary_horizon} was set before looking.",)
        return table_summary(rows, layout, chosen=self.choices, notes=notes, without="not estimated: ")

    def __repr__(self) -> str:
        table, terms = self._table, self.terms
        count = companies_text(table.loc[~table["company"].isin([POOLED, MEAN_GROUP]), "company"].nunique())
        horizons = f"horizons {int(table['horizon'].min())} to {int(table['horizon'].max())}"
        return f"<Local projections: {count}, {horizons}, lags {terms.lags}, {terms.controls} slopes>"

    def _repr_html_(self) -> str:
        return self.summary().as_html()
