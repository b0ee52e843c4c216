"""Reads the findings from the tables of a run."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from naysay.analysis.agreement import agreement
from naysay.analysis.clock_doubt import clock_of
from naysay.analysis.doubts import caveats, checks, estimate, forerun, line
from naysay.analysis.findings import (
    Attention,
    Direction,
    Estimate,
    Extremes,
    Findings,
    Lead,
    Reaction,
    Reverse,
    Verdict,
)
from naysay.analysis.level import LEVEL
from naysay.analysis.money import MarketValue, money_of
from naysay.analysis.monitoring.repeated import at_look, last_look
from naysay.analysis.mood_lead import mood_lead
from naysay.analysis.own_labels import own_labels
from naysay.analysis.projections import AS_MEASURED, ATTENTION, POOLED
from naysay.analysis.quiet_hours import quiet_hours
from naysay.analysis.values import finite_or_none
from naysay.analysis.weighing import weigh
from naysay.study.frames import window_column
from naysay.study.reasons import because, joined_reasons
from naysay.study.units import BASIS_POINTS


def conclude(
    tables: Mapping[str, pd.DataFrame],
    *,
    horizon: int,
    window: tuple[int, int],
    test: str = "adjusted_bmp",
    cause: str = "negativity",
    effect: str = "abnormal_ret",
    market_values: tuple[MarketValue, ...] = (),
    dates_alone: bool = False,
) -> Findings:
    """The findings from the tables daily, effects, mood, robustness, clock_curve, granger, events,
    event_tests, calibration, posting_hours, scorer_quality and looks.

    ``horizon``, ``window`` and ``test`` are the study's and were chosen before the tables were made. A table
    that is absent (its method was not run) leaves its part of the findings empty, with a reason.
    ``dates_alone``: the study says that its posts have dates and no clock, so that no doubt about their clock
    is raised where a shift moves none.

    With rows in ``looks`` the study is one of a series of reports: the answer, its interval and all that asks
    its question another way are read at the level of the last look.
    """
    look = last_look(tables, horizon)
    tables = tables if look is None else at_look(tables, look)
    robustness = tables.get("robustness")
    lead = replace(_lead(tables.get("effects"), horizon), look=look)
    verdict = _verdict(lead)
    reaction = _reaction(tables, window, test)
    granger = tables.get("granger")
    order = _primary_order(granger)
    companies = agreement(
        tables.get("effects"),
        horizon,
        _hinge(lead, estimate(robustness, "without_company")),
        level=lead.level,
    )
    reverse = Reverse(
        effect=estimate(robustness, "reverse"),
        pvalue=_pvalue(line(robustness, "reverse")),
        same_session=estimate(robustness, "same_session"),
    )
    session_effects = estimate(robustness, "session_effects")
    clock = clock_of(tables.get("clock_curve"), estimate(robustness, "from_open"), dates_alone=dates_alone)
    extremes = _extremes(robustness, tables.get("daily"))
    quiet = quiet_hours(tables.get("posting_hours"))
    labels = own_labels(tables.get("scorer_quality"))
    findings = Findings(
        verdict=verdict,
        lead=lead,
        companies=companies,
        attention=_attention(tables.get("effects"), horizon),
        reverse=reverse,
        session_effects=session_effects,
        extremes=extremes,
        reaction=reaction,
        forerun=forerun(tables.get("event_tests"), test),
        forward=_direction(granger, cause, effect, order),
        backward=_direction(granger, effect, cause, order),
        checks=checks(verdict, lead, companies, reverse, reaction, clock, tables),
        money=() if verdict == "not_testable" else money_of(tables.get("effects"), horizon, market_values),
        caveats=caveats(verdict, lead, companies, session_effects, extremes, clock, quiet, labels),
        clock=clock,
        quiet=quiet,
        mood=mood_lead(tables, horizon),
        labels=labels,
    )
    return replace(findings, evidence=weigh(findings, tables))


def _verdict(lead: Lead) -> Verdict:
    if lead.bp_per_sd is None or lead.pvalue is None:
        return "not_testable"
    if not lead.is_found:
        return "no_evidence"
    return "negative_lead" if lead.bp_per_sd < 0 else "positive_lead"


def _lead(effects: pd.DataFrame | None, horizon: int) -> Lead:
    if effects is None:
        return _no_lead(horizon, because("not_requested", method="projections"))
    as_measured = (effects["company"] == POOLED) & (effects["measure"] == AS_MEASURED)
    rows = effects[as_measured & (effects["horizon"] == horizon)]
    if rows.empty:
        return _no_lead(horizon, because("no_pooled_effect", horizon=horizon))
    row = rows.iloc[0]
    return Lead(
        horizon=horizon,
        bp_per_sd=finite_or_none(row["bp_per_sd"]),
        low=finite_or_none(row["low"]),
        high=finite_or_none(row["high"]),
        pvalue=finite_or_none(row["pvalue"]),
        mde_bp=finite_or_none(row["mde_bp"]),
        nobs=int(row["nobs"]),
        n_companies=int(row["n_companies"]),
        covariance=str(row["covariance"]),
        reason=str(joined_reasons(rows).iloc[0]),
    )


def _no_lead(horizon: int, reason: str) -> Lead:
    return Lead(horizon, None, None, None, None, None, 0, 0, "", reason)


def _reaction(tables: Mapping[str, pd.DataFrame], window: tuple[int, int], test: str) -> Reaction:
    if "events" not in tables or "event_tests" not in tables:
        unmade = because("not_requested", method="event_study")
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
    row = None if rows.empty else rows.iloc[0]
    # A test that is not inverted has no location of its own; then the plain mean is reported, without bounds.
    location, low, high = (
        None if row is None else finite_or_none(row.get(name, math.nan))
        for name in ("location", "low", "high")
    )
    mean = finite_or_none(cars.mean()) if location is None else location
    reason = because("no_test_of_window", test=test, start=window[0], end=window[1])
    if row is not None:
        reason = str(joined_reasons(rows).iloc[0])
    return Reaction(
        model="" if row is None else str(row["model"]),
        window=window,
        caar_bp=None if mean is None else mean * BASIS_POINTS,
        low=None if low is None else low * BASIS_POINTS,
        high=None if high is None else high * BASIS_POINTS,
        test=test,
        pvalue=None if row is None else finite_or_none(row["pvalue"]),
        n_events=len(usable),
        n_found=len(events),
        n_contaminated=int(usable["contaminated"].sum()),
        reason=reason,
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
    tested = rows[rows["pvalue"].notna()]
    rejected = tested[tested["pvalue_bh"] < LEVEL]
    return Direction(
        cause=cause,
        effect=effect,
        lag_order=order,
        n_tested=len(tested),
        n_untested=len(rows) - len(tested),
        n_rejected=len(rejected),
        companies=tuple(rejected["company"].astype(str)),
    )


def _hinge(lead: Lead, without: Estimate) -> Estimate | None:
    """The estimate without the company whose absence changes the answer; None where none does."""
    if without.value is None or lead.bp_per_sd is None or lead.pvalue is None:
        return None
    same = without.holds == lead.is_found and (not lead.is_found or without.value * lead.bp_per_sd > 0)
    return None if same else without


def _attention(effects: pd.DataFrame | None, horizon: int) -> Attention:
    nothing = Attention(Estimate(None, None, None), None, None)
    if effects is None:
        return nothing
    of_attention = (effects["company"] == POOLED) & (effects["measure"] == ATTENTION)
    rows = effects[of_attention & (effects["horizon"] == horizon)]
    if rows.empty:
        return nothing
    row = rows.iloc[0]
    tie = finite_or_none(row["innovation_pvalue"])
    value, low, high = (finite_or_none(row[name]) for name in ("bp_per_sd", "low", "high"))
    return Attention(
        Estimate(value, low, high), finite_or_none(row["pvalue"]), None if tie is None else tie < LEVEL
    )


def _extremes(robustness: pd.DataFrame | None, daily: pd.DataFrame | None) -> Extremes:
    winsorised = estimate(robustness, "winsorised")
    known = None if daily is None else daily[daily["ret"].notna()]
    if known is None or known.empty:
        return Extremes(winsorised, "", "", None)
    row = known.iloc[int(known["ret"].abs().to_numpy().argmax())]
    return Extremes(
        winsorised, str(row["company"]), f"{pd.Timestamp(row['session']):%Y-%m-%d}", float(row["ret"])
    )


def _pvalue(row: pd.Series | None) -> float | None:
    return None if row is None else finite_or_none(row["pvalue"])
