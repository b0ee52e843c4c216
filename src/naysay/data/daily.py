"""Daily chatter: what was said of each company between two closes, and how unusual that was for it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.scored import SCALE, UNSCORED, ScoredPosts
from naysay.data.sessions import Sessions
from naysay.study.spec import Chatter

COLUMNS = ("n_posts", "n_negative", "negative_share", "mean_score", "negativity")


def daily_chatter(posts: ScoredPosts, sessions: Mapping[str, Sessions], chatter: Chatter) -> pd.DataFrame:
    """One row a company and session with posts: n_posts, n_negative, negative_share, mean_score, negativity.

    Index (company, session), companies in the order of ``sessions``. A post belongs to the first session
    that closes after it, less the study's cut-off. Posts without a score count nowhere. ``n_negative`` are
    the posts that score ``negative_below`` or less. A session with fewer than ``min_posts`` keeps its counts;
    its share, score and negativity are missing, not zero.

    ``negativity`` is the measure x of the study, signed so that more is more negative, standardised on the
    company's own past:

        negativity_t = (x_t - mean(x_s)) / sd(x_s),   s = the last ``history`` measured sessions before t

    with the sample standard deviation. It is missing while fewer than ``min_history`` sessions have been
    measured and where the past does not vary.
    """
    frames = {company: _counted(posts, company, of, chatter) for company, of in sessions.items()}
    for frame in frames.values():
        frame["negativity"] = np.nan
        measured = frame["n_posts"] >= chatter.min_posts
        frame.loc[measured, "negativity"] = standardised_on_past(
            _measured(frame[measured], chatter.measure),
            history=chatter.history,
            min_history=chatter.min_history,
        )
    return pd.concat(frames, names=["company"])[list(COLUMNS)]


def standardised_on_past(
    values: npt.NDArray[np.float64], *, history: int, min_history: int
) -> npt.NDArray[np.float64]:
    """Each value less the mean of the ``history`` before it, over their standard deviation (n - 1).

    NaN with fewer than ``min_history`` values before, and where those do not vary beyond rounding.
    """
    out = np.full(len(values), np.nan)
    for t in range(min_history, len(values)):
        past = values[max(0, t - history) : t]
        sd = past.std(ddof=1)
        if sd > 1e-12 * (1.0 + abs(past).max()):
            out[t] = (values[t] - past.mean()) / sd
    return out


def _counted(posts: ScoredPosts, company: str, sessions: Sessions, chatter: Chatter) -> pd.DataFrame:
    mine = (posts.company == company) & (posts.score != UNSCORED)
    place = sessions.assign(posts.posted_at[mine], cutoff_minutes=chatter.cutoff)
    scores = posts.score[mine][place >= 0].astype(np.int64)
    place = place[place >= 0]
    n = len(sessions.index)
    n_posts = np.bincount(place, minlength=n)
    negative = np.bincount(place[scores <= round(chatter.negative_below * SCALE)], minlength=n)
    total = np.zeros(n, dtype=np.int64)
    np.add.at(total, place, scores)
    counted = pd.DataFrame(
        {"n_posts": n_posts, "n_negative": negative, "total": total},
        index=pd.DatetimeIndex(sessions.index, name="session"),
    )
    talked = counted[counted["n_posts"] > 0]
    enough = talked["n_posts"].where(talked["n_posts"] >= chatter.min_posts)
    return talked.assign(
        negative_share=talked["n_negative"] / enough,
        mean_score=talked["total"] / (SCALE * enough),
    )


def _measured(frame: pd.DataFrame, measure: str) -> npt.NDArray[np.float64]:
    sign = -1.0 if measure == "mean_score" else 1.0
    return sign * frame[measure].to_numpy(dtype=np.float64)
