"""Whether the past of one series would have helped to forecast another, with nothing known in advance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy import stats

from naysay.analysis.granger_checks.equation import directions, equation, whole
from naysay.analysis.linear_algebra import COLLINEAR
from naysay.analysis.pairs import BoolArray, FloatArray, paired
from naysay.analysis.scores import bartlett
from naysay.study.reasons import because, split_reasons

LEAST: Final = 10
"""Forecasts that a mean is worth testing on."""


@dataclass(frozen=True, slots=True)
class OutOfSample:
    """One row a company and direction."""

    table: pd.DataFrame
    """company, cause, effect, lag_order, mspe_restricted, mspe_unrestricted (mean squared errors of the
    forecasts without and with the cause), r2 (1 less their ratio; below 0 forecasts with the cause were
    worse), gain (the mean that is tested), statistic, pvalue, n_forecasts, reason, reason_values."""

    @property
    def null(self) -> str:
        """The null of each row in words, where the cause and the effect are those of the row."""
        return "the past of the cause does not help to forecast the effect"


def out_of_sample(
    cause: pd.DataFrame | pd.Series,
    effect: pd.DataFrame | pd.Series,
    *,
    lags: int = 5,
    first: int = 250,
    rolling: bool = False,
    bandwidth: int = 0,
    names: tuple[str, str] = ("cause", "effect"),
) -> OutOfSample:
    """Clark and West's test of one-session forecasts with and without the past of ``cause``.

    For each session t after the ``first`` ones both equations are fitted to what was known before it, all
    sessions so far or, ``rolling``, the last ``first``, and forecast effect_t:

        restricted    effect_t = a + sum_{i=1..p} b_i effect_{t-i}
        unrestricted  the same and sum_{i=1..p} c_i cause_{t-i}

        f_t = e1_t^2 - (e2_t^2 - (forecast1_t - forecast2_t)^2),   statistic = mean(f) / se(mean(f))

    Null: c_1 = ... = c_p = 0, so that the larger equation forecasts worse by the noise of its coefficients;
    the last term of f takes this noise off. One-sided against the standard normal: large values speak for
    the cause. ``bandwidth`` 0 divides the sum of squares by n - 1; above, Newey-West without a small-sample
    factor. r2 has no noise taken off and is often negative when the cause does help a little.

    Frames are session x company (or a Series each); NaN is missing, lags are formed first, an incomplete
    session is neither fitted nor forecast. A test that cannot be made is a row with a ``reason``.

    Raises
    ------
    InputError
        Counts that are no whole numbers, labels that differ.

    References
    ----------
    Clark and West (2007), Journal of Econometrics 138. Campbell and Thompson (2008), Review of Financial
    Studies 21 (r2).
    """
    p, start = whole("lags", lags), whole("first", first)
    reach = whole("bandwidth", bandwidth, least=0)
    pair = paired(cause, effect, names=("cause", "effect"))
    rows = []
    for of, to, causes, effects in directions(pair, names):
        X = equation(causes, effects, p)
        for company, x, y in zip(pair.companies, X, effects, strict=True):
            used = np.isfinite(y) & np.isfinite(x).all(axis=0)
            restricted, unrestricted = (
                forecasts(lines, y, used, start, rolling=rolling) for lines in (x[: p + 1], x)
            )
            compared = np.isfinite(unrestricted) & np.isfinite(restricted)
            short = because("too_few_forecasts", least=LEAST, first=start)
            reason = "" if compared.sum() >= LEAST else short
            e1, e2 = y[compared] - restricted[compared], y[compared] - unrestricted[compared]
            gain = e1**2 - (e2**2 - (restricted[compared] - unrestricted[compared]) ** 2)
            measures = _tested(e1, e2, gain, reach) if not reason else {}
            if not reason and not np.isfinite(measures["statistic"]):
                reason = because("equal_gains")
            rows.append(
                {
                    "company": company,
                    "cause": of,
                    "effect": to,
                    "lag_order": p,
                    **(measures or dict.fromkeys(MEASURES, np.nan)),
                    "n_forecasts": int(compared.sum()),
                    "reason": reason,
                }
            )
    return OutOfSample(split_reasons(pd.DataFrame(rows)))


MEASURES: Final = ("mspe_restricted", "mspe_unrestricted", "r2", "gain", "statistic", "pvalue")


def forecasts(X: FloatArray, y: FloatArray, used: BoolArray, first: int, *, rolling: bool) -> FloatArray:
    """Forecasts of y (T,) from X (k, T) by least squares on the sessions before; NaN on the ``first``, on
    sessions not ``used`` and where the equation cannot be fitted."""
    k, T = X.shape
    lines = np.where(used, np.concatenate([X, y[None]]), 0.0)
    size = np.sqrt((lines**2).sum(axis=1))
    unit = lines / np.where(size > 0, size, 1.0)[:, None]
    sums = np.zeros((T + 1, k + 1, k + 1))
    np.cumsum(unit.T[:, :, None] * unit.T[:, None, :], axis=0, out=sums[1:])
    sessions = np.arange(first, T)
    known = sums[sessions] - (sums[sessions - first] if rolling else 0.0)
    diagonal = np.sqrt(np.maximum(np.diagonal(known, axis1=1, axis2=2), 0.0))
    diagonal[diagonal == 0] = 1.0
    G = known / (diagonal[:, :, None] * diagonal[:, None, :])
    values = np.linalg.eigvalsh(G[:, :-1, :-1])
    fit = values[:, 0] > COLLINEAR * values[:, -1]
    beta = np.full((len(sessions), k), np.nan)
    beta[fit] = np.linalg.solve(G[fit][:, :-1, :-1], G[fit][:, :-1, -1:])[:, :, 0]
    beta *= (diagonal[:, -1:] * size[-1]) / (diagonal[:, :-1] * np.where(size > 0, size, 1.0)[:-1])
    forecast = np.full(T, np.nan)
    forecast[sessions] = np.where(
        used[sessions], np.einsum("tk,kt->t", beta, np.where(used, X, 0.0)[:, sessions]), np.nan
    )
    return forecast


def _tested(e1: FloatArray, e2: FloatArray, gain: FloatArray, reach: int) -> dict[str, float]:
    n, mean = len(gain), float(gain.mean())
    off = gain - mean
    if reach:
        variance = float(bartlett(off[None, None], np.array([float(reach)]))[0, 0, 0]) / n**2
    else:
        variance = float(off @ off) / (n - 1) / n
    one, two = float((e1**2).mean()), float((e2**2).mean())
    statistic = mean / np.sqrt(variance) if variance > 0 else np.nan
    values = (one, two, 1 - two / one, mean, statistic, float(stats.norm.sf(statistic)))
    return dict(zip(MEASURES, values, strict=True))
