"""The Granger test, for many companies, both directions and several lag orders in one call."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import stats

from naysay.analysis.granger.conditional import on_own_sessions, tests_of
from naysay.analysis.granger.design import GrangerDesign, checked_design
from naysay.analysis.granger.moments import from_moments
from naysay.analysis.granger.outcome import Outcome
from naysay.analysis.granger.result import GrangerResult
from naysay.analysis.multiple_testing import benjamini_hochberg, benjamini_yekutieli, holm
from naysay.analysis.pairs import BoolArray, Controls, IntArray, Pair, constant, lagged, paired
from naysay.analysis.regression import Estimates, FloatArray, first_cause, least_squares
from naysay.analysis.scores import Bandwidth
from naysay.study.reasons import because, split_reasons

BLOCK: Final = 2**17
"""Numbers among the regressors of the regressions done together: enough of them to be fast, few enough to
stay in the processor's cache."""


def granger(
    cause: pd.DataFrame | pd.Series,
    effect: pd.DataFrame | pd.Series,
    market: pd.DataFrame | pd.Series | None = None,
    *,
    lags: int | Sequence[int] = 5,
    covariance: str = "HC3",
    unmeasured: str | None = None,
    sessions: pd.DataFrame | pd.Series | None = None,
    controls: Controls | None = None,
    current: Controls | None = None,
    bandwidth: Bandwidth = None,
    names: tuple[str, str] = ("cause", "effect"),
    primary_lag: int | None = None,
) -> GrangerResult:
    """Whether the past of ``cause`` says something about ``effect`` that the effect's own past does not.

    For each company, each lag order p and both directions, by least squares,

        effect_t = a + d current_t + sum_{i=1..p} b_i effect_{t-i} + sum_{i=1..p} g_i control_{t-i}
                     + sum_{i=0..p} m_i market_{t-i} + sum_{i=1..p} c_i cause_{t-i} + u_t

    Null: c_1 = ... = c_p = 0. Statistic: c' V^-1 c / p with V the chosen covariance, referred to
    F(p, nobs - k), k the number of coefficients. Only sessions before t explain t. A rejection says that the
    one comes before the other and helps to forecast it; it does not say that it brings it about.

    Parameters
    ----------
    cause, effect
        Session x company with the same labels, or a Series each for one company. NaN is missing: lags are
        formed on the session index, then a session is left out when anything in its equation is missing. So
        a gap of one session costs p + 1 sessions, and each lag order has its own sample.
    market
        The market's return, a Series for all companies or a frame as ``cause``: that of the session and its
        lags 1..p are held fixed in both directions. Shares that follow the market a day late would otherwise
        be forecast by all that knows of yesterday's market, chatter among it.
    lags
        A number p tests the orders 1, ..., p; a sequence tests exactly those orders.
    covariance
        classical (equal variances; the textbook F), HC0, HC1, HC3 (variances may move: chatter and volatility
        move together, so this is the default) or HAC (Newey-West with Bartlett weights, without a
        small-sample factor; a missing session counts as a score of zero).
    unmeasured
        "indicator": a lag that was not measured enters as 0 with an indicator of its own, so that a session
        counts when the effect, the market's returns and at least one lag of the cause are there. Where the
        effect of a session is missing, the cause of that session would stand in for it: it is a control there
        and not tested, and so is the market's return, with a slope of its own. "drop", and None: the session
        is left out. With indicators or the market, collinear controls are left out, and sessions that the
        controls fit exactly are counted in ``n_fitted`` and not in ``nobs``.
    sessions
        Session x company, True where the company's exchange was open: lags run over a company's own sessions.
        None takes them from the values where ``market`` or indicators are used: a company is closed on a
        session on which it has neither series while another company has one. With none of the three, lags run
        over all rows of the index.
    controls
        A session x company frame, a Series for all companies, or a mapping from names to either; they enter
        with the same lags as the cause.
    current
        The same, for what enters as it is on session t: what was known before it, such as the weekday or a
        scheduled announcement, or the market's return of the session.
    bandwidth
        Lags of the Bartlett kernel, with HAC only; None is floor(4 (nobs / 100)^(2/9)) for each test,
        "automatic" follows Newey and West (1994) from each test's scores.
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
    design = checked_design(names, lags, covariance, bandwidth, primary_lag, unmeasured)
    pair = paired(cause, effect, names=("cause", "effect"), controls=controls, current=current)
    if market is not None or sessions is not None or design.unmeasured == "indicator":
        own = on_own_sessions(pair, market, sessions)
        tests = [tests_of(own, p, design) for p in design.lag_orders]
        return GrangerResult(design, own.pair, _table(tests, own.pair, design))
    outcomes = [
        _filled(quick, pair, p, design)
        for p, quick in zip(design.lag_orders, _quick(pair, design), strict=True)
    ]
    return GrangerResult(design, pair, _table(outcomes, pair, design))


def _quick(pair: Pair, design: GrangerDesign) -> list[Outcome]:
    """The classical tests of the companies without gaps, from cross products; the others are still NaN."""
    count = len(pair.companies)
    outcomes = [Outcome.unknown(2 * count) for _ in design.lag_orders]
    if design.covariance != "classical" or len(pair.current):
        return outcomes
    series = (pair.first, pair.second, *pair.controls)
    together = max(1, 2 * BLOCK // (len(series) * max(1, len(pair.sessions))))
    for start in range(0, count, together):
        block = slice(start, start + together)
        block_outcomes = from_moments([one[block] for one in series], design.lag_orders)
        places = np.arange(2 * count).reshape(2, count)[:, block].ravel()
        for whole, part in zip(outcomes, block_outcomes, strict=True):
            whole.place(places, part)
    return outcomes


def _filled(outcome: Outcome, pair: Pair, lag_order: int, design: GrangerDesign) -> Outcome:
    """``outcome`` with the tests that were still missing, a block of them at a time.

    A control of the session itself that never varies for a company, such as the announcements of one that
    made none, is left out of that company's equation.
    """
    count = len(pair.companies)
    rest = np.flatnonzero(np.isnan(outcome.statistic))
    low = np.fmin.reduce(pair.current, axis=2, initial=np.inf)
    high = np.fmax.reduce(pair.current, axis=2, initial=-np.inf)
    varies = (low != high)[:, rest % count]
    for pattern in np.unique(varies, axis=1).T:
        members = rest[(varies == pattern[:, None]).all(axis=0)]
        regressors = 1 + int(pattern.sum()) + lag_order * (2 + len(pair.controls))
        together = max(1, BLOCK // (regressors * max(1, len(pair.sessions))))
        for start in range(0, len(members), together):
            _fill(outcome, members[start : start + together], pair, pattern, lag_order, design)
    return outcome


def _fill(
    outcome: Outcome, members: IntArray, pair: Pair, current: BoolArray, lag_order: int, design: GrangerDesign
) -> None:
    count = len(pair.companies)
    company, backward = members % count, (members >= count)[:, None]
    first, second = pair.first[company], pair.second[company]
    estimates = one_order(
        np.where(backward, second, first),
        np.where(backward, first, second),
        pair.controls[:, company],
        lag_order,
        design,
        current=pair.current[current][:, company],
    )
    outcome.place(members, Outcome.of(estimates, np.zeros(len(members), dtype=np.int64)))


def one_order(
    causes: FloatArray,
    effects: FloatArray,
    controls: FloatArray,
    lag_order: int,
    design: GrangerDesign,
    *,
    current: FloatArray | None = None,
) -> Estimates:
    """The m tests of one lag order, causes and effects (m, T), controls and those not lagged (V, m, T)."""
    orders = range(1, lag_order + 1)
    past = [lagged(series, orders) for series in (effects, *controls, causes)]
    now = [] if current is None else [current.swapaxes(0, 1)]
    X = np.concatenate([np.ones((len(effects), 1, effects.shape[1])), *now, *past], axis=1)
    estimates = least_squares(
        X, effects, tested=lag_order, covariance=design.covariance, bandwidth=design.bandwidth
    )
    used = np.isfinite(effects) & np.isfinite(X).all(axis=1)
    named = first_cause(
        {
            because("no_variation", series="cause"): constant(past[-1][:, 0], used),
            because("no_variation", series="effect"): constant(effects, used),
        }
    )
    renamed = (estimates.reason != "") & (named != "") & (estimates.df_resid > 0)
    return replace(estimates, reason=np.where(renamed, named, estimates.reason))


def _table(outcomes: list[Outcome], pair: Pair, design: GrangerDesign) -> pd.DataFrame:
    """The rows company by company, cause before effect first, lag orders upwards."""
    shape = (len(design.lag_orders), 2, len(pair.companies))
    rows = np.arange(math.prod(shape)).reshape(shape).transpose(2, 1, 0).ravel()
    order, way, company = np.unravel_index(rows, shape)
    lag_order = np.array(design.lag_orders)[order]

    def column(name: str) -> Any:
        return np.concatenate([getattr(one, name) for one in outcomes])[rows]

    names, statistic, df_denom = (
        pd.Index(design.names),
        column("statistic"),
        np.maximum(column("df_resid"), 0),
    )
    pvalue = stats.f.sf(statistic, lag_order, np.maximum(df_denom, 1))
    table = pd.DataFrame(
        {
            "company": pair.companies.take(company),
            "cause": names.take(way),
            "effect": names.take(1 - way),
            "lag_order": lag_order,
            "covariance": design.covariance,
            "controls": ", ".join(pair.control_names),
            "statistic": statistic,
            "df_num": lag_order,
            "df_denom": df_denom,
            "pvalue": pvalue,
            "pvalue_bh": benjamini_hochberg(pvalue),
            "pvalue_by": benjamini_yekutieli(pvalue),
            "pvalue_holm": holm(pvalue),
            "nobs": column("nobs"),
            "reason": pd.Series(column("reason"), dtype=str),
            "primary": (way == 0) & (lag_order == design.primary_lag),
            "sum_coef": column("sum_coef"),
            "partial_r2": column("partial_r2"),
            "bandwidth": column("bandwidth"),
            "fitted_lags": lag_order,
            "n_fitted": column("fitted"),
            "unmeasured": design.unmeasured,
        },
        copy=False,
    )
    return split_reasons(table)
