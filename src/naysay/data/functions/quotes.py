"""Prices from files, and chatter beside them on the sessions of each exchange."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from naysay.data import panel
from naysay.data.markets import market
from naysay.data.markets.base import Prices
from naysay.data.panel import HISTORY, MIN_HISTORY, AlignedPanel
from naysay.data.sessions import Sessions
from naysay.study.errors import InputError
from naysay.study.price_options import PriceOptions
from naysay.study.section_keys import section_of


def prices(path: str | Path, symbols: Sequence[str], *, source: str = "csv", **options: Any) -> Prices:
    """The daily prices of ``symbols`` from files, read as a study reads them.

    Parameters
    ----------
    path
        A folder with one file a symbol, a glob, or a path with ``{ticker}``; a snapshot for a source that
        ``naysay fetch`` stores.
    symbols
        Tickers of companies and of the benchmark.
    source
        A name that ``naysay list markets`` shows. Nothing is downloaded.
    **options
        Further keys of ``[prices]``: columns, decimal, date_order, date_shift.

    Returns
    -------
    Prices
        ``.histories`` by symbol, each with a ``frame`` by session: open, high, low, close, adj_close (with
        dividends and splits in it), volume; NaN where a price cannot be used. ``.missed`` says why a symbol
        has none.

    Raises
    ------
    DataError
        Files that cannot be read.
    InputError
        A key that a study file would refuse. A source that does not exist raises its kind ``PartError``.
    """
    unfit = [key for key in ("path", "jumps", "max_lost") if key in options]
    if unfit:
        raise InputError(
            unfit[0], got=options[unfit[0]], allowed="in a study alone", mend="Leave it out; see .faults."
        )
    if isinstance(symbols, str):
        raise InputError("symbols", got=symbols, allowed="a list of tickers", mend=f'Write ["{symbols}"].')
    form = section_of(PriceOptions, {key: options[key] for key in options})
    return market(source).prices(list(dict.fromkeys(symbols)), Path(path), form)


def align(
    chatter: pd.DataFrame,
    quotes: Prices | Mapping[str, pd.DataFrame],
    benchmark: str | None = None,
    *,
    sessions: Sessions | Mapping[str, Sessions],
    start: date | str | None = None,
    history: int = HISTORY,
    min_history: int = MIN_HISTORY,
    chatter_history: int = 120,
    min_chatter_history: int = 20,
) -> AlignedPanel:
    """Chatter and prices on the sessions of each company's exchange, nothing in it from later.

    Parameters
    ----------
    chatter
        Index (company, session), as ``daily_chatter`` makes it.
    quotes
        What ``prices`` gives, or frames with adj_close and volume (and open and close, for overnight returns)
        by session.
    benchmark
        The symbol among ``quotes`` that is no company but the market; None: no abnormal returns.
    sessions
        The sessions of the exchange, of all companies or by company, from as far back as returns are wanted.
    start
        The first date of the study; None is the first session. Returns before it serve estimation.
    history
        Sessions before each session that its normal return is estimated on: 250 if left out.
    min_history
        The fewest pairs of returns that it needs: 60 if left out.
    chatter_history
        ``history`` of ``[chatter]``, for attention.
    min_chatter_history
        ``min_history`` of ``[chatter]``, for attention.

    Returns
    -------
    AlignedPanel
        ``panel["negativity"]`` is session x company, as every function of ``naysay.analysis`` takes it; so
        are ret, market_ret, abnormal_ret (decimal log returns), attention, n_posts, volume and the other
        columns. ``panel.is_open`` says when each exchange was open. NaN is missing; a session without posts
        counts 0 posts, and its negativity is missing.

    Raises
    ------
    InputError
        A benchmark without prices, chatter outside of the sessions, a history too short to estimate on.
    """
    frames = (
        {name: own.frame for name, own in quotes.histories.items()} if isinstance(quotes, Prices) else quotes
    )
    if benchmark is not None and benchmark not in frames:
        why = quotes.missed.get(benchmark, "no prices") if isinstance(quotes, Prices) else "no prices"
        raise InputError(
            "benchmark", got=f"{benchmark}: {why}", allowed="a symbol of quotes", mend="Add its prices."
        )
    companies = [name for name in frames if name != benchmark]
    by_company = (
        dict.fromkeys(companies, sessions.index)
        if isinstance(sessions, Sessions)
        else {name: own.index for name, own in sessions.items()}
    )
    if not by_company:
        raise InputError(
            "quotes", got="prices of no company", allowed="those of one or more", mend="Add a symbol."
        )
    return panel.align(
        chatter,
        {name: frames[name] for name in companies},
        None if benchmark is None else frames[benchmark],
        by_company,
        start=_date(start) if start is not None else min(index[0] for index in by_company.values()).date(),
        history=history,
        min_history=min_history,
        chatter_history=chatter_history,
        min_chatter_history=min_chatter_history,
    )


def _date(day: date | str) -> date:
    try:
        return date.fromisoformat(day) if isinstance(day, str) else day
    except ValueError as error:
        raise InputError("start", got=day, allowed="a date, or YYYY-MM-DD", mend="2024-01-31.") from error
