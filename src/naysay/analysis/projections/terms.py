"""The right-hand side of a projection, apart from the negativity of the session itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, get_args

import numpy as np

from naysay.analysis.own_sessions import OwnSessions
from naysay.analysis.pairs import lagged
from naysay.analysis.regression import BoolArray, FloatArray
from naysay.study.errors import InputError

Controls = Literal["own", "shared"]
"""own: each company has its own slopes on the controls; shared: one set for all, with company effects."""
Unmeasured = Literal["indicator", "drop"]
"""indicator: a lag of negativity that was not measured is 0 with an indicator; drop: its session is out."""
Effects = Literal["company", "company_and_session"]
"""company: a constant for each company; company_and_session: one for each session too."""

SHORT_LAGS: Final = 2
ROWS_PER_SLOPE: Final = 10
OLDEST: Final = 120
"""Sessions back to which older returns are averaged: those that the default negativity is standardised on."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The controls of a projection.

    A company with fewer than ``ROWS_PER_SLOPE`` sessions for each of its own slopes, those of attention not
    counted, takes ``short_lags`` lags of negativity and attention in place of ``lags``; returns keep theirs.
    The rule looks at the number of sessions alone, never at a result.
    """

    lags: int = 5
    controls: Controls = "own"
    unmeasured: Unmeasured = "indicator"
    effects: Effects = "company"
    short_lags: int = SHORT_LAGS
    older_returns: bool = False
    """Whether the mean of the company's returns before r_{t-p} is held fixed as well; see ``older_mean``."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The outcome and its controls, as series (C, L) on each company's own sessions; all panels share them.

    ``outcome`` stands in for the cumulated returns where it is not None. ``sparse`` says that the returns are
    not measured on every session (negativity in the reverse direction): their lags then take indicators too,
    and what moved them on sessions that nobody saw has slopes of its own there.
    """

    own: OwnSessions
    returns: FloatArray
    market: FloatArray | None = None
    attention: FloatArray | None = None
    outcome: FloatArray | None = None
    sparse: bool = False

    def ahead(self, horizon: int) -> FloatArray:
        """The outcome of each session, (C, L)."""
        return cumulated(self.returns, horizon) if self.outcome is None else self.outcome

    def repeated(self, times: int) -> Outcomes:
        """The same with each series once for each of ``times`` panels, (times C, L)."""
        return self if times == 1 else self._each(lambda values: np.tile(values, (times, 1)))

    def of(self, companies: BoolArray) -> Outcomes:
        """The same of the ``companies`` (C,) that are True, on the sessions of all."""
        own = OwnSessions(self.own.place[companies], self.own.total)
        return replace(self._each(lambda values: values[companies]), own=own)

    def _each(self, change: Callable[[FloatArray], FloatArray]) -> Outcomes:
        def of(values: FloatArray | None) -> FloatArray | None:
            return None if values is None else change(values)

        return replace(
            self,
            returns=change(self.returns),
            market=of(self.market),
            attention=of(self.attention),
            outcome=of(self.outcome),
        )


@dataclass(frozen=True, slots=True)
class ProjectionDesign:
    """The regressors of m companies on L own sessions; the constant is not among the controls."""

    controls: FloatArray
    """(m, k, L); a lag that a short company leaves out is 0 throughout."""
    used: BoolArray
    """(m, L) sessions on which nothing that is needed is missing."""
    short: BoolArray
    """(m,) companies that took the lags of short panels."""


def checked_terms(
    lags: int,
    controls: Any,
    unmeasured: Any,
    effects: Any,
    short_lags: int = SHORT_LAGS,
    older_returns: bool = False,
) -> Terms:
    """The controls of a projection, with each option checked.

    Raises
    ------
    InputError
        An option that does not exist.
    """
    choices = {
        "controls": (controls, Controls),
        "unmeasured": (unmeasured, Unmeasured),
        "effects": (effects, Effects),
    }
    for field, (value, kind) in choices.items():
        if value not in get_args(kind):
            allowed = " or ".join(get_args(kind))
            raise InputError(field, got=value, allowed=allowed, mend=f"{get_args(kind)[0]} is the default.")
    if not isinstance(older_returns, bool):
        raise InputError("older_returns", got=older_returns, allowed="True or False", mend="False is usual.")
    return Terms(lags, controls, unmeasured, effects, short_lags, older_returns)


def design(
    negativity: FloatArray,
    outcomes: Outcomes,
    y: FloatArray,
    terms: Terms,
    further: Sequence[FloatArray] = (),
) -> ProjectionDesign:
    """The controls of each company, in the order n_{t-1..t-p}, their indicators, a_{t-1..t-p}, r_{t..t-p},
    m_{t..t-p}, the mean of older returns; negativity and y are (m, L), the series of ``outcomes`` as well.

    ``further`` are regressors (m, L) of the same kind as negativity. Their lags are controls as its are. A
    session then counts where any of them is measured, and one that is not has an indicator of the session.
    """
    p = terms.lags
    marked = terms.unmeasured == "indicator"
    lines = [line for own in (negativity, *further) for line in _lags(own, range(1, p + 1), marked)]
    outcome = marked and outcomes.sparse
    fixed = _of_outcome(negativity, outcomes, p) if outcome else [lagged(outcomes.returns, range(p + 1))]
    if outcomes.market is not None:
        fixed.append(lagged(outcomes.market, range(p + 1)))
    measured = np.isfinite(np.stack([negativity, *further]))
    ready = (measured.any(axis=0) if marked else measured.all(axis=0)) & _complete(fixed, p + 1)
    if further and marked:
        fixed.append((~measured).swapaxes(0, 1).astype(float))
    short = _short(ready & _complete(lines, p), lines, fixed, terms)
    if terms.older_returns:
        fixed.append(older_mean(outcomes.returns, p + 1)[:, None])
    if outcomes.attention is not None:
        lines.append(lagged(outcomes.attention, range(1, p + 1)))
        ready &= np.isfinite(outcomes.attention)
    complete = np.where(short[:, None], _complete(lines, terms.short_lags), _complete(lines, p))
    lines = [_shortened(line, short, terms.short_lags) for line in lines]
    return ProjectionDesign(
        np.concatenate([*lines, *fixed], axis=1), ready & np.isfinite(y) & complete, short
    )


def _short(rows: BoolArray, lines: list[FloatArray], fixed: list[FloatArray], terms: Terms) -> BoolArray:
    """Which companies have fewer than ``ROWS_PER_SLOPE`` of ``rows`` (m, L) for each of their own slopes.

    The outcome and attention do not matter here, so that all horizons, and the study without attention, have
    the same lags.
    """
    if terms.controls == "shared" or terms.short_lags >= terms.lags:
        return np.zeros(len(rows), dtype=bool)
    slopes = 1 + sum(line.shape[1] for line in (*lines, *fixed))
    return np.asarray(rows.sum(axis=1) < ROWS_PER_SLOPE * slopes)


def _lags(values: FloatArray, lags: range, marked: bool) -> list[FloatArray]:
    """The lags of ``values`` (m, L); ``marked``, one that was not measured is 0 with its indicator."""
    past = lagged(values, lags)
    measured = np.isfinite(past)
    return [np.where(measured, past, 0.0), (~measured).astype(float)] if marked else [past]


def _of_outcome(negativity: FloatArray, outcomes: Outcomes, lags: int) -> list[FloatArray]:
    """The lags of an outcome that is not measured on every session, as controls.

    Where it was not measured, what moved it that session stands in for it: there the lag of the cause, and of
    the market, has a slope of its own. Without that the cause would be credited with what nobody saw of the
    outcome. The session itself must be measured: its stand-in would be the regressor that is estimated.
    """
    past, unseen = _lags(outcomes.returns, range(1, lags + 1), True)
    movers = [negativity] if outcomes.market is None else [negativity, outcomes.market]
    stand_in = [unseen * np.nan_to_num(lagged(mover, range(1, lags + 1))) for mover in movers]
    return [outcomes.returns[:, None], past, unseen, *stand_in]


def _complete(lines: list[FloatArray], lags: int) -> BoolArray:
    """(m, L): nothing is missing among the first ``lags`` of each of ``lines``."""
    return np.asarray(np.logical_and.reduce([np.isfinite(line[:, :lags]).all(axis=1) for line in lines]))


def _shortened(line: FloatArray, short: BoolArray, lags: int) -> FloatArray:
    out = line.copy()
    out[short, lags:] = 0.0
    return out


def older_mean(returns: FloatArray, youngest: int) -> FloatArray:
    """The mean return of t - ``youngest`` ... t - ``OLDEST``, (C, L), of as many as there are; else 0.

    Negativity is measured from its own past, and that past reacted to returns. In a short panel the mean of
    the regressor is therefore tied to later outcomes, which biases long horizons towards the reaction's sign;
    holding this mean fixed takes the tie away and costs no session.
    """
    known = np.isfinite(returns)
    total = np.pad(np.cumsum(np.where(known, returns, 0.0), axis=1), ((0, 0), (1, 0)))
    count = np.pad(np.cumsum(known, axis=1), ((0, 0), (1, 0)))
    t = np.arange(returns.shape[1])
    end = np.maximum(t - youngest + 1, 0)
    begin = np.minimum(np.maximum(t - OLDEST, 0), end)
    n = count[:, end] - count[:, begin]
    return np.asarray(np.where(n > 0, (total[:, end] - total[:, begin]) / np.maximum(n, 1), 0.0))


def cumulated(returns: FloatArray, horizon: int) -> FloatArray:
    """r_{t+1} + ... + r_{t+h}, missing where any of them is."""
    return np.asarray(lagged(returns, range(-1, -horizon - 1, -1)).sum(axis=-2))
