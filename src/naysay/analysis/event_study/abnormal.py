"""From placed events to abnormal returns with their forecast errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from naysay.analysis.event_study.arrays import EventArrays
from naysay.analysis.event_study.design import Design
from naysay.analysis.event_study.inputs import Panel
from naysay.analysis.event_study.models.base import Model
from naysay.analysis.event_study.placement import Placement

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Estimates:
    """The ``arrays`` of the usable events, and ``reason`` and ``nobs`` of all.

    ``rows`` are the places of the usable among all. ``reason`` is empty for a usable event; ``nobs`` is 0
    where no estimation window could be cut.
    """

    arrays: EventArrays
    rows: Ints
    reason: npt.NDArray[np.object_]
    nobs: Ints


def abnormal_returns(panel: Panel, placement: Placement, *, design: Design, model: Model) -> Estimates:
    """Abnormal returns of every event that has the data for them.

    Estimation sessions with a missing return are left out, down to ``design.min_observations``; a missing
    return in the event window sets the event aside, so that every CAR of an event is the sum of the same
    sessions.
    """
    rows = np.flatnonzero(placement.reason == "")
    first = placement.position[rows] + design.estimation[0]
    column = placement.column[rows]
    regressors = model.regressors(panel.market, panel.factors)
    shared = len(regressors) == 1
    span = design.event_window[1] - design.estimation[0] + 1
    y = _cut(panel.returns, column, first, span)
    X = _cut(regressors, np.zeros_like(column) if shared else column, first, span)
    near, late = slice(0, design.n_estimation), slice(span - design.n_event, span)

    seen = np.isfinite(y[:, near]) & np.isfinite(X[:, :, near]).all(axis=1)
    whole = np.isfinite(y[:, late]).all(axis=1)
    matched = np.isfinite(X[:, :, late]).all(axis=(1, 2))
    found = seen.sum(axis=1)
    fit = model.fit(y[:, near], X[:, :, near], y[:, late], X[:, :, late])

    least = max(design.min_observations, fit.parameters + 3)  # below, a standardised return has no variance

    causes = {
        "missing returns in the event window": ~whole,
        "missing benchmark in the event window": ~matched,
        f"fewer than {least} complete sessions in the estimation window": (found < least),
        "benchmark does not vary in the estimation window": np.isnan(fit.sigma),
        "returns do not vary around their normal return in the estimation window": fit.sigma == 0.0,
    }
    reason, nobs = placement.reason.copy(), np.zeros(len(placement.reason), dtype=np.int64)
    nobs[rows] = found
    for cause, holds in reversed(causes.items()):
        reason[rows[holds]] = cause
    good = reason[rows] == ""
    arrays = EventArrays(
        tau=np.arange(design.event_window[0], design.event_window[1] + 1),
        ar=fit.ar[good],
        loading=fit.loading[good],
        sigma=fit.sigma[good],
        residuals=fit.residuals[good],
        start=first[good],
        parameters=fit.parameters,
    )
    return Estimates(arrays, rows[good], reason, nobs)


def _cut(calendar: Floats, row: Ints, first: Ints, span: int) -> Floats:
    """``span`` sessions from ``first`` of the named rows of a (rows, ..., T) array: (N, ..., span)."""
    if not len(row):
        return np.empty((0, *calendar.shape[1:-1], span))
    return np.asarray(sliding_window_view(calendar, span, axis=-1)[row, ..., first, :])
