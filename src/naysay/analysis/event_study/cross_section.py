"""Why some events moved the price more than others: CARs regressed on features of the events."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from naysay.analysis.event_study.columns import CAR_REGRESSION
from naysay.analysis.level import t_critical
from naysay.analysis.values import finite_values
from naysay.study.errors import InputError
from naysay.study.reasons import because

Floats = npt.NDArray[np.float64]

INTERCEPT = "intercept"


def cross_section(car: pd.Series, characteristics: pd.DataFrame, session: pd.Series) -> pd.DataFrame:
    """The regression CAR_i = c + x_i' d + u_i over events, one row a coefficient.

    ``car``, ``characteristics`` (numbers, such as negativity or the logarithm of n_posts; a forum as 0 and 1)
    and ``session`` have one row an event on one index. Events with anything missing are left out.

        cov = (X'X)⁻¹ (Σ_g X_g' (I - H_gg)⁻¹ u_g u_g' (I - H_gg)⁻¹ X_g) (X'X)⁻¹

    sums over sessions g of events, H = X (X'X)⁻¹ X': the jackknife over sessions (CR3). Where every event has
    a session of its own this is HC3, and ``covariance`` says so; t has G - 1 degrees of freedom with shared
    sessions and n - k without.

    Null of each row: that characteristic goes with no difference in CARs. It is an association in the
    sample of events: events were chosen by a characteristic often enough, which biases its slope.

    Returns the columns of the table car_regression: term, estimate, se, statistic, df, pvalue, low, high (95
    %), covariance, nobs, reason, reason_values. A regression that cannot be made has NaN and a reason in
    every row.

    Raises
    ------
    InputError
        Indices that differ, or characteristics that are no numbers.

    References
    ----------
    MacKinnon and White (1985), HC3; Bell and McCaffrey (2002), CR3; MacKinlay (1997) on models across events.
    """
    if not (car.index.equals(characteristics.index) and car.index.equals(session.index)):
        raise InputError(
            "characteristics",
            got="rows that differ from those of car or session",
            allowed="one row an event, on one index",
            mend="Take all three from the events table.",
        )
    y, x = finite_values(car.to_frame(), "car")[0], finite_values(characteristics, "characteristics").T
    use = np.isfinite(y) & np.isfinite(x).all(axis=1) & session.notna().to_numpy()
    X = np.column_stack([np.ones(int(use.sum())), x[use]])
    y, groups = y[use], np.unique(session[use].to_numpy(), return_inverse=True)[1]
    count = int(groups.max(initial=-1)) + 1
    clustered = count < len(y)
    terms = [INTERCEPT, *map(str, characteristics.columns)]
    reason = _refusal(X, count)
    coef = se = np.full(len(terms), np.nan)
    if not reason:
        coef, se, reason = _fitted(X, y, groups, "CR3" if clustered else "HC3")
    freedom = float(count - 1 if clustered else len(y) - len(terms))
    statistic = coef / se
    reach = t_critical(freedom) * se if not reason else se
    table = pd.DataFrame(
        {
            "term": terms,
            "estimate": coef,
            "se": se,
            "statistic": statistic,
            "df": freedom if not reason else np.nan,
            "pvalue": 2.0 * stats.t.sf(np.abs(statistic), max(freedom, 1.0)),
            "low": coef - reach,
            "high": coef + reach,
            "covariance": "CR3_session" if clustered else "HC3",
            "nobs": len(y),
            "reason": reason,
        }
    )
    return CAR_REGRESSION.ordered(table)


def _refusal(X: Floats, groups: int) -> str:
    if groups <= X.shape[1]:
        return because("fewer_sessions_than_coefficients")
    scale = np.linalg.norm(X, axis=0)
    if (scale == 0.0).any() or np.linalg.cond(X / scale) > 1e8:
        return because("collinear_or_constant")
    return ""


def _fitted(X: Floats, y: Floats, groups: npt.NDArray[np.int64], errors: str) -> tuple[Floats, Floats, str]:
    """Coefficients, their standard errors, and the reason where there are none."""
    Q, R = np.linalg.qr(X)
    residuals = y - Q @ (Q.T @ y)
    scores = []
    for group in range(groups.max() + 1):
        q = Q[groups == group]
        rest = np.eye(Q.shape[1]) - q.T @ q
        if np.linalg.eigvalsh(rest)[0] < 1e-10:
            missing = np.full(X.shape[1], np.nan)
            return missing, missing, because("session_fits_itself", errors=errors)
        scores.append(np.linalg.solve(rest, q.T @ residuals[groups == group]))
    spread = np.linalg.solve(R, np.array(scores).T)
    return np.linalg.solve(R, Q.T @ y), np.sqrt((spread**2).sum(axis=1)), ""
