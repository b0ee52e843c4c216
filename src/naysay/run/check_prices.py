"""What `naysay check` says of prices that begin too late for what the study wants to do with them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from naysay.analysis.event_study.options import EventStudyOptions
from naysay.data.markets.base import Prices
from naysay.data.sessions import trading_sessions
from naysay.run.parts import is_read
from naysay.run.prices import EARLIER
from naysay.study.counts import counted
from naysay.study.errors import printable
from naysay.study.spec import Study
from naysay.study.values import some


def late_prices(study: Study, prices: Prices) -> Iterator[str]:
    """A line for each first date of prices with fewer sessions before the study than its methods look back.

    An event in the first sessions of the study then has too few returns to estimate on, and is left out.
    """
    needed = _needed(study)
    if not needed:
        return
    late: dict[tuple[str, pd.Timestamp], list[str]] = {}
    calendars = {company.ticker: study.calendar_of(company) for company in study.company}
    for symbol, history in prices.histories.items():
        if len(history.frame):
            calendar = calendars.get(symbol, study.market.calendar)
            late.setdefault((calendar, history.frame.index[0]), []).append(symbol)
    for (calendar, first), symbols in late.items():
        before = trading_sessions(calendar, study.study.start - EARLIER, study.study.end).index
        before = before[: before.searchsorted(pd.Timestamp(study.study.start))]
        if needed <= len(before) and first > before[-needed]:
            yield printable(
                f"prices of {some(symbols)} begin on {first.date()}, "
                f"{counted(int((before >= first).sum()), 'session')} before the study; "
                f"the event study looks back on {needed}: better from "
                f"{before[-needed].date()} on"
            )


def _needed(study: Study) -> int:
    """The sessions before the first one of the study that are looked back on."""
    if not is_read(EventStudyOptions, study):
        return 0
    return max(0, -study.section(EventStudyOptions).estimation[0])
