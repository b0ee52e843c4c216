"""A placebo test: is the mean CAR larger than that of the same companies on sessions without an event?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.analysis.event_study.abnormal import abnormal_returns
from naysay.analysis.event_study.columns import EVENT_TESTS
from naysay.analysis.event_study.design import EventDesign, Window, checked_design
from naysay.analysis.event_study.inputs import Panel, checked_panel
from naysay.analysis.event_study.models import model_named
from naysay.analysis.event_study.placement import Placement, place
from naysay.analysis.event_study.statistics.base import NAN, NO_EVENT, Statistic, unavailable
from naysay.analysis.event_study.statistics.inversion import Shift
from naysay.analysis.level import LEVEL
from naysay.analysis.work import parts_a_worker
from naysay.study.executor import Executor, Serial
from naysay.study.reasons import because

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

TEST = "placebo"
REGRESSIONS: Final = 30
"""About as much work as so many regressions are the CARs of one company on all sessions."""
LEAST_MATCHES = 20
"""Sessions without an event that the companies of a date must share, to draw from."""


def placebo_test(
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
    draws: int = 999,
    seed: int = 0,
    executor: Executor | None = None,
) -> pd.DataFrame:
    """The mean CAR compared with those of matched pseudo-events; one row a window, columns of ``.tests``.

    Arguments are those of ``event_study``. A draw moves every date of events to another session of the same
    companies: events that share a session share the pseudo-session, so that what they have in common on a
    day is in the draw as well. Drawn are, with equal chances, sessions on which all companies of the date
    have the data for both windows and whose event window meets no event window of these companies. With m
    the mean CAR and m_b that of draw b,

        p = (1 + #{b : |m_b - m̄| >= |m - m̄|}) / (B + 1),   m̄ = mean of the m_b,

    and ``statistic`` is (m - m̄) over the standard deviation of the m_b. ``estimate`` and ``location`` are
    m - m̄; ``low`` and ``high`` lie on both sides of it at the largest distance |m_b - m̄| that would not have
    been rejected, so that 0 is outside exactly where p is below .05. A window takes the events that have all
    of its sessions.

    Null: the companies' mean CAR is what it is on sessions without an event. Nothing is assumed of the
    distribution of returns, only that it is the same on other sessions: where events fall into volatile times
    the test rejects too often. Needs 20 sessions to draw from for every date; a test that cannot be made has
    a ``reason``. Workers of the ``executor`` take companies; no number depends on them.

    References
    ----------
    Lyon, Barber and Tsai (1999), pseudoportfolios; Corrado (2011) on simulation with actual returns.
    """
    design = checked_design(
        model, estimation, event_window, windows, min_observations, draws=draws, seed=seed
    )
    panel = checked_panel(returns, market, factors, takes_factors=model_named(model).takes_factors)
    placement = place(events, panel.sessions, panel.companies, design=design)
    cars = {window: np.full(panel.returns.shape, np.nan) for window in design.windows}
    companies = np.unique(placement.column[placement.reason == ""]).tolist()
    filled = (executor or Serial()).map_shared(
        _of_company,
        _Estimation(panel, design, model),
        companies,
        parts_a_worker=parts_a_worker(REGRESSIONS * len(panel.sessions)),
    )
    for company, (sessions, by_window) in zip(companies, filled, strict=True):
        for window, values in by_window.items():
            cars[window][company, sessions] = values
    rows = [
        {
            "model": model,
            "window_start": window[0],
            "window_end": window[1],
            "test": TEST,
            **_tested(car, placement, design),
        }
        for window, car in cars.items()
    ]
    return EVENT_TESTS.ordered(pd.DataFrame(rows))


@dataclass(frozen=True)
class _Estimation:
    """What the CARs of all companies are estimated with."""

    panel: Panel
    design: EventDesign
    model: str


def _of_company(estimation: _Estimation, company: int) -> tuple[Ints, dict[Window, Floats]]:
    """The sessions of the panel on which one company has the data for CARs, and these by window."""
    panel, design = estimation.panel, estimation.design
    every = pd.DataFrame({"company": panel.companies[company], "session": panel.sessions})
    every.insert(0, "event_id", range(len(every)))
    estimates = abnormal_returns(
        panel,
        place(every, panel.sessions, panel.companies, design=design),
        design=design,
        model=model_named(estimation.model),
    )
    return estimates.rows, {window: estimates.arrays.car(window) for window in design.windows}


def _tested(car: Floats, placement: Placement, design: EventDesign) -> dict[str, Any]:
    rng, draws = np.random.default_rng(design.seed), design.draws
    used = np.flatnonzero(placement.reason == "")
    column, position = placement.column[used], placement.position[used]
    real = car[column, position]
    column, position, real = column[np.isfinite(real)], position[np.isfinite(real)], real[np.isfinite(real)]
    missing = {"estimate": NAN, "se": NAN, **asdict(Shift())}
    if not len(real):
        return _row(unavailable(NO_EVENT), 0, missing)
    total = np.zeros(draws)
    free = _free(car, column, position, reach=design.event_window[1] - design.event_window[0])
    for date in np.unique(position):
        companies = column[position == date]
        shared = np.flatnonzero(free[companies].all(axis=0))
        if len(shared) < LEAST_MATCHES:
            reason = because("too_few_placebo_sessions", least=LEAST_MATCHES)
            return _row(unavailable(reason), len(real), missing)
        total += car[companies][:, rng.choice(shared, draws)].sum(axis=0)
    drawn = total / len(real)
    centre, spread = float(drawn.mean()), float(drawn.std(ddof=1))
    apart = float(real.mean()) - centre
    as_large = int((np.abs(drawn - centre) >= abs(apart)).sum())
    statistic = Statistic(apart / spread, NAN, (1.0 + as_large) / (draws + 1.0))
    kept = max(1, math.ceil(LEVEL * (draws + 1.0) - 1.0 - 1e-9))  # draws as far out that p reaches the level
    reach = float(np.sort(np.abs(drawn - centre))[-kept])
    shift = Shift(apart, apart - reach, apart + reach)
    return _row(statistic, len(real), {"estimate": apart, "se": spread, **asdict(shift)})


def _free(car: Floats, column: Ints, position: Ints, *, reach: int) -> npt.NDArray[np.bool_]:
    """Where a company has a CAR and no event whose window would meet that of the session, (C, T)."""
    free = np.isfinite(car)
    for company, at in zip(column.tolist(), position.tolist(), strict=True):
        free[company, max(0, at - reach) : at + reach + 1] = False
    return free


def _row(statistic: Statistic, events: int, rejections: dict[str, float]) -> dict[str, Any]:
    return {
        "statistic": statistic.statistic,
        "df": statistic.df,
        "pvalue": statistic.pvalue,
        "n_events": events,
        "reason": statistic.reason,
        **rejections,
    }
