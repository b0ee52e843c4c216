"""Whether the companies of a study share one effect, and which of them stand apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from naysay.analysis.findings import Companies, Estimate
from naysay.analysis.level import LEVEL, NORMAL_CRITICAL
from naysay.analysis.multiple_testing import benjamini_hochberg, holm
from naysay.analysis.projections import AS_MEASURED, MEAN_GROUP, POOLED
from naysay.analysis.regression import BoolArray, FloatArray
from naysay.analysis.values import finite_or_none

UNKNOWN = Estimate(None, None, None)


def agreement(
    effects: pd.DataFrame | None, horizon: int, hinge: Estimate | None, *, level: float = LEVEL
) -> Companies:
    """What the effects table says at ``horizon``; ``hinge`` is carried along.

    A company is odd where its own effect differs from the precision-weighted mean of all others,

        z_i = (b_i - b_{-i}) / sqrt(se_i^2 + se_{-i}^2),   b_{-i} = sum b_j / se_j^2 / sum 1 / se_j^2, j != i

    referred to Student's t with the effective degrees of freedom of se_i, p below ``level`` after Holm, and
    only where the test of equal effects rejects at 5 %: one search. The effect of the others is the same
    mean over those that are not odd, with its normal 95 % interval.
    """
    if effects is None:
        return Companies(0, None, UNKNOWN, (), UNKNOWN, (), (), hinge, level)
    rows = effects[(effects["measure"] == AS_MEASURED) & (effects["horizon"] == horizon)]
    alone = rows[~rows["company"].isin([POOLED, MEAN_GROUP]) & rows["bp_per_sd"].notna() & (rows["se"] > 0)]
    group = rows[rows["company"] == MEAN_GROUP]
    pvalue = None if group.empty else finite_or_none(group["heterogeneity_pvalue"].iloc[0])
    b, se = alone["bp_per_sd"].to_numpy(dtype=float), alone["se"].to_numpy(dtype=float)
    adjusted = benjamini_hochberg(alone["pvalue"].to_numpy(dtype=float))
    freedom = alone["df_effective"].to_numpy(dtype=float)
    rejected = pvalue is not None and pvalue < LEVEL
    odd = _odd(b, se, freedom, level) if rejected else np.zeros(len(b), dtype=bool)
    return Companies(
        n=len(alone),
        pvalue=pvalue,
        mean=UNKNOWN if group.empty else _estimate(group.iloc[0]),
        odd=_estimates(alone[odd]),
        others=_together(b[~odd], se[~odd]),
        less=_estimates(alone[(adjusted < level) & (b < 0)].sort_values("bp_per_sd", kind="stable")),
        more=_estimates(
            alone[(adjusted < level) & (b > 0)].sort_values("bp_per_sd", ascending=False, kind="stable")
        ),
        hinge=hinge,
        level=level,
    )


def _odd(b: FloatArray, se: FloatArray, freedom: FloatArray, level: float) -> BoolArray:
    if len(b) < 3:
        return np.zeros(len(b), dtype=bool)
    others = ~np.eye(len(b), dtype=bool)  # added up, not subtracted: one weight may dwarf the others
    weight = 1.0 / se**2
    rest = others @ weight
    mean = (others @ (weight * b)) / rest
    z = (b - mean) / np.sqrt(se**2 + 1.0 / rest)
    return np.asarray(holm(2 * stats.t.sf(np.abs(z), freedom)) < level)


def _together(b: FloatArray, se: FloatArray) -> Estimate:
    if not len(b):
        return UNKNOWN
    weight = 1.0 / se**2
    mean, reach = (
        float((weight * b).sum() / weight.sum()),
        float(NORMAL_CRITICAL / np.sqrt(weight.sum())),
    )
    return Estimate(mean, mean - reach, mean + reach)


def _estimates(rows: pd.DataFrame) -> tuple[Estimate, ...]:
    return tuple(_estimate(row, str(row["company"])) for _, row in rows.iterrows())


def _estimate(row: pd.Series, company: str = "") -> Estimate:
    value, low, high = (finite_or_none(row[name]) for name in ("bp_per_sd", "low", "high"))
    return Estimate(value, low, high, company)
