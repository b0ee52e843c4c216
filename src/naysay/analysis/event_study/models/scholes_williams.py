"""Scholes-Williams: E(R) = alpha + beta R_m, beta = cov(R, z) / cov(R_m, z), z_t = R_m,t-1 + R_m,t + R_m,t+1.

For shares that do not trade at the close of every session. With the slopes b₋, b₀, b₊ on the lagged, same and
leading benchmark and its autocorrelation rho, (b₋ + b₀ + b₊) / (1 + 2 rho) is this instrumental-variable
estimate up to the ends of the window (Scholes and Williams 1977). alpha = R̄ - beta R̄_m, and with errors of
one variance

    var(AR_w) = sigma² (1 + 1/n + (R_mw - R̄_m)² S_zz / S_zm²),

S_zz and S_zm the centred sums of products over the n sessions; k = 2. One session of the benchmark before
and after the windows is needed.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from naysay.analysis.event_study.models.base import Model, NormalReturnFit, residual_sigma

Floats = npt.NDArray[np.float64]


def with_instrument(market: Floats, factors: Floats) -> Floats:
    """The benchmark, and its sum over each session, the one before and the one after; missing at the ends."""
    padded = np.pad(market, ((0, 0), (1, 1)), constant_values=np.nan)
    return np.stack([market, padded[:, :-2] + market + padded[:, 2:]], axis=1)


def instrumental(y: Floats, X: Floats, y_event: Floats, X_event: Floats) -> NormalReturnFit:
    """The estimate above; sigma is NaN where the benchmark is constant or no instrument for itself."""
    seen = np.isfinite(y) & np.isfinite(X).all(axis=1)
    n = np.maximum(seen.sum(axis=1, keepdims=True), 1)
    y_mean, y_own = _centred(y, seen, n)
    m_mean, m_own = _centred(X[:, 0], seen, n)
    _, z_own = _centred(X[:, 1], seen, n)
    s_zy, s_zm, s_zz, s_mm = (
        np.einsum("nm,nm->n", a, b)[:, np.newaxis]
        for a, b in ((z_own, y_own), (z_own, m_own), (z_own, z_own), (m_own, m_own))
    )
    m_level = np.where(seen, X[:, 0] ** 2, 0.0).sum(axis=1, keepdims=True)
    lost = (s_mm <= 1e-24 * m_level) | (s_zm**2 <= 1e-8 * s_zz * s_mm)
    beta, spread = s_zy / np.where(lost, 1.0, s_zm), np.sqrt(s_zz) / np.where(lost, 1.0, np.abs(s_zm))
    residuals = np.where(seen, y_own - beta * m_own, np.nan)
    ahead = X_event[:, 0] - m_mean
    ones = np.broadcast_to(1.0 / np.sqrt(n), ahead.shape)
    return NormalReturnFit(
        ar=y_event - y_mean - beta * ahead,
        loading=np.stack([ones, ahead * spread], axis=2),
        sigma=np.where(lost[:, 0], np.nan, residual_sigma(residuals, y, 2)),
        residuals=residuals,
        parameters=2,
    )


def _centred(values: Floats, seen: npt.NDArray[np.bool_], n: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Mean over the sessions seen, and what deviates from it, 0 elsewhere."""
    mean = np.where(seen, values, 0.0).sum(axis=1, keepdims=True) / n
    return mean, np.where(seen, values - mean, 0.0)


MODEL = Model("scholes_williams", with_instrument, instrumental)
