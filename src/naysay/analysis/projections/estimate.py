"""Local projections, company by company and pooled, as one table."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from typing import Any, Final

import pandas as pd

from naysay.analysis.projections.equation import by_company, pooled
from naysay.analysis.projections.panel import projection_panel
from naysay.analysis.projections.result import LocalProjections
from naysay.analysis.projections.tables import effects_table
from naysay.analysis.projections.terms import SHORT_LAGS, checked_terms
from naysay.analysis.regression import OF_PANELS, checked_covariance
from naysay.study.errors import InputError

COVARIANCES: Final = ("classical", "HC0", "HC1", "HC3", "HAC")


def local_projections(
    negativity: pd.DataFrame | pd.Series,
    returns: pd.DataFrame | pd.Series,
    market: pd.DataFrame | pd.Series | None = None,
    attention: pd.DataFrame | pd.Series | None = None,
    *,
    horizons: Iterable[int] = range(1, 11),
    lags: int = 5,
    controls: str = "own",
    unmeasured: str = "indicator",
    effects: str = "company",
    covariance: str = "HC3",
    pooled_covariance: str = "CR3_session",
    bandwidth: int | None = None,
    primary_horizon: int | None = None,
    short_lags: int = SHORT_LAGS,
    older_returns: bool = False,
    sessions: pd.DataFrame | pd.Series | None = None,
    seed: int = 0,
) -> LocalProjections:
    """How cumulated returns after session t differ with the negativity of session t.

    For each company i and horizon h, by least squares,

        r_{t+1} + ... + r_{t+h} = b_h n_t + g_h a_t + c_i' z_{i,t} + u_{i,t,h}
        z_{i,t} = 1, n_{t-1..t-p}, a_{t-1..t-p}, r_{t..t-p}, m_{t..t-p}

    with n negativity, a attention, r the returns, m those of the market; 1e4 b_h is ``bp_per_sd``. Null:
    b_h = 0. The outcome starts one session later and the return of t is held fixed: a return of the same
    session holds price moves that are older than the posts. The market's returns are held fixed since shares
    that follow it a day late would make chatter, which follows it too, look like a lead.

    Parameters
    ----------
    negativity, returns
        Session x company with the same labels, or a Series each for one company; negativity in standard
        deviations of its past, returns decimal log returns. NaN is missing.
    market
        Decimal log return of the market by session, or session x company. None leaves it out.
    attention
        Abnormal number of posts, session x company, in standard deviations of its past. None leaves it out;
        with it the effect of negativity is net of attention, and attention has rows of its own.
    horizons
        Numbers of sessions over which returns are cumulated, from 1 up.
    lags
        p above. It should be one more than the dynamics need: that is the lag augmentation.
    controls
        own: each company has its own c_i. shared: one c for all and a constant for each company.
    unmeasured
        indicator: a lag of negativity that was not measured is 0 with an indicator of its own, so a session
        counts whenever n_t, a, r, m and the outcome are there. drop: the session is left out.
    effects
        company, or company_and_session: what all companies share on a session is taken out as well.
    covariance
        Of the company rows: classical, HC0, HC1, HC3 or HAC.
    pooled_covariance
        Of the pooled rows: CR3_session, the jackknife over sessions, or driscoll_kraay.
    bandwidth
        Lags of the Bartlett kernel of HAC and driscoll_kraay, never fewer than the horizon; None is
        floor(4 (sessions / 100)^(2/9)).
    primary_horizon
        The horizon set before looking, marked ``primary`` in the pooled rows; None is the smallest.
    short_lags
        Lags of negativity and attention for a company with fewer than ten sessions for each of its own
        slopes.
    older_returns
        Whether the mean of the company's returns of t-p-1 ... t-120, as far back as there are any, is held
        fixed as well. It takes out most of the bias of long horizons in short panels (40 companies of 100
        sessions at h = 10: -4.4 to 0 basis points) and changes little elsewhere.
    sessions
        True where a company's exchange was open, session x company: lags, leads and horizons count these.
        None takes a session as closed for a company that has no value on it where another company has one.
    seed
        Of the draws behind the simultaneous bands.

    Notes
    -----
    Outcomes of neighbouring sessions overlap, so u is serially correlated up to h - 1. HC3 is valid all the
    same: with the past of both series controlled for, what varies in n_t is its innovation, and as long as
    that has mean zero given the innovations of all other sessions the scores are uncorrelated. HAC does not
    need this but rejects too often at long horizons; it is there as a check.

    Rows of POOLED have one b_h for all companies, after each company's controls were partialled out by
    itself. Companies weigh as least squares has it: by the variation of negativity that their controls
    leave, in ``weight``. Their covariance allows any dependence among the companies of a session, their
    intervals use t(sessions - 1). CR3_session leaves out one session and estimates everything again, own
    slopes and session effects included. A session that the controls of its company fit exactly, such as one
    with an indicator of its own, says nothing: ``n_fitted`` counts them, they are not in ``nobs``.
    Driscoll-Kraay allows dependence over sessions up to its bandwidth, but takes residuals for errors and
    rejects too often.

    Rows of MEAN_GROUP are the mean of the companies' own effects, each weighing alike, with the test that
    they are all the same; see ``mean_group``.

    ``low`` and ``high`` hold for one horizon looked at alone; ``low_joint`` and ``high_joint`` for all
    horizons of a company at once (sup-t): use them to say at which horizons, or until when, there is an
    effect.

    What cannot be estimated is a row with a ``reason``.

    Raises
    ------
    InputError
        Horizons or lags that are no whole numbers from 1 up, labels that differ, an unknown option.

    References
    ----------
    Jorda (2005), American Economic Review 95. Montiel Olea and Plagborg-Moller (2021), Econometrica 89.
    Montiel Olea and Plagborg-Moller (2019), Journal of Applied Econometrics 34 (sup-t).
    Cookson, Lu, Mullins and Niessner (2024), Journal of Financial Economics 158 (attention and tone).
    Driscoll and Kraay (1998), Review of Economics and Statistics 80. MacKinnon, Nielsen and Webb (2023),
    Journal of Applied Econometrics 38.
    """
    steps = _counts("horizons", horizons)
    (p,) = _counts("lags", [lags])
    primary = _primary(primary_horizon, steps)
    kind = checked_covariance(covariance, None, COVARIANCES)
    checked_covariance("driscoll_kraay", bandwidth, OF_PANELS)
    shared_kind = checked_covariance(pooled_covariance, None, OF_PANELS)
    (fewer,) = _counts("short_lags", [short_lags])
    terms = checked_terms(p, controls, unmeasured, effects, fewer, older_returns)
    panel = projection_panel(negativity, returns, market=market, attention=attention, sessions=sessions)
    alone = [
        by_company(panel.negativity, panel.outcomes, terms, horizon=h, covariance=kind, bandwidth=bandwidth)
        for h in steps
    ]
    together = [
        pooled(
            panel.negativity[None],
            panel.outcomes,
            terms,
            horizon=h,
            covariance=shared_kind,
            bandwidth=bandwidth,
            whole=True,
        )
        for h in steps
    ]
    table = effects_table(
        alone,
        together,
        panel.companies,
        steps,
        terms,
        covariance=kind,
        pooled_covariance=shared_kind,
        primary=primary,
        seed=seed,
    )
    return LocalProjections(terms, primary, table)


def _primary(horizon: int | None, horizons: list[int]) -> int:
    if horizon is None:
        return horizons[0]
    if horizon not in horizons:
        raise InputError(
            "primary_horizon",
            got=horizon,
            allowed=f"one of the horizons {', '.join(map(str, horizons))}",
            mend="Add it to the horizons, or leave it out to take the smallest.",
        )
    return int(horizon)


def _counts(field: str, numbers: Any) -> list[int]:
    """Different whole numbers from 1 up, in order."""
    try:
        numbers = list(numbers)
        values = [operator.index(value) for value in numbers if not isinstance(value, (bool, str))]
        faulty = len(values) != len(numbers) or len(set(values)) != len(values)
    except TypeError:
        values, faulty = [], True
    if faulty or not values or min(values) < 1:
        raise InputError(
            field,
            got=numbers,
            allowed="whole numbers from 1 up, each once",
            mend="Horizons and lags count sessions, such as horizons=range(1, 11), lags=5.",
        )
    return sorted(values)
