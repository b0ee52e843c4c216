"""The event study, from returns and events to tests."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from naysay.analysis.event_study.abnormal import abnormal_returns
from naysay.analysis.event_study.design import Window, checked_design
from naysay.analysis.event_study.inputs import checked_panel
from naysay.analysis.event_study.models.base import Model
from naysay.analysis.event_study.placement import place, without_contaminated
from naysay.analysis.event_study.result import EventStudy
from naysay.analysis.event_study.tables import abnormal_table, caar_table, events_table, tests_table
from naysay.study.errors import InputError
from naysay.study.parts import load

MODELS = "naysay.analysis.event_study.models"


def event_study(
    returns: pd.DataFrame,
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
) -> EventStudy:
    """Abnormal returns around events, and tests of their mean in each window.

    Parameters
    ----------
    returns
        Decimal log returns, session x company; NaN is a missing return and stays missing.
    market
        The benchmark's return by session, or session x company for one benchmark a company.
    events
        Columns company and session. Others are carried along; an ``event_id`` is made where there is none.
    model
        market (alpha + beta R_m), market_adjusted (R_m), constant_mean (own mean), scholes_williams,
        dimson (both for thinly traded shares) or factors (alpha + the factors given).
    estimation, event_window, windows
        Sessions relative to the event, both ends included. ``windows`` are tested and lie in the event
        window.
    factors
        Session x factor, with model factors only.
    min_observations
        Complete sessions an estimation window must have; None is half of it and at least 30.
    exclude_contaminated
        Set aside, with a reason, events that share sessions with another event of their company.

    Events that cannot be used stay in ``.events`` with a reason. Every test takes the event as its unit.

    Raises
    ------
    InputError
        Arguments that cannot be used. A model that does not exist raises its kind ``PartError``.

    References
    ----------
    MacKinlay (1997); Campbell, Lo and MacKinlay (1997), chapter 4. Each test names its own.
    """
    chosen = load(MODELS, model, "MODEL", Model)
    design = checked_design(model, estimation, event_window, windows, min_observations)
    _refuse_unusable_factors(chosen, factors)
    panel = checked_panel(returns, market, factors)
    placement = place(events, panel.sessions, panel.companies, design=design)
    if exclude_contaminated:
        placement = without_contaminated(placement)
    estimates = abnormal_returns(panel, placement, design=design, model=chosen)
    event_id = placement.frame["event_id"].iloc[estimates.rows]
    return EventStudy(
        design,
        tests_table(estimates.arrays, design),
        abnormal_table(estimates.arrays, event_id),
        events_table(placement.frame, estimates, design),
        caar_table(estimates.arrays),
    )


def _refuse_unusable_factors(model: Model, factors: pd.DataFrame | None) -> None:
    if (factors is not None) != model.takes_factors:
        needed = "a DataFrame session x factor" if model.takes_factors else "None"
        raise InputError(
            "factors",
            got="None" if factors is None else type(factors).__name__,
            allowed=f"{needed} with model {model.name}",
            mend="Give factors together with a model that uses them.",
        )
