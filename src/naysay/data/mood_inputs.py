"""Counts and returns of companies side by side, each on the sessions of its own exchange."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.mood_filter import Bools, Floats, Shares
from naysay.study.errors import InputError
from naysay.study.wide_frames import wide_alike

LAGS: Final = 2
"""Returns that move the mood of a session: its own and that of the session before."""
PERCENT: Final = 100.0
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """m companies on L own sessions, time first; beyond a company's last session nothing was posted."""

    sessions: pd.DatetimeIndex
    companies: pd.Index
    place: Ints
    """(L, m) where the own sessions stand among those of all; as many as there are beyond the last."""
    posts: Floats
    negative: Floats
    voices: Floats
    """(L, m) authors where there are any, else posts."""
    returns: Floats
    """(L, k, m) in percent; 0 where missing."""
    end: int
    """The number of sessions that are known."""

    def before(self, session: int) -> Counts:
        """The same without posts and returns from the ``session`` of this number on."""
        length = int((self.place < session).sum(axis=0).max(initial=0))
        known = self.place[:length] < session
        return replace(
            self,
            place=self.place[:length],
            posts=np.where(known, self.posts[:length], 0.0),
            negative=np.where(known, self.negative[:length], 0.0),
            voices=np.where(known, self.voices[:length], 0.0),
            returns=np.where(known[:, None], self.returns[:length], 0.0),
            end=session,
        )

    @property
    def own(self) -> Bools:
        """(L, m) sessions of a company's own exchange that are known."""
        return np.asarray(self.place < self.end)

    @property
    def spoken(self) -> Ints:
        """(m,) sessions with posts."""
        return np.asarray((self.posts > 0).sum(axis=0))

    @property
    def chance(self) -> Floats:
        """(m,) the variance mu (1 - mu) of a single post; 0 where all or none are negative."""
        mu = self.negative.sum(axis=0) / np.maximum(self.posts.sum(axis=0), 1.0)
        return np.asarray(mu * (1.0 - mu))

    @property
    def least_scale(self) -> Floats:
        """(m,) the size of noise of posts that are all draws of their own, in terms of ``voices``."""
        return np.asarray(np.maximum(self.voices.sum(axis=0), 1.0) / np.maximum(self.posts.sum(axis=0), 1.0))

    def shares(self, usable: Bools, chance: Floats) -> Shares:
        """What the filter sees; of companies that are not ``usable`` (m,) nothing."""
        seen = (self.posts > 0) & usable
        return Shares(
            np.where(seen, self.negative / np.maximum(self.posts, 1.0), 0.0),
            np.where(seen, self.voices, 1.0),
            seen,
            self.returns,
            np.where(usable, chance, 0.25),  # any variance will do where nothing is seen
        )

    def months(self) -> Iterator[tuple[int, int]]:
        """The first session of each month, and the first after it."""
        month = self.sessions.to_period("M").to_numpy()
        begins = np.flatnonzero(np.concatenate([[True], month[1:] != month[:-1]]))
        yield from zip(begins.tolist(), [*begins[1:].tolist(), len(month)], strict=True)

    def frame(self, values: Floats) -> pd.DataFrame:
        """``values`` (S, m) of all sessions as a frame session x company."""
        return pd.DataFrame(values, self.sessions, self.companies)


def counted(
    n_posts: pd.DataFrame | pd.Series,
    n_negative: pd.DataFrame | pd.Series,
    n_authors: pd.DataFrame | pd.Series | None,
    returns: pd.DataFrame | pd.Series | None,
) -> Counts:
    """The series of ``mood``, checked."""
    frames = wide_alike(n_posts=n_posts, n_negative=n_negative, n_authors=n_authors, returns=returns)
    n_posts = frames["n_posts"]
    posts = _checked(n_posts, "n_posts", n_posts)
    negative = np.nan_to_num(_checked(frames["n_negative"], "n_negative", n_posts, most=posts, complete=True))
    is_open = np.isfinite(posts)
    place = np.sort(np.where(is_open, np.arange(len(posts))[:, None], len(posts)), axis=0)
    place = place[: int(is_open.sum(axis=0).max(initial=0))]
    voices = posts
    if n_authors is not None:
        authors = np.nan_to_num(_checked(frames["n_authors"], "n_authors", n_posts, most=posts))
        voices = np.where(authors > 0, authors, posts)

    def own(values: Floats) -> Floats:
        padded = np.concatenate([values, np.zeros((1, values.shape[1]))])
        return np.asarray(np.nan_to_num(np.take_along_axis(padded, place, axis=0)))

    moves = np.zeros((len(place), 0, posts.shape[1]))
    if returns is not None:
        moves = _moves(own(_numbers(frames["returns"], "returns", n_posts)))
    return Counts(
        sessions=pd.DatetimeIndex(n_posts.index),
        companies=n_posts.columns,
        place=place,
        posts=own(posts),
        negative=own(negative),
        voices=own(voices),
        returns=moves,
        end=len(posts),
    )


def _moves(returns: Floats) -> Floats:
    """(L, k, m) the returns (L, m) of t and of the sessions before it, in percent."""
    scaled = returns * PERCENT
    before = [np.concatenate([np.zeros_like(scaled[:k]), scaled[: len(scaled) - k]]) for k in range(LAGS)]
    return np.stack(before, axis=1)


def _checked(
    frame: pd.DataFrame, field: str, like: pd.DataFrame, most: Floats | None = None, complete: bool = False
) -> Floats:
    values = _numbers(frame, field, like)
    if complete and (np.isnan(values) & (like.to_numpy(dtype=np.float64) > 0)).any():
        raise InputError(
            field,
            got="a missing value on a session with posts",
            allowed="a number wherever n_posts is above 0",
            mend="Count the negative posts there; none is 0.",
        )
    if (values < 0).any():
        raise InputError(field, got=values[values < 0][0], allowed="0 or more", mend="Counts are not signed.")
    if most is not None and (values > most).any():
        at = np.argwhere(values > most)[0]
        raise InputError(
            field,
            got=f"{values[tuple(at)]:g} of {most[tuple(at)]:g} posts, {like.columns[at[1]]}",
            allowed="no more than n_posts",
            mend="Count both on the same posts.",
        )
    return values


def _numbers(frame: pd.DataFrame, field: str, like: pd.DataFrame) -> Floats:
    index = frame.index if isinstance(frame, pd.DataFrame) else None
    if index is None or not isinstance(index, pd.DatetimeIndex) or not index.is_monotonic_increasing:
        raise InputError(
            field,
            got=type(frame).__name__ if index is None else "an index that is not in order of time",
            allowed="a DataFrame of sessions in order by company",
            mend='Take it from the panel, such as panel["n_posts"].',
        )
    if not (index.is_unique and frame.columns.is_unique):
        raise InputError(field, got="a label twice", allowed="each once", mend="Drop the repeated ones.")
    if not (index.equals(like.index) and frame.columns.equals(like.columns)):
        raise InputError(
            field,
            got="other labels than n_posts",
            allowed="the same sessions and companies in the same order",
            mend="Reindex it: frame.reindex_like(n_posts).",
        )
    try:
        values = frame.to_numpy(dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(field, got=str(error), allowed="numbers", mend="Convert the columns.") from error
    if np.isinf(values).any():
        raise InputError(field, got="infinite values", allowed="finite numbers or NaN", mend="Drop them.")
    return values
