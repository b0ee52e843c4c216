"""The looks of a series of monthly reports: one at the end of each month, with its boundary."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import pandas as pd
from scipy import stats

from naysay.analysis.monitoring.boundary import boundaries
from naysay.analysis.monitoring.spending import spent
from naysay.study.frames import LOOKS

LEAST: Final = 60
"""Sessions with an observation, about three months, before a month's end counts as a look."""


def looks(
    daily: pd.DataFrame, *, horizon: int, returns: str = "abnormal_ret", first: dt.date | None = None
) -> pd.DataFrame:
    """The table ``looks``: one row for each month at whose end a report could be made.

    Whether somebody made these reports is not asked: a series of all of them raises a false alarm in at most
    5 % of cases, so any of them left out raises no more, and equal data have equal boundaries.

    An observation is a session with a measured negativity whose ``horizon`` next returns are known; it is
    counted on the session of the last of them. With T_k sessions that have one and N_k observations by the
    end of month k, the information of look k is

        I_k = I_{k-1} max(T_k / T_{k-1}, N_k / N_{k-1}),      I_1 = 1

    whichever grew more: looks that are taken for less alike than they are get a stricter boundary. Both are
    counts, which do not depend on what the returns were. See ``boundaries`` and ``spent`` for the rest.

    Parameters
    ----------
    daily
        Index (company, session), sessions rising within a company; columns negativity and ``returns``, NaN
        where missing.
    horizon
        Sessions of the return that the verdict rests on.
    first
        A day in the month of the first report. Earlier months count as no looks. None takes the first month
        by whose end ``LEAST`` sessions have an observation, which is the earliest in any case.

    Returns
    -------
    No rows without an observation; one row where the data end before the first look: then they are all of it.
    """
    ended = _observed(daily, horizon, returns)
    if ended.empty:
        return LOOKS.empty()
    by_month = ended.groupby(ended.dt.year * 12 + ended.dt.month - 1)
    table = pd.DataFrame({
        "last_session": by_month.max(),
        "sessions": by_month.nunique().cumsum(),
        "observations": by_month.size().cumsum(),
    })  # fmt: skip
    enough = table["sessions"] >= LEAST
    if first is not None:
        enough &= table.index >= first.year * 12 + first.month - 1
    begin = int(enough.to_numpy().argmax()) if enough.any() else len(table) - 1
    table = table.iloc[begin:]
    growth = table[["sessions", "observations"]].pct_change().max(axis=1).fillna(0.0) + 1.0
    information = growth.cumprod().to_numpy(dtype=np.float64)
    share = spent(information)
    critical = boundaries(information, share)
    return LOOKS.ordered(
        table.assign(
            look=np.arange(1, len(table) + 1),
            month=[f"{month // 12:04d}-{month % 12 + 1:02d}" for month in table.index],
            information=information,
            spent=share,
            critical=critical,
            level=2.0 * stats.norm.sf(critical),
        ).reset_index(drop=True)
    )


def _observed(daily: pd.DataFrame, horizon: int, returns: str) -> pd.Series:
    """The session on which each observation ends."""
    by_company = daily.index.get_level_values("company")
    known = daily[returns].notna().astype(int).groupby(by_company).cumsum()
    before = known.groupby(by_company).shift(horizon)
    measured = daily["negativity"].groupby(by_company).shift(horizon).notna()
    whole = measured & (known - before == horizon)
    return pd.Series(daily.index.get_level_values("session")[whole.to_numpy()])
