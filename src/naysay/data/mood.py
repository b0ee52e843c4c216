"""The mood behind the posts of a session: what their share of negative ones says once its noise is off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
import pandas as pd

from naysay.data.mood_estimates import MoodEstimates, estimates
from naysay.data.mood_filter import (
    Bools,
    Filtered,
    Floats,
    Likelihood,
    Parameters,
    blocks,
    filtered,
    joined_likelihoods,
    likelihood,
)
from naysay.data.mood_inputs import Counts, counted
from naysay.data.mood_parameters import CONSTANT, LEAST_SESSIONS, TOO_FEW, UNRELIABLE, parameter_table
from naysay.data.mood_search import HIGHEST, LOWEST, parameters
from naysay.study.errors import InputError
from naysay.study.reasons import because

Refit = Literal["never", "monthly"]
"""never: parameters of the whole study; monthly: those of all sessions before the month of the session."""

LEAST_SHARE: Final = 0.5
"""Of the companies with enough posts that must have a mood."""
DIRECTIONS: Final = 4
"""In which parameters are uncertain: three of a company's own, then the scale that all share."""


@dataclass(frozen=True, eq=False)
class Mood:
    """The mood of each company, as ``mood`` estimates it. Frames are session x company."""

    filtered: pd.DataFrame
    """E[m_t | posts and returns up to t] / sd(m). NaN where a company's exchange was closed and where it
    could not be estimated."""
    reliability: pd.Series
    """By company: the variance of the filtered mood over that of the mood, 0 to 1."""
    parameters: pd.DataFrame
    """By company; columns in ``mood``."""
    moved: tuple[tuple[pd.DataFrame, pd.DataFrame], ...]
    """``filtered`` with parameters one standard error up and down, in ``DIRECTIONS`` that are independent.
    In all but the last pair each company's error is its own; in the last they share it."""

    @property
    def reason(self) -> pd.Series:
        """By company: why it has no mood that can be used; empty where it has one."""
        return self.parameters["reason"]

    @property
    def identified(self) -> pd.DataFrame:
        """``filtered`` of the companies without a ``reason``; the others are missing."""
        return self.filtered.where((self.reason == "").reindex(self.filtered.columns), axis=1)

    @property
    def not_identified(self) -> str:
        """Why the mood of all companies together says nothing: fewer than half of those with enough posts
        have a mood that can be used. Empty where it does."""
        silent = self.reason.isin([TOO_FEW, CONSTANT])
        left, total = int((self.reason == "").sum()), int((~silent).sum())
        enough = left > 0 and left >= LEAST_SHARE * total
        return "" if enough else because("mood_not_identified", left=left, total=total)


def mood(
    n_posts: pd.DataFrame | pd.Series,
    n_negative: pd.DataFrame | pd.Series,
    n_authors: pd.DataFrame | pd.Series | None = None,
    returns: pd.DataFrame | pd.Series | None = None,
    *,
    refit: Refit = "never",
) -> Mood:
    """The mood of each company on each session, from the posts and returns up to its close.

    The measured share of negative posts is the mood and noise:

        y_t = mu + m_t + b' w_t + e_t
        m_t = rho m_(t-1) + u_t,   w_t = rho w_(t-1) + (r_t, r_(t-1))'
        var(e_t) = d (mu (1 - mu) - var m) / k_t

    with r the company's returns and k_t the posts of t, or their authors. m and b' w have the same memory, so
    m + b' w is a mood whose state equation holds the returns; what is filtered is m, the mood *net of
    prices*, since projections hold prices fixed. Without ``returns`` b is 0 and m is the whole mood. d is a
    design effect: above 1 where people post twice or repeat each other.

    rho, var m and d are estimated by maximum likelihood, mu and b with them. d is the same for all companies
    as far as they agree. A session without posts is forecast.

    What the filter misses, m_t - E[m_t | posts and returns up to t], is unrelated to all that is known at t.
    So the coefficient of a later return on the filtered mood is that on m itself (regression calibration),
    provided that every other regressor is known from those posts and returns, or is unrelated to the mood
    *given* them. It does not hold where a further regressor says something of the mood of its own, such as
    the number of posts where that follows the mood.

    Parameters
    ----------
    n_posts, n_negative
        Session x company, a Series by session for one company, or a Series by company and session: posts with
        a score, and the negative ones among them. 0 is a session without posts,
        NaN one on which the company's exchange was closed: time does not pass on it.
    n_authors
        Distinct authors of the posts. Where there are any they take the place of posts in k_t. None counts
        posts.
    returns
        Decimal log returns of the companies. A missing one is 0. None leaves them out.
    refit
        ``never`` or ``monthly``. Nothing later than t is used but the parameters; with ``monthly`` those are
        from before the month too; a month is missing where the company had a ``reason`` when it began.

    Returns
    -------
    Mood
        ``parameters`` has a row a company: n_sessions (with posts), level (mu), rho, sd (of m, in shares),
        noise_scale (d), return and return_before_1 (b, for a return of one percent), each with its standard
        error (``_se``), missing where the parameter stands at its bound; sd_whole (of m + b' w);
        log_likelihood; reason. Times sd_whole / sd, the effect of a standard deviation of m is that of one of
        the whole mood.

    Raises
    ------
    InputError
        Frames with different labels, sessions out of order, counts below 0, more negative posts or authors
        than posts, an unknown option.

    References
    ----------
    Kalman (1960), Journal of Basic Engineering 82. Carroll, Ruppert, Stefanski and Crainiceanu (2006),
    *Measurement Error in Nonlinear Models*, chapter 4. Durbin and Koopman (2012), *Time Series Analysis by
    State Space Methods*. Kish (1965), *Survey Sampling* (design effect).
    """
    if refit not in get_args(Refit):
        raise InputError("refit", got=refit, allowed="never or monthly", mend="never is the default.")
    counts = counted(n_posts, n_negative, n_authors, returns)
    if refit == "monthly":
        return _month_by_month(counts)
    table, series = _series(counts, _fitted(counts))
    series[:, :, ~table["reason"].isin(["", UNRELIABLE]).to_numpy()] = np.nan
    return _result(counts, series, table)


