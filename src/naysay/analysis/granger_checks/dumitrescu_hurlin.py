"""A Granger test for a panel in which each company has its own coefficients."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy import stats

from naysay.analysis.granger_checks.equation import directions, equation, left_over, whole
from naysay.analysis.level import LEVEL
from naysay.analysis.pairs import FloatArray, paired
from naysay.analysis.regression import least_squares
from naysay.study.errors import CommonFactorWarning
from naysay.study.reasons import because, split_reasons

TOO_FEW: Final = because("no_company_tested")


@dataclass(frozen=True, slots=True)
class DumitrescuHurlin:
    """Both directions, for the panel and for each company."""

    lags: int
    table: pd.DataFrame
    """cause, effect, lag_order, wbar, zbar, pvalue_zbar, statistic (Ztilde), pvalue, n_companies,
    cd, pvalue_cd, mean_correlation, reason, reason_values."""
    companies: pd.DataFrame
    """company, cause, effect, wald (p F), nobs, reason, reason_values."""

    @property
    def null(self) -> str:
        """The null of each row in words, where the cause and the effect are those of the row."""
        return "the cause does not lead the effect in any company"


def dumitrescu_hurlin(
    cause: pd.DataFrame,
    effect: pd.DataFrame,
    *,
    lags: int = 1,
    names: tuple[str, str] = ("cause", "effect"),
) -> DumitrescuHurlin:
    """Whether the past of ``cause`` says something about ``effect`` in at least one company of the panel.

    For each of N companies W_i = p F_i, F_i the classical F of p lags. With T_i the rows of its regression,

        Wbar   = sum W_i / N                       Zbar = sqrt(N / 2p) (Wbar - p)
        Ztilde = sum (W_i - E_i) / sqrt(sum V_i)
        E_i = p (T_i - 2p - 1) / (T_i - 2p - 3),   V_i = 2 p (T_i - 2p - 1)^2 (T_i - p - 3)
                                                         / ((T_i - 2p - 3)^2 (T_i - 2p - 5))

    Null: the cause leads the effect in no company. The alternative is that it does in some, so large values
    speak against the null; p-values are two-sided as in the article. Ztilde is for fixed T, Zbar for long
    series.

    The test assumes that companies are independent given the past, and equal in variance over time. Daily
    returns share the market, and under a strong common factor the test rejects a third of true nulls: give
    returns less the market's. What is left is measured by Pesaran's CD of the N equations' residuals,

        CD = sum_{i<j} sqrt(T_ij) r_ij / sqrt(N (N - 1) / 2)   ~ N(0, 1) without dependence

    and whenever its two-sided p is below .05 a ``CommonFactorWarning`` says so: then read the pooled test.

    Parameters
    ----------
    cause, effect
        Session x company with the same labels. NaN is missing; a company that cannot be tested is left out
        with a ``reason`` in ``companies``.

    References
    ----------
    Dumitrescu and Hurlin (2012), Economic Modelling 29. Pesaran (2015), Econometric Reviews 34.
    """
    p = whole("lags", lags)
    pair = paired(cause, effect, names=("cause", "effect"))
    panels, single = [], []
    for of, to, x, y in directions(pair, names):
        X = equation(x, y, p)
        estimates = least_squares(X, y, tested=p, covariance="classical")
        short = (estimates.reason == "") & (estimates.nobs <= 2 * p + 5)
        reason = np.where(short, because("too_few_sessions", least=2 * p + 6), estimates.reason)
        wald = np.where(reason == "", p * estimates.statistic, np.nan)
        used = reason == ""
        cd, mean = cross_dependence(left_over(X[used], y[used]))
        pvalue_cd = float(2 * stats.norm.sf(abs(cd)))
        if pvalue_cd < LEVEL:
            warnings.warn(
                f"{of} to {to}: companies move together after all (CD {cd:.2f}, mean correlation "
                f"{mean:.3f}); dumitrescu_hurlin then rejects true nulls too often, read pooled_granger",
                CommonFactorWarning,
                stacklevel=2,
            )
        further = {"cd": cd, "pvalue_cd": pvalue_cd, "mean_correlation": mean}
        head = {"cause": of, "effect": to}
        panels.append(
            {
                **head,
                "lag_order": p,
                **_averaged(wald[used], estimates.nobs[used], p),
                **further,
                "reason": "" if used.any() else TOO_FEW,
            }
        )
        rows = {"company": pair.companies, **head, "wald": wald, "nobs": estimates.nobs, "reason": reason}
        single.append(pd.DataFrame(rows).astype({"reason": str}))
    companies = split_reasons(pd.concat(single, ignore_index=True))
    return DumitrescuHurlin(p, split_reasons(pd.DataFrame(panels)), companies)


def cross_dependence(residuals: FloatArray) -> tuple[float, float]:
    """Pesaran's CD and the mean correlation of pairs, of ``residuals`` (N, T); NaN below two companies.

    A pair counts the sessions that both have; one with fewer than three is left out.
    """
    seen = np.isfinite(residuals).astype(float)
    u = np.where(seen > 0, residuals, 0.0)
    both = seen @ seen.T
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (u @ seen.T) / both
        spread = (u**2 @ seen.T) / both - mean**2
        r = ((u @ u.T) / both - mean * mean.T) / np.sqrt(spread * spread.T)
    upper = np.triu(np.isfinite(r) & (both >= 3), k=1)
    pairs = int(upper.sum())
    if pairs == 0:
        return float("nan"), float("nan")
    return float((np.sqrt(both) * r)[upper].sum() / np.sqrt(pairs)), float(r[upper].mean())


def _averaged(wald: FloatArray, nobs: FloatArray, p: int) -> dict[str, float]:
    n = len(wald)
    if n == 0:
        blank = dict.fromkeys(("wbar", "zbar", "pvalue_zbar", "statistic", "pvalue"), float("nan"))
        return blank | {"n_companies": 0}
    T = nobs.astype(float)
    mean = p * (T - 2 * p - 1) / (T - 2 * p - 3)
    variance = 2 * p * (T - 2 * p - 1) ** 2 * (T - p - 3) / ((T - 2 * p - 3) ** 2 * (T - 2 * p - 5))
    wbar = float(wald.mean())
    zbar = float(np.sqrt(n / (2 * p)) * (wbar - p))
    ztilde = float((wald - mean).sum() / np.sqrt(variance.sum()))
    return {
        "wbar": wbar,
        "zbar": zbar,
        "pvalue_zbar": float(2 * stats.norm.sf(abs(zbar))),
        "statistic": ztilde,
        "pvalue": float(2 * stats.norm.sf(abs(ztilde))),
        "n_companies": n,
    }
