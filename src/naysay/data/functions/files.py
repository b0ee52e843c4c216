"""Small files that a study brings along: events or announcements of companies, and factor returns."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from naysay.data import dated


def read_events(path: str | Path) -> pd.DataFrame:
    """The events, or announcements, of a text table: company, session, and its further columns as text.

    The column session may be called date; dates may have any form that is not ambiguous, and a day without
    trading is allowed. ``event_study`` takes it as it is.

    Raises
    ------
    DataError
        A file that is no table, columns that are absent, a row without company or date; it names the line.
    """
    return dated.read_company_dates(Path(path), "events_file").frame


def read_factors(path: str | Path) -> pd.DataFrame:
    """Decimal factor returns of a text table, session x factor, for an event study with model factors.

    Raises
    ------
    DataError
        A file that is no table, dates that repeat or cannot be read, returns in percent.
    """
    return dated.read_factors(Path(path), "factors").frame