def _month_by_month(counts: Counts) -> Mood:
    """Each month with parameters of the sessions before it; the table has those of the last month."""
    series = np.full((1 + 2 * DIRECTIONS, len(counts.sessions), len(counts.companies)), np.nan)
    table = pd.DataFrame()
    for begin, end in counts.months():
        table, until = _series(counts.before(end), _fitted(counts.before(begin)))
        usable = (table["reason"] == "").to_numpy()
        series[:, begin:end, usable] = until[:, begin:end, usable]
    return _result(counts, series, table)


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """What the ``past`` says of the parameters; ``usable`` (m,) has enough of it."""

    past: Counts
    usable: Bools
    estimates: MoodEstimates
    trials: Parameters
    """(1 + 2 directions, m) the estimates, then one standard error up in each direction, then down."""
    likelihood: Likelihood


def _fitted(past: Counts) -> Fit:
    usable = (past.spoken >= LEAST_SESSIONS) & (past.chance > 0.0)
    shares = past.shares(usable, past.chance)
    best = estimates(shares, past.least_scale)
    away = np.concatenate([best.own.swapaxes(0, 1), best.common[None]])
    at = np.clip(
        np.concatenate([best.coordinates[None], best.coordinates + away, best.coordinates - away]),
        LOWEST,
        HIGHEST,
    )
    trials = parameters(at, shares.chance)
    parts = blocks(len(shares.chance))
    return Fit(
        past,
        usable,
        best,
        trials,
        joined_likelihoods([likelihood(shares.of(part), trials.of(part)) for part in parts]),
    )


def _series(now: Counts, fit: Fit) -> tuple[pd.DataFrame, Floats]:
    """The parameters, and (1 + 2 directions, S, m) the mood until ``now`` in its deviations, NaN on sessions
    on which the company's exchange was closed."""
    m = len(now.companies)
    series = np.full((1 + 2 * DIRECTIONS, len(now.sessions) + 1, m), np.nan)
    left, of_returns = np.empty(m), np.empty(m)
    shares, own = now.shares(fit.usable, fit.past.chance), fit.past.own
    for part in blocks(m):
        path = filtered(shares.of(part), fit.trials.of(part), fit.likelihood.slopes[:, part])
        left[part], of_returns[part] = _missed_and_moved(path, own[:, part])
        deviations = (path.net / np.sqrt(fit.trials.variance[:, part])).swapaxes(0, 1)
        for filled, values in zip(series, deviations, strict=True):
            np.put_along_axis(filled[:, part], now.place[:, part], values, axis=0)
    return _table(fit, left / fit.trials.variance[0], of_returns), series[:, :-1]


def _missed_and_moved(path: Filtered, own: Bools) -> tuple[Floats, Floats]:
    """The variance of the mood that the filter misses, and that of what returns make of it: means over the
    sessions ``own`` (L, m), which the parameters rest on."""
    moved = path.from_returns[: len(own), 0]
    of_returns = _mean((moved - _mean(moved, own)) ** 2, own)
    return _mean(path.variance[: len(own), 0], own), of_returns


def _table(fit: Fit, missed: Floats, of_returns: Floats) -> pd.DataFrame:
    """The parameters, with the reliability 1 - ``missed`` (m,)."""
    table = parameter_table(fit.past, fit.estimates, fit.likelihood, 1.0 - missed)
    whole = np.sqrt(table["sd"] ** 2 + of_returns)
    table.insert(list(table.columns).index("sd_se") + 1, "sd_whole", whole)
    return table


def _mean(values: Floats, own: Bools) -> Floats:
    """Over the sessions ``own`` (L, m) of each company."""
    return np.asarray(np.where(own, values, 0.0).sum(axis=0) / np.maximum(own.sum(axis=0), 1))


def _result(counts: Counts, series: Floats, table: pd.DataFrame) -> Mood:
    frames = [counts.frame(values) for values in series]
    pairs = zip(frames[1 : 1 + DIRECTIONS], frames[1 + DIRECTIONS :], strict=True)
    return Mood(frames[0], table.pop("reliability"), table, tuple(pairs))
