"""The event study, from returns and events to tests."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from naysay.analysis.event_study.abnormal import AbnormalEstimates, abnormal_returns
from naysay.analysis.event_study.design import DRAWS, Compounding, EventDesign, Window, checked_design
from naysay.analysis.event_study.inputs import checked_panel
from naysay.analysis.event_study.models import model_named
from naysay.analysis.event_study.placement import Placement, place, without_contaminated
from naysay.analysis.event_study.result import EventStudy
from naysay.analysis.event_study.tables import (
    abnormal_table,
    buy_and_hold_table,
    caar_table,
    events_table,
    tests_table,
)


def event_study(
    returns: pd.DataFrame | pd.Series,
    market: pd.Series | pd.DataFrame,
    events: pd.DataFrame,
    *,
    model: str = "market",
    estimation: Window = (-130, -11),
    event_window: Window = (-10, 10),
    windows: Sequence[Window] = ((0, 0), (-10, 10)),
    factors: pd.DataFrame | None = None,
    min_observations: int | None = None,
    exclude_contaminated: bool = False,
    compounding: Compounding = "log",
    draws: int = DRAWS,
    seed: int = 0,
) -> EventStudy:
    """Abnormal returns around events, and tests of their mean in each window.

    Events that cannot be used stay in ``.events`` with a reason. Every test takes the event as its unit.

    Parameters
    ----------
    returns
        Decimal returns, session x company; NaN is a missing return and stays missing.
    market
        The benchmark's return by session, or session x company for one benchmark a company, such as
        ``peer_benchmark`` makes.
    events
        Columns company and session. An ``event_id`` is added where there is none. A text in a column
        ``excluded`` sets an event aside with that reason, a code. Others are carried along.
    model
        market (alpha + beta R_m), market_adjusted (R_m), constant_mean (own mean), scholes_williams,
        dimson (both for thinly traded shares), garch (market with GARCH(1,1) errors) or factors (alpha + the
        factors given).
    estimation
        The first and the last session, relative to the event, that the normal return is estimated on.
    event_window
        The first and the last session that abnormal returns are made for.
    windows
        Those that are tested, both ends included; they lie in the event window.
    factors
        Session x factor, with model factors only.
    min_observations
        Complete sessions an estimation window must have; None is half of it and at least 30.
    exclude_contaminated
        Set aside, with a reason, events that share sessions with another event of their company.
    compounding
        log where ``returns`` and ``market`` are differences of log prices, simple where they are price ratios
        less 1. CARs are sums of either; buy-and-hold abnormal returns compound them.
    draws
        Of the wild bootstrap: 999 if left out.
    seed
        Start of its draws; equal seeds give equal numbers.

    Raises
    ------
    InputError
        Arguments that cannot be used. A model that does not exist raises its kind ``PartError``.

    References
    ----------
    MacKinlay (1997); Campbell, Lo and MacKinlay (1997), chapter 4. Each test names its own.
    """
    design = checked_design(
        model,
        estimation,
        event_window,
        windows,
        min_observations,
        compounding=compounding,
        draws=draws,
        seed=seed,
    )
    placement, estimates = estimated(
        returns, market, events, design, factors=factors, exclude_contaminated=exclude_contaminated
    )
    return tabulated(placement, estimates, design)


def estimated(
    returns: pd.DataFrame | pd.Series,
    market: pd.Series | pd.DataFrame,
    events: pd.DataFrame,
    design: EventDesign,
    *,
    factors: pd.DataFrame | None = None,
    exclude_contaminated: bool = False,
    are_returns: bool = True,
) -> tuple[Placement, AbnormalEstimates]:
    """The events on the calendar, and what the model finds around those that can be used."""
    model = model_named(design.model)
    panel = checked_panel(
        returns, market, factors, takes_factors=model.takes_factors, are_returns=are_returns
    )
    placement = place(events, panel.sessions, panel.companies, design=design)
    if exclude_contaminated:
        placement = without_contaminated(placement)
    return placement, abnormal_returns(panel, placement, design=design, model=model)


def tabulated(placement: Placement, estimates: AbnormalEstimates, design: EventDesign) -> EventStudy:
    """The tables of what was estimated."""
    event_id = placement.frame["event_id"].iloc[estimates.rows]
    return EventStudy(
        design,
        tests_table(estimates.arrays, design),
        abnormal_table(estimates.arrays, event_id),
        events_table(placement.frame, estimates, design),
        caar_table(estimates.arrays),
        buy_and_hold_table(estimates.arrays, design),
    )
