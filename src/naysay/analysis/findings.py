"""What the tables amount to: one verdict from one test named beforehand, its size, its doubts and what was not found.

The verdict rests on the pooled local projection at the horizon the study names. It needs no search: no smallest
p-value, no best lag, no best company. Event study, Granger family and placebo draws are checks on it; they can
weaken the evidence and never make it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd
from scipy import stats

from naysay.study.frames import window_column

POOLED: Final = "POOLED"
LEVEL: Final = 0.05
BASIS_POINTS: Final = 1e4

Verdict = Literal["negative_lead", "positive_lead", "no_evidence", "not_testable"]
"""negative_lead: a rise of negativity goes before lower returns; positive_lead: before higher ones."""


@dataclass(frozen=True, slots=True)
class Lead:
    """The pooled effect at the study's horizon: basis points of return per standard deviation of negativity."""

    horizon: int
    bp_per_sd: float | None
    low: float | None
    high: float | None
    pvalue: float | None
    mde_bp: float | None
    """The smallest effect that would have been found with 80 % power: what "no evidence" rules out."""
    nobs: int
    n_companies: int
    covariance: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reaction:
    """The mean cumulative abnormal return around spikes of negativity, in basis points.

    ``low`` and ``high`` take the events of one session as one cluster; ``pvalue`` is that of ``test``.
    """

    model: str
    window: tuple[int, int]
    caar_bp: float | None
    low: float | None
    high: float | None
    test: str
    pvalue: float | None
    n_events: int
    n_found: int
    n_contaminated: int
    reason: str


@dataclass(frozen=True, slots=True)
class Direction:
    """The Granger tests of one direction at the study's own lag order, one a company."""

    cause: str
    effect: str
    lag_order: int | None
    n_tested: int
    n_untested: int
    n_rejected: int
    """Companies whose null falls at 5 % after Benjamini-Hochberg over the whole family."""
    companies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Money:
    """The lead in money: its basis points times a company's market value on its last session."""

    company: str
    currency: str
    market_value: float
    per_sd: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Check:
    """One doubt that was put to the verdict; ``passed`` is None when the check could not be made."""

    name: Literal["granger", "no_reverse", "events", "no_forerun", "placebo"]
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Findings:
    verdict: Verdict
    lead: Lead
    reaction: Reaction
    forward: Direction
    backward: Direction
    checks: tuple[Check, ...]
    money: tuple[Money, ...]

    @property
    def n_passed(self) -> int:
        return sum(check.passed is True for check in self.checks)

    @property
    def n_made(self) -> int:
        return sum(check.passed is not None for check in self.checks)


@dataclass(frozen=True, slots=True)
class MarketValue:
    """What one company is worth at its last close in the study: shares outstanding times the price."""

    company: str
    currency: str
    amount: float


def findings(
    tables: Mapping[str, pd.DataFrame],
    *,
    horizon: int,
    window: tuple[int, int],
    test: str = "adjusted_bmp",
    cause: str = "negativity",
    effect: str = "abnormal_ret",
    market_values: tuple[MarketValue, ...] = (),
) -> Findings:
    """Read the verdict from the tables ``effects``, ``granger``, ``events``, ``event_tests`` and ``calibration``.

    ``horizon``, ``window`` and ``test`` are the study's and were chosen before the tables were made. A table
    that is absent (its method was not asked for) leaves what it would have told unmade, with a reason.
    """
    lead = _lead(tables.get("effects"), horizon)
    reaction = _reaction(tables, window, test)
    forward = _direction(tables.get("granger"), cause, effect)
    backward = _direction(tables.get("granger"), effect, cause)
    return Findings(
        verdict=_verdict(lead),
        lead=lead,
        reaction=reaction,
        forward=forward,
        backward=backward,
        checks=_checks(lead, reaction, forward, backward, tables),
        money=_money(lead, market_values),
    )


def _verdict(lead: Lead) -> Verdict:
    if lead.bp_per_sd is None or lead.pvalue is None:
        return "not_testable"
    if lead.pvalue >= LEVEL:
        return "no_evidence"
    return "negative_lead" if lead.bp_per_sd < 0 else "positive_lead"


def _lead(effects: pd.DataFrame | None, horizon: int) -> Lead:
    if effects is None:
        return Lead(horizon, None, None, None, None, None, 0, 0, "", "the study asks for no projections")
    rows = effects[(effects["company"] == POOLED) & (effects["horizon"] == horizon)]
    if rows.empty:
        return Lead(horizon, None, None, None, None, None, 0, 0, "", f"no pooled effect at horizon {horizon}")
    row = rows.iloc[0]
    return Lead(
        horizon=horizon,
        bp_per_sd=_number(row["bp_per_sd"]),
        low=_number(row["low"]),
        high=_number(row["high"]),
        pvalue=_number(row["pvalue"]),
        mde_bp=_number(row["mde_bp"]),
        nobs=int(row["nobs"]),
        n_companies=int(row["n_companies"]),
        covariance=str(row["covariance"]),
        reason=str(row["reason"]),
    )


