"""The table of months of a run: its panel, held to the calendars of its exchanges."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from naysay.analysis.months import months
from naysay.data.sessions import trading_sessions
from naysay.study.spec import Study


def months_of(study: Study, daily: pd.DataFrame) -> pd.DataFrame:
    """The table ``months`` of a panel's ``frame``, or of the sessions of it that ``daily`` has."""
    first = study.study.start.replace(day=1)
    calendars = {
        name: trading_sessions(name, first, _last_day(study.study.end)).index
        for name in dict.fromkeys(map(study.calendar_of, study.company))
    }
    return months(daily, {one.ticker: calendars[study.calendar_of(one)] for one in study.company})


def _last_day(day: dt.date) -> dt.date:
    """The last day of the month of ``day``."""
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
