"""The effects table from the fits of each horizon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from naysay.analysis.level import t_critical
from naysay.analysis.projections.columns import EFFECTS
from naysay.analysis.projections.equation import ProjectionFit
from naysay.analysis.projections.joint import responses, sup_t
from naysay.analysis.projections.mean_group import effective_freedom, mean_group
from naysay.analysis.projections.result import (
    AS_MEASURED,
    ATTENTION,
    DETECTABLE,
    MEAN_GROUP,
    POOLED,
)
from naysay.analysis.projections.terms import Terms
from naysay.analysis.regression import Estimates, FloatArray, IntArray
from naysay.study.reasons import split_reasons
from naysay.study.units import BASIS_POINTS


def effects_table(
    alone: Sequence[ProjectionFit],
    together: Sequence[ProjectionFit],
    companies: pd.Index,
    horizons: Sequence[int],
    terms: Terms,
    *,
    covariance: str,
    pooled_covariance: str,
    primary: int,
    seed: int,
) -> pd.DataFrame:
    """Company by company and measure by measure, then POOLED, then MEAN_GROUP; one row a horizon."""
    measures = [AS_MEASURED] if alone[0].attention is None else [AS_MEASURED, ATTENTION]
    own = [
        _effects_of(alone, measure, companies, horizons, covariance, seed=seed, by_session=False)
        for measure in measures
    ]
    count = len(companies)
    place = np.arange(len(measures) * count * len(horizons)).reshape(len(measures), count, len(horizons))
    rows = pd.concat(own, ignore_index=True).iloc[place.swapaxes(0, 1).ravel()]
    weights = together[list(horizons).index(primary)].weights
    if weights is not None:
        estimated = alone[list(horizons).index(primary)].estimates.reason == ""
        for name, share in (
            ("weight", weights),
            ("weight_mean_group", estimated / max(int(estimated.sum()), 1)),
        ):
            known = pd.Series(share, index=companies).reindex(rows["company"]).to_numpy()
            rows[name] = np.where(rows["measure"] == AS_MEASURED, known, np.nan)
    shared = [
        _effects_of(
            together, measure, pd.Index([POOLED]), horizons, pooled_covariance, seed=seed, by_session=True
        )
        for measure in measures
    ]
    shared[-1] = shared[-1].assign(**(_innovations(together) if len(measures) > 1 else {}))
    means = [_mean_groups(alone, measure, horizons) for measure in measures]
    table = pd.concat([rows, *shared, *means], ignore_index=True)
    as_measured = (table["company"] == POOLED) & (table["measure"] == AS_MEASURED)
    table = table.assign(lags=terms.lags, primary=as_measured & (table["horizon"] == primary))
    return split_reasons(table).reindex(columns=[*EFFECTS.columns, *EFFECTS.further])


def _effects_of(
    fits: Sequence[ProjectionFit],
    measure: str,
    companies: pd.Index,
    horizons: Sequence[int],
    covariance: str,
    *,
    seed: int,
    by_session: bool,
) -> pd.DataFrame:
    """The rows of one measure, company by company. Degrees of freedom are those of the residuals, or the
    sessions less one where errors are ``by_session``."""
    estimates = [_of(fit, measure) for fit in fits]
    members, steps = len(companies), len(horizons)

    def column(values: Sequence[NDArray[Any]]) -> NDArray[Any]:
        """One array (m,) a horizon as one column."""
        return np.stack(values, axis=1).ravel()

    estimated = column([one.reason == "" for one in estimates])
    effect = np.where(estimated, BASIS_POINTS * column([one.coef[:, 0] for one in estimates]), np.nan)
    se = np.where(estimated, BASIS_POINTS * np.sqrt(column([one.cov[:, 0, 0] for one in estimates])), np.nan)
    df = column([one.sessions - 1 if by_session else one.df_resid for one in estimates])
    paths = [responses(estimates, horizons, i, scale=BASIS_POINTS) for i in range(members)]
    joint = np.repeat([sup_t(path, seed=seed) for path in paths], steps) * se
    return pd.DataFrame(
        {
            "company": np.repeat(companies.to_numpy(), steps),
            "measure": measure,
            "horizon": np.tile(horizons, members),
            **_student(effect, se, np.maximum(df, 1)),
            "nobs": column([one.nobs for one in estimates]),
            "covariance": covariance,
            "mde_bp": DETECTABLE * se,
            "n_companies": column([fit.companies for fit in fits]),
            "bandwidth": np.where(estimated, column([one.bandwidth for one in estimates]), np.nan),
            "df_effective": np.where(
                estimated, column([effective_freedom(one.influence[:, 0]) for one in estimates]), np.nan
            ),
            "low_joint": effect - joint,
            "high_joint": effect + joint,
            "n_short": column([fit.short for fit in fits]),
            "n_fitted": column([fit.fitted for fit in fits]),
            "reason": pd.Series(column([one.reason for one in estimates]), dtype=str),
        }
    )


def _of(fit: ProjectionFit, measure: str) -> Estimates:
    if measure == AS_MEASURED or fit.attention is None:
        return fit.estimates
    return fit.attention


def _student(effect: FloatArray, se: FloatArray, df: IntArray) -> dict[str, FloatArray]:
    """Estimate, error, 95 % interval, statistic and two-sided p of Student's t with ``df``."""
    reach = t_critical(df) * se
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = effect / se
    return {
        "bp_per_sd": effect,
        "se": se,
        "low": effect - reach,
        "high": effect + reach,
        "statistic": statistic,
        "pvalue": 2 * stats.t.sf(np.abs(statistic), df),
    }


def _mean_groups(alone: Sequence[ProjectionFit], measure: str, horizons: Sequence[int]) -> pd.DataFrame:
    estimates = [_of(fit, measure) for fit in alone]
    means = []
    for one in estimates:
        estimated = one.reason == ""
        effects = np.where(estimated, BASIS_POINTS * one.coef[:, 0], np.nan)
        errors = np.where(estimated, BASIS_POINTS * np.sqrt(one.cov[:, 0, 0]), np.nan)
        means.append(mean_group(effects, errors, effective_freedom(one.influence[:, 0])))
    table = pd.DataFrame([asdict(mean) for mean in means])
    freedom = table["df"].to_numpy()
    return pd.DataFrame(
        {
            "company": MEAN_GROUP,
            "measure": measure,
            "horizon": horizons,
            **_student(table["estimate"].to_numpy(), table["se"].to_numpy(), freedom),
            "nobs": [int(one.nobs[one.reason == ""].sum()) for one in estimates],
            "covariance": "mean_group",
            "mde_bp": DETECTABLE * table["se"],
            "n_companies": table["n"],
            "heterogeneity": table["statistic"],
            "heterogeneity_df": table["df"],
            "heterogeneity_pvalue": table["pvalue"],
            "reason": table["reason"].astype(str),
        }
    )


def _innovations(together: Sequence[ProjectionFit]) -> dict[str, FloatArray]:
    """The slope of attention's innovation on negativity's, and its p-value, by horizon."""
    tied = [fit.innovations for fit in together if fit.innovations is not None]
    estimated = np.array([one.reason[0] == "" for one in tied])
    slope = np.where(estimated, [one.coef[0, 0] for one in tied], np.nan)
    se = np.where(estimated, np.sqrt([one.cov[0, 0, 0] for one in tied]), np.nan)
    df = np.maximum([one.sessions[0] - 1 for one in tied], 1)
    return {"innovation_slope": slope, "innovation_pvalue": _student(slope, se, df)["pvalue"]}
