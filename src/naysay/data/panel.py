"""Chatter and prices side by side: one row a company and session, nothing in it from later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.daily import abnormal_attention
from naysay.data.losses import sessions_without_return
from naysay.data.price_returns import adjusted, log_returns, since_open, untraded
from naysay.data.rolling import rolling_abnormal
from naysay.study.errors import InputError
from naysay.study.frames import DAILY
from naysay.study.losses import Loss
from naysay.study.panel import DailyPanel

COLUMNS: Final = tuple(DAILY.columns)[2:]
"""The columns of ``AlignedPanel.frame``: the daily table without company and session."""

_COUNTS = ("n_posts", "n_negative", "n_positive", "n_authors", "negative_authors")
_CHATTER = ("n_posts", "n_negative", "negative_share", "mean_score", "negativity")


@dataclass(frozen=True, eq=False)
class AlignedPanel(DailyPanel):
    """Chatter and returns of every company on every session of the study. Returns are decimal log returns.

    frame
        Index (company, session), columns ``COLUMNS``, further ones of the chatter and ``attention``, the
        abnormal number of posts. A session without posts has the counts 0, and its share, score and
        negativity are missing.
    returns
        Session x company, the sessions before the study included from the first price on.
    market
        The benchmark's return by session of ``returns``.
    volume
        Shares traded, session x company, on the sessions of ``returns``.
    market_by_company
        The benchmark's return between the same two sessions as each company's, session x company; it differs
        from ``market`` where companies trade on different calendars.
    losses
        Company-sessions of the study without a return, by company and cause: no_prices (the company has none
        at all), no_trade, price_missing, previous_price_missing; then, with a benchmark, those with a return
        but without an abnormal return: benchmark_missing, history_short. price_off_session counts rows of
        prices within the study whose date is no session, such as prices of another exchange.
    """

    returns: pd.DataFrame
    market: pd.Series
    market_by_company: pd.DataFrame
    volume: pd.DataFrame
    losses: tuple[Loss, ...]
    overnight: pd.DataFrame
    """From the close of the session before to the open, session x company as ``frame`` has them; all of it is
    missing where the prices have no opens."""
    intraday: pd.DataFrame
    """From the open to the close, in the same shape."""


def align(
    chatter: pd.DataFrame,
    prices: Mapping[str, pd.DataFrame],
    benchmark: pd.DataFrame | None,
    sessions: Mapping[str, pd.DatetimeIndex],
    *,
    start: date,
    history: int = 250,
    min_history: int = 60,
    chatter_history: int = 120,
    min_chatter_history: int = 20,
) -> AlignedPanel:
    """Chatter and prices on the sessions of each company's exchange, without a look ahead.

    Parameters
    ----------
    chatter
        Index (company, session) with n_posts, n_negative, negative_share, mean_score, negativity. Rows before
        ``start`` are left alone.
    prices
        Frames with adj_close and volume by session, as ``PriceHistory.frame``; a company may be absent.
    benchmark
        The same for the benchmark, or None: then ``market_ret`` and ``abnormal_ret`` are missing throughout.
    sessions
        For each company every session of its exchange, from as far back as returns are wanted to the study's
        end; nothing outside of them is used. The companies are its keys, in their order.
    start
        The first date of the study.
    history, min_history
        Sessions before each session that the normal return is estimated on, and the complete pairs of company
        and benchmark it needs.
    chatter_history, min_chatter_history
        The same for the usual number of posts, on which ``attention`` is standardised.

    With P the adjusted close and t a session, t - 1 the one before it on the exchange,

        ret_t = log(P_t / P_{t-1}),   market_ret_t likewise between the same two dates,
        abnormal_ret_t = ret_t - (a_t + b_t market_ret_t),

    a_t and b_t from least squares over t - history ... t - 1: sessions before t alone. Where P_t or P_{t-1}
    is missing there is no return; a price before a gap is never compared with the one after it. The price
    of a session without trade, which sources carry forward from the last, counts as missing. The abnormal
    return is missing with fewer than ``min_history`` pairs or a benchmark that does not vary in them. It
    serves regressions and charts; an event study makes its own, with forecast errors. The overnight return is
    log(O_t P_t / (C_t P_{t-1})), O and C the open and the close as quoted: dividends and splits are in it.

    Raises
    ------
    InputError
        Sessions that do not rise or have none in the study, chatter that is not on them, or a history that
        cannot be estimated on.
    """
    if not 3 <= min_history <= history:
        raise InputError(
            "history",
            got=f"history {history} with min_history {min_history}",
            allowed="3 <= min_history <= history",
            mend="Two coefficients need at least three sessions.",
        )
    calendars = {company: _checked_sessions(company, index, start) for company, index in sessions.items()}
    if not calendars:
        raise InputError("company", got="none", allowed="at least one company", mend="Add a [[company]].")
    level = None if benchmark is None else adjusted(benchmark)
    companies = {
        company: _company(prices.get(company), level, index, start, history, min_history)
        for company, index in calendars.items()
    }
    studied = pd.concat(
        {c: p[p.index >= pd.Timestamp(start)] for c, p in companies.items()}, names=["company"]
    )
    returns = pd.DataFrame({company: priced["ret"] for company, priced in companies.items()}).sort_index()
    market = pd.DataFrame(
        {company: priced["market_ret"] for company, priced in companies.items()}
    ).sort_index()
    volume = pd.DataFrame({company: priced["volume"] for company, priced in companies.items()}).sort_index()
    seen = pd.DataFrame({company: priced["price"] for company, priced in companies.items()}).sort_index()
    wanted = _from_first_price(seen, start)
    frame = _with_chatter(studied, chatter, start)
    frame["attention"] = abnormal_attention(
        frame["n_posts"].to_numpy(),
        company=cast(pd.MultiIndex, frame.index).codes[0],
        history=chatter_history,
        min_history=min_chatter_history,
    )
    further = [column for column in chatter.columns if column not in COLUMNS]
    return AlignedPanel(
        frame[[*COLUMNS, *further, "attention"]],
        returns.loc[wanted].rename_axis(index="session", columns="company"),
        log_returns(level, pd.DatetimeIndex(returns.index))[wanted].rename("market"),
        market.loc[wanted].rename_axis(index="session", columns="company"),
        volume.loc[wanted].rename_axis(index="session", columns="company"),
        sessions_without_return(frame, prices, calendars, start, has_benchmark=benchmark is not None),
        _of_study({company: priced["overnight"] for company, priced in companies.items()}, start),
        _of_study(
            {company: priced["ret"] - priced["overnight"] for company, priced in companies.items()}, start
        ),
    )


def _of_study(columns: Mapping[str, pd.Series], start: date) -> pd.DataFrame:
    """Session x company from ``start`` on."""
    table = pd.DataFrame(columns).sort_index()
    return table[table.index >= pd.Timestamp(start)].rename_axis(index="session", columns="company")


def _company(
    prices: pd.DataFrame | None,
    level: pd.Series | None,
    index: pd.DatetimeIndex,
    start: date,
    history: int,
    min_history: int,
) -> pd.DataFrame:
    """Price, returns and volume of one company on all of its sessions."""
    own = None if prices is None else adjusted(prices).mask(untraded(prices))
    ret, market = log_returns(own, index), log_returns(level, index)
    abnormal = rolling_abnormal(ret.to_numpy(), market.to_numpy(), history=history, min_history=min_history)
    return pd.DataFrame(
        {
            "price": np.nan if own is None else own.reindex(index),
            "ret": ret,
            "overnight": ret + since_open(prices, index),
            "market_ret": market,
            "abnormal_ret": abnormal,
            "volume": np.nan if prices is None else prices["volume"].reindex(index).astype(float),
        },
        index=index,
    )


def _checked_sessions(company: str, index: pd.DatetimeIndex, start: date) -> pd.DatetimeIndex:
    if index.tz is not None or not index.is_monotonic_increasing or not index.is_unique:
        fault = "with a time zone" if index.tz is not None else "that do not rise"
        raise InputError(
            "sessions", got=f"sessions of {company} {fault}", allowed="rising naive dates", mend="Sort them."
        )
    if not len(index) or index[-1] < pd.Timestamp(start):
        raise InputError(
            "study.start",
            got=f"{start}, after the last session of {company}",
            allowed="a start on or before the last session",
            mend="Give sessions up to the end of the study.",
        )
    return index.as_unit("ns").rename("session")


def _with_chatter(studied: pd.DataFrame, chatter: pd.DataFrame, start: date) -> pd.DataFrame:
    """``studied`` with the columns of ``chatter``: counts are 0 without posts, the rest is missing."""
    columns = [*_CHATTER, *(column for column in chatter.columns if column not in _CHATTER)]
    within = chatter.loc[chatter.index.get_level_values(1) >= pd.Timestamp(start), columns].rename_axis(
        index=["company", "session"]
    )
    astray = within.index.difference(studied.index)
    if len(astray) or not within.index.is_unique:
        which = astray[0] if len(astray) else within.index[within.index.duplicated()][0]
        raise InputError(
            "chatter",
            got=f"{which[0]} on {which[1]:%Y-%m-%d}",
            allowed="each company of the study and session of its exchange, once",
            mend="Aggregate the posts on the same sessions that the prices are aligned on.",
        )
    joined = studied.join(within.reindex(studied.index))
    counts = [column for column in _COUNTS if column in columns]
    return joined.assign(**{column: joined[column].fillna(0).astype(np.int64) for column in counts})


def _from_first_price(seen: pd.DataFrame, start: date) -> npt.NDArray[np.bool_]:
    """The sessions from the first that has a price, and all of the study."""
    return np.asarray((np.cumsum(seen.notna().any(axis=1)) > 0) | (seen.index >= pd.Timestamp(start)))
