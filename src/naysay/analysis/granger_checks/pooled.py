"""One Granger test for all companies together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
import pandas as pd
from scipy import stats

from naysay.analysis.granger_checks.equation import directions, whole
from naysay.analysis.linear_algebra import COLLINEAR, squared_length
from naysay.analysis.pairs import BoolArray, Controls, FloatArray, Pair, lagged, paired
from naysay.analysis.regression import Estimates, least_squares
from naysay.analysis.scores import Bandwidth, Covariance
from naysay.study.errors import InputError
from naysay.study.reasons import because, split_reasons

Effects = Literal["company", "company_and_session"]
Errors = Literal["driscoll_kraay", "company_and_session", "company", "session"]
ONE_COMPANY: Final = because("one_company")
NO_COVARIANCE: Final = because("too_few_clusters")


@dataclass(frozen=True, slots=True)
class PooledGranger:
    """One row a direction and covariance."""

    lags: int
    table: pd.DataFrame
    """cause, effect, lag_order, fixed_effects, covariance, statistic (Wald / lag_order), df_num, df_denom,
    pvalue, wald, pvalue_chi2, sum_coef, nobs, companies, sessions, reason, reason_values."""
    coefficients: pd.DataFrame
    """cause, effect, covariance, lag, coef, se."""

    @property
    def null(self) -> str:
        """The null of each row in words, where the cause and the effect are those of the row."""
        return "the past of the cause says nothing about the effect in the companies on average"


def pooled_granger(
    cause: pd.DataFrame,
    effect: pd.DataFrame,
    *,
    lags: int = 5,
    fixed_effects: Effects = "company_and_session",
    covariances: Sequence[Errors] = ("driscoll_kraay", "company_and_session"),
    bandwidth: Bandwidth = None,
    controls: Controls | None = None,
    current: Controls | None = None,
    names: tuple[str, str] = ("cause", "effect"),
) -> PooledGranger:
    """Whether the past of ``cause`` says something about ``effect``, one answer for all companies.

    Both directions of, for company i and session t,

        effect_it = a_i [+ d_t] + sum_{j=1..p} (b_j effect_{i,t-j} + g_j control_{i,t-j} + c_j cause_{i,t-j})
                        + h current_it + u_it

    Null: c_1 = ... = c_p = 0, that is in no company on average. The session effects d_t take out all that
    moves the companies together; what remains is whether the company that was talked about more than the
    others then moved differently from them. Wald W = c' V^-1 c with s_it = u_it x_it, x within, and V the
    sandwich of

        driscoll_kraay       the sum of s_it over companies, Bartlett weights over sessions: any dependence
                             between companies, and over the bandwidth's sessions
        session, company     the sums over the companies of a session; over the sessions of a company
        company_and_session  both of these less sum s_it s_it' (two-way clustering)

    without small-sample factors. ``pvalue`` is that of F(p, G - 1), G the sessions, the companies or the
    fewer of both, ``pvalue_chi2`` that of chi-squared(p). Clusters of companies need many companies: with
    about ten, true nulls are rejected too often. With lags of the effect among the regressors, company
    effects bias the coefficients by about 1 / T.

    Frames are session x company; NaN is missing, lags are formed first. ``controls`` and ``current`` are
    those of ``granger``. ``bandwidth`` None is floor(4 (T / 100)^(2/9)). A test that cannot be made, such as
    with one company, is a row with a ``reason``.

    Raises
    ------
    InputError
        Lags that are no whole number from 1 up, labels that differ, unknown fixed effects or covariances.

    References
    ----------
    Driscoll and Kraay (1998), Review of Economics and Statistics 80. Cameron, Gelbach and Miller (2011),
    Journal of Business & Economic Statistics 29. Nickell (1981), Econometrica 49 (the bias).
    """
    p = whole("lags", lags)
    for field, chosen, allowed in (
        ("fixed_effects", [fixed_effects], get_args(Effects)),
        ("covariances", list(covariances), get_args(Errors)),
    ):
        if not chosen or not set(chosen) <= set(allowed):
            raise InputError(
                field, got=chosen, allowed=", ".join(allowed), mend="Leave it out for the default."
            )
    pair = paired(cause, effect, names=("cause", "effect"), controls=controls, current=current)
    rows, coefficients = [], []
    for of, to, x, y in directions(pair, names):
        panel = _Panel(x, y, pair, p, fixed_effects)
        for covariance in covariances:
            estimates, V, clusters = panel.estimated(covariance, bandwidth)
            coef, reason = estimates.coef[0], str(estimates.reason[0])
            wald = float(squared_length(coef[None], V[None])[0])
            if len(pair.companies) < 2:
                reason = ONE_COMPANY
            elif not reason and np.isnan(wald):
                reason = NO_COVARIANCE
            if reason:
                wald, coef = np.nan, np.full(p, np.nan)
            head = {"cause": of, "effect": to, "covariance": covariance}
            rows.append(
                {
                    **head,
                    "lag_order": p,
                    "fixed_effects": fixed_effects,
                    "statistic": wald / p,
                    "df_num": p,
                    "df_denom": max(clusters - 1, 0),
                    "pvalue": float(stats.f.sf(wald / p, p, max(clusters - 1, 1))),
                    "wald": wald,
                    "pvalue_chi2": float(stats.chi2.sf(wald, p)),
                    "sum_coef": float(coef.sum()),
                    "nobs": int(panel.used.sum()),
                    "companies": int(panel.used.any(axis=1).sum()),
                    "sessions": int(panel.used.any(axis=0).sum()),
                    "reason": reason,
                }
            )
            with np.errstate(invalid="ignore"):
                se = np.sqrt(np.diagonal(V))
            coefficients += [
                {**head, "lag": lag, "coef": value, "se": error}
                for lag, value, error in zip(range(1, p + 1), coef, se, strict=True)
            ]
    table = pd.DataFrame(rows)
    first = ["cause", "effect", "lag_order", "fixed_effects", "covariance"]
    table = table[[*first, *(name for name in table if name not in first)]]
    return PooledGranger(p, split_reasons(table), pd.DataFrame(coefficients))


class _Panel:
    """One direction's equation with the fixed effects taken out."""

    def __init__(self, cause: FloatArray, effect: FloatArray, pair: Pair, p: int, effects: Effects) -> None:
        lags = range(1, p + 1)
        lines = [
            *pair.current[:, :, None],
            *(lagged(values, lags) for values in (effect, *pair.controls, cause)),
        ]
        X = np.concatenate(lines, axis=1)
        self.p = p
        self.used: BoolArray = np.isfinite(effect) & np.isfinite(X).all(axis=1)
        values = np.concatenate([X, effect[:, None]], axis=1).swapaxes(0, 1)
        left, self.absorbed = without_effects(values, self.used, sessions=effects == "company_and_session")
        self.X, self.y = left[:-1].reshape(1, X.shape[1], -1), left[-1].reshape(1, -1)

    def estimated(self, covariance: Errors, bandwidth: Bandwidth) -> tuple[Estimates, FloatArray, int]:
        """The estimates, V (p, p) and the number of clusters."""
        companies, sessions = self.used.any(axis=1).sum(), self.used.any(axis=0).sum()
        kind: Covariance = "driscoll_kraay" if covariance == "driscoll_kraay" else "HC0"
        estimates = least_squares(
            self.X,
            self.y,
            tested=self.p,
            covariance=kind,
            bandwidth=bandwidth if kind == "driscoll_kraay" else None,
            companies=len(self.used),
            absorbed=self.absorbed,
        )
        if covariance == "driscoll_kraay":
            return estimates, estimates.cov[0], int(sessions)
        moved = estimates.influence[0].reshape(self.p, *self.used.shape)
        by_session, by_company = (sums @ sums.T for sums in (moved.sum(axis=1), moved.sum(axis=2)))
        if covariance == "session":
            return estimates, by_session, int(sessions)
        if covariance == "company":
            return estimates, by_company, int(companies)
        return estimates, by_session + by_company - estimates.cov[0], int(min(sessions, companies))


