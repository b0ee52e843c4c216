"""Lead-lag correlation of chatter and returns, as they are and freed of what chatter says about itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from naysay.analysis.pairs import BoolArray, FloatArray, constant, lagged, paired
from naysay.analysis.regression import first_cause
from naysay.study.errors import InputError
from naysay.study.frames import TABLES

LEAST_PAIRS = 10
"""Fewer pairs of sessions say nothing about a correlation: the band of ten reaches from -0.6 to 0.6."""


@dataclass(frozen=True)
class LeadLag:
    """Correlations by company, measure and lag."""

    max_lag: int
    _table: pd.DataFrame

    @property
    def table(self) -> pd.DataFrame:
        """company, measure (raw, prewhitened), lag, r, low, high (95 %), nobs, ar_order, reason; a copy."""
        return self._table.copy()


def lead_lag(
    negativity: pd.DataFrame | pd.Series, returns: pd.DataFrame | pd.Series, *, max_lag: int = 10
) -> LeadLag:
    """Correlation of the negativity of session t with the return of session t + lag, lag = -max_lag..max_lag.

    A positive lag means that chatter comes first. Two measures for each company:

    - ``raw``: the two series as they are. Persistent chatter smears one true lag over its neighbours.
    - ``prewhitened``: both series filtered by 1 - phi_1 L - ... - phi_p L^p, the autoregression fitted to
      negativity by least squares, p from 0 to max_lag by AIC on one common sample. What is left of
      negativity is close to white, so a peak stands at its own lag.

    Parameters
    ----------
    negativity, returns
        Session x company with the same labels, or a Series each. NaN is missing: a correlation uses the
        sessions on which both values are there, a filtered value needs all p sessions before it.

    Notes
    -----
    ``low`` and ``high`` are a 95 % interval around r, tanh(atanh r -+ 1.96 sqrt V), for one lag looked at by
    itself; a lag is significant when the interval leaves out 0. V is Bartlett's variance of r for two series
    that do not depend on each other,

        n V = mean(x_t^2 y_{t+lag}^2) + 2 sum_{j=1..J} (1 - j / n) rho_x(j) rho_y(j),

    x and y standardised, J = floor(10 log10 n), cut below at that first term. Bartlett's first term is 1,
    which takes chatter and returns to be loud at different times; as they are loud together, it is estimated.
    For prewhitened series the sum is left out, because rho_x is 0 there.

    A correlation that cannot be computed is NaN with a ``reason``.

    Raises
    ------
    InputError
        Labels that differ, a ``max_lag`` that is no whole number from 0 up.

    References
    ----------
    Bartlett (1955), An Introduction to Stochastic Processes. Box, Jenkins and Reinsel (2008), chapter 12
    (prewhitening). Haugh (1976), Journal of the American Statistical Association 71.
    """
    if isinstance(max_lag, bool) or not isinstance(max_lag, (int, np.integer)) or max_lag < 0:
        raise InputError(
            "max_lag", got=max_lag, allowed="a whole number of sessions from 0 up", mend="Ten is usual."
        )
    pair = paired(negativity, returns, names=("negativity", "returns"))
    frames = []
    for company, x, y in zip(pair.companies, pair.first, pair.second, strict=True):
        phi = fitted_autoregression(x, max_lag)
        raw = _rows(x, y, max_lag, white=False).assign(measure="raw", ar_order=0)
        filtered_pair = filtered(x, phi), filtered(y, phi)
        white = _rows(*filtered_pair, max_lag, white=True).assign(measure="prewhitened", ar_order=len(phi))
        frames += [raw.assign(company=company), white.assign(company=company)]
    columns = [*TABLES["correlation"], "ar_order", "reason"]
    table = pd.concat(frames, ignore_index=True)[columns] if frames else pd.DataFrame(columns=columns)
    return LeadLag(int(max_lag), table)


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
    """``values`` (T,) less what phi makes of their past; missing where any of that is."""
    if not len(phi):
        return values
    return np.asarray(values - phi @ lagged(values, range(1, len(phi) + 1)))


def _rows(x: FloatArray, y: FloatArray, max_lag: int, *, white: bool) -> pd.DataFrame:
    lags = np.arange(-max_lag, max_lag + 1)
    later = lagged(y, -lags)
    both = np.isfinite(x) & np.isfinite(later)
    nobs = both.sum(axis=1)
    zx, zy = _standardised(np.broadcast_to(x, later.shape), both), _standardised(later, both)
    share = np.maximum(nobs, 1)
    r = (zx * zy).sum(axis=1) / share
    loud_together = (zx**2 * zy**2).sum(axis=1) / share
    reason = first_cause(
        {
            "no session has both values": nobs == 0,
            f"too short: fewer than {LEAST_PAIRS} sessions have both values": nobs < LEAST_PAIRS,
            "negativity is constant": constant(np.broadcast_to(x, later.shape), both),
            "returns are constant": constant(later, both),
        }
    )
    overlap = 0.0 if white else 2 * _common_memory(x, y, int(nobs.max(initial=0)))
    V = (loud_together + np.maximum(overlap, 0.0)) / share
    made = reason == ""
    # A correlation of 1 has no finite atanh; its interval is the point.
    centre = np.arctanh(np.clip(r, -1 + 1e-15, 1 - 1e-15))
    reach = stats.norm.ppf(0.975) * np.sqrt(V)
    found = {"r": r, "low": np.tanh(centre - reach), "high": np.tanh(centre + reach)}
    return pd.DataFrame(
        {
            "lag": lags,
            **{name: np.where(made, values, np.nan) for name, values in found.items()},
            "nobs": nobs,
            "reason": pd.Series(reason, dtype=str),
        }
    )


def _common_memory(x: FloatArray, y: FloatArray, n: int) -> float:
    """sum_{j=1..J} (1 - j / n) rho_x(j) rho_y(j) with J = floor(10 log10 n)."""
    if n < LEAST_PAIRS:
        return 0.0
    j = np.arange(1, min(int(10 * np.log10(n)), n - 1) + 1)
    return float(((1 - j / n) * _autocorrelation(x, j) * _autocorrelation(y, j)).sum())


def _autocorrelation(x: FloatArray, lags: NDArray[np.int64]) -> FloatArray:
    z = _standardised(x[None], np.isfinite(x)[None])[0]
    z = np.where(np.isfinite(x), z, np.nan)
    products = z * lagged(z, lags)
    count = np.isfinite(products).sum(axis=1)
    return np.asarray(np.nansum(products, axis=1) / np.maximum(count, 1))


def _standardised(values: FloatArray, used: BoolArray) -> FloatArray:
    """``values`` (L, T) less their mean and over their standard deviation where ``used``, 0 elsewhere."""
    n = np.maximum(used.sum(axis=1, keepdims=True), 1)
    centred = np.where(used, values, 0.0)
    centred = np.where(used, centred - centred.sum(axis=1, keepdims=True) / n, 0.0)
    spread = np.sqrt((centred**2).sum(axis=1, keepdims=True) / n)
    return centred / np.where(spread > 0, spread, 1.0)
