"""Least squares for many regressions at once, with the covariance estimators of the econometrics books.

Each regression y = X b + u is written in an orthonormal basis: X = Q R with Q'Q = I and coordinates q = Q'y.
Then b = R^-1 q, and as R is triangular the *last* ``p`` coefficients depend on the last ``p`` of q only:

    b2 = A2 q2,   cov(b2) = A2 M A2',   Wald = q2' M^-1 q2,   A2 = the last p x p block of R^-1

where M = cov(q2) is, with the rows q_t of the last p basis columns and the leverage h_t = |Q_t|^2,

    classical       s^2 I
    HC0, HC1        sum u_t^2 q_t q_t'                      (HC1: times n / (n - k))
    HC3             sum (u_t / (1 - h_t))^2 q_t q_t'
    HAC             sum over l = -L..L of (1 - |l| / (L + 1)) sum_t u_t u_(t-l) q_t q_(t-l)'
    driscoll_kraay  HAC of the scores of a session, s_t = sum over companies i of u_it q_it
    CR3_session     sum of c_t c_t', c_t = the last p of (I - sum_i Q_it Q_it')^-1 sum_i u_it Q_it

CR3 is the jackknife that leaves out one session after another: HC3 for sessions of several companies. Where
columns were partialled out before, with M the projection off them, the rows of session t enter c_t times the
inverse root of their block M_tt: c_t is then what leaving out session t and estimating everything again,
those columns too, moves q by. Columns of single companies leave M_tt diagonal, 1 less the leverage of each
row.

So whoever tests something puts its regressors last. Working in Q makes the statistic independent of units.

References
----------
White (1980), Econometrica 48. MacKinnon and White (1985), Journal of Econometrics 29 (HC1, HC3).
Newey and West (1987), Econometrica 55. Driscoll and Kraay (1998), Review of Economics and Statistics 80.
Bell and McCaffrey (2002), Survey Methodology 28; MacKinnon, Nielsen and Webb (2023), Journal of Applied
Econometrics 38 (CR3, the cluster jackknife).
Parzen (1963) on series with gaps: a missing session counts as a score of zero and keeps its place in time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from naysay.analysis.linear_algebra import orthonormal, squared_length
from naysay.analysis.scores import (
    Bandwidth,
    Covariance,
    Stretch,
    bandwidths,
    bartlett,
    jackknifed,
    weighted,
)
from naysay.study.errors import InputError
from naysay.study.reasons import because

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
ObjectArray = NDArray[np.object_]
OF_PANELS: Final = ("driscoll_kraay", "CR3_session")

TOO_SHORT: Final = because("fewer_sessions_than_coefficients")
COLLINEAR_REGRESSORS: Final = because("collinear_regressors")
EXACT_FIT: Final = 1e-13
"""Residual variation below this share of the variation of y is taken for rounding."""
ROUNDING: Final = 1e-26
"""The same relative to the squared level of y: 1e-13 of the level, squared."""


@dataclass(frozen=True, slots=True)
class Estimates:
    """The last ``p`` coefficients of ``m`` regressions; NaN where a regression could not be estimated."""

    coef: FloatArray
    """(m, p) coefficients, in units of y per unit of the regressor."""
    cov: FloatArray
    """(m, p, p) their covariance."""
    statistic: FloatArray
    """(m,) Wald / p for the null that all p are zero; referred to F(p, df_resid)."""
    partial_r2: FloatArray
    """(m,) share of what the other regressors leave unexplained that the p regressors explain."""
    nobs: IntArray
    sessions: IntArray
    """(m,) rows used; for covariances of panels the sessions on which any company has one."""
    df_resid: IntArray
    bandwidth: FloatArray
    """(m,) lags of the Bartlett kernel; NaN where the covariance has none."""
    influence: FloatArray
    """(m, p, sessions) what each row, or each session of a panel, moves the coefficients by: without a kernel
    ``cov`` is influence influence'. It ties the coefficients of different regressions together."""
    reason: ObjectArray
    """(m,) why the regression could not be estimated; empty where it could."""


