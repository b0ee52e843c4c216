"""What was lost between posts and panel: refused where nothing is left, warned of where much is lost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.markets.base import PriceHistory
from naysay.data.panel import AlignedPanel
from naysay.data.scored import UNSCORED, ScoredPosts
from naysay.run.attrition import sessions_without_negativity
from naysay.study.counts import counted
from naysay.study.errors import DataError
from naysay.study.losses import Loss, rows_by_cause
from naysay.study.notices import warn
from naysay.study.spec import Study

NO_RETURN: Final = ("no_trade", "price_missing", "previous_price_missing")
"""Why a session of a company with prices has no return."""
NO_ABNORMAL_RETURN: Final = (*NO_RETURN, "benchmark_missing", "history_short")
"""Why it has no abnormal return."""
Bools = npt.NDArray[np.bool_]


def check_scores(study: Study, scored: ScoredPosts, over_limits: Sequence[Loss]) -> None:
    """Refuse posts of which none has a score, and warn above the shares of the study.

    ``scored`` are the posts within the limits, ``over_limits`` what these left out: never all, since they let
    the first post of each author and text pass.

    Raises
    ------
    DataError
        Where nothing is left to measure.
    """
    most, n = study.warn_above, len(scored.score)
    n_over = sum(rows_by_cause(over_limits).values())
    rated = scored.score[scored.score != UNSCORED]
    if len(rated) == 0:
        raise DataError(
            "sentiment.scorer",
            got=f"{study.sentiment.scorer}, which could score none of {counted(n, 'post')}",
            allowed="a scorer for the language of the posts",
            mend="See `naysay list scorers`.",
        )
    if n_over > most.limited * (n + n_over):
        warn("limited", n=n_over, of=n + n_over, share=n_over / (n + n_over))
    if n - len(rated) > most.unscored * n:
        warn("unscored", n=n - len(rated), of=n, share=1 - len(rated) / n, scorer=study.sentiment.scorer)
    neutral = int((rated == 0).sum())
    if neutral > most.neutral * len(rated):
        share = neutral / len(rated)
        warn("neutral", n=neutral, of=len(rated), share=share, scorer=study.sentiment.scorer)


def check_companies(study: Study, talked_about: Collection[str], panel: AlignedPanel) -> None:
    """Warn of companies that are not ``talked_about``, and of those without a return, each by its ticker."""
    n = len(study.company)
    index = cast(pd.MultiIndex, panel.frame.index)
    priced = set(index.levels[0][np.unique(index.codes[0][panel.frame["ret"].notna().to_numpy()])])
    silent = [ticker for ticker in study.tickers if ticker not in talked_about]
    unpriced = [ticker for ticker in study.tickers if ticker not in priced]
    if len(silent) > study.warn_above.companies * n:
        if study.has_posts:
            warn("without_posts", *silent, n=len(silent), of=n)
        else:
            warn("without_measures", *silent, n=len(silent), of=n)
    if len(unpriced) > study.warn_above.companies * n:
        warn("without_prices", *unpriced, n=len(unpriced), of=n)


def check_sessions(study: Study, panel: AlignedPanel, histories: Mapping[str, PriceHistory]) -> None:
    """Refuse a panel without any return, market return or measured chatter; warn above the study's shares.

    Companies without any price are left out of what is said of returns, and those without any post of what is
    said of chatter: they are named by themselves.

    Raises
    ------
    DataError
        Where nothing is left; the message names the largest cause.
    """
    frame = panel.frame
    own = {ticker: histories[ticker] for ticker in study.tickers if ticker in histories}
    has_return, measured = frame["ret"].notna().to_numpy(), panel.is_measured
    if not has_return.any():
        raise _no_return(study, panel, own)
    named = study.market.benchmark
    if named is not None and frame["market_ret"].isna().all():
        raise _no_market_return(study, histories[named])
    if not measured.any():
        raise DataError(
            "chatter.min_posts",
            got=f"{study.chatter.min_posts}, and no company has so many posts on a session",
            allowed="a number of posts that some sessions have",
            mend="Lower it, or leave it out.",
        )
    _check_returns(study, panel, _of_companies(panel, has_return))
    _check_chatter(study, measured, _of_companies(panel, measured))
    _check_calendars(study, panel, own)
    if study.chatter.measure != "mood":  # whose findings say themselves why it is not identified
        _check_complete(study, panel)


def _check_returns(study: Study, panel: AlignedPanel, priced: Bools) -> None:
    """Warn of rows of companies with prices that have no return to explain."""
    kind, known = _returns(study, panel)
    n, of = int((~known & priced).sum()), int(priced.sum())
    if n > study.warn_above.without_return * of:
        cause = _largest(_without_return(study, panel))
        warn("without_return", n=n, of=of, share=n / of, cause=cause, kind=kind)


def _returns(study: Study, panel: AlignedPanel) -> tuple[str, Bools]:
    """Which return a study explains, and the rows that have it."""
    kind = "ret" if study.market.benchmark is None else "abnormal_ret"
    return kind, panel.frame[kind].notna().to_numpy()


def _without_return(study: Study, panel: AlignedPanel) -> dict[str, int]:
    """The rows without the return that a study explains, by cause."""
    rows = rows_by_cause(panel.losses)
    causes = NO_RETURN if study.market.benchmark is None else NO_ABNORMAL_RETURN
    return {cause: rows.get(cause, 0) for cause in causes}


def _largest(rows: Mapping[str, int]) -> str:
    return max(rows, key=lambda cause: rows[cause])


def _check_chatter(study: Study, measured: Bools, talked: Bools) -> None:
    """Warn of rows of companies with measured posts that have too few."""
    n, of = int((~measured & talked).sum()), int(talked.sum())
    if n > study.warn_above.without_chatter * of:
        if study.has_posts:
            warn("without_chatter", n=n, of=of, share=n / of)
        else:
            warn("without_measure", n=n, of=of, share=n / of)


def _of_companies(panel: AlignedPanel, holds: Bools) -> Bools:
    """The rows of the companies for one row of which, or more, it ``holds``."""
    index = cast(pd.MultiIndex, panel.frame.index)
    codes = index.codes[0]
    return np.asarray(np.bincount(codes[holds], minlength=len(index.levels[0])) > 0)[codes]


def _check_calendars(study: Study, panel: AlignedPanel, own: Mapping[str, PriceHistory]) -> None:
    """Warn of calendars that many prices do not follow."""
    off = {loss.company: loss.rows for loss in panel.losses if loss.cause == "price_off_session"}
    for calendar in dict.fromkeys(map(study.calendar_of, study.company)):
        companies = [one.ticker for one in study.company if study.calendar_of(one) == calendar]
        n = sum(off.get(ticker, 0) for ticker in companies)
        total = sum(_within(study, own[ticker].frame.index) for ticker in companies if ticker in own)
        if n > study.warn_above.off_session * total:
            warn("off_session", n=n, of=total, share=n / total, calendar=calendar)


def _within(study: Study, sessions: pd.Index) -> int:
    """How many of ``sessions`` lie in the period of the study."""
    first, last = pd.Timestamp(study.study.start), pd.Timestamp(study.study.end)
    return int(((sessions >= first) & (sessions <= last)).sum())


def _check_complete(study: Study, panel: AlignedPanel) -> None:
    """Warn of the largest loss where no session has both what chatter and what returns need."""
    _, known = _returns(study, panel)
    if (panel.frame["negativity"].notna().to_numpy() & known).any():
        return
    silent = sessions_without_negativity(panel, study.chatter.min_history)
    lost = {cause: int(rows.sum()) for cause, rows in silent.items()} | _without_return(study, panel)
    cause = _largest(lost)
    warn("no_complete_session", cause=cause, n=lost[cause], of=len(panel.frame))


def _no_return(study: Study, panel: AlignedPanel, own: Mapping[str, PriceHistory]) -> DataError:
    causes, unusable = rows_by_cause(panel.losses), rows_by_cause(_of_prices(own.values()))
    n, start, end = len(panel.frame), study.study.start, study.study.end
    got = f"no return on any of {n} company-sessions"
    rows = sum(len(history.frame) for history in own.values())
    within = sum(_within(study, history.frame.index) for history in own.values())
    worst = max(unusable, key=lambda cause: unusable[cause], default="")
    if within == 0:
        return DataError(
            "prices",
            got=f"{got}: the prices are {_reach(own.values())}",
            allowed=f"prices of the sessions from {start} to {end}",
            mend="Bring prices of the study's time, or correct study.start and study.end.",
        )
    if worst and 2 * unusable[worst] >= rows:
        return DataError(
            "prices",
            got=f"{got}: {unusable[worst]:,} of {counted(rows, 'row')} of prices for {worst}",
            allowed="prices above zero with a decimal point",
            mend="Check the columns and the decimal signs of the files.",
        )
    if causes.get("price_off_session", 0) > within / 2:
        return DataError(
            "market.calendar",
            got=f"{got}: {causes['price_off_session']} of {within} prices are of days without a session",
            allowed="the exchange that the prices are of",
            mend="Name it as market.calendar, or check the dates of the prices.",
        )
    known = {cause: causes.get(cause, 0) for cause in NO_RETURN}
    cause = _largest(known)
    return DataError(
        "prices",
        got=f"{got}: {known[cause]} of them for {cause}",
        allowed="prices of sessions that follow each other",
        mend="Check the files: a return needs the prices of two sessions in a row.",
    )


def _no_market_return(study: Study, history: PriceHistory) -> DataError:
    return DataError(
        "market.benchmark",
        got=f"{study.market.benchmark}, which has no return on any session of the study: its prices are "
        f"{_reach([history])}",
        allowed=f"an index with prices from {study.study.start} to {study.study.end}",
        mend="Bring prices of the study's time, name another index, or leave market.benchmark out.",
    )


def _of_prices(histories: Iterable[PriceHistory]) -> list[Loss]:
    return [loss for history in histories for loss in history.losses if not loss.cause.endswith("_unusable")]


def _reach(histories: Iterable[PriceHistory]) -> str:
    """From when to when there are prices."""
    dates = [history.frame.index for history in histories if len(history.frame)]
    if not dates:
        return "none"
    first, last = min(index[0] for index in dates), max(index[-1] for index in dates)
    return f"of {first:%Y-%m-%d} to {last:%Y-%m-%d}"
