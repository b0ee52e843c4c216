"""The daily panel of a study from its scored posts and its prices, with what a run refuses on the way."""

from __future__ import annotations

import pandas as pd

from naysay.data.panel import AlignedPanel, align_priced
from naysay.data.priced import Priced
from naysay.data.sessions import Sessions, TradingDay, trading_day, trading_sessions
from naysay.run.prices import EARLIER
from naysay.study.spec import Study


def study_sessions(study: Study) -> dict[str, Sessions]:
    """The sessions of each company's exchange, those before the study included; one object an exchange."""
    calendars = {company.ticker: study.calendar_of(company) for company in study.company}
    start, end, cutoff = study.study.start, study.study.end, study.chatter.cutoff
    exchanges = {
        calendar: trading_sessions(calendar, start, end, cutoff_minutes=cutoff, earliest=start - EARLIER)
        for calendar in dict.fromkeys(calendars.values())
    }
    return {ticker: exchanges[calendar] for ticker, calendar in calendars.items()}


def study_days(study: Study) -> dict[str, TradingDay]:
    """The hours of each company's exchange, by ticker."""
    calendars = {company.ticker: study.calendar_of(company) for company in study.company}
    start, end = study.study.start, study.study.end
    days = {
        name: trading_day(name, start, end, earliest=start - EARLIER)
        for name in dict.fromkeys(calendars.values())
    }
    return {ticker: days[name] for ticker, name in calendars.items()}


def aligned(study: Study, daily: pd.DataFrame, priced: Priced) -> AlignedPanel:
    """``daily`` chatter and returns; of a study of the mood, the measured share is still its negativity."""
    return align_priced(
        daily,
        priced,
        has_benchmark=study.market.benchmark is not None,
        counts_known=study.has_posts,
        chatter_history=study.chatter.history,
        min_chatter_history=study.chatter.min_history,
    )


def with_measure(study: Study, panel: AlignedPanel) -> AlignedPanel:
    """``panel`` with the mood in the place of negativity where that is the measure of the study."""
    return panel.of_mood() if study.chatter.measure == "mood" else panel
