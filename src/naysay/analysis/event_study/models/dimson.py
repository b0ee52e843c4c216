"""Dimson: E(R) = alpha + beta R_m, beta the sum of the slopes on three sessions of the benchmark.

For shares that trade thinly, whose price answers to the benchmark's move a session late, or early where the
benchmark is stale. The regression R_t = alpha + Σ_{j=-1..1} b_j R_m,t+j gives beta = Σ b_j, and the normal
return uses the benchmark's return of the same session only. The abnormal return is then linear in the
coefficients with weights w = (1, R_mt, R_mt, R_mt), and so is its forecast error: var(AR) = sigma² (1 + w'
(X'X)⁻¹ w), k = 4 (Dimson 1979). One session of the benchmark before and after the windows is needed.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from naysay.analysis.event_study.least_squares import least_squares
from naysay.analysis.event_study.models.base import Model, NormalReturnFit

Floats = npt.NDArray[np.float64]


def around(market: Floats, factors: Floats) -> Floats:
    """The benchmark's return one session before, of the session, and one after; missing at the ends."""
    padded = np.pad(market, ((0, 0), (1, 1)), constant_values=np.nan)
    return np.stack([padded[:, :-2], market, padded[:, 2:]], axis=1)


def summed(y: Floats, X: Floats, y_event: Floats, X_event: Floats) -> NormalReturnFit:
    """Least squares with all three, a forecast with the benchmark of the same session in all three places."""
    return least_squares(y, X, y_event, np.broadcast_to(X_event[:, 1:2], X_event.shape))


MODEL = Model("dimson", around, summed)
