"""Granger and instantaneous causality between groups of the series of a vector autoregression."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import stats

from naysay.analysis.linear_algebra import orthonormal, squared_length
from naysay.analysis.pairs import lagged
from naysay.analysis.regression import FloatArray, IntArray, checked_covariance
from naysay.analysis.scores import Bandwidth, Covariance, bandwidths, bartlett, weighted
from naysay.analysis.vector_autoregression.estimate import VectorAutoregression
from naysay.study.errors import InputError

COVARIANCES: Final = ("classical", "HC0", "HC1", "HC3", "HAC")


@dataclass(frozen=True, slots=True)
class SystemCausality:
    """Two tests of one group of series against the others; NaN where there is a ``reason``."""

    cause: tuple[str, ...]
    effect: tuple[str, ...]
    statistic: float
    """Wald / df_num for the null that no lag of a cause stands in an equation of an effect."""
    df_num: int
    df_denom: int
    pvalue: float
    """Of F(df_num, df_denom)."""
    instantaneous: float
    """Wald for the null that the errors of causes and effects are uncorrelated."""
    df_instantaneous: int
    pvalue_instantaneous: float
    """Of chi-squared(df_instantaneous)."""
    reason: str


def system_causality(
    model: VectorAutoregression,
    cause: Sequence[str],
    *,
    covariance: str = "HC3",
    bandwidth: Bandwidth = None,
) -> SystemCausality:
    """Whether the series ``cause`` come before any of the model's other series, all equations together.

    With n sessions, K series, p lags and theta the p * causes * effects coefficients in question,

        F = theta' V^-1 theta / df_num,   df_num = p * causes * effects,   df_denom = K (n - K p - 1)

    V is Sigma kron (X'X)^-1 (classical) or the sandwich of the scores u_t kron x_t: HC0, HC1 (times
    n / (n - K p - 1)), HC3 (u_t over one less the leverage of t) or HAC (Bartlett weights; ``bandwidth`` as
    in ``granger``). ``granger`` has n - 2p - 1 in the denominator instead: with two series the F is the same,
    its p-value a little larger there. Of true nulls under moving volatility (300 sessions, p = 2) classical
    rejected 38 % at 5 %, HC1 11 % and HC3 6.5 %. Instantaneous: with s the causes * effects covariances of
    the errors, n s' W^-1 s, W_(ij,kl) = s_ik s_jl + s_il s_jk; equal variances are assumed there.

    Raises
    ------
    InputError
        A cause that is not among the series, or no series left to be its effect; an unknown covariance.

    References
    ----------
    Luetkepohl (2005), New Introduction to Multiple Time Series Analysis, section 3.6.
    """
    kind = checked_covariance(covariance, bandwidth, COVARIANCES)
    causes = [name for name in model.names if name in set(cause)]
    effects = [name for name in model.names if name not in causes]
    if not causes or not effects or len(causes) < len(set(cause)):
        raise InputError(
            "cause",
            got=list(cause),
            allowed=f"some of {', '.join(model.names)}, but not all",
            mend="Leave at least one series that may answer.",
        )
    c, e = (np.array([model.names.index(name) for name in group]) for group in (causes, effects))
    K, p, n = len(model.names), model.lags, model.nobs
    df_num, df_denom = p * len(c) * len(e), K * (n - K * p - 1)
    statistic = instantaneous = np.nan
    if not model.reason:
        statistic = _wald(model, c, e, kind, bandwidth) / df_num
        instantaneous = _instantaneous(model.covariance, c, e) * n
    return SystemCausality(
        cause=tuple(causes),
        effect=tuple(effects),
        statistic=float(statistic),
        df_num=df_num,
        df_denom=max(df_denom, 0),
        pvalue=float(stats.f.sf(statistic, df_num, max(df_denom, 1))),
        instantaneous=float(instantaneous),
        df_instantaneous=len(c) * len(e),
        pvalue_instantaneous=float(stats.chi2.sf(instantaneous, len(c) * len(e))),
        reason=model.reason,
    )


def _wald(
    model: VectorAutoregression, c: IntArray, e: IntArray, kind: Covariance, bandwidth: Bandwidth
) -> float:
    """In an orthonormal basis of the regressors whose last lines are the lags of the causes."""
    p, rows = model.lags, np.flatnonzero(np.isfinite(model.residuals).all(axis=0))
    past = lagged(model.values, range(1, p + 1))[:, :, rows]
    X = np.concatenate(
        [np.ones((1, len(rows))), past[e].reshape(-1, len(rows)), past[c].reshape(-1, len(rows))]
    )
    basis = orthonormal(X[None])[0]
    Q = basis[0, -p * len(c) :]
    theta = (Q @ model.values[np.ix_(e, rows)].T).T.ravel()
    if kind == "classical":
        V = np.asarray(np.kron(model.covariance[np.ix_(e, e)], np.eye(len(Q))), dtype=np.float64)
    else:
        nobs = np.array([len(rows)])
        u = weighted(model.residuals[np.ix_(e, rows)], basis, nobs - len(X), nobs, kind)
        scores = (u[:, None, :] * Q[None]).reshape(len(theta), len(rows))
        V = _hac(scores, rows, bandwidth) if kind == "HAC" else scores @ scores.T
    return float(squared_length(theta[None], V[None])[0])


def _hac(scores: FloatArray, rows: IntArray, bandwidth: Bandwidth) -> FloatArray:
    """Sessions that were not used keep their place and count as zero."""
    placed = np.zeros((1, len(scores), int(rows[-1] - rows[0]) + 1))
    placed[0, :, rows - rows[0]] = scores.T
    meat: FloatArray = bartlett(placed, bandwidths(placed, np.array([len(rows)]), bandwidth))[0]
    return meat


def _instantaneous(S: FloatArray, c: IntArray, e: IntArray) -> float:
    """s' W^-1 s, without the factor n."""
    s = S[np.ix_(c, e)].ravel()
    W = np.asarray(np.kron(S[np.ix_(c, c)], S[np.ix_(e, e)]), dtype=np.float64)
    crossed = np.einsum("il,jk->ijkl", S[np.ix_(c, e)], S[np.ix_(e, c)]).reshape(W.shape)
    return float(squared_length(s[None], (W + crossed)[None])[0])
