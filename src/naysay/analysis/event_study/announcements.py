"""Which events coincide with announcements by the company itself."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.analysis.event_study.design import Window
from naysay.analysis.event_study.placement import session_places
from naysay.study.reasons import because

ANNOUNCED = because("announcement_near_event")


def announced(
    events: pd.DataFrame, announcements: pd.DataFrame, sessions: pd.DatetimeIndex, *, near: Window = (-1, 1)
) -> npt.NDArray[np.bool_]:
    """Whether the event's company made an announcement in the window ``near`` around the event, (N,).

    Both frames have the columns company and session; dates without trading count as the first session after
    them. Announcements outside the sample mark nothing.
    """
    said: dict[object, list[int]] = {}
    places = session_places(announcements["session"], sessions)
    for company, place in zip(announcements["company"], places.tolist(), strict=True):
        said.setdefault(company, []).append(place)
    event_places = session_places(events["session"], sessions).tolist()
    return np.array(
        [
            place >= 0 and any(near[0] <= at - place <= near[1] for at in said.get(company, ()) if at >= 0)
            for company, place in zip(events["company"], event_places, strict=True)
        ],
        dtype=bool,
    )


def announcement_days(announcements: pd.DataFrame, sessions: Mapping[str, pd.DatetimeIndex]) -> pd.DataFrame:
    """Session x company: 1 on a company's announcement days, 0 on its other ``sessions``, else missing.

    ``announcements`` has the columns company and session; a date without trading counts as the first session
    after it, one outside a company's sessions nowhere.
    """
    columns = {}
    for company, index in sessions.items():
        own = announcements.loc[announcements["company"] == company, "session"]
        places = session_places(own, index)
        columns[company] = pd.Series(0.0, index)
        columns[company].iloc[places[places >= 0]] = 1.0
    return pd.DataFrame(columns).sort_index()
