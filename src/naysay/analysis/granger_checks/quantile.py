"""A Granger test of the tail: whether the past of one series moves a quantile of another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy import stats
from scipy.optimize import linprog

from naysay.analysis.granger_checks.equation import directions, equation, whole
from naysay.analysis.level import NORMAL_CRITICAL
from naysay.analysis.linear_algebra import orthonormal, squared_length
from naysay.analysis.pairs import FloatArray, paired
from naysay.analysis.regression import COLLINEAR_REGRESSORS, TOO_SHORT
from naysay.study.errors import InputError
from naysay.study.reasons import because, split_reasons

ROUNDING: Final = float(np.sqrt(np.finfo(float).eps))
"""Taken off the distance of neighbouring quantiles, in units of the effect, as quantreg does."""
CROSSING: Final = because("crossing_quantiles")


@dataclass(frozen=True, slots=True)
class QuantileGranger:
    """One row a company and direction."""

    quantile: float
    table: pd.DataFrame
    """company, cause, effect, lag_order, quantile, statistic (Wald / lag_order), df_num, df_denom, pvalue,
    sum_coef, nobs, reason, reason_values."""
    coefficients: pd.DataFrame
    """company, cause, effect, lag (of the cause), coef, se."""

    @property
    def null(self) -> str:
        """The null of each row in words, where the cause and the effect are those of the row."""
        return f"the past of the cause does not move the {self.quantile:g} quantile of the effect"


def quantile_granger(
    cause: pd.DataFrame | pd.Series,
    effect: pd.DataFrame | pd.Series,
    *,
    lags: int = 5,
    quantile: float = 0.1,
    names: tuple[str, str] = ("cause", "effect"),
) -> QuantileGranger:
    """Whether the past of ``cause`` moves a quantile of ``effect`` that the effect's own past does not.

    For each company and both directions, by linear quantile regression at q = ``quantile``,

        Q_q(effect_t | past) = a + sum_{i=1..p} (b_i effect_{t-i} + c_i cause_{t-i})

    Null: c_1 = ... = c_p = 0, at this quantile alone. Talk may frighten without moving the mean: then the
    lower tail (.05, .1) answers and the mean does not. Wald c' V^-1 c / p is referred to F(p, n - k), with

        V = q (1 - q) H^-1 X'X H^-1,   H = sum f_t x_t x_t',   f_t = 2 h / (x_t' (b(q + h) - b(q - h)))

    the sandwich for errors that are not identically distributed; h after Hall and Sheather at 95 %, halved
    until q - h and q + h lie between 0 and 1; a density f_t that comes out negative is 0. Serial dependence
    beyond the lags is not allowed for. Minimised exactly, as a linear programme.

    Frames are session x company (or a Series each); NaN is missing and lags are formed first. One quantile
    a call, set before looking: the smallest p of several is no test. A test that cannot be made is a row with
    a ``reason``.

    Raises
    ------
    InputError
        A quantile that is not between 0 and 1, lags that are no whole number from 1 up, other labels.

    References
    ----------
    Koenker and Bassett (1978), Econometrica 46. Hendricks and Koenker (1992), Journal of the American
    Statistical Association 87 (V). Hall and Sheather (1988), Journal of the Royal Statistical Society B 50.
    Chuang, Kuan and Lin (2009), Journal of Banking & Finance 33.
    """
    p = whole("lags", lags)
    if isinstance(quantile, bool) or not isinstance(quantile, (int, float)) or not 0 < quantile < 1:
        raise InputError(
            "quantile", got=quantile, allowed="a number between 0 and 1", mend="0.1 is the lower tail."
        )
    pair = paired(cause, effect, names=("cause", "effect"))
    rows, coefficients = [], []
    for of, to, first, second in directions(pair, names):
        for company, x, y in zip(pair.companies, first, second, strict=True):
            X = equation(x[None], y[None], p)[0]
            used = np.isfinite(y) & np.isfinite(X).all(axis=0)
            coef, V, reason = _tail(X[:, used], y[used], p, float(quantile))
            statistic = float(squared_length(coef[None], V[None])[0]) / p
            if not reason and np.isnan(statistic):
                reason = CROSSING
            n, k = int(used.sum()), len(X)
            head = {"company": company, "cause": of, "effect": to}
            rows.append(
                {
                    **head,
                    "lag_order": p,
                    "quantile": quantile,
                    "statistic": statistic,
                    "df_num": p,
                    "df_denom": max(n - k, 0),
                    "pvalue": float(stats.f.sf(statistic, p, max(n - k, 1))),
                    "sum_coef": float(coef.sum()),
                    "nobs": n,
                    "reason": reason,
                }
            )
            se = np.sqrt(np.diagonal(V))
            coefficients += [{**head, "lag": i + 1, "coef": coef[i], "se": se[i]} for i in range(p)]
    return QuantileGranger(float(quantile), split_reasons(pd.DataFrame(rows)), pd.DataFrame(coefficients))


def quantile_regression(X: FloatArray, y: FloatArray, quantile: float) -> FloatArray:
    """The coefficients (k,) that minimise the check loss of y (n,) on X (k, n); NaN if there is no solution.

    The dual has k equations: max y'd, X d = (1 - q) X 1, 0 <= d <= 1. Its optimum says which k residuals are
    zero, and these equations are then solved as they stand.
    """
    k, length = len(X), np.sqrt((X**2).mean(axis=1))
    if (length == 0).any():
        return np.full(k, np.nan)
    unit = X / length[:, None]
    mean = np.linalg.lstsq(unit.T, y, rcond=None)[0]
    left = y - mean @ unit  # what a regression leaves has the same quantiles, in numbers near nothing
    size = float(np.sqrt((left**2).mean()))
    if size == 0:
        return np.asarray(mean / length)
    solution = linprog(
        -left / size, A_eq=unit, b_eq=(1 - quantile) * unit.sum(axis=1), bounds=(0, 1), method="highs-ds"
    )
    if solution.status != 0:
        return np.full(k, np.nan)
    beta = -size * np.asarray(solution.eqlin.marginals)
    exact = np.argsort(np.abs(left - beta @ unit), kind="stable")[:k]
    if np.linalg.matrix_rank(unit[:, exact]) == k:
        beta = np.linalg.solve(unit[:, exact].T, left[exact])
    return np.asarray((mean + beta) / length)


def bandwidth(quantile: float, nobs: int) -> float:
    """Hall and Sheather's bandwidth at 95 %, halved until both neighbours are quantiles."""
    z = stats.norm.ppf(quantile)
    shape = 1.5 * stats.norm.pdf(z) ** 2 / (2 * z**2 + 1)
    h = float(nobs ** (-1 / 3) * NORMAL_CRITICAL ** (2 / 3) * shape ** (1 / 3))
    while quantile - h < 0 or quantile + h > 1:
        h /= 2
    return h


def _tail(X: FloatArray, y: FloatArray, p: int, q: float) -> tuple[FloatArray, FloatArray, str]:
    """The last ``p`` coefficients, their covariance, and the reason where there are none."""
    k, n = X.shape
    nothing = np.full(p, np.nan), np.full((p, p), np.nan)
    if n <= k:
        return *nothing, TOO_SHORT
    if np.isnan(orthonormal(X[None])[0]).any():
        return *nothing, COLLINEAR_REGRESSORS
    h = bandwidth(q, n)
    low, middle, high = (quantile_regression(X, y, one) for one in (q - h, q, q + h))
    if not np.isfinite([low, middle, high]).all():
        return *nothing, because("no_quantile_fit")
    density = np.maximum(0.0, 2 * h / ((high - low) @ X - ROUNDING))
    H = (X * density) @ X.T
    if np.linalg.matrix_rank(H) < k:
        return *nothing, CROSSING
    inverse = np.linalg.inv(H)
    V = q * (1 - q) * inverse @ (X @ X.T) @ inverse
    return middle[-p:], V[-p:, -p:], ""
