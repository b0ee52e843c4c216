"""The returns of all companies as one long table, the sessions before the study included."""

from __future__ import annotations

import numpy as np
import pandas as pd

from naysay.data.panel import AlignedPanel
from naysay.study.frames import RETURNS


def returns_table(panel: AlignedPanel) -> pd.DataFrame:
    """The table ``returns``: what estimation windows need that begin before the study.

    A row for each company and session of its exchange, from the first day on which any company has a price.
    Returns are decimal log returns; NaN where one is missing. Pivoted by session and company, its columns are
    ``panel.returns``, ``panel.market_by_company`` and ``panel.volume``.
    """
    rows, days = panel.rows, panel.returns.index
    since = len(rows.days) - len(days)
    own = [calendar.days[calendar.days >= since] - since for calendar in rows.calendars]
    day = np.concatenate([own[place] for place in rows.calendar_of])
    company = np.repeat(np.arange(len(rows.companies)), [len(own[place]) for place in rows.calendar_of])
    wide = {"ret": panel.returns, "market_ret": panel.market_by_company, "volume": panel.volume}
    return RETURNS.ordered(
        pd.DataFrame(
            {
                "company": rows.companies.take(company),
                "session": days.take(day),
                **{name: values.to_numpy()[day, company] for name, values in wide.items()},
            }
        )
    )
