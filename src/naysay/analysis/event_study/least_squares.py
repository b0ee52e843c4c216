"""Least squares with a constant for many events at once, gaps allowed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from naysay.analysis.event_study.models.base import NormalReturnFit, residual_sigma

Floats = npt.NDArray[np.float64]

_COLLINEAR = 1e-10  # smallest eigenvalue of the regressors' correlation matrix; 0 when one is a sum of others


def least_squares(y: Floats, X: Floats, y_event: Floats, X_event: Floats) -> NormalReturnFit:
    """Fits y = alpha + X' beta + e in each estimation window and forecasts the event window.

    Works on centred regressors made orthonormal by the Cholesky factor L of their cross products, Q = L⁻¹
    (X - X̄). Then the forecast-error loadings are [1/√n, L⁻¹ (x_w - X̄)] and the residuals y - ȳ - Q'Q (y -
    ȳ). ``y`` (N, M), ``X`` (N, K, M), ``y_event`` (N, W), ``X_event`` (N, K, W); a session with a NaN in
    ``y`` or ``X`` is left out of that event's fit. sigma is NaN where a regressor is constant or the
    regressors are collinear.
    """
    count, regressors, _ = X.shape
    seen = np.isfinite(y) & np.isfinite(X).all(axis=1)
    complete = bool(seen.all())
    n = np.maximum(seen.sum(axis=1), 1)[:, np.newaxis]
    if not complete:
        y, X = np.where(seen, y, 0.0), np.where(seen[:, np.newaxis], X, 0.0)
    y_mean, X_mean = y.sum(axis=1, keepdims=True) / n, X.sum(axis=2, keepdims=True) / n[:, np.newaxis]
    y_own, X_own = y - y_mean, X - X_mean
    if not complete:
        y_own, X_own = np.where(seen, y_own, 0.0), np.where(seen[:, np.newaxis], X_own, 0.0)

    squares = np.einsum("nkm,nkm->nk", X_own, X_own)
    constant = squares <= 1e-24 * np.einsum("nkm,nkm->nk", X, X)
    scale = np.sqrt(np.where(constant, 1.0, squares))[:, :, np.newaxis]
    X_own = X_own / scale
    gram = X_own @ X_own.transpose(0, 2, 1)
    unidentified = constant.any(axis=1)
    if regressors > 1:
        unidentified |= np.linalg.eigvalsh(gram)[:, 0] < _COLLINEAR
    gram[unidentified] = np.eye(regressors)
    # The inverse is K x K and well scaled; solving for all M sessions instead takes fifty times as long.
    whiten = np.linalg.inv(np.linalg.cholesky(gram))
    Q = whiten @ X_own
    ahead = whiten @ ((X_event - X_mean) / scale)

    weights = np.einsum("nkm,nm->nk", Q, y_own)
    residuals = y_own - np.einsum("nkm,nk->nm", Q, weights)
    if not complete:
        residuals = np.where(seen, residuals, np.nan)
    ones = np.broadcast_to(1.0 / np.sqrt(n)[:, :, np.newaxis], (count, y_event.shape[1], 1))
    sigma = residual_sigma(residuals, y, regressors + 1)
    return NormalReturnFit(
        ar=y_event - y_mean - np.einsum("nkw,nk->nw", ahead, weights),
        loading=np.concatenate([ones, ahead.transpose(0, 2, 1)], axis=2),
        sigma=np.where(unidentified, np.nan, sigma),
        residuals=residuals,
        parameters=regressors + 1,
    )
