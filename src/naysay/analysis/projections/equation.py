"""The equation of a local projection, for each company alone and for all of them together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from naysay.analysis.pairs import constant, lagged
from naysay.analysis.regression import (
    BoolArray,
    Estimates,
    FloatArray,
    IntArray,
    first_cause,
    least_squares,
)
from naysay.analysis.scores import Bandwidth, Covariance


def by_company(
    negativity: FloatArray,
    returns: FloatArray,
    *,
    horizon: int,
    lags: int,
    covariance: Covariance,
    bandwidth: int | None,
) -> Estimates:
    """b_h of each company; negativity and returns are (C, T)."""
    X = regressors(negativity, returns, lags)
    y = cumulated(returns, horizon)
    found = least_squares(
        np.concatenate([np.ones((len(X), 1, X.shape[-1])), X], axis=1),
        y,
        tested=1,
        covariance=covariance,
        bandwidth=bandwidth,
        least_bandwidth=horizon,
    )
    used = np.isfinite(y) & np.isfinite(X).all(axis=1)
    named = first_cause(
        {
            "negativity is constant": constant(negativity, used),
            "returns are constant": constant(returns, used),
        }
    )
    told = (found.reason != "") & (named != "") & (found.df_resid > 0)
    return replace(found, reason=np.where(told, named, found.reason))


def pooled(
    negativity: FloatArray,
    returns: FloatArray,
    *,
    horizon: int,
    lags: int,
    covariance: Covariance,
    bandwidth: Bandwidth,
    outcome: FloatArray | None = None,
) -> tuple[Estimates, IntArray]:
    """One b_h for all companies, with their means taken out and a covariance of panels.

    negativity is (D, C, T), D panels at once that share the returns (C, T). The second value counts for each
    panel the companies that have a complete session. ``outcome`` (C, T) stands in for the cumulated returns.
    """
    panels, companies, sessions = negativity.shape
    X = regressors(negativity, np.broadcast_to(returns, negativity.shape), lags)
    y = np.broadcast_to(cumulated(returns, horizon) if outcome is None else outcome, negativity.shape)
    used = np.isfinite(y) & np.isfinite(X).all(axis=-2)
    y = within(y, used).reshape(panels, companies * sessions)
    X = within(X.swapaxes(1, 2), used[:, None]).reshape(panels, X.shape[-2], companies * sessions)
    with_rows = used.any(axis=-1).sum(axis=-1)
    found = least_squares(
        X,
        y,
        tested=1,
        covariance=covariance,
        bandwidth=bandwidth,
        least_bandwidth=horizon,
        companies=companies,
        absorbed=with_rows,
    )
    return found, with_rows


def regressors(negativity: FloatArray, returns: FloatArray, lags: int) -> FloatArray:
    """n_{t-1} ... n_{t-p}, r_t ... r_{t-p} and last n_t: (..., 2p + 2, T) of (..., T)."""
    past = [lagged(negativity, range(1, lags + 1)), lagged(returns, range(lags + 1))]
    return np.concatenate([*past, negativity[..., None, :]], axis=-2)


def cumulated(returns: FloatArray, horizon: int) -> FloatArray:
    """r_{t+1} + ... + r_{t+h}, missing where any of them is."""
    return np.asarray(lagged(returns, range(-1, -horizon - 1, -1)).sum(axis=-2))


def within(values: FloatArray, used: BoolArray) -> FloatArray:
    """``values`` (..., T) less their mean over the sessions used; NaN on the others."""
    count = np.maximum(used.sum(axis=-1, keepdims=True), 1)
    mean = np.where(used, values, 0.0).sum(axis=-1, keepdims=True) / count
    return np.where(used, values - mean, np.nan)
