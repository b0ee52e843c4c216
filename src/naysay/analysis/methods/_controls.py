"""The controls of a conditional Granger test, by the names that a study gives them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from naysay.analysis.event_study.announcements import announcement_days
from naysay.analysis.methods.base import MethodInput, wide

WEEKDAYS = ("tuesday", "wednesday", "thursday", "friday")
"""Each against Monday."""


@dataclass(frozen=True, slots=True)
class StudyControls:
    """Frames session x company: ``lagged`` enter as the cause does, ``current`` as they are that session."""

    lagged: dict[str, pd.DataFrame] = field(default_factory=dict)
    current: dict[str, pd.DataFrame] = field(default_factory=dict)


def study_controls(given: MethodInput, names: Iterable[str]) -> StudyControls:
    """The controls ``names``: abs_ret is the size of the log return, volume the logarithm of shares traded,
    weekday four dummies, announcements one for the company's own days; all else are columns of the panel.

    An announcement on a day without trading stands on the next session.
    """
    found = StudyControls()
    for name in names:
        if name == "weekday":
            found.current.update(_weekdays(wide(given.panel, "ret")))
        elif name == "announcements":
            found.current[name] = _announced(given)
        elif name == "abs_ret":
            found.lagged[name] = wide(given.panel, "ret").abs()
        elif name == "volume":
            shares = wide(given.panel, "volume")
            found.lagged[name] = shares.where(shares > 0).apply(np.log)
        else:
            found.lagged[name] = wide(given.panel, name)
    return found


def study_market(given: MethodInput, asked: bool) -> pd.DataFrame | None:
    """The benchmark's returns session x company; None where nobody asked or the study has no benchmark."""
    if not asked or "market_ret" not in given.panel:
        return None
    returns = wide(given.panel, "market_ret")
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


def _announced(given: MethodInput) -> pd.DataFrame:
    nothing = pd.DataFrame({"company": [], "session": []})
    sessions = {
        str(company): pd.DatetimeIndex(own.index.get_level_values("session"))
        for company, own in given.panel.groupby(level="company", sort=False)
    }
    days = announcement_days(nothing if given.announcements is None else given.announcements, sessions)
    return days.reindex_like(wide(given.panel, "ret"))
