"""Market model with GARCH(1,1) errors: E(R) = alpha + beta R_m by maximum likelihood.

The variance of the errors follows h_t = omega + a e²_t-1 + b h_t-1 (Bollerslev 1986; in event studies
Savickas 2003), so that calm sessions weigh more in alpha and beta than turbulent ones. For the tests

    sigma² = omega / (1 - a - b),   residuals e_t sigma / √h_t,
    var(AR_w) = sigma² + x_w' (Σ x_t x_t' / h_t)⁻¹ x_w,   x = (1, R_m):

the unconditional variance, for sessions of the event window lie beyond what the state of h at the end of the
estimation window tells, and residuals brought to that scale; k = 2. Needs the package arch. One fit an event
takes some milliseconds. Missing sessions are left out and their neighbours put side by side.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from naysay.analysis.event_study.models.base import Model, NormalReturnFit, residual_sigma
from naysay.analysis.event_study.models.market import benchmark
from naysay.study.errors import InputError

try:
    import arch
except ImportError:  # an extra: only who asks for this model needs it
    arch = None  # type: ignore[assignment]

Floats = npt.NDArray[np.float64]

LEAST = 30
PERSISTENT = 0.999
"""From this a + b on, the unconditional variance cannot be distinguished from an infinite one."""


def by_likelihood(y: Floats, X: Floats, y_event: Floats, X_event: Floats) -> NormalReturnFit:
    """One fit an event; ``failed`` where it did not converge or its variance does not return to a level."""
    count, length = y.shape
    failed = np.zeros(count, dtype=bool)
    fit = NormalReturnFit(
        ar=np.full(y_event.shape, np.nan),
        loading=np.zeros((*y_event.shape, 2)),
        sigma=np.full(count, np.nan),
        residuals=np.full((count, length), np.nan),
        parameters=2,
        failed=failed,
    )
    seen = np.isfinite(y) & np.isfinite(X[:, 0])
    spread = residual_sigma(np.where(seen, y - _mean(y, seen), np.nan), y, 1)
    for i in range(count):
        use = seen[i]
        varies = np.ptp(X[i, 0, use]) > 0.0 if use.any() else False
        if use.sum() < LEAST or not varies or not spread[i] > 0.0:
            fit.sigma[i] = 0.0 if varies and spread[i] == 0.0 else np.nan
            continue
        failed[i] = not _fill(fit, i, y[i, use], X[i, 0, use], use, y_event[i], X_event[i, 0])
    return fit


def _fill(
    fit: NormalReturnFit, i: int, y: Floats, x: Floats, use: Any, y_event: Floats, x_event: Floats
) -> bool:
    """Event ``i`` of ``fit``, and whether it could be fitted. Works in units of the return's spread."""
    scale = float(y.std())
    garch = _installed()(
        y / scale, x=(x / scale)[:, None], mean="LS", vol="GARCH", p=1, q=1, rescale=False
    ).fit(disp="off", show_warning=False)
    alpha, beta, omega, a, b = (float(value) for value in garch.params)
    fit.sigma[i] = 1.0
    if garch.convergence_flag != 0 or a + b >= PERSISTENT:
        return False
    sigma = scale * np.sqrt(omega / (1.0 - a - b))
    spread = scale * np.asarray(garch.conditional_volatility)
    design = np.column_stack([np.ones_like(x), x])
    weighted = design / spread[:, None]
    ahead = np.column_stack([np.ones_like(x_event), x_event])
    fit.sigma[i] = sigma
    fit.ar[i] = y_event - alpha * scale - beta * x_event
    fit.residuals[i, use] = (y - alpha * scale - beta * x) * sigma / spread
    fit.loading[i] = np.linalg.solve(np.linalg.cholesky(weighted.T @ weighted), ahead.T).T / sigma
    return True


def _mean(y: Floats, seen: npt.NDArray[np.bool_]) -> Floats:
    counted = np.maximum(seen.sum(axis=1, keepdims=True), 1)
    return np.asarray(np.where(seen, y, 0.0).sum(axis=1, keepdims=True) / counted)


def _installed() -> Any:
    if arch is None:
        raise InputError(
            "model",
            got="garch without the package arch",
            allowed="garch where arch is installed",
            mend="Install it with pip install 'naysay[garch]'.",
        )
    return arch.arch_model


MODEL = Model("garch", benchmark, by_likelihood)
