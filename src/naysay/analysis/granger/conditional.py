"""Granger tests with the market held fixed, lags that were not measured, and sessions of each company's own.

A lag that was not measured enters as 0 and has an indicator of its own among the controls. Three rules keep
the size of the test, whichever values are missing:

- The cause of a session counts as measured where the effect of that session was measured too. Under the null
  the lags of the cause have no coefficient, so a missing one leaves nothing out. A missing lag of the effect
  does: news moves both series on the same session, and the cause would stand in for the effect that nobody
  saw. On those sessions the cause is therefore a control, in a column of its own; so is the market's return,
  which stands in for it as well.
- A session counts when at least one lag of the cause does; the others say nothing about it. The first p
  sessions never count.
- The effect itself, the market's returns of t ... t-p and further controls have to be there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from naysay.analysis.granger.design import GrangerDesign
from naysay.analysis.granger.outcome import Outcome
from naysay.analysis.own_sessions import OwnSessions, listed_open, own_sessions, seen_open
from naysay.analysis.pairs import BoolArray, FloatArray, IntArray, Pair, constant, lagged, paired
from naysay.analysis.partialling import partialled
from naysay.analysis.regression import TOO_SHORT, first_cause, least_squares
from naysay.study.reasons import because
from naysay.study.wide_frames import is_shared

BLOCK: Final = 2**18
"""Numbers among the regressors of the tests done together: enough to be fast, few enough for the cache."""


@dataclass(frozen=True, slots=True)
class Held:
    """What equations hold fixed in addition to the past of the effect: (m, L), (V, m, L) and (W, m, L)."""

    market: FloatArray | None
    controls: FloatArray
    current: FloatArray

    def of(self, members: IntArray) -> Held:
        """That of the equations ``members``, which may stand several times."""
        market = None if self.market is None else self.market[members]
        return Held(market, self.controls[:, members], self.current[:, members])


@dataclass(frozen=True, slots=True)
class OwnPair:
    """A pair and what is held fixed, on each company's own sessions, (C, L)."""

    pair: Pair
    own: OwnSessions
    held: Held


def on_own_sessions(
    pair: Pair, market: pd.Series | pd.DataFrame | None, sessions: pd.Series | pd.DataFrame | None
) -> OwnPair:
    """``pair``, the market's returns with it, on the sessions listed or seen.

    Raises
    ------
    InputError
        A market or sessions that ``paired`` and ``listed_open`` refuse.
    """
    if sessions is None:
        is_open = seen_open(pair.first, pair.second)
    else:
        is_open = listed_open(sessions, pair.companies, pair.sessions)
    own, names, returns = own_sessions(is_open), pair.control_names, None
    if market is not None:
        names = tuple(dict.fromkeys(("market", *names)))
        like = pd.DataFrame(pair.first.T, pair.sessions, pair.companies)
        returns = own.taken(paired(like, _spread(market, pair.companies), names=("cause", "market")).second)
    taken = replace(
        pair,
        first=own.taken(pair.first),
        second=own.taken(pair.second),
        controls=own.taken(pair.controls),
        current=own.taken(pair.current),
        control_names=names,
    )
    return OwnPair(taken, own, Held(returns, taken.controls, taken.current))


def _spread(market: pd.Series | pd.DataFrame, companies: pd.Index) -> pd.Series | pd.DataFrame:
    """A market that all companies share, once for each."""
    if not is_shared(market):
        return market
    values = np.repeat(market.to_numpy().reshape(-1, 1), len(companies), axis=1)
    return pd.DataFrame(values, market.index, companies)


def tests_of(own: OwnPair, lag_order: int, design: GrangerDesign) -> Outcome:
    """The 2C tests of one lag order, those of the first series before the second in the first C places."""
    pair, places = own.pair, np.arange(len(own.pair.companies))
    outcome = Outcome.unknown(2 * len(places))
    outcome.place(places, conditional(pair.first, pair.second, own.held, lag_order, design))
    outcome.place(len(places) + places, conditional(pair.second, pair.first, own.held, lag_order, design))
    return outcome


