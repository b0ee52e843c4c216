"""Finds storms: sessions on which a company draws far more negative posts than its own past suggests."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.analysis.event_study.negative_binomial import Floats
from naysay.analysis.event_study.placement import event_ids
from naysay.analysis.event_study.surprise import checked_counts, surprise
from naysay.analysis.event_study.triggers import surging
from naysay.study.errors import InputError
from naysay.study.wide_frames import wide_alike

TRIGGER: Final = "surprise"
"""What the column ``trigger`` says, and the name of this trigger in a study."""
COLUMNS: Final = (
    "event_id", "company", "session", "trigger", "n_posts", "surprise", "expected", "n_negative",
    "negative_authors", "last_session", "duration", "peak_session", "peak_surprise", "peak_expected",
    "peak_negative", "peak_authors", "rank",
)  # fmt: skip


def find_storms(
    n_negative: pd.DataFrame | pd.Series,
    n_posts: pd.DataFrame | pd.Series,
    negative_authors: pd.DataFrame | pd.Series | None = None,
    *,
    threshold: float = 2.0,
    min_posts: int = 3,
    min_authors: int = 3,
    min_gap: int = 10,
    surge: float | None = None,
    half_life: float = 30.0,
    min_history: int = 40,
) -> pd.DataFrame:
    """Storms of negative posts, each from its first session to its last.

    All are session x company with the same labels, or Series by company and session; NaN in ``n_negative`` is
    a session on which the company's exchange was closed, and is skipped. A session is stormy when

        surprise >= threshold,  n_negative >= min_posts,  and negative_authors >= min_authors where known

    with the ``surprise`` of the number of negative posts, -log10 of its chance: without storms a company has
    a stormy session at most about once in 10^threshold sessions. ``negative_authors`` are the known authors
    of negative posts; where they are 0 or missing, authors are not known and their rule is skipped. With
    ``surge`` the posts must also be that many times as many as usual (``surging``). A storm begins on a
    stormy session; a further one fewer than ``min_gap`` of the company's sessions after the last belongs to
    the same storm. The first ``min_history`` sessions of a company are too few to judge by: no storm is
    found there.

    Returns a row a storm, ordered by first session and then by company as the columns stand: ``COLUMNS``.
    ``session`` is the first session, day zero, and ``n_posts``, ``surprise``, ``expected``, ``n_negative``
    and ``negative_authors`` (NaN where not known) are its own. ``last_session`` and ``duration``, in
    sessions, are known only when the storm is over. The columns ``peak_`` are those of its most surprising
    session, and ``rank`` orders the storms of all companies by it, 1 the largest.

    Raises
    ------
    InputError
        Labels that differ, more negative posts than posts, counts that are no counts, a bound that cannot be
        used.
    """
    frames = wide_alike(n_negative=n_negative, n_posts=n_posts, negative_authors=negative_authors)
    n_negative, n_posts = frames["n_negative"], frames["n_posts"]
    negative, posts, authors = _checked(n_negative, n_posts, frames.get("negative_authors"))
    _check_bounds(threshold, min_posts, min_authors, min_gap)
    judged = surprise(n_negative, half_life=half_life, min_history=min_history)
    surprises = judged.surprise.to_numpy()
    stormy = (
        (surprises >= threshold) & (negative >= min_posts) & (np.isnan(authors) | (authors >= min_authors))
    )
    if surge is not None:
        stormy &= surging(n_posts, surge, history=120, min_history=20).to_numpy(dtype=bool)
    columns = {
        "n_posts": posts,
        "surprise": surprises,
        "expected": judged.expected.to_numpy(),
        "n_negative": negative,
        "negative_authors": authors,
    }
    own = np.cumsum(~np.isnan(negative), axis=0)
    return _storms(stormy, own, columns, n_negative, min_gap)


def _storms(
    stormy: npt.NDArray[np.bool_],
    own: npt.NDArray[np.intp],
    columns: dict[str, Floats],
    labels: pd.DataFrame,
    min_gap: int,
) -> pd.DataFrame:
    """Stormy sessions (T, C) put together; ``own`` numbers the open sessions of each company."""
    column, row = np.nonzero(stormy.T)
    place = own[row, column]
    begins = np.ones(len(row), dtype=bool)
    begins[1:] = (np.diff(column) != 0) | (np.diff(place) >= min_gap)
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(row))[: len(first)] - 1
    storm = np.cumsum(begins) - 1
    size = columns["surprise"][row, column]
    # By storm, then by size from the largest: the first row of each storm is its peak.
    peak = np.lexsort((row, -size, storm))[first]
    order = np.lexsort((column[first], row[first]))
    first, last, peak = first[order], last[order], peak[order]

    def of(name: str, at: npt.NDArray[np.intp]) -> Floats:
        return columns[name][row[at], column[at]]

    company = pd.Series(labels.columns[column[first]], name="company")
    sessions = pd.DatetimeIndex(labels.index)
    session = sessions[row[first]]
    storm_columns = {
        "event_id": pd.Series(event_ids(company, session), dtype=str),
        "company": company,
        "session": session,
        "trigger": pd.Series([TRIGGER] * len(first), dtype=str),
        "n_posts": of("n_posts", first).astype(np.int64),
        "surprise": of("surprise", first),
        "expected": of("expected", first),
        "n_negative": of("n_negative", first).astype(np.int64),
        "negative_authors": of("negative_authors", first),
        "last_session": sessions[row[last]],
        "duration": place[last] - place[first] + 1,
        "peak_session": sessions[row[peak]],
        "peak_surprise": of("surprise", peak),
        "peak_expected": of("expected", peak),
        "peak_negative": of("n_negative", peak).astype(np.int64),
        "peak_authors": of("negative_authors", peak),
    }
    largest = np.lexsort((-storm_columns["peak_negative"], -storm_columns["peak_surprise"]))
    rank = np.empty(len(first), dtype=np.int64)
    rank[largest] = np.arange(1, len(first) + 1)
    return pd.DataFrame({**storm_columns, "rank": rank}, columns=list(COLUMNS))


def _checked(
    n_negative: pd.DataFrame, n_posts: pd.DataFrame, negative_authors: pd.DataFrame | None
) -> tuple[Floats, Floats, Floats]:
    """Counts (T, C) of negative posts, of posts, and of known authors, NaN where none is known."""
    negative, posts = checked_counts(n_negative, "n_negative"), checked_counts(n_posts, "n_posts")
    if negative_authors is None:
        authors = np.full_like(negative, np.nan)
    else:
        authors = checked_counts(negative_authors, "negative_authors")
    for name, frame in {"n_posts": n_posts, "negative_authors": negative_authors}.items():
        if frame is not None and not (
            frame.index.equals(n_negative.index) and frame.columns.equals(n_negative.columns)
        ):
            raise InputError(
                name,
                got=f"labels that differ from n_negative, shape {frame.shape} and {n_negative.shape}",
                allowed="the sessions and companies of n_negative",
                mend="Pivot all from the same daily table.",
            )
    fewer = ~np.isnan(negative) & ~(posts >= negative)
    if fewer.any():
        row, column = np.argwhere(fewer)[0]
        raise InputError(
            "n_posts",
            got=f"{posts[row, column]:g} with {negative[row, column]:g} negative posts for "
            f"{n_posts.columns[column]} on {n_posts.index[row]:%Y-%m-%d}",
            allowed="at least the number of negative posts",
            mend="Count both from the same posts.",
        )
    return negative, posts, np.where(authors > 0, authors, np.nan)


def _check_bounds(threshold: float, min_posts: int, min_authors: int, min_gap: int) -> None:
    if not (np.isfinite(threshold) and threshold > 0):
        raise InputError(
            "threshold", got=threshold, allowed="above 0", mend="Two is one session in a hundred by chance."
        )
    bounds = {"min_posts": min_posts, "min_authors": min_authors, "min_gap": min_gap}
    for name, value in bounds.items():
        if value < 1:
            raise InputError(name, got=value, allowed="1 or more", mend="Leave it out for the usual bound.")
