"""Daily chatter of scored posts that stand in a frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data import daily
from naysay.data.limits import limited
from naysay.data.said import said_hashes
from naysay.data.scored import SCALE, UNSCORED, ScoredPosts
from naysay.data.sessions import Sessions
from naysay.study.errors import InputError
from naysay.study.section_keys import section_of
from naysay.study.spec import Chatter

COLUMNS: Final = ("company", "posted_at", "score")


def daily_chatter(
    posts: pd.DataFrame, sessions: Sessions | Mapping[str, Sessions], **chatter: Any
) -> pd.DataFrame:
    """What was said of each company between two closes, and how unusual that was for it.

    Parameters
    ----------
    posts
        A row a post and company: company, posted_at (instants with a time zone), score (-1 to 1, NaN where
        the post could not be scored), and optionally author and text. A post of several companies has a row
        for each. No text is kept.
    sessions
        The sessions of the exchange, of all companies or by company, as ``trading_sessions`` gives them.
        Their cut-off counts: a post belongs to the first session whose close, less the cut-off, is later.
    **chatter
        Keys of ``[chatter]`` but for cutoff and weight: measure, negative_below, min_posts, same_text,
        author_posts, bot_posts, history, min_history.

    Returns
    -------
    pandas.DataFrame
        A row a company and session with posts, index (company, session): n_posts, n_negative,
        negative_share, mean_score, negativity (the measure in standard deviations of the company's own past,
        NaN until ``min_history`` sessions are known), n_positive, n_authors, negative_authors, bullishness,
        agreement, disagreement. Measure mood needs returns: see ``mood``.

    Raises
    ------
    InputError
        Columns that are missing, instants without a time zone, scores beyond -1 and 1, a company without
        sessions, a key that a study file would refuse.

    References
    ----------
    Antweiler and Frank (2004), Journal of Finance 59 (bullishness and agreement).
    """
    unfit = [key for key in ("cutoff", "weight") if key in chatter]
    if unfit:
        raise InputError(
            unfit[0],
            got=chatter[unfit[0]],
            allowed="cutoff with trading_sessions; weight in a study alone",
            mend="Leave it out here.",
        )
    options = section_of(Chatter, chatter)
    if options.measure == "mood":
        raise InputError(
            "measure",
            got="mood",
            allowed="a measure of posts alone",
            mend="Make naysay.data.mood of n_posts, n_negative and returns.",
        )
    companies, posted_at, score = _checked_posts(posts)
    own = _by_company(sessions, list(dict.fromkeys(companies.tolist())))
    scored = ScoredPosts.placed(
        own,
        company=companies,
        posted_at=posted_at,
        score=score,
        author=_numbered(posts["author"]) if "author" in posts else np.zeros(len(posts), dtype=np.int64),
        said=_said(posts, needed=options.same_text == "once"),
        forum=np.full(len(posts), "", dtype=object),
    )
    within, _ = limited(scored, options)
    return daily.daily_chatter(within, own, options)


def _checked_posts(
    posts: pd.DataFrame,
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.int64], npt.NDArray[np.int16]]:
    missing = [name for name in COLUMNS if name not in getattr(posts, "columns", ())]
    if missing:
        raise InputError(
            "posts",
            got=f"no column {' and no column '.join(missing)}",
            allowed="a DataFrame with the columns company, posted_at and score",
            mend="Rename its columns; make scores by scorer(...).score(texts).",
        )
    if not isinstance(posts["posted_at"].dtype, pd.DatetimeTZDtype):
        raise InputError(
            "posts.posted_at",
            got=str(posts["posted_at"].dtype),
            allowed="instants with a time zone",
            mend="Use pandas.to_datetime(..., utc=True), or dt.tz_localize with the forum's own zone.",
        )
    if posts["posted_at"].isna().any() or posts["company"].isna().any():
        raise InputError(
            "posts", got="a missing company or instant", allowed="both in each row", mend="Drop such rows."
        )
    score = posts["score"].to_numpy(dtype=float, na_value=np.nan)
    if (np.abs(score) > 1).any():
        worst = score[np.nanargmax(np.abs(score))]
        raise InputError(
            "posts.score", got=worst, allowed="-1 to 1, NaN without a score", mend="Rescale the scores."
        )
    instants = posts["posted_at"].dt.tz_convert("UTC").dt.tz_localize(None).astype("datetime64[ns]")
    whole = np.where(np.isnan(score), UNSCORED, np.rint(np.nan_to_num(score) * SCALE)).astype(np.int16)
    names = posts["company"].astype(str).to_numpy(dtype=object)
    return names, instants.to_numpy().astype(np.int64), whole


def _by_company(sessions: Sessions | Mapping[str, Sessions], companies: list[str]) -> Mapping[str, Sessions]:
    if isinstance(sessions, Sessions):
        return dict.fromkeys(companies, sessions)
    without = [company for company in companies if company not in sessions]
    if without:
        raise InputError(
            "sessions",
            got=f"none of {', '.join(without[:5])}",
            allowed="those of each company of posts",
            mend="Add its exchange, or pass one Sessions for all.",
        )
    return sessions


def _numbered(values: pd.Series) -> npt.NDArray[np.int64]:
    """A number from 1 up for each different value; 0 where it is missing or empty."""
    code, _ = pd.factorize(values.where(values != ""))
    return code.astype(np.int64) + 1


def _said(posts: pd.DataFrame, *, needed: bool) -> npt.NDArray[np.int64]:
    if not needed:
        return np.zeros(len(posts), dtype=np.int64)
    if "text" not in posts:
        raise InputError(
            "posts",
            got="no column text",
            allowed='a column text with same_text = "once"',
            mend='Add it, or use same_text="keep".',
        )
    return said_hashes(posts["text"].fillna("").astype(str).tolist())
