"""Granger tests of series with a unit root: fit more lags than are tested."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from naysay.analysis.granger.design import COVARIANCES
from naysay.analysis.granger_checks.equation import directions, whole
from naysay.analysis.pairs import Controls, FloatArray, lagged, paired
from naysay.analysis.regression import checked_covariance, least_squares
from naysay.analysis.scores import Bandwidth
from naysay.study.reasons import split_reasons


@dataclass(frozen=True, slots=True)
class TodaYamamoto:
    """One row a company and direction."""

    tested_lags: int
    fitted_lags: int
    table: pd.DataFrame
    """company, cause, effect, tested_lags, fitted_lags, covariance, statistic (Wald / p), df_num, df_denom,
    pvalue (of F), wald, pvalue_chi2, nobs, reason, reason_values."""

    @property
    def null(self) -> str:
        """The null of each row in words, where the cause and the effect are those of the row."""
        return f"the first {self.tested_lags} lags of the cause do not lead the effect"


def toda_yamamoto(
    cause: pd.DataFrame | pd.Series,
    effect: pd.DataFrame | pd.Series,
    *,
    lags: int = 5,
    integration: int = 1,
    covariance: str = "HC3",
    bandwidth: Bandwidth = None,
    trend: bool = False,
    controls: Controls | None = None,
    names: tuple[str, str] = ("cause", "effect"),
) -> TodaYamamoto:
    """Whether the past of ``cause`` says something about ``effect`` when either may have a unit root.

    For each company and both directions, in levels and with d = ``integration`` lags more than are tested,

        effect_t = a [+ b t] + sum_{i=1..p+d} (b_i effect_{t-i} + g_i control_{t-i} + c_i cause_{t-i}) + u_t

    Null: c_1 = ... = c_p = 0; the last d lags are fitted and not tested. Then c' V^-1 c is chi-squared with p
    degrees of freedom whether or not the series are integrated (up to order d) or cointegrated; without
    the further lags it is not. ``pvalue`` refers Wald / p to F(p, nobs - k), ``pvalue_chi2`` Wald to the
    chi-squared distribution. The price is power, and d too small is not noticed.

    Frames are session x company (or a Series each), NaN is missing, lags are formed first; ``controls`` and
    ``covariance`` are those of ``granger``. A test that cannot be made is a row with a ``reason``.

    Raises
    ------
    InputError
        Lags that are no whole numbers from 1 up, an integration below 0, labels that differ.

    References
    ----------
    Toda and Yamamoto (1995), Journal of Econometrics 66. Dolado and Lutkepohl (1996), Econometric Reviews 15.
    """
    p = whole("lags", lags)
    fitted = p + whole("integration", integration, least=0)
    kind = checked_covariance(covariance, bandwidth, COVARIANCES)
    pair = paired(cause, effect, names=("cause", "effect"), controls=controls)
    tables = []
    for of, to, x, y in directions(pair, names):
        X = _levels(x, y, pair.controls, p, fitted, trend)
        estimates = least_squares(X, y, tested=p, covariance=kind, bandwidth=bandwidth)
        df = np.maximum(estimates.df_resid, 1)
        usable = estimates.reason == ""
        statistic = np.where(usable, estimates.statistic, np.nan)
        tables.append(
            pd.DataFrame(
                {
                    "company": pair.companies,
                    "cause": of,
                    "effect": to,
                    "tested_lags": p,
                    "fitted_lags": fitted,
                    "covariance": kind,
                    "statistic": statistic,
                    "df_num": p,
                    "df_denom": estimates.df_resid,
                    "pvalue": stats.f.sf(statistic, p, df),
                    "wald": statistic * p,
                    "pvalue_chi2": stats.chi2.sf(statistic * p, p),
                    "nobs": estimates.nobs,
                    "reason": pd.Series(estimates.reason, dtype=str),
                }
            )
        )
    return TodaYamamoto(p, fitted, split_reasons(pd.concat(tables, ignore_index=True)))


def _levels(
    cause: FloatArray, effect: FloatArray, controls: FloatArray, tested: int, fitted: int, trend: bool
) -> FloatArray:
    """(C, k, T) with the tested lags of the cause last."""
    companies, sessions = effect.shape
    lines = [np.ones((companies, 1, sessions))]
    if trend:
        lines.append(np.broadcast_to(np.arange(1.0, sessions + 1), (companies, 1, sessions)))
    lines.append(lagged(effect, range(1, fitted + 1)))
    lines += [lagged(control, range(1, fitted + 1)) for control in controls]
    lines.append(lagged(cause, [*range(tested + 1, fitted + 1), *range(1, tested + 1)]))
    return np.concatenate(lines, axis=1)
