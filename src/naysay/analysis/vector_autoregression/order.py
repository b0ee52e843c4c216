"""How many lags a vector autoregression needs, by four criteria."""

from __future__ import annotations

import numpy as np
import pandas as pd

from naysay.analysis.vector_autoregression.estimate import (
    checked_count,
    checked_series,
    complete_rows,
    fitted,
)


def order_criteria(series: pd.DataFrame, *, max_lags: int = 10) -> pd.DataFrame:
    """aic, hq, sc and fpe of the orders 1 to ``max_lags``; the smaller the better.

    With S the covariance of the residuals over n, all orders on the n sessions that follow
    ``max_lags`` complete ones, and m = K p + 1 coefficients an equation:

        aic = log|S| + 2 m K / n                hq  = log|S| + 2 log(log n) m K / n
        sc  = log|S| + log(n) m K / n           fpe = |S| ((n + m) / (n - m))^K

    Columns: lags, aic, hq, sc, fpe, nobs. A row that cannot be estimated is NaN.

    References
    ----------
    Luetkepohl (2005), New Introduction to Multiple Time Series Analysis, section 4.3.
    """
    most = checked_count("max_lags", max_lags, least=1)
    names, values = checked_series(series)
    rows = complete_rows(values, most)
    K, n = len(names), len(rows)
    criteria = []
    for p in range(1, most + 1):
        m = K * p + 1
        row = {"lags": p, **dict.fromkeys(("aic", "hq", "sc", "fpe"), np.nan), "nobs": n}
        if n > m:
            covariance = fitted(values[None], rows, p)[1][0] * (n - m) / n
            sign, logdet = np.linalg.slogdet(covariance)
            if sign > 0:
                weights = {"aic": 2.0, "hq": 2 * np.log(np.log(n)), "sc": np.log(n)}
                row |= {name: logdet + weight * m * K / n for name, weight in weights.items()}
                row["fpe"] = np.exp(logdet) * ((n + m) / (n - m)) ** K
        criteria.append(row)
    return pd.DataFrame(criteria)
