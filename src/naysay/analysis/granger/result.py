"""The result of Granger tests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
from scipy import stats

from naysay.analysis.choices import Choice, choices
from naysay.analysis.granger.design import GrangerDesign
from naysay.analysis.level import LEVEL
from naysay.analysis.pairs import Pair
from naysay.analysis.summary_layout import SummaryLayout, clipped, companies_text, table_summary
from naysay.analysis.vector_autoregression import order_criteria
from naysay.study.summary_table import SummaryTable

CRITERIA: Final = {"aic": "aic", "hq": "hq", "sc": "bic"}


DEFAULTS: Final = {
    "lags": (1, 2, 3, 4, 5),
    "primary_lag": None,
    "covariance": "HC3",
    "unmeasured": "drop",
    "controls": (),
    "bandwidth": None,
}
COLUMNS: Final = {
    "company": ("company", ""),
    "statistic": ("F", ".3f"),
    "df_num": ("df", ".0f"),
    "df_denom": ("df denom", ".0f"),
    "pvalue": ("p", ".4f"),
    "pvalue_holm": ("p (Holm)", ".4f"),
    "sum_coef": ("sum coef", ".3g"),
    "nobs": ("n", ",d"),
}


@dataclass(frozen=True, repr=False)
class GrangerResult:
    """The tests of one call: which series comes before the other, not which causes the other."""

    design: GrangerDesign
    _pair: Pair
    _table: pd.DataFrame

    @property
    def controls(self) -> tuple[str, ...]:
        """The names of the controls."""
        return self._pair.control_names

    @property
    def null(self) -> str:
        """The null of the primary tests in words."""
        cause, effect = self.design.names
        return f"the past of {cause} says nothing about {effect} beyond the past of {effect}" + (
            f" and of {', '.join(self.controls)}" if self.controls else ""
        )

    @property
    def table(self) -> pd.DataFrame:
        """One row a company, direction and lag order, in this order; a copy.

        company, cause, effect, lag_order, covariance, controls (names, joined by a comma), statistic
        (Wald / df_num), df_num, df_denom, pvalue from F(df_num, df_denom), pvalue_bh, pvalue_by, pvalue_holm
        over all rows, nobs, reason (a code, empty unless the test could not be made), reason_values, primary
        (the cause-to-effect test of the lag order set before), sum_coef (of the cause's lags, in units of the
        effect per unit of the cause), partial_r2 (share of the variation left by the other regressors that
        the cause's lags explain), bandwidth (HAC only), fitted_lags (as many as are tested;
        ``toda_yamamoto`` fits more), n_fitted (sessions that their own indicators fit exactly, not in nobs),
        unmeasured (drop or indicator: what became of lags that were not measured).
        """
        return self._table.copy()

    @property
    def forms(self) -> pd.DataFrame:
        """The same tests referred to the chi-squared distribution, row by row as in ``table``.

        company, cause, effect, lag_order, chi2 (the Wald statistic: lag_order times F, as R's lmtest has it;
        with classical errors statsmodels' ssr_chi2test is nobs / df_denom times this), pvalue_chi2, lr (the
        likelihood ratio nobs log(RSS_r / RSS_u) of classical errors, NaN with others) and pvalue_lr. All
        reject too often in short samples, where F is to be preferred.
        """
        table = self._table
        p, chi2 = table["lag_order"], table["lag_order"] * table["statistic"]
        lr = -table["nobs"] * np.log1p(-table["partial_r2"])
        if self.design.covariance != "classical":
            lr = lr * np.nan
        return table[["company", "cause", "effect", "lag_order"]].assign(
            chi2=chi2, pvalue_chi2=stats.chi2.sf(chi2, p), lr=lr, pvalue_lr=stats.chi2.sf(lr, p)
        )

    @cached_property
    def lag_choices(self) -> pd.DataFrame:
        """The lag order that each criterion would choose, by company; the test does not use it.

        company, aic, hq, bic: the order from 1 to the longest of the call that is best for the vector
        autoregression of the two series, all orders on the same sessions (``order_criteria``); NaN where
        the series are too short. The order tested is set before looking, never chosen here.
        """
        pair, rows = self._pair, []
        for place, company in enumerate(pair.companies):
            two = pd.DataFrame({"one": pair.first[place], "two": pair.second[place]})
            criteria = order_criteria(two, max_lags=self.design.lag_orders[-1]).set_index("lags")
            best = {
                name: criteria[name].idxmin() if criteria[name].notna().all() else np.nan for name in CRITERIA
            }
            rows.append({"company": company, **{CRITERIA[name]: value for name, value in best.items()}})
        return pd.DataFrame(rows, columns=["company", *CRITERIA.values()])

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Who chose each parameter: the caller, a default or a criterion."""
        design = self.design
        lags = design.lag_orders
        usual_primary = design.primary_lag == lags[-1]
        values = {
            "lags": lags,
            "primary_lag": None if usual_primary else design.primary_lag,
            "covariance": design.covariance,
            "unmeasured": design.unmeasured,
            "controls": self.controls,
        }
        rules = {"primary_lag": f"{lags[-1]}, the largest of lags"}
        if design.covariance == "HAC":
            values["bandwidth"] = None if design.bandwidth == "automatic" else design.bandwidth
            automatic = design.bandwidth == "automatic"
            rules["bandwidth"] = "by Newey and West (1994)" if automatic else "floor(4 (n / 100)^(2/9))"
        return choices(values, DEFAULTS, rules)

    def summary(self) -> SummaryTable:
        """The primary tests, one line a company, and how many of the whole family stand out.

        Text that a notebook shows as HTML; ``.as_latex()`` is for a paper.
        """
        design, table = self.design, self._table
        cause, effect = design.names
        family = int(table["pvalue"].notna().sum())
        counts = ", ".join(
            f"{int((table[column] < LEVEL).sum())} {label}"
            for column, label in (
                ("pvalue", "unadjusted"),
                ("pvalue_bh", "by BH"),
                ("pvalue_holm", "by Holm"),
            )
        )
        layout = SummaryLayout(
            f"Granger tests: {cause} before {effect}",
            COLUMNS,
            f"{self.null}.",
            f"F is the Wald statistic over its df, with {design.covariance} errors; p by F(df, df denom).",
        )
        notes = (
            f"Lag order {design.primary_lag} was set before looking; p (Holm) counts all {len(table)} tests.",
            f"Below 5 % among {family} tests in both directions: {counts}.",
        )
        primary = table[table["primary"].astype(bool)]
        return table_summary(primary, layout, chosen=self.choices, notes=notes, without="not tested: ")

    def __repr__(self) -> str:
        orders = self.design.lag_orders
        lags = f"{orders[0]} to {orders[-1]}" if len(orders) > 1 else str(orders[0])
        cause, effect = (clipped(name, 16) for name in self.design.names)
        count = companies_text(len(self._pair.companies))
        return f"<Granger tests: {cause} before {effect}, {count}, lags {lags}, {self.design.covariance}>"

    def _repr_html_(self) -> str:
        return self.summary().as_html()
