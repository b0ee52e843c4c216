"""Functions of two series of companies, chatter and returns, without a projection."""

from __future__ import annotations

from typing import Literal

from naysay.analysis.functions._method_input import Frames, called, panel_of
from naysay.analysis.functions._method_result import MethodResult
from naysay.analysis.functions._tellings import CORRELATION, GRANGER_CHECKS, RESPONSES
from naysay.analysis.methods import correlation as correlation_method
from naysay.analysis.methods import granger_checks as granger_checks_method
from naysay.analysis.methods import vector_autoregression as vector_autoregression_method
from naysay.study.executor import Executor


def correlation(
    negativity: Frames,
    returns: Frames,
    *,
    max_lag: int = 10,
    kind: Literal["pearson", "spearman", "kendall"] = "pearson",
    prewhiten: bool = True,
    bands: Literal["bartlett", "bootstrap"] = "bartlett",
    draws: int = 999,
    block: float | None = None,
    seed: int = 0,
) -> MethodResult:
    """Correlation of the negativity of session t with the return of session t + lag, by company.

    The options are the keys of ``[correlation]``; the table is ``correlation``, one row a company, measure
    (raw, and prewhitened by the autoregression of negativity) and lag from -max_lag to max_lag. A positive
    lag means that chatter comes first. It says how two series move together, not that one moves the other.

    Parameters
    ----------
    negativity, returns
        Session x company, a Series by session for one company, or a Series by company and session. Returns
        are decimal log returns; NaN is missing, and a correlation uses the sessions with both values.
    max_lag
        Sessions, 1 to 60.
    kind
        pearson, spearman (of ranks) or kendall (tau-b).
    prewhiten
        False leaves out the prewhitened rows.
    bands
        bartlett, or bootstrap, which the next three belong to.
    draws
        Of the bootstrap.
    block
        Its mean block in sessions; None chooses it by Politis and White.
    seed
        Start of its draws.

    Notes
    -----
    Null of a row: r = 0, rejected where low and high leave 0 out; low_joint and high_joint hold for all lags
    of a company at once. What cannot be computed is NaN with a reason. See ``docs/methods/correlation.md``.

    Raises
    ------
    InputError
        Labels that differ, or an option that a study file would refuse.

    References
    ----------
    Bartlett (1955), An Introduction to Stochastic Processes. Haugh (1976), Journal of the American
    Statistical Association 71. Politis and Romano (1994), same journal, 89.
    """
    options = {
        "max_lag": max_lag,
        "kind": kind,
        "prewhiten": prewhiten,
        "bands": bands,
        "draws": draws,
        "block": block,
    }
    panel = panel_of(negativity, returns)
    return called(correlation_method.METHOD, panel, options, CORRELATION, seed=seed)


def vector_autoregression(
    negativity: Frames,
    returns: Frames,
    *,
    lags: int = 5,
    horizons: int = 10,
    resampling: Literal["residual", "wild", "block"] = "block",
    draws: int = 1000,
    seed: int = 0,
    names: tuple[str, str] = ("negativity", "returns"),
) -> MethodResult:
    """How negativity and returns differ in the sessions after a surprise in either, by company.

    For each company y_t = c + A_1 y_{t-1} + ... + A_p y_{t-p} + u_t with y = (negativity, returns). The
    options are the keys of ``[vector_autoregression]``; the table is ``responses``, one row a company,
    ordering, impulse, response and horizon from 0. Responses are associations under an ordering, not causes.

    Parameters
    ----------
    negativity, returns
        Session x company, a Series by session for one company, or a Series by company and session. NaN is
        missing: a session is used when it and the ``lags`` sessions before it are complete.
    lags
        Sessions that are regressed on, 1 to 60.
    horizons
        Sessions that responses reach, 1 to 60.
    resampling
        residual, wild or block bootstrap of the bands; the last two let the variance of errors move.
    draws
        Of the bootstrap.
    seed
        Start of its draws.
    names
        What the table calls the two series.

    Notes
    -----
    Null of a row: the response is 0, rejected where low and high (95 %, one horizon alone) leave 0 out. What
    cannot be estimated is NaN with a reason. See ``docs/methods/vector_autoregression.md``.

    Raises
    ------
    InputError
        Labels that differ, or an option that a study file would refuse.

    References
    ----------
    Sims (1980), Econometrica 48. Brueggemann, Jentsch and Trenkler (2016), Journal of Econometrics 191.
    """
    options = {"lags": lags, "horizons": horizons, "resampling": resampling, "draws": draws}
    method = vector_autoregression_method.METHOD
    panel = panel_of(negativity, returns)
    return called(method, panel, options, RESPONSES, seed=seed, renamed=_renamed(names))


def granger_checks(
    negativity: Frames,
    returns: Frames,
    *,
    lags: int = 5,
    quantile: float = 0.1,
    first: int = 250,
    window: int = 120,
    draws: int = 499,
    seed: int = 0,
    names: tuple[str, str] = ("negativity", "returns"),
    executor: Executor | None = None,
) -> MethodResult:
    """Granger tests of other kinds: panels, a tail, forecasts, windows, series with a unit root, ivx.

    The options are the keys of ``[granger_checks]``; the tables are ``granger_checks``, one row a test,
    company (POOLED for panels) and direction, and ``granger_windows``, F over recursive and rolling windows.

    Parameters
    ----------
    negativity, returns
        Session x company, a Series by session for one company, or a Series by company and session; NaN is
        missing, and lags count sessions.
    lags
        The lag order of every check, 1 to 60; the windows use one lag.
    quantile
        Of returns, between 0 and 1.
    first
        Sessions before the first forecast.
    window
        Sessions of a rolling window.
    draws
        Of the bootstrap of the windows.
    seed
        Start of its draws.
    names
        What the tables call the two series.
    executor
        Takes the draws; None is this process. No number depends on it.

    Notes
    -----
    Null of each row: the past of the cause adds nothing to that of the effect. No row is picked or adjusted;
    the primary test is that of ``granger``. A test that cannot be made has a reason.

    Raises
    ------
    InputError
        Labels that differ, or an option that a study file would refuse.

    References
    ----------
    Dumitrescu and Hurlin (2012), Economic Modelling 29. Toda and Yamamoto (1995), Journal of Econometrics 66.
    Kostakis, Magdalinos and Stamatogiannis (2015), Review of Financial Studies 28. The others stand in
    ``docs/methods/granger_checks.md``.
    """
    options = {"lags": lags, "quantile": quantile, "first": first, "window": window, "draws": draws}
    return called(
        granger_checks_method.METHOD,
        panel_of(negativity, returns),
        options,
        GRANGER_CHECKS,
        seed=seed,
        executor=executor,
        renamed=_renamed(names),
    )


def _renamed(names: tuple[str, str]) -> dict[str, str]:
    return {"negativity": names[0], "abnormal_ret": names[1]}
