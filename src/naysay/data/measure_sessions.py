"""Daily measures on sessions: when a day is known, which session it is of, and what days make together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.daily import session_index, standardised_on_past
from naysay.data.sessions import Sessions
from naysay.study.spec import Chatter

Ints = npt.NDArray[np.int64]

COLUMNS: Final = ("n_posts", "n_negative", "negative_share", "mean_score", "negativity", "measure")


def known_from(days: npt.NDArray[np.datetime64], timezone: str) -> Ints:
    """When each day is over in ``timezone``, UTC nanoseconds: its next midnight.

    A midnight that clocks skip is the instant of the change, and of two midnights the later counts.
    """
    after = pd.DatetimeIndex((days + np.timedelta64(1, "D")).astype("datetime64[ns]"))
    standard = np.zeros(len(after), dtype=bool)
    local = after.tz_localize(timezone, nonexistent="shift_forward", ambiguous=standard)
    return np.asarray(local.tz_convert("UTC").tz_localize(None).astype("datetime64[ns]").astype(np.int64))


def place_rows(rows: pd.DataFrame, own: npt.NDArray[np.bool_], exchange: Sessions, chatter: Chatter) -> None:
    """Write into ``session`` the place of the session that each of the rows ``own`` belongs to.

    Where there is none, ``cause`` is outside_period, or ``fault`` no_session.
    """
    at = np.flatnonzero(own & (rows["fault"] == "").to_numpy())
    days = rows["day"].to_numpy()[at].astype("datetime64[D]")
    if chatter.dates == "day":
        each, inverse = np.unique(days, return_inverse=True)
        session = exchange.assign(known_from(each, chatter.timezone))[inverse]
        outside = session < 0
    else:
        index = exchange.index.to_numpy().astype("datetime64[D]")
        session = exchange.index.get_indexer(pd.DatetimeIndex(days.astype("datetime64[ns]")))
        outside = (days < index[0]) | (days > index[-1])
    rows.loc[at[(session < 0) & ~outside], "fault"] = "no_session"
    rows.loc[at[outside], "cause"] = "outside_period"
    rows.loc[at, "session"] = session


def on_sessions(used: pd.DataFrame, sessions: Mapping[str, Sessions], chatter: Chatter) -> pd.DataFrame:
    """The measure of each company and session, and how unusual it is for the company: ``COLUMNS``.

    Index (company, session). Rows of ``used`` have company, session (its place), day, measure (NaN where only
    the number of posts is known) and n_posts (NaN where it is not). All counts but a known n_posts are
    missing.
    """
    companies = list(sessions)
    frame = pd.DataFrame(
        {
            "code": used["company"].map({name: code for code, name in enumerate(companies)}),
            "session": used["session"],
            "x": used["measure"],
            "n": used["n_posts"],
            "measured": used["measure"].notna(),
            "day": used["day"],
        }
    )
    # A day may come twice without a measure, or once with one and once without: it has one number of posts.
    frame = frame.sort_values(["code", "session", "day", "measured"], kind="stable")
    frame = frame.drop_duplicates(["code", "day"], keep="last")
    grouped = frame.groupby(["code", "session"], sort=True)
    x, n = grouped["x"], grouped["n"]
    days, counted = x.count(), n.count() == grouped.size()
    n_posts = n.sum().where(counted)
    weight = frame["n"].where(frame["measured"])
    keys = [frame["code"], frame["session"]]
    total = weight.groupby(keys).sum()
    weighted = (frame["x"] * weight).groupby(keys).sum() / total.where(total > 0)
    is_weighted = (weight.groupby(keys).count() == days) & (total > 0)
    measure = x.first().where(days <= 1, weighted.where(is_weighted, x.mean()))
    measure = measure.where(~(n_posts < chatter.min_posts))
    code, place = (
        np.asarray(level, dtype=np.int64)
        for level in (measure.index.get_level_values(0), measure.index.get_level_values(1))
    )
    values = measure.to_numpy(dtype=np.float64)
    known = np.flatnonzero(~np.isnan(values))
    negativity = np.full(len(values), np.nan)
    negativity[known] = standardised_on_past(
        (-1.0 if chatter.higher == "positive" else 1.0) * values[known],
        company=code[known],
        history=chatter.history,
        min_history=chatter.min_history,
    )
    index = session_index(code, place, sessions)
    unknown = np.full(len(values), np.nan)
    return pd.DataFrame(
        {
            "n_posts": n_posts.to_numpy(dtype=np.float64),
            "n_negative": unknown,
            "negative_share": unknown,
            "mean_score": unknown,
            "negativity": negativity,
            "measure": values,
        },
        index=index,
    )
