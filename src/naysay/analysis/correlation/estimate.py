"""Lead-lag correlation of chatter and returns, raw and prewhitened by chatter's autoregression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
import pandas as pd

from naysay.analysis.correlation.bands import Bands, by_bartlett, by_bootstrap, common_memory
from naysay.analysis.correlation.coefficients import INSIDE, Kind, coefficients
from naysay.analysis.correlation.columns import CORRELATION
from naysay.analysis.correlation.prewhitening import filtered, fitted_autoregression
from naysay.analysis.pairs import BoolArray, FloatArray, Pair, constant, lagged, paired
from naysay.analysis.regression import IntArray, ObjectArray, first_cause
from naysay.analysis.work import parts_a_worker
from naysay.study.errors import InputError
from naysay.study.executor import Executor, Serial
from naysay.study.reasons import because, split_reasons

LEAST_DRAWS = 20
LEAST_PAIRS = 10
"""Fewer pairs of sessions say nothing about a correlation: the band of ten reaches from -0.6 to 0.6."""


@dataclass(frozen=True)
class LeadLag:
    """Correlations by company, measure and lag."""

    max_lag: int
    kind: Kind
    bands: Bands
    _table: pd.DataFrame

    @property
    def table(self) -> pd.DataFrame:
        """One row a company, measure and lag; a copy.

        company, measure (raw, prewhitened), lag, r, low, high (95 %, this lag by itself), nobs, low_joint,
        high_joint (95 %, all lags of the company and measure at once), kind, bands, ar_order (of the filter),
        reason (a code, empty unless it could not be computed), reason_values.
        """
        return self._table.copy()


@dataclass(frozen=True, slots=True)
class _Choices:
    max_lag: int
    kind: Kind
    bands: Bands
    draws: int
    block: float | None
    seed: int


def lead_lag(
    negativity: pd.DataFrame | pd.Series,
    returns: pd.DataFrame | pd.Series,
    *,
    max_lag: int = 10,
    kind: Kind = "pearson",
    prewhiten: bool = True,
    bands: Bands = "bartlett",
    draws: int = 999,
    block: float | None = None,
    seed: int = 0,
    executor: Executor | None = None,
) -> LeadLag:
    """Correlation of the negativity of session t with the return of session t + lag, lag = -max_lag..max_lag.

    A positive lag means that chatter comes first. Two measures for each company:

    - ``raw``: the two series as they are. Persistent chatter smears one true lag over its neighbours.
    - ``prewhitened``: both series filtered by 1 - phi_1 L - ... - phi_p L^p, the autoregression fitted to
      negativity by least squares, p from 0 to max_lag by AIC on one common sample. What is left of
      negativity is close to white, so a peak stands at its own lag.

    Parameters
    ----------
    negativity, returns
        Session x company with the same labels, or a Series each. NaN is missing: a correlation uses the
        sessions on which both values are there, a filtered value needs all p sessions before it.
    kind
        pearson, spearman (of the ranks among the sessions used) or kendall (tau-b).
    prewhiten
        False leaves out the rows of the second measure.
    bands
        bartlett or bootstrap, see the notes.
    draws, block, seed
        Of the bootstrap: draws, mean sessions in a block (None: by Politis and White), start of the draws.
    executor
        Its workers take companies; no number depends on them.

    Notes
    -----
    ``low`` and ``high`` are a 95 % interval around r, tanh(atanh r -+ 1.96 sqrt V), for one lag looked at by
    itself; a lag is significant when the interval leaves out 0. By ``bartlett`` V is the variance of r for
    two series that do not depend on each other,

        n V = mean(x_t^2 y_{t+lag}^2) + 2 sum_{j=1..J} (1 - j / n) rho_x(j) rho_y(j),

    x and y standardised (their ranks, for the other kinds; 4/9 of it for kendall), J = floor(10 log10 n), cut
    below at that first term. Bartlett's first term is 1, which takes chatter and returns to be loud at
    different times; as they are loud together, it is estimated. For prewhitened series the sum is left out,
    because rho_x is 0 there. By ``bootstrap`` V is the variance of atanh r when pairs are drawn in blocks: an
    interval that also holds when the series depend on each other.

    ``low_joint`` and ``high_joint`` take more than 1.96: by Sidak, or the 95 % quantile over the draws of the
    largest distance of any lag. All lags are inside with 95 %.

    A correlation that cannot be computed is NaN with a ``reason``.

    Raises
    ------
    InputError
        Labels that differ, a ``max_lag`` that is no whole number from 0 up, an unknown kind or band.

    References
    ----------
    Bartlett (1955), An Introduction to Stochastic Processes. Box, Jenkins and Reinsel (2008), chapter 12
    (prewhitening). Haugh (1976), Journal of the American Statistical Association 71. Politis and Romano
    (1994), Journal of the American Statistical Association 89. Sidak (1967), same journal, 62.
    """
    if isinstance(max_lag, bool) or not isinstance(max_lag, (int, np.integer)) or max_lag < 0:
        raise InputError(
            "max_lag", got=max_lag, allowed="a whole number of sessions from 0 up", mend="Ten is usual."
        )
    for field, chosen, allowed in (("kind", kind, Kind), ("bands", bands, Bands)):
        if chosen not in get_args(allowed):
            raise InputError(field, got=chosen, allowed=", ".join(get_args(allowed)), mend="Leave it out.")
    if isinstance(draws, bool) or not isinstance(draws, (int, np.integer)) or draws < LEAST_DRAWS:
        raise InputError(
            "draws", got=draws, allowed=f"a whole number from {LEAST_DRAWS} up", mend="999 is usual."
        )
    if block is not None and not block >= 1:
        raise InputError("block", got=block, allowed="1 session or more, or None", mend="Leave it out.")
    choices = _Choices(int(max_lag), kind, bands, draws, block, seed)
    pair = paired(negativity, returns, names=("negativity", "returns"))
    by_company = (executor or Serial()).map_shared(
        _of_company,
        _Pairs(pair, choices, prewhiten),
        range(len(pair.companies)),
        parts_a_worker=parts_a_worker((draws if bands == "bootstrap" else 1) * len(pair.sessions)),
    )
    frames = [frame for of_company in by_company for frame in of_company]
    columns = [*CORRELATION.columns, *CORRELATION.further]
    table = split_reasons(pd.concat(frames, ignore_index=True)) if frames else pd.DataFrame(columns=columns)
    return LeadLag(choices.max_lag, kind, bands, table.assign(kind=kind, bands=bands)[columns])


@dataclass(frozen=True, slots=True)
class _Pairs:
    """The series of all companies: whole arrays, for sums depend on how a company's lie in memory."""

    pair: Pair
    choices: _Choices
    prewhiten: bool


