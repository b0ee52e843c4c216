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
FURTHER = ("n_positive", "n_authors", "negative_authors", "bullishness", "agreement", "disagreement")
LOWER_IS_WORSE = ("mean_score", "bullishness")


def daily_chatter(posts: ScoredPosts, sessions: Mapping[str, Sessions], chatter: Chatter) -> pd.DataFrame:
    """One row a company and session with posts: ``COLUMNS``, then ``FURTHER``.

    Index (company, session), companies in the order of ``sessions``. ``posts`` say to which of these sessions
    each belongs. Posts without a score or a session count nowhere. ``n_negative`` are the posts that score
    ``negative_below`` or less. A session with fewer than ``min_posts`` keeps its counts; its share, score and
    negativity are missing, not zero.

    ``n_positive`` are the posts that score -``negative_below`` or more, ``n_authors`` and
    ``negative_authors`` distinct known authors, of all and of the negative posts. With p and n the positive
    and negative posts (Antweiler and Frank 2004)

        bullishness = ln((1 + p) / (1 + n)),   agreement = 1 - sqrt(1 - ((p - n) / (p + n))^2),

    agreement missing without either; ``disagreement`` is the standard deviation (n) of the scores.

    ``negativity`` is the measure x of the study, signed so that more is more negative, standardised on the
    company's own past:

        negativity_t = (x_t - mean(x_s)) / sd(x_s),   s = the last ``history`` measured sessions before t

    with the sample standard deviation. It is missing while fewer than ``min_history`` sessions have been
    measured and where the past does not vary.
    """
    frames = {company: _counted(posts, company, of, chatter) for company, of in sessions.items()}
    counted = pd.concat(frames, names=["company"]).assign(negativity=np.nan)
    return measured(counted, chatter)[[*COLUMNS, *FURTHER]]


def measured(daily: pd.DataFrame, chatter: Chatter) -> pd.DataFrame:
    """``daily`` with the negativity of another measure of ``chatter``; nothing is counted again.

    What ``daily_chatter`` counted holds for every measure, as long as the rest of ``chatter`` is the same.
    """
    negativity = np.full(len(daily), np.nan)
    enough = (daily["n_posts"] >= chatter.min_posts).to_numpy()
    values = _measured(daily, chatter.measure)
    company = daily.index.get_level_values("company")
    for name in company.unique():
        own = np.flatnonzero((company == name) & enough)
        negativity[own] = standardised_on_past(
            values[own], history=chatter.history, min_history=chatter.min_history
        )
    return daily.assign(negativity=negativity)


def standardised_on_past(
    values: npt.NDArray[np.float64], *, history: int, min_history: int
) -> npt.NDArray[np.float64]:
    """Each value less the mean of the ``history`` before it, over their standard deviation (n - 1).

    NaN with fewer than ``min_history`` values before, and where those do not vary beyond rounding.
    """
    out = np.full(len(values), np.nan)
    for t in range(min_history, min(history, len(values))):
        out[t : t + 1] = _standardised(values[t : t + 1], values[None, :t])
    if len(values) > history >= min_history:
        past = np.lib.stride_tricks.sliding_window_view(values[:-1], history)
        out[history:] = _standardised(values[history:], past)
    return out


def abnormal_attention(
    n_posts: npt.NDArray[np.int64], *, history: int, min_history: int
) -> npt.NDArray[np.float64]:
    """How unusual the number of posts of each session is: log(1 + posts), standardised on the company's past.

    ``n_posts`` (T,) are those of one company's own sessions, 0 where nobody wrote. Before the first session
    with a post nothing is known of attention, and it is missing; it then needs ``min_history`` sessions.
    A session without posts counts: silence is little attention. As many posts as on each session of the past
    are 0: nothing unusual.
    """
    out = np.full(len(n_posts), np.nan)
    talked = np.flatnonzero(n_posts)
    if len(talked):
        log_posts = np.log1p(n_posts[talked[0] :].astype(float))
        out[talked[0] :] = standardised_on_past(log_posts, history=history, min_history=min_history)
        past = pd.Series(log_posts).shift(1).rolling(history, min_periods=min_history)
        out[talked[0] :][(past.min() == log_posts) & (past.max() == log_posts)] = 0.0
    return out


def _standardised(values: npt.NDArray[np.float64], past: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """``values`` (n,) less the mean of ``past`` (n, m), over its standard deviation."""
    sd = past.std(axis=1, ddof=1)
    varies = sd > 1e-12 * (1.0 + np.abs(past).max(axis=1))
    return np.where(varies, (values - past.mean(axis=1)) / np.where(varies, sd, 1.0), np.nan)


def _counted(posts: ScoredPosts, company: str, sessions: Sessions, chatter: Chatter) -> pd.DataFrame:
    mine = (posts.company == company) & (posts.score != UNSCORED)
    mine &= posts.session >= 0
    place, scores, authors = posts.session[mine], posts.score[mine].astype(np.int64), posts.author[mine]
    n = len(sessions.index)
    edge = round(chatter.negative_below * SCALE)
    total, squares = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    np.add.at(total, place, scores)
    np.add.at(squares, place, scores**2)
    counted = pd.DataFrame(
        {
            "n_posts": np.bincount(place, minlength=n),
            "n_negative": np.bincount(place[scores <= edge], minlength=n),
            "n_positive": np.bincount(place[scores >= max(-edge, 1)], minlength=n),
            "n_authors": _distinct(authors, place, n),
            "negative_authors": _distinct(authors[scores <= edge], place[scores <= edge], n),
            "total": total,
            "squares": squares,
        },
        index=pd.DatetimeIndex(sessions.index, name="session"),
    )
    talked = counted[counted["n_posts"] > 0]
    enough = talked["n_posts"].where(talked["n_posts"] >= chatter.min_posts)
    decided = (talked["n_positive"] + talked["n_negative"]).where(enough.notna()).replace(0, np.nan)
    balance = (talked["n_positive"] - talked["n_negative"]) / decided
    mean = talked["total"] / enough
    return talked.assign(
        negative_share=talked["n_negative"] / enough,
        mean_score=talked["total"] / (SCALE * enough),
        bullishness=np.log1p(talked["n_positive"]).where(enough.notna()) - np.log1p(talked["n_negative"]),
        agreement=1.0 - np.sqrt(1.0 - balance**2),
        disagreement=np.sqrt(np.maximum(talked["squares"] / enough - mean**2, 0.0)) / SCALE,
    )


def _distinct(authors: npt.NDArray[np.int64], place: npt.NDArray[np.int64], n: int) -> npt.NDArray[np.int64]:
    """Distinct known authors by session."""
    pairs = np.unique(np.column_stack([place, authors])[authors != 0], axis=0)
    return np.bincount(pairs[:, 0], minlength=n)


def _measured(frame: pd.DataFrame, measure: str) -> npt.NDArray[np.float64]:
    sign = -1.0 if measure in LOWER_IS_WORSE else 1.0
    return sign * frame[measure].to_numpy(dtype=np.float64)
