"""Abnormal volatility around events: are abnormal returns larger than usual, in either direction?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from naysay.analysis.event_study.abnormal import AbnormalEstimates
from naysay.analysis.event_study.arrays import EventArrays
from naysay.analysis.event_study.design import DRAWS, Window, checked_design
from naysay.analysis.event_study.estimate import estimated, tabulated
from naysay.analysis.event_study.result import EventStudy


def volatility_study(
    returns: pd.DataFrame,
    market: pd.Series | pd.DataFrame,
    events: pd.DataFrame,
    *,
    model: str = "market",
    estimation: Window = (-130, -11),
    event_window: Window = (-10, 10),
    windows: Sequence[Window] = ((0, 0), (-10, 10)),
    factors: pd.DataFrame | None = None,
    min_observations: int | None = None,
    exclude_contaminated: bool = False,
    draws: int = DRAWS,
    seed: int = 0,
) -> EventStudy:
    """Abnormal log squared returns around events; arguments, tables and tests as those of ``event_study``.

        u_it = log(AR_it² / (1 + |H_it|²)) - mean over s of log(e_is² M / (M - k))

    with e the M residuals of the estimation window, k the parameters and H the forecast-error loading of the
    model, so that both logarithms are of one scale when nothing changes. ``ar`` is u: exp(u) - 1 = 0.5 says
    that the variance of the abnormal return was half as large again, if its distribution kept its shape. A
    return that is exactly normal has no logarithm; it counts as the smallest other one of its event's
    estimation window.

    The ratio itself (Beaver's U) is a squared t, so skewed that tests of its mean rejected 7 to 80 % of true
    nulls at 5 % with 40 events and t(5) errors; of its logarithm cross_sectional_t, bmp and wild_bootstrap
    reject some 5 %. Where events share sessions trust wild_bootstrap. Sign tests are meaningless: more than
    half of all u are positive.

    Null of each test: the mean of u is zero. Volatility comes in clusters: a large u before an event
    foretells one at it, which is a change of volatility and not the event's doing.

    References
    ----------
    Beaver (1968), the U statistic; DeFond, Hung and Trezevant (2007), its logarithm.
    """
    design = checked_design(
        model, estimation, event_window, windows, min_observations, compounding=None, draws=draws, seed=seed
    )
    placement, estimates = estimated(
        returns, market, events, design, factors=factors, exclude_contaminated=exclude_contaminated
    )
    logs = AbnormalEstimates(_log_squared(estimates.arrays), estimates.rows, estimates.reason, estimates.nobs)
    return tabulated(placement, logs, design)


def _log_squared(arrays: EventArrays) -> EventArrays:
    """The arrays with u in the place of abnormal returns and residuals, and its own mean as the model."""
    observed = arrays.nobs[:, None].astype(np.float64)
    before = arrays.residuals**2 * observed / (observed - arrays.parameters)
    least = np.where(before > 0.0, before, np.inf).min(axis=1, keepdims=True)
    logs = np.log(np.maximum(before, least))
    after = np.log(np.maximum(arrays.ar**2 / (1.0 + (arrays.loading**2).sum(axis=2)), least))
    mean = np.nanmean(logs, axis=1, keepdims=True)
    centred = logs - mean
    return replace(
        arrays,
        ar=after - mean,
        loading=np.broadcast_to(1.0 / np.sqrt(observed)[:, :, None], (*arrays.ar.shape, 1)),
        sigma=np.sqrt(np.nansum(centred**2, axis=1) / (arrays.nobs - 1.0)),
        residuals=centred,
        parameters=1,
    )
