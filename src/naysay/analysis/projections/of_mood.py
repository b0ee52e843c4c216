"""The effect of one standard deviation of the mood behind the posts, in the tables of projections."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from naysay.analysis.projections.columns import MOOD_OF_COMPANIES
from naysay.analysis.projections.estimated_regressor import EstimatedEffect, estimated_effect
from naysay.analysis.projections.panel import ProjectionPanel
from naysay.analysis.projections.result import AS_MEASURED, DETECTABLE, MOOD, POOLED
from naysay.analysis.projections.terms import Terms
from naysay.analysis.scores import Covariance
from naysay.study.panel import MoodOfPanel
from naysay.study.reasons import because, split_reasons


def mood_effect(
    panel: ProjectionPanel,
    terms: Terms,
    mood: MoodOfPanel | None,
    *,
    horizon: int,
    covariance: Covariance = "CR3_session",
) -> EstimatedEffect:
    """The pooled projection with the filtered mood in the place of negativity, see ``estimated_effect``.

    Without a mood, or with one that is not identified, all is NaN, with a ``reason``.
    """
    reason = because("no_post_counts") if mood is None else mood.not_identified
    if mood is None or reason:
        return EstimatedEffect(*(float("nan"),) * 7, 0, 0, reason)
    own = panel.of(np.asarray(panel.companies.isin(mood.filtered.columns)))
    moved = [(own.on_own(up), own.on_own(down)) for up, down in mood.moved]
    own = replace(own, negativity=own.on_own(mood.filtered))
    return estimated_effect(own, terms, moved, horizon=horizon, covariance=covariance)


def with_mood(
    effects: pd.DataFrame,
    panel: ProjectionPanel,
    terms: Terms,
    mood: MoodOfPanel | None,
    *,
    horizons: Iterable[int],
    covariance: Covariance = "CR3_session",
    is_negativity: bool = False,
) -> pd.DataFrame:
    """The effects table with a row of all companies for the mood at each of ``horizons``, at its end.

    Where the mood ``is_negativity``, the study's own measure, its pooled rows as measured have the error of
    the parameters too, or the reason why the mood is not identified.
    """
    rows = []
    for horizon in horizons:
        one = mood_effect(panel, terms, mood, horizon=horizon, covariance=covariance)
        rows.append(
            {
                "company": POOLED,
                "measure": MOOD,
                "horizon": horizon,
                "bp_per_sd": one.value,
                "se": one.se,
                "low": one.low,
                "high": one.high,
                "pvalue": one.pvalue,
                "nobs": one.nobs,
                "covariance": covariance,
                "statistic": one.value / one.se,
                "mde_bp": DETECTABLE * one.se,
                "n_companies": one.n_companies,
                "primary": False,
                "lags": terms.lags,
                "se_sampling": one.se_sampling,
                "se_parameters": one.se_parameters,
                "reason": one.reason,
            }
        )
    further = split_reasons(pd.DataFrame(rows)).reindex(columns=effects.columns)
    own = _with_error_of_parameters(effects, further) if is_negativity else effects
    return pd.concat([own, further], ignore_index=True)


def _with_error_of_parameters(effects: pd.DataFrame, of_mood: pd.DataFrame) -> pd.DataFrame:
    """``effects`` with the errors ``of_mood`` in the pooled rows as measured, of the same horizons."""
    effects = effects.copy()
    here = effects.index[(effects["company"] == POOLED) & (effects["measure"] == AS_MEASURED)]
    wider = of_mood.set_index("horizon").loc[effects.loc[here, "horizon"]].set_index(here)
    ratio = wider["se"] / effects.loc[here, "se"]
    for end in ("low_joint", "high_joint"):
        reach = effects.loc[here, end] - effects.loc[here, "bp_per_sd"]
        effects.loc[here, end] = wider["bp_per_sd"] + ratio * reach
    shared = (
        "bp_per_sd",
        "se",
        "low",
        "high",
        "pvalue",
        "statistic",
        "mde_bp",
        "nobs",
        "reason",
        "reason_values",
    )
    for column in shared:
        effects.loc[here, column] = wider[column]
    return effects


def mood_table(mood: MoodOfPanel | None, companies: pd.Index) -> pd.DataFrame:
    """The table ``mood``, one row a company; without a mood each has the reason."""
    if mood is None:
        columns = [name for name in MOOD_OF_COMPANIES.columns if name != "reason_values"]
        rows = pd.DataFrame(np.nan, companies, columns).assign(n_sessions=0, reason=because("no_post_counts"))
    else:
        rows = mood.parameters.reindex(companies)
    return MOOD_OF_COMPANIES.ordered(rows.assign(company=companies).reset_index(drop=True))