def without_effects(values: FloatArray, used: BoolArray, *, sessions: bool) -> tuple[FloatArray, int]:
    """``values`` (..., C, T) less company means, and less session means if ``sessions``; NaN on rows not
    ``used`` (C, T). With them the number of parameters that this takes.

    Both at once by least squares: with session means taken out of values and of the companies' dummies, the
    company effects solve C equations, so that gaps need no iteration.
    """
    values = np.where(used, values, 0.0)
    by_company = used.sum(axis=1)
    if not sessions:
        mean = values.sum(axis=-1) / np.maximum(by_company, 1)
        return np.where(used, values - mean[..., None], np.nan), int((by_company > 0).sum())
    by_session = np.maximum(used.sum(axis=0), 1)
    values = values - np.where(used, values.sum(axis=-2, keepdims=True) / by_session, 0.0)
    shares = used / by_session
    normal = np.diag(by_company.astype(float)) - shares @ used.T
    effects = values.sum(axis=-1) @ np.linalg.pinv(normal, rcond=COLLINEAR, hermitian=True)
    left = values - effects[..., None] + np.einsum("...c,ct->...t", effects, shares)[..., None, :]
    rank = int(np.linalg.matrix_rank(normal, rtol=COLLINEAR, hermitian=True))
    return np.where(used, left, np.nan), int(used.any(axis=0).sum()) + rank