def least_squares(
    X: FloatArray,
    y: FloatArray,
    *,
    tested: int,
    covariance: Covariance = "HC3",
    bandwidth: Bandwidth = None,
    least_bandwidth: int = 0,
    small_sample: bool = False,
    companies: int = 1,
    absorbed: int | IntArray = 0,
    leverage: FloatArray | float = 0.0,
    stretch: Stretch | None = None,
) -> Estimates:
    """Fit ``m`` regressions and estimate their last ``tested`` coefficients.

    Parameters
    ----------
    X : (m, k, rows)
        Regressors, one line each, the constant among them. A row with a NaN in X or y is left out.
    y : (m, rows)
    bandwidth
        Lags of the Bartlett kernel; None takes the ``rule_of_thumb`` of the rows used (of the sessions used
        for driscoll_kraay), "automatic" the ``newey_west_bandwidth`` of the scores.
    least_bandwidth
        Raise either to this many lags, such as the overlap of the outcomes.
    small_sample
        Multiply the covariance by n / (n - k); meant for HAC and driscoll_kraay.
    companies
        For covariances of panels: the rows are this many companies one after another, on the same sessions.
    absorbed
        Parameters partialled out before, such as company means, one number or one a regression; they count
        in k.
    leverage : (m, rows)
        Of those columns, below 1 on every row used: HC3 is then that of the whole regression.
    stretch
        The same for CR3_session: what makes the rows of a session ready for leaving it out.

    Notes
    -----
    A regression with no residual degree of freedom, collinear regressors, an exact fit or (HC3) a row that
    fits itself or (CR3) a session that does gives NaN and a reason.
    """
    used = np.isfinite(y) & np.isfinite(X).all(axis=1)
    X = np.where(used[:, None, :], X, 0.0)
    y = np.where(used, y, 0.0)
    nobs = used.sum(axis=1)
    df_resid = nobs - X.shape[1] - absorbed

    basis, inverse = orthonormal(X)
    coordinates = (basis @ y[:, :, None])[:, :, 0]
    residuals = y - (coordinates[:, None, :] @ basis)[:, 0, :]
    rss = np.einsum("mt,mt->m", residuals, residuals)
    exact = _exact(y, rss, nobs)
    residuals[(df_resid < 1) | exact] = np.nan

    residuals = weighted(residuals, basis, df_resid, nobs, covariance, leverage)
    scores = basis[:, -tested:] * residuals[:, None, :]
    sessions, lags = nobs, np.full(len(y), np.nan)
    if covariance in OF_PANELS:
        length = y.shape[1] // max(companies, 1)
        sessions = used.reshape(len(y), companies, length).any(axis=1).sum(axis=1)
        if covariance == "CR3_session":
            if stretch is not None:
                both = stretch(np.concatenate([basis, residuals[:, None]], axis=1))
                basis, residuals = both[:, :-1], both[:, -1]
            scores = jackknifed(basis, residuals, tested, companies)
        else:
            scores = scores.reshape(len(y), tested, companies, length).sum(axis=2)
    if covariance in ("HAC", "driscoll_kraay"):
        lags = np.maximum(bandwidths(scores, sessions, bandwidth), least_bandwidth)
        meat = bartlett(scores, lags)
    elif covariance == "classical":
        variance = (residuals**2).sum(axis=1) / np.maximum(df_resid, 1)
        meat = variance[:, None, None] * np.eye(tested)
    else:
        meat = scores @ scores.transpose(0, 2, 1)
    if small_sample:
        meat = meat * (nobs / np.maximum(df_resid, 1))[:, None, None]

    q2, A2 = coordinates[:, -tested:], inverse[:, -tested:, -tested:]
    statistic = squared_length(q2, meat) / tested
    causes = {
        because("no_complete_session"): nobs == 0,
        TOO_SHORT: df_resid < 1,
        COLLINEAR_REGRESSORS: np.isnan(rss),
        because("exact_fit"): exact,
        because("session_fits_itself", errors="HC3"): np.isnan(residuals).any(axis=1),
        because("session_fits_itself", errors="CR3"): np.isnan(scores).any(axis=(1, 2)),
        because("singular_covariance"): np.isnan(statistic),
    }
    explained = np.einsum("mp,mp->m", q2, q2)
    with np.errstate(invalid="ignore", divide="ignore"):
        partial_r2 = explained / (explained + rss)
    return Estimates(
        coef=np.where(exact[:, None], np.nan, (A2 @ q2[:, :, None])[:, :, 0]),
        cov=A2 @ meat @ A2.transpose(0, 2, 1),
        statistic=statistic,
        partial_r2=partial_r2,
        nobs=nobs,
        sessions=sessions,
        df_resid=df_resid,
        bandwidth=lags,
        influence=A2 @ scores,
        reason=first_cause(causes),
    )


def first_cause(causes: Mapping[str, BoolArray]) -> ObjectArray:
    """The first of ``causes`` that holds, empty where none does; each mask is (m,)."""
    masks = list(causes.values())
    reason = np.full(len(masks[0]), "", dtype=object)
    for cause, holds in reversed(list(causes.items())):
        reason[holds] = cause
    return reason


def checked_covariance(covariance: str, bandwidth: Bandwidth, allowed: tuple[str, ...]) -> Covariance:
    """``covariance`` when it is one of ``allowed`` and goes together with ``bandwidth``.

    Raises
    ------
    InputError
        For an unknown name, a bandwidth that is no whole number from 0 up, or one that nothing would use.
    """
    if covariance not in allowed or covariance not in get_args(Covariance):
        raise InputError(
            "covariance",
            got=covariance,
            allowed=", ".join(allowed),
            mend="Use HC3 when in doubt: it is the default.",
        )
    whole = isinstance(bandwidth, (int, np.integer)) and not isinstance(bandwidth, bool) and bandwidth >= 0
    if bandwidth not in (None, "automatic") and not whole:
        raise InputError(
            "bandwidth",
            got=bandwidth,
            allowed="a whole number of lags from 0 up, automatic, or None",
            mend="Leave it out to take floor(4 (n / 100)^(2/9)).",
        )
    if bandwidth is not None and covariance not in ("HAC", "driscoll_kraay"):
        raise InputError(
            "bandwidth",
            got=bandwidth,
            allowed="only with covariance HAC",
            mend='Leave out the bandwidth or set covariance="HAC".',
        )
    return covariance  # type: ignore[return-value]  # get_args narrowed it, mypy cannot see that


def _exact(y: FloatArray, rss: FloatArray, nobs: IntArray) -> BoolArray:
    """Which regressions leave nothing unexplained; ``y`` is 0 on rows that are not used."""
    square = np.einsum("mt,mt->m", y, y)
    centred = np.maximum(square - y.sum(axis=1) ** 2 / np.maximum(nobs, 1), 0.0)
    return np.asarray((rss <= EXACT_FIT * centred) | (rss <= ROUNDING * square))
