"""Reads the findings from the tables of a run."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import pandas as pd

from naysay.analysis.findings import (
    Check,
    Direction,
    Findings,
    Lead,
    MarketValue,
    Money,
    Reaction,
    Verdict,
)
from naysay.analysis.projections import POOLED
from naysay.study.frames import window_column

LEVEL: Final = 0.05
BASIS_POINTS: Final = 1e4


def conclude(
    tables: Mapping[str, pd.DataFrame],
    *,
    horizon: int,
    window: tuple[int, int],
    test: str = "adjusted_bmp",
    cause: str = "negativity",
    effect: str = "abnormal_ret",
    market_values: tuple[MarketValue, ...] = (),
) -> Findings:
    """What the tables effects, granger, events, event_tests and calibration amount to.

    ``horizon``, ``window`` and ``test`` are the study's and were chosen before the tables were made. A table
    that is absent (its method was not asked for) leaves what it would have told unmade, with a reason.
    """
    lead = _lead(tables.get("effects"), horizon)
    reaction = _reaction(tables, window, test)
    granger = tables.get("granger")
    order = _primary_order(granger)
    forward = _direction(granger, cause, effect, order)
    backward = _direction(granger, effect, cause, order)
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
    cars = pd.Series(dtype=float)
    if window_column(window) in usable:
        usable = usable[usable[window_column(window)].notna()]
        cars = usable[window_column(window)].astype(float)
    made = None if rows.empty else rows.iloc[0]
    # A test that is not inverted has no location of its own; then the plain mean is told, without bounds.
    location, low, high = (
        None if made is None else _number(made.get(name, math.nan)) for name in ("location", "low", "high")
    )
    mean = _number(cars.mean()) if location is None else location
    return Reaction(
        model="" if made is None else str(made["model"]),
        window=window,
        caar_bp=None if mean is None else mean * BASIS_POINTS,
        low=None if low is None else low * BASIS_POINTS,
        high=None if high is None else high * BASIS_POINTS,
        test=test,
        pvalue=None if made is None else _number(made["pvalue"]),
        n_events=len(usable),
        n_found=len(events),
        n_contaminated=int(usable["contaminated"].sum()),
        reason=f"the window {window} has no {test}" if made is None else str(made["reason"]),
        n_open=int((events["sessions_after"] < window[1]).sum()) if "sessions_after" in events else 0,
    )


def _primary_order(granger: pd.DataFrame | None) -> int | None:
    """The lag order that the study set beforehand; both directions are read at it."""
    if granger is None or not granger["primary"].any():
        return None
    return int(granger.loc[granger["primary"].astype(bool), "lag_order"].iloc[0])


def _direction(granger: pd.DataFrame | None, cause: str, effect: str, order: int | None) -> Direction:
    if granger is None or order is None:
        return Direction(cause, effect, None, 0, 0, 0, ())
    rows = granger[
        (granger["cause"] == cause) & (granger["effect"] == effect) & (granger["lag_order"] == order)
    ]
    made = rows[rows["pvalue"].notna()]
    rejected = made[made["pvalue_bh"] < LEVEL]
    return Direction(
        cause=cause,
        effect=effect,
        lag_order=order,
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
    longest = int((before["window_end"] - before["window_start"]).to_numpy().argmax())
    return bool(before["pvalue"].iloc[longest] >= LEVEL)


def _placebo_holds(calibration: pd.DataFrame | None) -> bool | None:
    """Whether the verdict's own test rejects shifted chatter no more often than its level allows."""
    if calibration is None:
        return None
    made = calibration[(calibration["test"] == "projections") & calibration["low"].notna()]
    return None if made.empty else bool(made["low"].iloc[0] <= made["nominal"].iloc[0])


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
