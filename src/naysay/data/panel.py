"""Chatter and prices side by side: one row a company and session, nothing in it from later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Final, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.attention import attention_of
from naysay.data.losses import sessions_without_return
from naysay.data.panel_mood import mood_of
from naysay.data.priced import Priced
from naysay.data.session_rows import SessionRows
from naysay.study.errors import InputError
from naysay.study.frames import DAILY
from naysay.study.losses import Loss
from naysay.study.panel import DailyPanel, MoodOfPanel

COLUMNS: Final = tuple(DAILY.columns)[2:]
"""The columns of ``AlignedPanel.frame``: the daily table without company and session."""

_COUNTS = ("n_posts", "n_negative", "n_positive", "n_authors", "negative_authors")
HISTORY: Final = 250
MIN_HISTORY: Final = 60
"""Sessions that a normal return is estimated on, and the complete pairs it needs."""
_CHATTER = ("n_posts", "n_negative", "negative_share", "mean_score", "negativity")

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False, repr=False)
class AlignedPanel(DailyPanel):
    """Chatter and returns of every company on every session of the study. Returns are decimal log returns.

    frame
        Index (company, session), columns ``COLUMNS``, further ones of the chatter and ``attention``, the
        abnormal number of posts. A session without posts has the counts 0, and its share, score and
        negativity are missing. Where ``counts_known`` is False counts that nobody knows are missing, too.
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
    rows: SessionRows
    """The sessions of each company's exchange, those before the study included."""

    @property
    def is_measured(self) -> npt.NDArray[np.bool_]:
        """The rows with a measure of chatter, standardised or not, (N,)."""
        name = "measure" if "measure" in self.frame else "mean_score"
        return np.asarray(self.frame[name].notna().to_numpy())

    @cached_property
    def mood(self) -> MoodOfPanel:
        """The mood behind the posts, estimated when it is first read."""
        return mood_of(self)

    def of_mood(self) -> AlignedPanel:
        """The same with the filtered mood for negativity; where it is not identified, nothing is measured."""
        mood = self.mood
        wide = mood.filtered.iloc[:, :0] if mood.not_identified else mood.filtered
        index = cast(pd.MultiIndex, self.frame.index)
        values = wide.reindex(index=index.levels[1], columns=index.levels[0]).to_numpy(dtype=np.float64)
        negativity = values[index.codes[1], index.codes[0]]
        panel = replace(self, frame=self.frame.assign(negativity=negativity))
        vars(panel)["mood"] = mood  # which cached_property would estimate again
        return panel


def align(
    chatter: pd.DataFrame,
    prices: Mapping[str, pd.DataFrame],
    benchmark: pd.DataFrame | None,
    sessions: Mapping[str, pd.DatetimeIndex],
    *,
    start: date,
    history: int = HISTORY,
    min_history: int = MIN_HISTORY,
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
    own = ((company, frame) for company, frame in prices.items() if company in sessions)
    priced = Priced.of(own, benchmark, SessionRows.of(sessions, start))
    return align_priced(
        chatter,
        priced,
        history=history,
        min_history=min_history,
        chatter_history=chatter_history,
        min_chatter_history=min_chatter_history,
        has_benchmark=benchmark is not None,
    )


def align_priced(
    chatter: pd.DataFrame,
    priced: Priced,
    *,
    has_benchmark: bool,
    counts_known: bool = True,
    history: int = HISTORY,
    min_history: int = MIN_HISTORY,
    chatter_history: int,
    min_chatter_history: int,
) -> AlignedPanel:
    """``align`` with prices that were looked at before.

    ``counts_known`` is False where a session without a row in ``chatter`` may have had posts, and a missing
    count is no 0.

    Raises
    ------
    InputError
        As ``align``.
    """
    if not 3 <= min_history <= history:
        raise InputError(
            "history",
            got=f"history {history} with min_history {min_history}",
            allowed="3 <= min_history <= history",
            mend="Two coefficients need at least three sessions.",
        )
    rows = priced.rows
    columns = _chatter_of(chatter, rows, counts_known=counts_known)
    columns["ret"], columns["market_ret"] = priced.by_row(priced.returns), priced.market_by_row()
    columns["abnormal_ret"] = priced.abnormal(history=history, min_history=min_history)
    columns["volume"] = priced.by_row(priced.volume)
    columns["attention"] = attention_of(columns["n_posts"], rows, chatter_history, min_chatter_history)
    further = [column for column in chatter.columns if column not in COLUMNS]
    ordered = (*COLUMNS, *further, "attention")
    frame = pd.DataFrame({name: columns[name] for name in ordered}, index=rows.index(), copy=False)
    since, within = rows.days[priced.since :], rows.days[rows.first_day :]

    def table(values: Floats, days: pd.DatetimeIndex) -> pd.DataFrame:
        return pd.DataFrame(values.T, days, rows.companies, copy=False)

    return AlignedPanel(
        frame,
        table(priced.returns, since),
        pd.Series(priced.market, since, name="market"),
        table(priced.market_by_company(), since),
        table(priced.volume, since),
        sessions_without_return(priced, frame, has_benchmark=has_benchmark),
        table(priced.overnight, within),
        table(priced.returns[:, rows.first_day - priced.since :] - priced.overnight, within),
        rows,
    )


def _chatter_of(
    chatter: pd.DataFrame, rows: SessionRows, *, counts_known: bool
) -> dict[str, npt.NDArray[Any]]:
    """The columns of ``chatter`` from the start of the study on, by its ``rows``.

    Counts are 0 without posts, unless they are not known; the rest is missing.
    """
    index = cast(pd.MultiIndex, chatter.index)
    within = np.asarray(index.levels[1] >= rows.start)[index.codes[1]]
    place = rows.rows_of(index)
    filled = np.bincount(place[within & (place >= 0)], minlength=len(rows))
    if (place[within] < 0).any() or (filled > 1).any():
        astray = index[within & (place < 0)].sort_values()
        which = astray[0] if len(astray) else index[within][index[within].duplicated()][0]
        raise InputError(
            "chatter",
            got=f"{which[0]} on {which[1]:%Y-%m-%d}",
            allowed="each company of the study and session of its exchange, once",
            mend="Aggregate the posts on the same sessions that the prices are aligned on.",
        )
    at, columns = place[within], dict[str, npt.NDArray[Any]]()
    for name in (*_CHATTER, *(column for column in chatter.columns if column not in _CHATTER)):
        own = chatter[name]
        if name in _COUNTS and counts_known:
            columns[name] = np.zeros(len(rows), dtype=np.int64)
            columns[name][at] = own.fillna(0).to_numpy()[within]
        else:
            columns[name] = np.full(len(rows), np.nan)
            columns[name][at] = own.to_numpy(dtype=np.float64)[within]
    return columns
