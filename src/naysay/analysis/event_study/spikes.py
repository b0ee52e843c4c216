"""Finds events in chatter: sessions on which a company is talked about far more negatively than before."""

from __future__ import annotations

from typing import get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.analysis.event_study.placement import event_ids
from naysay.analysis.event_study.triggers import Trigger, surging, triggered
from naysay.study.errors import InputError
from naysay.study.wide_frames import wide_alike

NAMES = {trigger: f"negativity_{trigger}" for trigger in get_args(Trigger)} | {"absolute": "negativity"}
"""What the column ``trigger`` says."""
COLUMNS = ("event_id", "company", "session", "trigger", "negativity", "n_posts")


def find_spikes(
    negativity: pd.DataFrame | pd.Series,
    n_posts: pd.DataFrame | pd.Series,
    *,
    trigger: Trigger = "absolute",
    threshold: float = 2.0,
    min_posts: int = 5,
    surge: float | None = None,
    min_gap: int = 10,
    history: int = 120,
    min_history: int = 20,
) -> pd.DataFrame:
    """Sessions that are ``triggered`` and have ``min_posts`` or more where that is known, the first of each
    cluster.

    Both are session x company with the same labels, or Series by company and session. ``negativity`` is
    standardised on the past, in standard deviations, so a spike is known on its own session; the meaning of
    ``threshold`` depends on ``trigger``: absolute, robust_z or quantile. With ``surge`` the posts must also
    be that many times as many as usual (``surging``). ``history`` and ``min_history`` bound the past of
    robust_z, quantile and surge. Within a company a further spike counts only from ``min_gap`` sessions after
    the last one kept;
    those in between are left out and do not lengthen the wait. A missing negativity is no spike. Where
    ``n_posts`` is missing the number of posts is not known, and ``min_posts`` is not asked for.

    Returns event_id, company, session, trigger, negativity, n_posts, ordered by session and then by company
    as the columns stand. ``event_id`` is the company with the session, such as ``ACME-2024-03-01``.

    Raises
    ------
    InputError
        Labels that differ or stand twice, sessions out of order, a threshold the trigger cannot use, a gap
        below 1.
    """
    frames = wide_alike(negativity=negativity, n_posts=n_posts)
    negativity, n_posts = frames["negativity"], frames["n_posts"]
    _check(negativity, n_posts, min_gap)
    values, posts = negativity.to_numpy(dtype=float), n_posts.to_numpy(dtype=float)
    high = triggered(negativity, trigger, threshold, history=history, min_history=min_history)
    spikes = high.to_numpy(dtype=bool) & ((posts >= min_posts) | np.isnan(posts))
    if surge is not None:
        spikes &= surging(n_posts, surge, history=history, min_history=min_history).to_numpy(dtype=bool)
    column, row = np.nonzero(spikes.T)
    kept = _first_of_clusters(column, row, min_gap)
    column, row = column[kept], row[kept]
    order = np.lexsort((column, row))
    column, row = column[order], row[order]
    company = pd.Series(negativity.columns[column], name="company")
    session = pd.DatetimeIndex(negativity.index[row])
    return pd.DataFrame(
        {
            "event_id": pd.Series(event_ids(company, session), dtype=str),
            "company": company,
            "session": session,
            "trigger": pd.Series([NAMES[trigger]] * len(row), dtype=str),
            "negativity": values[row, column],
            "n_posts": _whole(posts[row, column]),
        },
        columns=list(COLUMNS),
    )


def _whole(posts: npt.NDArray[np.float64]) -> npt.NDArray[np.int64] | npt.NDArray[np.float64]:
    """Counts as whole numbers, unless one is missing."""
    return posts if np.isnan(posts).any() else posts.astype(np.int64)


def _first_of_clusters(
    column: npt.NDArray[np.intp], row: npt.NDArray[np.intp], min_gap: int
) -> npt.NDArray[np.bool_]:
    """Which hits to keep, sorted by company and session. A loop, since each depends on the last one kept."""
    kept = np.zeros(len(row), dtype=bool)
    company, last = -1, 0
    for i, (at, session) in enumerate(zip(column.tolist(), row.tolist(), strict=True)):
        if at != company or session - last >= min_gap:
            kept[i], company, last = True, at, session
    return kept


def _check(negativity: pd.DataFrame, n_posts: pd.DataFrame, min_gap: int) -> None:
    if not (negativity.index.equals(n_posts.index) and negativity.columns.equals(n_posts.columns)):
        raise InputError(
            "n_posts",
            got=f"labels that differ from negativity, shape {n_posts.shape} beside {negativity.shape}",
            allowed="the sessions and companies of negativity",
            mend="Pivot both from the same daily table.",
        )
    index = negativity.index
    in_order = index.is_monotonic_increasing and index.is_unique and negativity.columns.is_unique
    if not in_order or not (isinstance(index, pd.DatetimeIndex) or index.inferred_type in ("date", "empty")):
        raise InputError(
            "negativity",
            got="sessions or companies that are repeated, out of order or no dates",
            allowed="increasing, unique trading dates and unique companies",
            mend="Sort by session and drop repeated rows.",
        )
    if min_gap < 1:
        raise InputError("min_gap", got=min_gap, allowed="1 session or more", mend="Ten is usual.")
