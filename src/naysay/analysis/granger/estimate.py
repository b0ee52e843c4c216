"""The Granger test, for many companies, both directions and several lag orders in one call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import stats

from naysay.analysis.granger.design import Design, checked_design
from naysay.analysis.granger.result import GrangerResult
from naysay.analysis.multiple_testing import benjamini_hochberg, benjamini_yekutieli, holm
from naysay.analysis.pairs import Controls, Pair, constant, lagged, paired
from naysay.analysis.regression import Estimates, FloatArray, first_cause, least_squares
from naysay.study.frames import TABLES


def granger(
    cause: pd.DataFrame | pd.Series,
    effect: pd.DataFrame | pd.Series,
    *,
    lags: int | Sequence[int] = 5,
    covariance: str = "HC3",
    controls: Controls | None = None,
    bandwidth: int | None = None,
    names: tuple[str, str] = ("cause", "effect"),
    primary_lag: int | None = None,
) -> GrangerResult:
    """Whether the past of ``cause`` says something about ``effect`` that the effect's own past does not.

    For each company, each lag order p and both directions, by least squares,

        effect_t = a + sum_{i=1..p} b_i effect_{t-i} + sum_{i=1..p} g_i control_{t-i}
                     + sum_{i=1..p} c_i cause_{t-i} + u_t

    Null: c_1 = ... = c_p = 0. Statistic: c' V^-1 c / p with V the chosen covariance, referred to
    F(p, nobs - k), k the number of coefficients. Only sessions before t explain t. A rejection says that the
    one comes before the other and helps to forecast it; it does not say that it brings it about.

    Parameters
    ----------
    cause, effect
        Session x company with the same labels, or a Series each for one company. NaN is missing: lags are
        formed on the session index, then a session is left out when anything in its equation is missing. So
        a gap of one session costs p + 1 sessions, and each lag order has its own sample.
    lags
        A number p tests the orders 1, ..., p; a sequence tests exactly those orders.
    covariance
        classical (equal variances; the textbook F), HC0, HC1, HC3 (variances may move: chatter and volatility
        move together, so this is the default) or HAC (Newey-West with Bartlett weights, without a
        small-sample factor; a missing session counts as a score of zero).
    controls
        A session x company frame, a Series for all companies, or a mapping from names to either; they enter
        with the same lags as the cause.
    bandwidth
        Lags of the Bartlett kernel, with HAC only; None is floor(4 (nobs / 100)^(2/9)) for each test.
    names
        What the two series are called in the table.
    primary_lag
        The lag order set before looking, whose cause-to-effect test is marked ``primary``; None is the
        largest. It is never chosen by its p-value: the smallest of ten p-values rejects a true null in 15 %
        of the cases at 5 %.

    Notes
    -----
    The Holm, Benjamini-Hochberg and Benjamini-Yekutieli p-values take all tests of the call as one family. A
    test that cannot be made (a constant or too short series, collinear lags) is a row with a ``reason``.

    Raises
    ------
    InputError
        Lags, names or labels that cannot be used, an unknown covariance, a bandwidth without HAC.

    References
    ----------
    Granger (1969), Econometrica 37. MacKinnon and White (1985), Journal of Econometrics 29 (HC1, HC3).
    Newey and West (1987), Econometrica 55; (1994), Review of Economic Studies 61 (the bandwidth).
    """
    design = checked_design(names, lags, covariance, bandwidth, primary_lag)
    pair = paired(cause, effect, names=("cause", "effect"), controls=controls)
    # Both directions at once: all companies with cause before effect, then all of them the other way.
    causes = np.concatenate([pair.first, pair.second])
    effects = np.concatenate([pair.second, pair.first])
    control = np.concatenate([pair.controls, pair.controls], axis=1)
    frames = [
        _frame(one_order(causes, effects, control, p, design), p, pair, design) for p in design.lag_orders
    ]
    table = pd.concat(frames, ignore_index=True)
    by_company = ["position", "primary_direction", "lag_order"]
    table = table.sort_values(by_company, ascending=[True, False, True], ignore_index=True)
    table["primary"] = table["primary_direction"] & (table["lag_order"] == design.primary_lag)
    family = table["pvalue"].to_numpy()
    adjusted = {"pvalue_bh": benjamini_hochberg, "pvalue_by": benjamini_yekutieli, "pvalue_holm": holm}
    table = table.assign(**{name: adjust(family) for name, adjust in adjusted.items()})
    columns = [*TABLES["granger"], "primary", "sum_coef", "partial_r2", "bandwidth"]
    return GrangerResult(design, pair.control_names, table[columns])


def one_order(
    causes: FloatArray, effects: FloatArray, controls: FloatArray, lag_order: int, design: Design
) -> Estimates:
    """The m tests of one lag order, causes and effects (m, T), controls (V, m, T)."""
    orders = range(1, lag_order + 1)
    past = [lagged(series, orders) for series in (effects, *controls, causes)]
    X = np.concatenate([np.ones((len(effects), 1, effects.shape[1])), *past], axis=1)
    found = least_squares(
        X, effects, tested=lag_order, covariance=design.covariance, bandwidth=design.bandwidth
    )
    used = np.isfinite(effects) & np.isfinite(X).all(axis=1)
    named = first_cause(
        {
            "the cause is constant": constant(past[-1][:, 0], used),
            "the effect is constant": constant(effects, used),
        }
    )
    told = (found.reason != "") & (named != "") & (found.df_resid > 0)
    return replace(found, reason=np.where(told, named, found.reason))


def _frame(found: Estimates, lag_order: int, pair: Pair, design: Design) -> pd.DataFrame:
    """The rows of one lag order; ``found`` holds the companies once in each direction."""
    count, made = len(pair.companies), found.reason == ""
    cause, effect = design.names
    missing = np.where(made, 1.0, np.nan)
    return pd.DataFrame(
        {
            "position": np.tile(np.arange(count), 2),
            "primary_direction": np.repeat([True, False], count),
            "company": pair.companies.append(pair.companies),
            "cause": np.repeat([cause, effect], count),
            "effect": np.repeat([effect, cause], count),
            "lag_order": lag_order,
            "covariance": design.covariance,
            "controls": ", ".join(pair.control_names),
            "statistic": found.statistic * missing,
            "df_num": lag_order,
            "df_denom": np.maximum(found.df_resid, 0),
            "pvalue": stats.f.sf(found.statistic * missing, lag_order, np.maximum(found.df_resid, 1)),
            "nobs": found.nobs,
            "reason": pd.Series(found.reason, dtype=str),
            "sum_coef": found.coef.sum(axis=1) * missing,
            "partial_r2": found.partial_r2 * missing,
            "bandwidth": found.bandwidth * missing,
        }
    )
