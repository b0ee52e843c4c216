"""Intervals that hold for all reports of a series together."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import pandas as pd
from scipy import optimize, stats

from naysay.analysis.level import LEVEL, NORMAL_CRITICAL, t_critical
from naysay.analysis.monitoring.look import Look
from naysay.analysis.projections import AS_MEASURED, MEAN_GROUP, MOOD, POOLED
from naysay.analysis.projections.result import DETECTABLE
from naysay.analysis.robustness.columns import FALSE_LEADS, SHUFFLED

OTHER_QUESTIONS: Final = (SHUFFLED, *FALSE_LEADS)
"""Lines of the robustness list that do not ask the study's question: a span, and effects that should be zero.
A wider interval would hold zero more easily, and hide the doubt."""
MOST: Final = 1e7
"""Degrees of freedom with which Student's t is a normal distribution."""


def last_look(tables: Mapping[str, pd.DataFrame], horizon: int) -> Look | None:
    """The last row of the table ``looks``; None where it has none, so that the study is reported once.

    The degrees of freedom that tell how much wider its interval is are those behind the interval of the
    pooled effect at ``horizon`` in the table effects; without one it is taken for normal.
    """
    rows = tables.get("looks")
    if rows is None or rows.empty:
        return None
    last, level = rows.iloc[-1], float(rows["level"].iloc[-1])
    far, usual = stats.t.isf((level / 2.0, LEVEL / 2.0), _freedom(tables.get("effects"), horizon))
    return Look(
        number=int(last["look"]),
        first_month=str(rows["month"].iloc[0]),
        month=str(last["month"]),
        level=level,
        critical=float(last["critical"]),
        spent=float(last["spent"]),
        wider=float(far / usual),
    )


def at_look(tables: Mapping[str, pd.DataFrame], look: Look) -> dict[str, pd.DataFrame]:
    """``tables`` with the repeated intervals of the study's question; all else is as it was.

        b_k +- c_k se_k   for every look k covers the effect with a probability of 95 % or more,

    with c_k the boundary as a quantile of Student's t. It leaves zero out just where the p-value is below the
    level of the look. It takes the place of low and high in the rows of the table effects for all companies,
    of negativity and of mood, and in the lines in basis points of robustness and clock_curve: they ask the
    study's question another way, and are compared with its answer. Lines whose effect should be zero keep
    their own. The detectable effect of the others becomes that of the look, (c_k + 0.84) se_k. Null of each,
    and its p-value: as before.

    References
    ----------
    Jennison and Turnbull (1989), Journal of the Royal Statistical Society B 51.
    """
    out = dict(tables)
    if (effects := tables.get("effects")) is not None:
        of_all = effects["company"].isin([POOLED, MEAN_GROUP]) & effects["measure"].isin([AS_MEASURED, MOOD])
        out["effects"] = _widened(effects, "bp_per_sd", look, of_all)
    if (lines := tables.get("robustness")) is not None:
        asks_again = (lines["unit"] == "bp") & ~lines["check"].isin(OTHER_QUESTIONS)
        out["robustness"] = _widened(lines, "value", look, asks_again)
    if (curve := tables.get("clock_curve")) is not None:
        out["clock_curve"] = _widened(curve, "bp_per_sd", look, pd.Series(True, index=curve.index))
    return out


def _widened(rows: pd.DataFrame, value: str, look: Look, which: pd.Series) -> pd.DataFrame:
    """A copy of ``rows`` in which low and high of ``which`` lie ``look.wider`` times as far off ``value``."""
    out, centre = rows.copy(), rows[value].astype(float)
    for name in {"low", "high"} & {*rows}:
        far = centre + look.wider * (rows[name].astype(float) - centre)
        out[name] = far.where(which, rows[name])
    for name in {"mde_bp", "mde"} & {*rows}:
        larger = rows[name].astype(float) * (look.critical + DETECTABLE - NORMAL_CRITICAL) / DETECTABLE
        out[name] = larger.where(which, rows[name])
    return out


def _freedom(effects: pd.DataFrame | None, horizon: int) -> float:
    """The degrees of freedom whose 95 % interval the lead has; infinite where it has none."""
    if effects is None:
        return math.inf
    here = (effects["company"] == POOLED) & (effects["measure"] == AS_MEASURED)
    rows = effects[here & (effects["horizon"] == horizon) & (effects["se"] > 0)]
    if rows.empty:
        return math.inf
    reach = float((rows["high"].iloc[0] - rows["low"].iloc[0]) / (2.0 * rows["se"].iloc[0]))
    if not t_critical(MOST) < reach < t_critical(1.0):
        return 1.0 if reach >= t_critical(1.0) else math.inf
    log = optimize.brentq(lambda x: t_critical(math.exp(x)) - reach, 0.0, math.log(MOST), xtol=1e-13)
    return math.exp(log)
