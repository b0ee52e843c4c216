"""Pairs of series on the same sessions, and their lags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from naysay.analysis.values import finite_values, refuse_unlikely_returns
from naysay.study.errors import InputError
from naysay.study.wide_frames import is_shared, wide

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
ObjectArray = NDArray[np.object_]
Controls = pd.Series | pd.DataFrame | Mapping[str, pd.Series | pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Pair:
    """C companies on T sessions; NaN is missing.

    ``first`` and ``second`` are (C, T), ``controls`` (V, C, T) and ``current`` (W, C, T); ``control_names``
    are the V and W names of both.
    """

    companies: pd.Index
    sessions: pd.Index
    first: FloatArray
    second: FloatArray
    controls: FloatArray
    current: FloatArray
    control_names: tuple[str, ...]


def paired(
    first: pd.Series | pd.DataFrame,
    second: pd.Series | pd.DataFrame,
    *,
    names: tuple[str, str],
    controls: Controls | None = None,
    current: Controls | None = None,
    prefix: str = "controls.",
) -> Pair:
    """Two series of companies by session, of any form that ``wide`` takes, as arrays on one calendar.

    ``controls`` is one more, a Series by session shared by all companies, or a mapping from names to either;
    so is ``current``. The companies of all are put in the order of the first.
    ``names`` are the arguments' names, for errors, and ``prefix`` what stands before those of controls. A
    single company is called by the name the two Series share, else "series". Nothing is filled.

    Raises
    ------
    InputError
        Labels that differ, an index whose dates are not unique and increasing, a company twice,
        infinite values or values that are no numbers; prices or percentages as the argument called returns.
    """
    one, two = wide(first, names[0]), wide(second, names[1])
    if is_shared(first) and is_shared(second):
        shared = [first.name if first.name is not None and first.name == second.name else "series"]
        one, two = one.set_axis(shared, axis=1), two.set_axis(shared, axis=1)
    if not one.columns.is_unique:
        twice = list(one.columns[one.columns.duplicated()].unique())
        raise InputError(names[0], got=twice, allowed="each company once", mend="Drop the repeated columns.")
    _refuse_other_sessions(one, two, names)
    two = _in_order(two, one.columns, names)
    further, now = (
        {name: _broadcast(value, f"{prefix}{name}", one, names[0]) for name, value in _named(series).items()}
        for series in (controls, current)
    )
    values = finite_values(one, names[0]), finite_values(two, names[1])
    for name, frame in zip(names, values, strict=True):
        if name == "returns":
            refuse_unlikely_returns(frame, one.columns, name)
    return Pair(
        companies=one.columns,
        sessions=one.index,
        first=values[0],
        second=values[1],
        controls=_stacked(further, one),
        current=_stacked(now, one),
        control_names=tuple({**further, **now}),
    )


def lagged(values: FloatArray, lags: Iterable[int]) -> FloatArray:
    """``values`` (..., T) as they were ``lag`` sessions before, one line a lag: (..., L, T).

    A negative lag looks ahead. Where the series does not reach, the lag is missing; a session that is
    missing stays missing at every lag, so lags count sessions and never the rows that happen to be there.
    """
    orders = list(lags)
    out = np.full((*values.shape[:-1], len(orders), values.shape[-1]), np.nan)
    for place, lag in enumerate(orders):
        if lag == 0:
            out[..., place, :] = values
        elif lag > 0:
            out[..., place, lag:] = values[..., :-lag]
        else:
            out[..., place, :lag] = values[..., -lag:]
    return out


def constant(values: FloatArray, used: BoolArray) -> BoolArray:
    """Which of ``values`` (m, T) have one and the same value on all sessions ``used`` (m, T)."""
    highest = np.where(used, values, -np.inf).max(axis=1, initial=-np.inf)
    lowest = np.where(used, values, np.inf).min(axis=1, initial=np.inf)
    return np.asarray(highest == lowest)


def _refuse_other_sessions(one: pd.DataFrame, two: pd.DataFrame, names: tuple[str, str]) -> None:
    if not one.index.equals(two.index):
        alone = len(one.index.symmetric_difference(two.index))
        raise InputError(
            names[1],
            got=f"{len(two)} sessions, {alone} of them only in one of the two",
            allowed=f"the {len(one)} sessions of {names[0]}",
            mend="Reindex both by the same trading sessions; leave what is missing as NaN.",
        )


def _in_order(
    frame: pd.DataFrame, companies: pd.Index, names: tuple[str, str], *, or_shared: str = ""
) -> pd.DataFrame:
    """``frame`` with its columns as ``companies`` stand; other companies are refused."""
    if frame.columns.equals(companies):
        return frame
    if not frame.columns.is_unique or set(frame.columns) != set(companies):
        raise InputError(
            names[1],
            got=f"companies {list(frame.columns)[:5]} beside {list(companies)[:5]}",
            allowed=f"the companies of {names[0]}, each once{or_shared}",
            mend="Reindex both by the same companies; no column is matched by its position.",
        )
    return frame[list(companies)]


def _stacked(values: Mapping[str, FloatArray], like: pd.DataFrame) -> FloatArray:
    return np.stack(list(values.values())) if values else np.empty((0, *like.shape[::-1]))


def _named(controls: Controls | None) -> dict[str, pd.Series | pd.DataFrame]:
    if controls is None:
        return {}
    if isinstance(controls, Mapping):
        return {str(name): value for name, value in controls.items()}
    name = controls.name if isinstance(controls, pd.Series) and controls.name is not None else "control"
    return {str(name): controls}


def _broadcast(value: pd.Series | pd.DataFrame, field: str, like: pd.DataFrame, like_name: str) -> FloatArray:
    frame = wide(value, field)
    _refuse_other_sessions(like, frame, (like_name, field))
    if not is_shared(value):
        frame = _in_order(frame, like.columns, (like_name, field), or_shared=", or a Series for all of them")
    return np.broadcast_to(finite_values(frame, field), like.shape[::-1])
