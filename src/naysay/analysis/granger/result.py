"""What Granger tests found."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from naysay.analysis.granger.design import Design


@dataclass(frozen=True)
class GrangerResult:
    """The tests of one call: which series comes before the other, not which brings the other about."""

    design: Design
    controls: tuple[str, ...]
    _table: pd.DataFrame

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
        over all rows, nobs, reason (empty unless the test could not be made), primary (the cause-to-effect
        test of the lag order set before), sum_coef (of the cause's lags, in units of the effect per unit of
        the cause), partial_r2 (share of the variation left by the other regressors that the cause's lags
        explain), bandwidth (HAC only).
        """
        return self._table.copy()

    def summary(self) -> str:
        """The primary tests as text, one line a company, and how many of the whole family stand out."""
        design, table = self.design, self._table
        cause, effect = design.names
        lines = [
            f"Granger tests, {cause} before {effect}, {design.covariance}, F form",
            f"Null: {self.null}.",
            f"Lag order {design.primary_lag} was set before looking; p (Holm) counts all {len(table)} tests.",
            "",
            f"{'company':<12}{'F':>9}{'p':>9}{'p (Holm)':>10}{'sum coef':>12}{'nobs':>7}",
        ]
        for row in table[table["primary"]].to_dict("records"):
            name = f"{str(row['company'])[:11]:<12}"
            if row["reason"]:
                lines.append(f"{name}not tested: {row['reason']}")
                continue
            lines.append(
                f"{name}{row['statistic']:>9.3f}{row['pvalue']:>9.4f}{row['pvalue_holm']:>10.4f}"
                f"{row['sum_coef']:>12.3g}{row['nobs']:>7}"
            )
        made = int(table["pvalue"].notna().sum())
        counts = ", ".join(
            f"{int((table[column] < 0.05).sum())} {label}"
            for column, label in (
                ("pvalue", "unadjusted"),
                ("pvalue_bh", "by BH"),
                ("pvalue_holm", "by Holm"),
            )
        )
        return "\n".join([*lines, "", f"Below 5 % among {made} tests in both directions: {counts}."])
