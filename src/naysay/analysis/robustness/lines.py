"""The pooled effect again and again, each time with one thing changed: does the answer hang on it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict

import numpy as np
import pandas as pd

from naysay.analysis.pairs import lagged, paired
from naysay.analysis.projections.equation import cumulated
from naysay.analysis.projections.estimate import DETECTABLE
from naysay.analysis.projections.states import StateEffects, busy, state_effects
from naysay.analysis.robustness.changes import (
    further_ahead,
    in_deviations,
    largest_days,
    others,
    shuffled_effects,
    winsorised,
)
from naysay.analysis.robustness.setting import Beside, Line, Setting
from naysay.analysis.scores import Covariance
from naysay.study.frames import TABLES


def robustness(
    negativity: pd.DataFrame,
    returns: pd.DataFrame,
    *,
    n_posts: pd.DataFrame | None = None,
    beside: Beside | None = None,
    horizon: int = 1,
    lags: int = 5,
    covariance: Covariance = "CR3_session",
    largest: int = 10,
    draws: int = 200,
    block: int = 20,
    seed: int = 0,
) -> pd.DataFrame:
    """The robustness table: the pooled local projection at ``horizon``, one line a change.

    Frames are session x company; ``value`` is in basis points per standard deviation of negativity. Lines:

    main
        As the study says.
    reverse
        Negativity after a return of one standard deviation, in standard deviations of negativity.
    placebo_future
        Chatter of horizon + lags + 1 sessions later, so that all chatter in it is younger than the outcome.
    placebo_shuffled
        Blocks of ``block`` sessions in random order, the same for all companies: mean and middle 95 % of the
        ``draws`` estimates; ``pvalue`` is the share of them at least as far from 0 as ``main``.
    placebo_other
        The chatter of the next company in the study's order.
    overnight
        The return from the close to the next open alone; not less the market's, whose open is often stale.
    without_announcements, without_largest
        Outcomes that hold an announcement day or the session after it, or one of each company's ``largest``
        sessions by \\|return\\|, left out. The second selects on the outcome and draws towards zero.
    winsorised
        Returns and negativity of each company pulled in to their 1st and 99th percentile.
    other_scorer, other_measure
        Everything from the posts on repeated.
    by_sign, by_volume
        One regression with the effect split, and its difference; see ``state_effects``.
    by_forum
        Each forum's posts alone, from the daily measure on.

    Each line has an estimate with its 95 % interval or a ``reason``.
    """
    beside = Beside() if beside is None else beside
    pair = paired(negativity, returns, names=("negativity", "returns"))
    own = Setting(pair.first, pair.second, horizon, lags, covariance)
    main = own.line("main")
    lines = [main, *_placebos(own, main, draws, block, seed)]
    lines.append(_overnight(own, beside.overnight, negativity))
    lines.append(_announcements(own, beside.announced, negativity))
    lines.append(own.without("without_largest", largest_days(own.returns, largest)))
    lines.append(
        own.line("winsorised", negativity=winsorised(own.negativity), returns=winsorised(own.returns))
    )
    lines += _others("other_scorer", beside.scorers, own, negativity, "the study names no other scorer")
    lines += _others("other_measure", beside.measures, own, negativity, "no other measure was made")
    lines += _states(own, negativity, returns, n_posts)
    lines += _others("by_forum", beside.forums, own, negativity, "the study tells no forums apart")
    return pd.DataFrame([asdict(line) for line in lines])[list(TABLES["robustness"])]


def _placebos(own: Setting, main: Line, draws: int, block: int, seed: int) -> Iterator[Line]:
    yield own.line("reverse", negativity=in_deviations(own.returns), returns=own.negativity, unit="sd")
    yield own.line("placebo_future", negativity=further_ahead(own.negativity, own.horizon + own.lags + 1))
    found = shuffled_effects(
        own.negativity, own.returns, horizon=own.horizon, lags=own.lags, draws=draws, block=block, seed=seed
    )
    if len(found) and not main.reason:
        low, high = np.quantile(found, [0.025, 0.975])
        p = (1 + int((np.abs(found) >= abs(main.value)).sum())) / (1 + len(found))
        yield Line(
            "placebo_shuffled", "", float(found.mean()), "bp", float(found.std()), float(low), float(high),
            p, nobs=main.nobs,
        )  # fmt: skip
    else:
        yield Line("placebo_shuffled", reason=main.reason or "no shuffle could be estimated")
    if len(own.negativity) > 1:
        yield own.line("placebo_other", negativity=others(own.negativity))
    else:
        yield Line("placebo_other", reason="the study has one company")


def _overnight(own: Setting, overnight: pd.DataFrame | None, like: pd.DataFrame) -> Line:
    if overnight is None or not overnight.notna().any(axis=None):
        return Line("overnight", reason="the prices have no opens")
    nights = overnight.reindex(index=like.index, columns=like.columns).to_numpy(dtype=float).T
    return own.line("overnight", outcome=cumulated(nights, 1))


def _announcements(own: Setting, announced: pd.DataFrame | None, like: pd.DataFrame) -> Line:
    """An announcement after the close moves the price of the session that follows."""
    if announced is None:
        return Line("without_announcements", reason="the study names no file of announcement days")
    days = announced.reindex(index=like.index, columns=like.columns).to_numpy(dtype=float).T
    if not np.nansum(days):
        return Line("without_announcements", reason="no announcement day lies in the study")
    either = np.fmax(days, lagged(days, [1])[..., 0, :])
    return own.without("without_announcements", either)


def _others(
    check: str, given: Mapping[str, pd.DataFrame], own: Setting, like: pd.DataFrame, none: str
) -> Iterator[Line]:
    if not given:
        yield Line(check, reason=none)
    for name, frame in given.items():
        values = frame.reindex(index=like.index, columns=like.columns).to_numpy(dtype=float).T
        yield own.line(check, name, negativity=values)


def _states(
    own: Setting, negativity: pd.DataFrame, returns: pd.DataFrame, n_posts: pd.DataFrame | None
) -> Iterator[Line]:
    rise = (negativity > 0).astype(float).where(negativity.notna())
    found = state_effects(
        negativity,
        returns,
        ("rise", "fall"),
        rise,
        covariance=own.covariance,
        horizon=own.horizon,
        lags=own.lags,
        shifts_level=False,
    )
    yield from _state_lines("by_sign", found)
    if n_posts is None:
        yield Line("by_volume", reason="no counts of posts")
    else:
        loud = busy(n_posts.reindex(index=negativity.index, columns=negativity.columns))
        found = state_effects(
            negativity,
            returns,
            ("busy", "quiet"),
            loud,
            covariance=own.covariance,
            horizon=own.horizon,
            lags=own.lags,
        )
        yield from _state_lines("by_volume", found)


def _state_lines(check: str, found: StateEffects) -> Iterator[Line]:
    for name, measure in found.effects.items():
        p, se = measure.pvalue, measure.se
        yield Line(
            check, name, measure.value, "bp", se, measure.low, measure.high, p, DETECTABLE * se, found.nobs,
            measure.reason,
        )  # fmt: skip
