"""Each company's own sessions: lags and leads count the days on which its own exchange was open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from naysay.study.errors import InputError
from naysay.study.wide_frames import is_shared, wide

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class OwnSessions:
    """Where the own sessions of C companies stand among the T sessions of all.

    ``place`` (C, L) increases along each company, L the most sessions that one has; T where a company has no
    more. ``everyone`` is True where all companies have all sessions, so that nothing needs to be moved.
    """

    place: IntArray
    total: int

    @property
    def everyone(self) -> bool:
        return self.place.shape[1] == self.total and bool((self.place < self.total).all())

    @property
    def lengths(self) -> IntArray:
        """(C,) own sessions of each company."""
        return np.asarray((self.place < self.total).sum(axis=1))

    def taken(self, values: FloatArray) -> FloatArray:
        """``values`` (..., C, T) on own sessions side by side, (..., C, L); NaN beyond a company's last."""
        if self.everyone:
            return values
        padded = np.concatenate([values, np.full((*values.shape[:-1], 1), np.nan)], axis=-1)
        index = np.broadcast_to(self.place, (*values.shape[:-2], *self.place.shape))
        return np.take_along_axis(padded, index, axis=-1)

    def laid_out(self, values: FloatArray, missing: float = np.nan) -> FloatArray:
        """``values`` (..., C, L) back on the sessions of all, (..., C, T); ``missing`` on the others."""
        if self.everyone:
            return values
        out = np.full((*values.shape[:-1], self.total + 1), missing)
        index = np.broadcast_to(self.place, values.shape)
        np.put_along_axis(out, index, values, axis=-1)
        return out[..., : self.total]


def own_sessions(is_open: BoolArray) -> OwnSessions:
    """The own sessions of companies that are open where ``is_open`` (C, T) says so."""
    companies, total = is_open.shape
    counts = is_open.sum(axis=1)
    place = np.full((companies, int(counts.max(initial=0))), total)
    for row, mask, count in zip(place, is_open, counts, strict=True):
        row[:count] = np.flatnonzero(mask)
    return OwnSessions(place, total)


def listed_open(table: pd.Series | pd.DataFrame, companies: pd.Index, sessions: pd.Index) -> BoolArray:
    """Which ``companies`` were open on which of ``sessions`` (C, T), as a frame session x company says.

    A company or a session that the frame does not have was closed.

    Raises
    ------
    InputError
        Anything but a frame of booleans, an index that is not one of sessions, a company twice, or a frame
        that has none of the companies open.
    """
    if not isinstance(table, pd.Series | pd.DataFrame) or is_shared(table):
        raise InputError(
            "sessions",
            got=type(table).__name__,
            allowed="a DataFrame session x company, or a Series by company and session: True where the "
            "company's exchange was open",
            mend="Leave it out to take the sessions on which a company has values.",
        )
    own = wide(table, "sessions")
    if not own.columns.is_unique:
        twice = list(own.columns[own.columns.duplicated()].unique())
        raise InputError(
            "sessions", got=twice, allowed="each company once", mend="Drop the repeated columns."
        )
    values = own.astype(object).where(own.notna(), False).to_numpy()
    if not np.isin(values.astype(str), ("True", "False", "1", "0", "1.0", "0.0")).all() or any(
        isinstance(value, str) for value in values.ravel()
    ):
        raise InputError(
            "sessions",
            got="values that are no booleans",
            allowed="True where the company's exchange was open, else False",
            mend="Compare first, such as counts > 0.",
        )
    known = pd.DataFrame(values.astype(bool), own.index, own.columns)
    listed = known.reindex(index=sessions, columns=companies, fill_value=False).to_numpy(dtype=bool).T
    if listed.size and not listed.any():
        raise InputError(
            "sessions",
            got="no company open on any session of the other frames",
            allowed="the companies and sessions of the other frames",
            mend=f"Name the columns as there: {list(companies)[:5]}.",
        )
    return np.asarray(listed)


def seen_open(*series: FloatArray) -> BoolArray:
    """Which companies were open on which session (C, T), as far as the values of each (C, T) show.

    A company is taken to have been closed on a session on which it has no value in any of ``series`` while
    another company has one. That is what the union of two calendars looks like. On a session on which nobody
    has a value nothing is assumed: it keeps its place in time.
    """
    has = np.logical_or.reduce([np.isfinite(values) for values in series])
    return np.asarray(has | ~has.any(axis=0))