def _reaction(tables: Mapping[str, pd.DataFrame], window: tuple[int, int], test: str) -> Reaction:
    if "events" not in tables or "event_tests" not in tables:
        unmade = "the study asks for no event study"
        return Reaction("", window, None, None, None, test, None, 0, 0, 0, unmade)
    events, tests = tables["events"], tables["event_tests"]
    rows = tests[
        (tests["window_start"] == window[0]) & (tests["window_end"] == window[1]) & (tests["test"] == test)
    ]
    usable = events[events["reason"] == ""]
    cars = usable[window_column(window)].to_numpy(dtype=float) if window_column(window) in usable else []
    mean, low, high = clustered_mean(np.asarray(cars), usable["session"].to_numpy())
    made = None if rows.empty else rows.iloc[0]
    return Reaction(
        model="" if made is None else str(made["model"]),
        window=window,
        caar_bp=_number(mean * BASIS_POINTS),
        low=_number(low * BASIS_POINTS),
        high=_number(high * BASIS_POINTS),
        test=test,
        pvalue=None if made is None else _number(made["pvalue"]),
        n_events=len(usable),
        n_found=len(events),
        n_contaminated=int(usable["contaminated"].sum()),
        reason=f"the window {window} has no {test}" if made is None else str(made["reason"]),
    )


def clustered_mean(values: np.ndarray, clusters: np.ndarray) -> tuple[float, float, float]:
    """Mean of ``values`` with its 95 % interval when values of one cluster may move together.

    var = G / (G - 1) * sum over clusters g of (sum over i in g of (x_i - mean))^2 / n^2, referred to t(G - 1)
    with G clusters (Cameron and Miller, 2015, Journal of Human Resources 50). Fewer than two clusters give NaN bounds.
    """
    n = len(values)
    if n == 0:
        return math.nan, math.nan, math.nan
    mean = float(np.mean(values))
    labels, place = np.unique(clusters, return_inverse=True)
    if len(labels) < 2:
        return mean, math.nan, math.nan
    sums = np.bincount(place, weights=values - mean)
    se = math.sqrt(len(labels) / (len(labels) - 1) * float(sums @ sums)) / n
    reach = float(stats.t.ppf(0.975, len(labels) - 1)) * se
    return mean, mean - reach, mean + reach


def _direction(granger: pd.DataFrame | None, cause: str, effect: str) -> Direction:
    if granger is None:
        return Direction(cause, effect, None, 0, 0, 0, ())
    rows = granger[
        (granger["cause"] == cause) & (granger["effect"] == effect) & granger["primary"].astype(bool)
    ]
    made = rows[rows["pvalue"].notna()]
    rejected = made[made["pvalue_bh"] < LEVEL]
    return Direction(
        cause=cause,
        effect=effect,
        lag_order=None if rows.empty else int(rows["lag_order"].iloc[0]),
        n_tested=len(made),
        n_untested=len(rows) - len(made),
        n_rejected=len(rejected),
        companies=tuple(rejected["company"].astype(str)),
    )


def _checks(
    lead: Lead,
    reaction: Reaction,
    forward: Direction,
    backward: Direction,
    tables: Mapping[str, pd.DataFrame],
) -> tuple[Check, ...]:
    """The doubts, in the order a reader would raise them."""
    same_sign = (
        None if lead.bp_per_sd is None or reaction.caar_bp is None else lead.bp_per_sd * reaction.caar_bp > 0
    )
    events = None if same_sign is None or reaction.pvalue is None else same_sign and reaction.pvalue < LEVEL
    return (
        Check("granger", forward.n_rejected > 0 if forward.n_tested else None),
        Check("no_reverse", backward.n_rejected == 0 if backward.n_tested else None),
        Check("events", events),
        Check("no_forerun", _no_forerun(tables.get("event_tests"), reaction.test)),
        Check("placebo", _placebo_holds(tables.get("calibration"))),
    )


def _no_forerun(tests: pd.DataFrame | None, test: str) -> bool | None:
    """Whether prices were quiet before the events, by the longest window that ends before them."""
    if tests is None:
        return None
    before = tests[(tests["window_end"] < 0) & (tests["test"] == test) & tests["pvalue"].notna()]
    if before.empty:
        return None
    return bool(before.loc[before["window_start"].idxmin(), "pvalue"] >= LEVEL)


def _placebo_holds(calibration: pd.DataFrame | None) -> bool | None:
    """Whether shuffled chatter passes the tests no more often than 5 in 100 times allow."""
    if calibration is None:
        return None
    made = calibration[calibration["low"].notna()]
    return None if made.empty else bool((made["low"] <= made["nominal"]).all())


def _money(lead: Lead, values: tuple[MarketValue, ...]) -> tuple[Money, ...]:
    if lead.bp_per_sd is None or lead.low is None or lead.high is None:
        return ()
    return tuple(
        Money(
            company=value.company,
            currency=value.currency,
            market_value=value.amount,
            per_sd=value.amount * lead.bp_per_sd / BASIS_POINTS,
            low=value.amount * lead.low / BASIS_POINTS,
            high=value.amount * lead.high / BASIS_POINTS,
        )
        for value in values
    )


def _number(value: object) -> float | None:
    number = float(value)  # type: ignore[arg-type]
    return number if math.isfinite(number) else None