def _of_company(pairs: _Pairs, place: int) -> list[pd.DataFrame]:
    """The rows of one company, by measure."""
    choices, company = pairs.choices, pairs.pair.companies[place]
    x, y = pairs.pair.first[place], pairs.pair.second[place]
    raw = _correlations(x, y, choices, white=False).assign(measure="raw", ar_order=0)
    frames = [raw.assign(company=company)]
    if pairs.prewhiten:
        phi = fitted_autoregression(x, choices.max_lag)
        white = _correlations(filtered(x, phi), filtered(y, phi), choices, white=True)
        frames.append(white.assign(measure="prewhitened", ar_order=len(phi), company=company))
    return frames


def _correlations(x: FloatArray, y: FloatArray, choices: _Choices, *, white: bool) -> pd.DataFrame:
    lags = np.arange(-choices.max_lag, choices.max_lag + 1)
    later = lagged(y, -lags)
    first = np.broadcast_to(x, later.shape)
    both = np.isfinite(first) & np.isfinite(later)
    nobs = both.sum(axis=1)
    reason = reasons_of_pairs(first, later, both)
    tested = reason == ""
    r = np.where(tested, coefficients(first, later, both, choices.kind), np.nan)
    if choices.bands == "bartlett":
        most = int(nobs.max(initial=0))
        memory = 0.0 if white or most < LEAST_PAIRS else common_memory(x, y, choices.kind, most)
        reach = by_bartlett(first, later, both, tested, kind=choices.kind, memory=memory)
    else:
        rng = np.random.default_rng(choices.seed)
        options: dict[str, Any] = {"draws": choices.draws, "block": choices.block, "rng": rng}
        reach = by_bootstrap(first, later, both, tested, kind=choices.kind, r=r, **options)
    low, high = interval(r, reach.alone * reach.se)
    low_joint, high_joint = interval(r, reach.joint * reach.se)
    return pd.DataFrame(
        {
            "lag": lags,
            "r": r,
            "low": low,
            "high": high,
            "nobs": nobs,
            "low_joint": low_joint,
            "high_joint": high_joint,
            "reason": pd.Series(reason, dtype=str),
        }
    )


def reasons_of_pairs(x: FloatArray, y: FloatArray, used: BoolArray) -> ObjectArray:
    """Why pairs of samples (m, T) have no correlation; empty where they have."""
    nobs: IntArray = used.sum(axis=1)
    return first_cause(
        {
            because("no_complete_session"): nobs == 0,
            because("too_few_sessions", least=LEAST_PAIRS): nobs < LEAST_PAIRS,
            because("no_variation", series="negativity"): constant(x, used),
            because("no_variation", series="returns"): constant(y, used),
        }
    )


def interval(r: FloatArray, reach: FloatArray) -> tuple[FloatArray, FloatArray]:
    """tanh(atanh r -+ reach); a correlation of 1 is its own interval."""
    centre = np.arctanh(np.clip(r, -INSIDE, INSIDE))
    return np.tanh(centre - reach), np.tanh(centre + reach)
