"""How surprising a session's number of negative posts is, judged by the company's own past sessions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.analysis.event_study.negative_binomial import Floats, log_mass, upper_tail
from naysay.analysis.values import finite_values
from naysay.study.errors import InputError
from naysay.study.sessions_index import not_sessions

Ints = npt.NDArray[np.int64]

SPREADS: Final[Floats] = np.concatenate([[0.0], 0.01 * 1.5 ** np.arange(17)])
"""Variances of the hidden rate that are weighed against each other: 0 is a Poisson count, the last is 6.6."""
SLOW: Final = 120
"""Half-life, in sessions, of what is remembered of the spread and of weekdays."""
WARM_UP: Final = 10
"""Sessions at the start of a company that teach its level alone."""
WEEKDAY_SD: Final = 0.2
"""How far the factor of a weekday is thought to lie from 1 before anything is seen."""
CAP: Final = 1e-3
"""A count whose upper tail is rarer than this enters the past as the smallest count that is as rare."""
HIGHEST: Final = 300.0
"""The largest surprise; it stands for a chance of 1e-300."""


@dataclass(frozen=True)
class Surprise:
    """Both frames session x company.

    ``surprise`` is -log10 P(N >= n): 2 means that as many negative posts come by chance on one session in a
    hundred, 3 on one in a thousand. ``expected`` is the number that the company's past lets expect.
    """

    surprise: pd.DataFrame
    expected: pd.DataFrame


def surprise(n_negative: pd.DataFrame, *, half_life: float = 30.0, min_history: int = 40) -> Surprise:
    """The surprise of every number of negative posts, seen from the session before.

    ``n_negative`` is session x company, whole numbers from 0; NaN is a session on which the company's
    exchange was closed, and is skipped: the past of a company is its own open sessions. Both results are NaN
    there and on its first ``min_history`` sessions, which are too few to judge by.

    Let n_s be the counts before session t, w = 2^(-age / half_life) their weights, and f_s the factors of
    their weekdays. Then n_t is expected to be

        level_t f_t,   level_t = (1/2 + sum w n) / sum w f,   f = (c + sum v n) / (c + sum v level)

    where the sums of f run over past sessions of the same weekday with weights v of half-life ``SLOW``, and
    c = (1 + b level) / WEEKDAY_SD^2, b the mean spread so far, draws the factor towards 1. About this mean
    n_t is negative binomial. For each spread a in ``SPREADS`` its variance allows for the error of the mean,
    too: the spread becomes a' with

        1 + a' = (1 + a) (1 + e),
        e = 1 / (1/2 + sum w n) + a sum (w f)^2 / (sum w f)^2 + (1 + b level) / (c + sum v level)

    and P(N >= n) is the mean of the upper tails over the spreads, each weighed by how well it foretold the
    past sessions one by one: the product of P(n_s) with weights v, equal before anything is seen. The
    probability includes n itself (it is no mid-p), so with whole counts a bound is passed less often than it
    allows. A count that is not above its expectation has surprise 0.

    Past storms do not inflate the past: a count rarer than ``CAP`` enters the sums as the smallest count c
    that is as rare, and the weights of the spreads as P(N >= c), as a censored observation does. After a
    lasting rise of the level surprises therefore go on for some sessions, until the level has followed.

    It says how unusual a count is for the company, not what the posts say, nor that prices move with it.

    Raises
    ------
    InputError
        Counts that are negative, infinite or not whole; sessions out of order, repeated or no dates;
        companies twice; a half-life or a history that cannot be used.

    References
    ----------
    Farrington, Andrews, Beale and Catchpole (1996) and Noufaily et al. (2013) on outbreaks in counts: upper
    quantiles of past counts in which past outbreaks weigh less. Lawless (1987) on negative binomial counts.
    Harvey and Fernandes (1989) on levels of counts whose past is discounted. Dawid (1984) on weighing models
    by their forecasts.
    """
    _check(half_life, min_history)
    counts = checked_counts(n_negative, "n_negative")
    open_first, rows = _own_sessions(counts)
    day = pd.DatetimeIndex(n_negative.index).day_of_week.to_numpy(dtype=np.int64)[rows]
    own = np.take_along_axis(np.nan_to_num(counts), rows, axis=0)
    surprises, mean = _one_step_ahead(own, day, half_life, min_history)
    surprises[~open_first], mean[~open_first] = np.nan, np.nan
    back = np.argsort(rows, axis=0)
    return Surprise(
        *(
            pd.DataFrame(np.take_along_axis(values, back, axis=0), n_negative.index, n_negative.columns)
            for values in (surprises, mean)
        )
    )


def checked_counts(frame: pd.DataFrame, field: str) -> Floats:
    """(T, C) whole numbers from 0, NaN where missing, of a frame with sessions down and companies across."""
    if not isinstance(frame, pd.DataFrame):
        raise InputError(
            field,
            got=type(frame).__name__,
            allowed="a DataFrame, sessions down and companies across",
            mend="For one company use series.to_frame(name).",
        )
    index = frame.index
    dates = pd.DatetimeIndex(index) if index.inferred_type in ("date", "datetime64", "empty") else None
    fault = "an index without dates" if dates is None else not_sessions(dates)
    if fault is None and not (index.is_unique and index.is_monotonic_increasing and frame.columns.is_unique):
        fault = "sessions or companies that are repeated or out of order"
    if fault is not None:
        raise InputError(
            field,
            got=fault,
            allowed="increasing, unique trading dates and unique companies",
            mend="Sort by session and drop repeated rows.",
        )
    counts = finite_values(frame, field).T
    wrong = (counts < 0) | (counts != np.round(counts)) & ~np.isnan(counts)
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise InputError(
            field,
            got=f"{counts[row, column]:g} for {frame.columns[column]} on {index[row]:%Y-%m-%d}",
            allowed="whole numbers from 0, NaN where the exchange was closed",
            mend="Give numbers of posts, not shares of them.",
        )
    return counts


@dataclass(frozen=True, slots=True)
class _Past:
    """Weighted sums over the sessions so far: C companies, 7 weekdays, J spreads."""

    posts: Floats
    sessions: Floats
    squares: Floats
    day_posts: Floats
    day_level: Floats
    support: Floats


@dataclass(frozen=True, slots=True)
class _Forecast:
    """Of one session: level, weekday factor and mean (C,), spreads and their weights (C, J)."""

    level: Floats
    factor: Floats
    mean: Floats
    spread: Floats
    weight: Floats

    def tails(self, n: Floats, at: Ints) -> Floats:
        """P(N >= n) by spread (len(at), J) for the companies ``at``."""
        return upper_tail(n[:, None], self.mean[at, None], self.spread[at])


def _one_step_ahead(own: Floats, day: Ints, half_life: float, min_history: int) -> tuple[Floats, Floats]:
    """Surprise and expectation (T, C) of counts (T, C) on sessions that follow each other."""
    length, companies = own.shape
    fast, slow = 0.5 ** (1.0 / half_life), 0.5 ** (1.0 / SLOW)
    none = np.zeros(companies)
    by_day, by_spread = np.zeros((7, companies)), np.zeros((companies, len(SPREADS)))
    past = _Past(none, none, none, by_day, by_day, by_spread)
    surprises, mean = np.full((2, length, companies), np.nan)
    every = np.arange(companies)
    for t in range(length):
        n, factor = own[t], np.ones(companies)
        day_posts, day_level, support = past.day_posts, past.day_level, past.support
        if t >= WARM_UP:
            forecast = _forecast(past, day[t])
            factor = forecast.factor
            n, log_likelihood, chance = _seen(forecast, n)
            if t >= min_history:
                surprises[t], mean[t] = np.minimum(-np.log10(chance), HIGHEST) + 0.0, forecast.mean
            day_posts, day_level = slow * day_posts, slow * day_level
            day_posts[day[t], every] += n
            day_level[day[t], every] += forecast.level
            support = slow * support + log_likelihood
        past = _Past(
            fast * past.posts + n,
            fast * past.sessions + factor,
            fast**2 * past.squares + factor**2,
            day_posts,
            day_level,
            support,
        )
    return surprises, mean


def _forecast(past: _Past, day: Ints) -> _Forecast:
    weight = np.exp(past.support - past.support.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True)
    every = np.arange(len(day))
    level = (past.posts + 0.5) / past.sessions
    noise = 1.0 + (weight @ SPREADS) * level
    prior = noise / WEEKDAY_SD**2
    seen = past.day_level[day, every] + prior
    factor = (past.day_posts[day, every] + prior) / seen
    error = (1.0 / (past.posts + 0.5) + noise / seen)[:, None]
    error = error + SPREADS * (past.squares / past.sessions**2)[:, None]
    return _Forecast(level, factor, level * factor, (1.0 + SPREADS) * (1.0 + error) - 1.0, weight)


def _seen(forecast: _Forecast, n: Floats) -> tuple[Floats, Floats, Floats]:
    """Counts as they enter the past, the log likelihood of each spread, and P(N >= n)."""
    chance = np.ones(len(n))
    above = np.flatnonzero(n > forecast.mean)
    chance[above] = (forecast.weight[above] * forecast.tails(n[above], above)).sum(axis=1)
    chance = np.maximum(chance, 10.0**-HIGHEST)
    log_likelihood = log_mass(n[:, None], forecast.mean[:, None], forecast.spread)
    rare = np.flatnonzero(chance < CAP)
    if len(rare):
        n = n.copy()
        n[rare] = _smallest_rare(forecast, n[rare], rare)
        log_likelihood[rare] = np.log(np.maximum(forecast.tails(n[rare], rare), 10.0**-HIGHEST))
    return n, log_likelihood, chance


def _smallest_rare(forecast: _Forecast, n: Floats, at: Ints) -> Floats:
    """The smallest counts whose chance is below ``CAP``, by bisection below ``n``, where it is."""
    low, high = np.floor(forecast.mean[at]), n
    while (high - low > 1.0).any():
        middle = np.maximum(np.floor((low + high) / 2.0), 1.0)
        rare = (forecast.weight[at] * forecast.tails(middle, at)).sum(axis=1) < CAP
        low, high = np.where(rare, low, middle), np.where(rare, middle, high)
    return high


def _own_sessions(counts: Floats) -> tuple[npt.NDArray[np.bool_], Ints]:
    """For each company its open sessions first, in order, then the closed ones: which are open, and rows."""
    closed = np.isnan(counts)
    rows = np.argsort(closed, axis=0, kind="stable")
    return ~np.take_along_axis(closed, rows, axis=0), rows


def _check(half_life: float, min_history: int) -> None:
    if not (np.isfinite(half_life) and half_life > 0):
        raise InputError("half_life", got=half_life, allowed="above 0 sessions", mend="Thirty is usual.")
    if min_history < WARM_UP:
        raise InputError(
            "min_history", got=min_history, allowed=f"{WARM_UP} sessions or more", mend="Forty is usual."
        )