def conditional(
    causes: FloatArray, effects: FloatArray, held: Held, lag_order: int, design: GrangerDesign
) -> Outcome:
    """The m tests of one lag order, causes and effects (m, L)."""
    outcome = Outcome.unknown(len(effects))
    size = lag_order * (5 + len(held.controls)) * max(1, effects.shape[1])
    together = max(1, BLOCK // size)
    for start in range(0, len(effects), together):
        block = np.arange(start, min(start + together, len(effects)))
        outcome.place(block, _block_outcome(causes[block], effects[block], held.of(block), lag_order, design))
    return outcome


def _block_outcome(
    causes: FloatArray, effects: FloatArray, held: Held, lag_order: int, design: GrangerDesign
) -> Outcome:
    """Controls are partialled out first, so that collinear ones do no harm; the errors are those of the
    whole regression."""
    controls, tested, used = _columns(causes, effects, held, lag_order, design.unmeasured == "indicator")
    left = partialled(controls, np.concatenate([tested, effects[:, None]], axis=1), used)
    lines = left.values  # noqa: PD011  an array
    estimates = least_squares(
        lines[:, :-1],
        lines[:, -1],
        tested=lag_order,
        covariance=design.covariance,
        bandwidth=design.bandwidth,
        absorbed=left.rank,
        leverage=left.leverage,
    )
    before = lagged(causes, [1])[:, 0]
    named = first_cause(
        {
            TOO_SHORT: np.asarray(used.any(axis=1) & ~left.used.any(axis=1)),
            because("no_variation", series="cause"): constant(before, used & np.isfinite(before)),
            because("no_variation", series="effect"): constant(effects, used),
        }
    )
    renamed = (estimates.reason != "") & (named != "") & ((estimates.df_resid > 0) | (named == TOO_SHORT))
    return Outcome.of(replace(estimates, reason=np.where(renamed, named, estimates.reason)), left.fitted)


def _columns(
    causes: FloatArray, effects: FloatArray, held: Held, lag_order: int, marked: bool
) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Controls (m, k, L), the lags of the cause that are tested (m, p, L) and the sessions used (m, L)."""
    orders = range(1, lag_order + 1)
    known, seen = np.isfinite(effects), np.isfinite(causes)
    fixed, used = [], known.copy()
    used[:, :lag_order] = False
    for series in held.controls:
        fixed.append(lagged(series, orders))
        used &= _among_lags(np.isfinite(series), lag_order) == lag_order
    if held.market is not None:
        there = np.isfinite(held.market)
        fixed.append(lagged(held.market, range(lag_order + 1)))
        used &= there & (_among_lags(there, lag_order) == lag_order)
    if len(held.current):
        fixed.append(held.current.swapaxes(0, 1))
        used &= np.isfinite(held.current).all(axis=0)
    both = known & seen
    if not marked:
        used &= _among_lags(both, lag_order) == lag_order
        return np.concatenate([lagged(effects, orders), *fixed], axis=1), lagged(causes, orders), used
    used &= _among_lags(both, lag_order) > 0
    lines = [lagged(np.where(known, effects, 0.0), orders), *fixed]
    if (used & (_among_lags(~seen, lag_order) > 0)).any():
        lines.append(lagged((~seen).astype(float), orders))
    if (used & (_among_lags(~known, lag_order) > 0)).any():
        alone = np.where(seen & ~known, causes, 0.0)
        lines += [lagged((~known).astype(float), orders), lagged(alone, orders)]
        if held.market is not None:
            lines.append(lagged(np.where(known, 0.0, held.market), orders))
    return np.concatenate(lines, axis=1), lagged(np.where(both, causes, 0.0), orders), used


def _among_lags(holds: BoolArray, lags: int) -> IntArray:
    """On how many of the ``lags`` sessions before each (m, L) something ``holds``."""
    total: IntArray = np.cumsum(holds, axis=1, dtype=np.int64)
    out = np.zeros_like(total)
    out[:, 1:] = total[:, :-1]
    out[:, lags + 1 :] -= total[:, : -lags - 1]
    return out
