"""A predictive test that holds whether the predictor returns to its mean quickly, slowly or never."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.lib.stride_tricks import sliding_window_view
from scipy import stats

from naysay.analysis.granger_checks.equation import whole
from naysay.analysis.linear_algebra import orthonormal, squared_length
from naysay.analysis.pairs import FloatArray
from naysay.analysis.regression import TOO_SHORT
from naysay.analysis.values import finite_values
from naysay.study.errors import InputError
from naysay.study.reasons import because

MEMORY: Final = 0.95
"""The instrument's root is 1 - n^-MEMORY."""


@dataclass(frozen=True, slots=True)
class PredictiveTest:
    """The test of the predictors of one outcome; NaN where there is a ``reason``."""

    predictors: pd.DataFrame
    """One row a predictor: predictor, coef (of the outcome per unit, both summed over the horizon), wald,
    pvalue (chi-squared, 1), root (of its autoregression without a constant), delta (correlation of the errors
    of both equations)."""
    wald: float
    """For the null that no predictor matters."""
    df: int
    pvalue: float
    nobs: int
    reason: str


def ivx_test(outcome: pd.Series, predictors: pd.DataFrame | pd.Series, *, horizon: int = 1) -> PredictiveTest:
    """IVX-Wald: whether persistent ``predictors`` x_{t-1} say something about ``outcome`` y_t.

        y_t = a + b' x_{t-1} + e_t,   x_t = R x_{t-1} + u_t,   z_t = (1 - n^-.95) z_{t-1} + x_t - x_{t-1}

    Null: b = 0. Chatter may stay high for months, and its shocks may go together with returns; then the t of
    least squares rejects true nulls. The instruments z are built from x itself but forget it: with Z their
    line at t - 1, summed over the ``horizon``'s sessions where it is above 1, and bars for means,

        b = (Z'X)^-1 Z'y with y and X less their means,   Wald = b' Q^-1 b,   Q = (Z'X)^-1 M (X'Z)^-1
        M = s_ee Z'Z - n zbar zbar' (s_ee - w_eu' W_uu^-1 w_eu)

    s_ee is the variance of the least-squares residuals, W_uu and w_eu the long-run covariances of u, and of
    u with e, with Bartlett weights over floor(n^(1/3)) lags: the last term takes off what estimating the
    constant costs. Chi-squared with as many degrees of freedom as predictors, for roots from below 1 to 1.
    Errors e are taken to be uncorrelated over time.

    Sessions before the first and after the last complete one are left out; with a gap in between, with a
    constant or collinear predictors, or too few sessions, there is a ``reason``.

    Raises
    ------
    InputError
        Indexes that differ, a horizon that is no whole number from 1 up, infinite values.

    References
    ----------
    Kostakis, Magdalinos and Stamatogiannis (2015), Review of Financial Studies 28.
    """
    K = whole("horizon", horizon)
    frame = predictors.to_frame() if isinstance(predictors, pd.Series) else predictors
    if not frame.index.equals(outcome.index):
        raise InputError(
            "predictors",
            got="another index than the outcome's",
            allowed="the same sessions",
            mend="Reindex both by the same trading sessions.",
        )
    y, x = finite_values(outcome.to_frame(), "outcome")[0], finite_values(frame, "predictors").T
    whole_rows = np.flatnonzero(np.isfinite(y) & np.isfinite(x).all(axis=1))
    first, last = (int(whole_rows[0]), int(whole_rows[-1]) + 1) if len(whole_rows) else (0, 0)
    y, x, size = y[first:last], x[first:last], x.shape[1]
    n = max(len(y) - 1, 0)
    reason = _reason(y, x, K)
    nothing = np.full((size, size), np.nan)
    b, Q, root, delta = (nothing[0], nothing, nothing[0], nothing[0]) if reason else _estimated(y, x, K)
    wald = float(squared_length(b[None], Q[None])[0])
    if not reason and np.isnan(wald):
        reason = because("singular_covariance")
    alone = b**2 / np.diagonal(Q)
    by_predictor = pd.DataFrame(
        {
            "predictor": [str(name) for name in frame.columns],
            "coef": b,
            "wald": alone,
            "pvalue": stats.chi2.sf(alone, 1),
            "root": root,
            "delta": delta,
        }
    )
    return PredictiveTest(by_predictor, wald, size, float(stats.chi2.sf(wald, size)), n, reason)


def _reason(y: FloatArray, x: FloatArray, horizon: int) -> str:
    if len(y) - 1 - horizon < 2 * (x.shape[1] + 2):
        return TOO_SHORT
    if not (np.isfinite(y).all() and np.isfinite(x).all()):
        return because("gap_inside")
    if np.isnan(orthonormal(np.vstack([np.ones(len(x) - 1), x[:-1].T])[None])[0]).any():
        return because("collinear_or_constant")
    return ""


def _estimated(y: FloatArray, x: FloatArray, K: int) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """b, Q, the roots and the correlations of the errors."""
    before, now, after = x[:-1], x[1:], y[1:]
    n = len(after)
    X = np.column_stack([np.ones(n), before])
    e = after - X @ np.linalg.lstsq(X, after, rcond=None)[0]
    root = (now * before).sum(axis=0) / (before**2).sum(axis=0)
    u = now - before * root
    delta = np.corrcoef(np.column_stack([e, u]).T)[0, 1:]
    W, w = u.T @ u / n, u.T @ e / n
    lags = int(np.floor(np.cbrt(n)))
    for h in range(1, lags + 1):
        weight = (1 - h / (lags + 1)) / n
        later = u[h:].T @ u[:-h]
        W = W + weight * (later + later.T)
        w = w + weight * (u[h:].T @ e[:-h])
    s = float(e @ e) / n
    z = np.zeros_like(x)
    for t in range(1, len(x)):
        z[t] = (1 - n**-MEMORY) * z[t - 1] + x[t] - x[t - 1]
    Z = z[:-1]
    Y, XK, ZK = (sliding_window_view(part, K, axis=0).sum(axis=-1) for part in (after, before, Z))
    m = len(Y)
    inverse = np.linalg.inv(Z[:m].T @ (XK - XK.mean(axis=0)))
    b = inverse @ (Z[:m].T @ (Y - Y.mean()))
    mean = ZK.mean(axis=0)
    M = s * ZK.T @ ZK - m * np.outer(mean, mean) * (s - w @ np.linalg.solve(W, w))
    return b, inverse @ M @ inverse.T, root, delta
