"""A vector autoregression by least squares, and the same for many samples at once."""

from __future__ import annotations

import operator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from naysay.analysis.linear_algebra import COLLINEAR, cholesky
from naysay.analysis.pairs import lagged
from naysay.analysis.regression import TOO_SHORT, BoolArray, FloatArray, IntArray
from naysay.analysis.values import finite_values
from naysay.study.errors import InputError
from naysay.study.reasons import because


@dataclass(frozen=True, slots=True)
class VectorAutoregression:
    """y_t = c + A_1 y_{t-1} + ... + A_p y_{t-p} + u_t for K series; NaN where there is a ``reason``."""

    names: tuple[str, ...]
    values: FloatArray
    """(K, T) the series; NaN is missing."""
    intercept: FloatArray
    """(K,)"""
    coefficients: FloatArray
    """(p, K, K): of lag i + 1, the effect by line and the cause by column."""
    residuals: FloatArray
    """(K, T); NaN on sessions that were not used."""
    covariance: FloatArray
    """(K, K) of u: cross products of the residuals over nobs - K p - 1."""
    nobs: int
    reason: str = ""

    @property
    def lags(self) -> int:
        return len(self.coefficients)

    @property
    def roots(self) -> FloatArray:
        """Moduli of the companion matrix's eigenvalues, largest first; below 1 a surprise dies out."""
        p, K = self.coefficients.shape[:2]
        if self.reason:
            return np.full(p * K, np.nan)
        companion = np.eye(p * K, k=-K)
        companion[:K] = np.concatenate(self.coefficients, axis=1)
        return np.asarray(np.sort(np.abs(np.linalg.eigvals(companion)))[::-1])


def vector_autoregression(series: pd.DataFrame, *, lags: int = 5) -> VectorAutoregression:
    """Regress every series on ``lags`` sessions of all of them and a constant.

    Parameters
    ----------
    series
        Session x name, stationary series; NaN is missing. A session is used when it and the ``lags`` sessions
        before it are complete: lags count sessions, never the rows that happen to be there.

    Notes
    -----
    What cannot be estimated (fewer complete sessions than coefficients, one series determined by the others)
    is a result with a ``reason``.

    Raises
    ------
    InputError
        No column, a name twice, an index out of order, values that are no numbers, lags below 1.

    References
    ----------
    Luetkepohl (2005), New Introduction to Multiple Time Series Analysis, chapter 3.
    """
    p = checked_count("lags", lags, least=1)
    names, values = checked_series(series)
    rows = complete_rows(values, p)
    K = len(names)
    reason = ""
    if len(rows) <= K * p + 1:
        reason = TOO_SHORT
    else:
        stacked = with_past(values[None], rows, p)
        length = np.linalg.norm(stacked, axis=2, keepdims=True)
        factor = np.asarray(np.linalg.qr((stacked / np.where(length > 0, length, 1.0))[0].T, mode="r")).T
        if np.abs(np.diagonal(factor)).min() <= COLLINEAR:
            reason = because("collinear_or_constant")
    if reason:
        nothing = np.full((K, values.shape[1]), np.nan)
        gone = np.full((p, K, K), np.nan)
        return VectorAutoregression(names, values, gone[0, 0], gone, nothing, gone[0], len(rows), reason)
    coefficients, covariance = solved(length * factor[None], len(rows), p)
    A = coefficients[0]
    explained = np.einsum("iek,kit->et", A, lagged(values, range(1, p + 1)))
    intercept = (values - explained)[:, rows].mean(axis=1)
    residuals = np.full_like(values, np.nan)
    residuals[:, rows] = (values - explained)[:, rows] - intercept[:, None]
    return VectorAutoregression(names, values, intercept, A, residuals, covariance[0], len(rows))


def fitted(values: FloatArray, rows: IntArray, lags: int) -> tuple[FloatArray, FloatArray]:
    """Coefficients (m, p, K, K) and residual covariances (m, K, K) of samples (m, K, T) on ``rows``."""
    stacked = with_past(values, rows, lags)
    return solved(cholesky(stacked @ stacked.swapaxes(1, 2)), len(rows), lags)


def with_past(values: FloatArray, rows: IntArray, lags: int) -> FloatArray:
    """The ``lags`` sessions before ``rows``, the latest first, and these: (m, (p + 1) K, n) less their means.

    Without means levels far from zero cost no digits, and no constant is needed.
    """
    K = values.shape[1]
    stacked = np.empty((len(values), (lags + 1) * K, len(rows)))
    first, last = int(rows[0]), int(rows[-1])
    whole = last - first + 1 == len(rows)
    for i in range(lags + 1):
        place = slice((i - 1) * K, i * K) if i else slice(lags * K, None)
        stacked[:, place] = values[:, :, first - i : last - i + 1] if whole else values[:, :, rows - i]
    stacked -= stacked.mean(axis=2, keepdims=True)
    return stacked


def solved(factor: FloatArray, nobs: int, lags: int) -> tuple[FloatArray, FloatArray]:
    """As ``fitted``, from L (m, (p + 1) K, (p + 1) K) with L L' the cross products of ``with_past``.

    The last K lines of L are [B L11, L22]: the coefficients B = L21 L11^-1 and what they leave, L22 L22'.
    """
    m, size, _ = factor.shape
    K = size // (lags + 1)
    inverse = np.linalg.inv(factor[:, :-K, :-K])
    coefficients = (factor[:, -K:, :-K] @ inverse).reshape(m, K, lags, K).swapaxes(1, 2)
    left = factor[:, -K:, -K:]
    return coefficients, left @ left.swapaxes(1, 2) / (nobs - K * lags - 1)


def complete_rows(values: FloatArray, lags: int) -> IntArray:
    """The sessions of (K, T) that are complete together with the ``lags`` before them."""
    whole: BoolArray = np.asarray(np.isfinite(values).all(axis=0))
    missing = np.cumsum(np.r_[np.zeros(1, dtype=int), ~whole])
    t = np.arange(lags, values.shape[1])
    return np.asarray(t[missing[t + 1] == missing[t - lags]])


def checked_series(series: pd.DataFrame) -> tuple[tuple[str, ...], FloatArray]:
    """The names and values (K, T) of a frame session x name."""
    if not isinstance(series, pd.DataFrame) or not len(series.columns) or not series.columns.is_unique:
        raise InputError(
            "series",
            got=list(series.columns) if isinstance(series, pd.DataFrame) else type(series).__name__,
            allowed="a DataFrame session x name, each name once",
            mend='Give pd.DataFrame({"negativity": ..., "abnormal_ret": ...}).',
        )
    if not (series.index.is_unique and series.index.is_monotonic_increasing):
        raise InputError(
            "series.index",
            got="an index that is repeated or out of order",
            allowed="increasing, unique sessions",
            mend="Use sort_index() and drop repeated rows.",
        )
    return tuple(str(name) for name in series.columns), finite_values(series, "series")


def checked_count(field: str, count: object, *, least: int) -> int:
    """``count`` as a whole number from ``least`` up."""
    try:
        value = -1 if isinstance(count, bool) else operator.index(count)  # type: ignore[arg-type]
    except TypeError:
        value = -1
    if value < least:
        raise InputError(field, got=count, allowed=f"a whole number from {least} up", mend="Five is usual.")
    return value
