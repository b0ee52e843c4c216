"""The controls of a conditional Granger test, by the names that a study gives them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from naysay.analysis.event_study.announcements import announcement_days
from naysay.analysis.methods.base import MethodInput

WEEKDAYS = ("tuesday", "wednesday", "thursday", "friday")
"""Each against Monday."""


@dataclass(frozen=True, slots=True)
class StudyControls:
    """Frames session x company: ``lagged`` enter as the cause does, ``current`` as they are that session."""

    lagged: dict[str, pd.DataFrame] = field(default_factory=dict)
    current: dict[str, pd.DataFrame] = field(default_factory=dict)


def study_controls(inputs: MethodInput[Any], names: Iterable[str]) -> StudyControls:
    """The controls ``names``: abs_ret is the size of the log return, volume the logarithm of shares traded,
    weekday four dummies, announcements one for the company's own days; all else are columns of the panel.

    An announcement on a day without trading stands on the next session.
    """
    controls = StudyControls()
    for name in names:
        if name == "weekday":
            controls.current.update(_weekdays(inputs.panel["ret"]))
        elif name == "announcements":
            controls.current[name] = _announced(inputs)
        elif name == "abs_ret":
            controls.lagged[name] = inputs.panel["ret"].abs()
        elif name == "volume":
            shares = inputs.panel["volume"]
            controls.lagged[name] = shares.where(shares > 0).apply(np.log)
        else:
            controls.lagged[name] = inputs.panel[name]
    return controls


def study_market(inputs: MethodInput[Any], *, held_fixed: bool) -> pd.DataFrame | None:
    """The benchmark's returns session x company; None where they are not ``held_fixed`` or there are none."""
    if not held_fixed or "market_ret" not in inputs.panel:
        return None
    returns = inputs.panel["market_ret"]
    return returns if returns.notna().any(axis=None) else None


def _weekdays(like: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Only those that the study has sessions on."""
    day = pd.DatetimeIndex(like.index).day_of_week
    dummies = {name: np.asarray(day == number, dtype=float) for number, name in enumerate(WEEKDAYS, start=1)}
    return {
        name: pd.DataFrame(dict.fromkeys(like, on), index=like.index)
        for name, on in dummies.items()
        if 0 < on.sum() < len(on)
    }


def _announced(inputs: MethodInput[Any]) -> pd.DataFrame:
    nothing = pd.DataFrame({"company": [], "session": []})
    is_open = inputs.panel.is_open
    sessions = {str(company): pd.DatetimeIndex(is_open.index[is_open[company]]) for company in is_open}
    days = announcement_days(nothing if inputs.announcements is None else inputs.announcements, sessions)
    return days.reindex_like(inputs.panel["ret"])
