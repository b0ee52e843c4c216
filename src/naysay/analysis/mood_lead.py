"""The effect of the mood behind the posts, read from the tables of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from naysay.analysis.projections import MOOD, POOLED
from naysay.analysis.values import finite_or_none
from naysay.study.reasons import because, joined_reasons


@dataclass(frozen=True, slots=True)
class MoodLead:
    """The pooled effect of one standard deviation of the mood behind the posts, at the study's horizon.

    Its interval has the error of the mood's parameters in it. ``reliability`` is the mean over companies that
    have a mood of the share of its variance that the posts show. Without an estimate there is a ``reason``.
    """

    bp_per_sd: float | None = None
    low: float | None = None
    high: float | None = None
    pvalue: float | None = None
    mde_bp: float | None = None
    n_companies: int = 0
    reliability: float | None = None
    reason: str = ""


def mood_lead(tables: Mapping[str, pd.DataFrame], horizon: int) -> MoodLead:
    """The pooled effect of the mood at ``horizon``, with the mean reliability of companies that have one."""
    effects, companies = tables.get("effects"), tables.get("mood")
    if effects is None or companies is None:
        return MoodLead(reason=because("not_requested", method="projections"))
    rows = effects[
        (effects["company"] == POOLED) & (effects["measure"] == MOOD) & (effects["horizon"] == horizon)
    ]
    if rows.empty:
        return MoodLead(reason=because("no_pooled_effect", horizon=horizon))
    row, known = rows.iloc[0], companies[companies["reason"] == ""]
    return MoodLead(
        bp_per_sd=finite_or_none(row["bp_per_sd"]),
        low=finite_or_none(row["low"]),
        high=finite_or_none(row["high"]),
        pvalue=finite_or_none(row["pvalue"]),
        mde_bp=finite_or_none(row["mde_bp"]),
        n_companies=int(row["n_companies"]),
        reliability=None if known.empty else finite_or_none(known["reliability"].mean()),
        reason=str(joined_reasons(rows).iloc[0]),
    )
