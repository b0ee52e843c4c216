"""Prewhitening: the autoregression of one series, applied as a filter to that series and to another."""

from __future__ import annotations

import numpy as np

from naysay.analysis.pairs import FloatArray, lagged


def fitted_autoregression(x: FloatArray, max_order: int) -> FloatArray:
    """phi_1 ... phi_p of the series x (T,), p up to ``max_order`` by AIC; empty where it cannot be fitted.

    All orders are compared on the sessions that have ``max_order`` predecessors; the one chosen is then
    fitted to all sessions it can use.
    """
    past = lagged(x, range(1, max_order + 1)) if max_order else np.empty((0, len(x)))
    used = np.isfinite(x) & np.isfinite(past).all(axis=0)
    n = int(used.sum())
    if n <= 2 * (max_order + 1) or np.ptp(x[used]) == 0:
        return np.empty(0)
    Q, _ = np.linalg.qr(np.column_stack([np.ones(n), past[:, used].T]))
    explained = np.cumsum((Q.T @ x[used]) ** 2)  # the squared coordinates add up order by order
    rss = np.maximum(x[used] @ x[used] - explained, np.finfo(float).tiny)
    p = int(np.argmin(n * np.log(rss) + 2 * np.arange(max_order + 1)))
    used = np.isfinite(x) & np.isfinite(past[:p]).all(axis=0)
    X = np.column_stack([np.ones(int(used.sum())), past[:p, used].T])
    return np.asarray(np.linalg.lstsq(X, x[used], rcond=None)[0][1:])


def filtered(values: FloatArray, phi: FloatArray) -> FloatArray:
    """``values`` (T,) less their forecast from the past by phi; missing where any of the past is."""
    if not len(phi):
        return values
    return np.asarray(values - phi @ lagged(values, range(1, len(phi) + 1)))
