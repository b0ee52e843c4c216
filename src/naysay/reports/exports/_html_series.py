"""Daily series of many companies as small whole numbers, which the page's script draws."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from naysay.reports.numbers import finite
from naysay.reports.results import Results
from naysay.reports.sections._reading import company_name, currency_of, numbers, table, texts
from naysay.study.characters import readable
from naysay.study.frames import window_column

PRICE_DIGITS: Final = 5
"""Leading digits that the highest price keeps."""
NEGATIVITY: Final = 10
"""Negativity is in tenths of a standard deviation."""
RETURN: Final = 10_000
"""Returns after events are in hundredths of a percent."""


@dataclass(frozen=True, slots=True)
class Series:
    """What the page draws: the sessions of all companies, and each company as JSON, the focus first."""

    days: str
    """Days since 1970 as a JSON list: the first, then steps."""
    companies: tuple[str, ...]

    def as_json(self, n: int) -> str:
        """The first ``n`` companies as one JSON object."""
        return f'{{"days":{self.days},"companies":[{",".join(self.companies[:n])}]}}'


def series(results: Results) -> Series | None:
    """The series of ``results``; None where there are none to draw."""
    rows = results.series
    if rows.empty or not {"company", "session"} <= set(rows):
        return None
    sessions = pd.to_datetime(rows["session"], errors="coerce")
    rows = rows.assign(session=sessions)[sessions.notna()]
    days = np.unique(((rows["session"] - pd.Timestamp(0)) // pd.Timedelta(days=1)).to_numpy(dtype=int))
    if not len(days):
        return None
    events = _events(results)
    companies = tuple(
        _json(_company(results, str(ticker), part, days, events.get(str(ticker), [])))
        for ticker, part in rows.groupby("company", sort=False)
    )
    return Series(_json([int(days[0]), *np.diff(days).tolist()]), companies)


def _company(
    results: Results, ticker: str, rows: pd.DataFrame, days: np.ndarray, events: list[tuple[int, Any]]
) -> Mapping[str, Any]:
    """One company; its lists begin at the session number ``from`` and have an entry for each one after."""
    own = ((rows["session"] - pd.Timestamp(0)) // pd.Timedelta(days=1)).to_numpy(dtype=int)
    places = np.searchsorted(days, own)
    first, last = int(places.min()), int(places.max())

    def listed(column: str, factor: float = 1.0) -> list[int | None]:
        values = numbers(rows, column).to_numpy() * factor
        entries: list[int | None] = [None] * (last - first + 1)
        for place, value in zip(places, values, strict=True):
            entries[place - first] = round(float(value)) if np.isfinite(value) else None
        return entries

    decimals = _decimals(numbers(rows, "adj_close"))
    of_session = dict(zip(days.tolist(), range(len(days)), strict=True))
    return {
        "name": readable(company_name(results, ticker)) or readable(ticker) or "–",
        "currency": readable(currency_of(results, ticker)),
        "from": first,
        "decimals": decimals,
        "price": list(_steps(listed("adj_close", 10.0**decimals))),
        "negativity": listed("negativity", NEGATIVITY),
        "posts": listed("n_posts"),
        "negative": listed("n_negative"),
        "events": [[of_session[day], size] for day, size in events if day in of_session],
    }


def _events(results: Results) -> dict[str, list[tuple[int, int | None]]]:
    """For each company the days of its events, with the return over the window that the report tells."""
    events = table(results, "events")
    window = results.findings.reaction.window
    sizes = numbers(events, window_column(window))
    sessions = pd.to_datetime(events["session"], errors="coerce")
    of_company: dict[str, list[tuple[int, int | None]]] = {}
    for company, session, size in sorted(
        zip(texts(events, "company"), sessions, sizes, strict=True), key=lambda event: str(event[1])
    ):
        if pd.notna(session):
            whole = None if finite(size) is None else round(float(size) * RETURN)
            of_company.setdefault(company, []).append(((session - pd.Timestamp(0)).days, whole))
    return of_company


def _decimals(prices: pd.Series) -> int:
    """Decimals with which the highest price has ``PRICE_DIGITS`` digits, at least none and at most eight."""
    high = float(np.nanmax(np.abs(prices.to_numpy()), initial=0.0)) if prices.notna().any() else 0.0
    if not math.isfinite(high) or high <= 0:
        return 0
    return min(max(PRICE_DIGITS - 1 - math.floor(math.log10(high)), 0), 8)


def _steps(values: list[int | None]) -> Iterator[int | None]:
    """Each value less the one before it, which is a smaller number; what is missing stays missing."""
    before = 0
    for value in values:
        if value is None:
            yield None
        else:
            yield value - before
            before = value


def _json(value: Any) -> str:
    """Compact JSON that no text in it can end: it stands inside a script element."""
    return as_data(json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False))


def as_data(text: str) -> str:
    """JSON for a script element: what could close it, or end a line of script, is written as an escape."""
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
