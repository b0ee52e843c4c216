"""From placed events to abnormal returns with their forecast errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from naysay.analysis.event_study.arrays import EventArrays
from naysay.analysis.event_study.design import EventDesign
from naysay.analysis.event_study.inputs import Panel
from naysay.analysis.event_study.models.base import Model, NormalReturnFit
from naysay.analysis.event_study.placement import Placement
from naysay.study.reasons import because

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

BLOCK = 2048
"""Events fitted at a time: a fit needs some ten copies of what it fits."""


@dataclass(frozen=True)
class AbnormalEstimates:
    """The ``arrays`` of the usable events, and ``reason`` and ``nobs`` of all.

    ``rows`` are the places of the usable among all. ``reason`` is empty for a usable event; ``nobs`` is 0
    where no estimation window could be cut.
    """

    arrays: EventArrays
    rows: Ints
    reason: npt.NDArray[np.object_]
    nobs: Ints


def abnormal_returns(
    panel: Panel, placement: Placement, *, design: EventDesign, model: Model
) -> AbnormalEstimates:
    """Abnormal returns of every event that has the data for them.

    Estimation sessions with a missing return are left out, down to ``design.min_observations``. A session of
    the event window that is missing, or has not come yet, is NaN and keeps the event out of the windows that
    need it; an event that has the sessions of none of ``design.windows`` is set aside.
    """
    rows = np.flatnonzero(placement.reason == "")
    regressors = model.regressors(panel.market, panel.factors)
    reason, nobs = placement.reason.copy(), np.zeros(len(placement.reason), dtype=np.int64)
    last = int(placement.position[rows].max(initial=0)) + design.event_window[1]
    further = last + 1 - panel.returns.shape[1]
    returns, regressors = _extended(panel.returns, further), _extended(regressors, further)
    fits, used, starts = [], [], []
    for low in range(0, max(len(rows), 1), BLOCK):
        block = rows[low : low + BLOCK]
        first = placement.position[block] + design.estimation[0]
        fit, y_event, nobs[block], reason[block] = _fitted(
            returns, regressors, placement.column[block], first, design=design, model=model
        )
        good = reason[block] == ""
        fits.append((fit.ar[good], fit.loading[good], fit.sigma[good], fit.residuals[good], y_event[good]))
        used.append(block[good])
        starts.append(first[good])
    ar, loading, sigma, residuals, own = (np.concatenate(parts) for parts in zip(*fits, strict=True))
    arrays = EventArrays(
        tau=np.arange(design.event_window[0], design.event_window[1] + 1),
        ar=ar,
        loading=loading,
        sigma=sigma,
        residuals=residuals,
        start=np.concatenate(starts),
        returns=own,
        parameters=fit.parameters,
    )
    return AbnormalEstimates(arrays, np.concatenate(used), reason, nobs)


def _fitted(
    returns: Floats, regressors: Floats, column: Ints, first: Ints, *, design: EventDesign, model: Model
) -> tuple[NormalReturnFit, Floats, Ints, npt.NDArray[np.object_]]:
    """A block's fit, returns of the event window, observed estimation sessions, and the reasons."""
    shared = len(regressors) == 1
    span = design.event_window[1] - design.estimation[0] + 1
    y = _cut(returns, column, first, span)
    X = _cut(regressors, np.zeros_like(column) if shared else column, first, span)
    near, late = slice(0, design.n_estimation), slice(span - design.n_event, span)

    seen = np.isfinite(y[:, near]) & np.isfinite(X[:, :, near]).all(axis=1)
    whole, matched = np.isfinite(y[:, late]), np.isfinite(X[:, :, late]).all(axis=1)
    nobs = seen.sum(axis=1)
    fit = model.fit(y[:, near], X[:, :, near], y[:, late], X[:, :, late])

    least = max(design.min_observations, fit.parameters + 3)  # below, a standardised return has no variance
    causes = {
        because("missing_in_event_window", series="returns"): ~_some_window(whole, design),
        because("missing_in_event_window", series="benchmark"): ~_some_window(whole & matched, design),
        because("too_few_estimation_sessions", least=least): (nobs < least),
        because("no_variation", series="benchmark"): np.isnan(fit.sigma),
        because("variance_not_fitted"): (
            np.zeros(len(column), dtype=bool) if fit.failed is None else fit.failed
        ),
        because("no_abnormal_variation"): fit.sigma == 0.0,
    }
    reason = np.full(len(column), "", dtype=object)
    for cause, holds in reversed(causes.items()):
        reason[holds] = cause
    return fit, y[:, late], nobs, reason


def _some_window(seen: npt.NDArray[np.bool_], design: EventDesign) -> npt.NDArray[np.bool_]:
    """Whether all sessions of at least one tested window are ``seen`` (N, W), (N,)."""
    first = design.event_window[0]
    whole = [seen[:, start - first : end - first + 1].all(axis=1) for start, end in design.windows]
    return np.asarray(np.any(whole, axis=0))


def _extended(calendar: Floats, sessions: int) -> Floats:
    """A (rows, ..., T) array with ``sessions`` further ones, all missing, for sessions yet to come."""
    if sessions <= 0:
        return calendar
    return np.pad(calendar, [(0, 0)] * (calendar.ndim - 1) + [(0, sessions)], constant_values=np.nan)


def _cut(calendar: Floats, row: Ints, first: Ints, span: int) -> Floats:
    """``span`` sessions from ``first`` of the named rows of a (rows, ..., T) array: (N, ..., span)."""
    if not len(row):
        return np.empty((0, *calendar.shape[1:-1], span))
    return np.asarray(sliding_window_view(calendar, span, axis=-1)[row, ..., first, :])
