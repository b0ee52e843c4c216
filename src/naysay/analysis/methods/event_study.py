"""Event study of returns, volume and volatility around storms, spikes or the study's own events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from naysay.analysis.event_study import (
    EventStudy,
    announced,
    cross_section,
    event_study,
    find_spikes,
    find_storms,
    peer_benchmark,
    placebo_test,
    volatility_study,
    volume_study,
)
from naysay.analysis.event_study.announcements import ANNOUNCED
from naysay.analysis.event_study.columns import (
    ABNORMAL,
    ANNOUNCEMENT_TESTS,
    BUY_AND_HOLD,
    CAAR,
    CAR_REGRESSION,
    EVENT_TESTS,
    EVENTS,
    VOLATILITY_TESTS,
    VOLUME_TESTS,
)
from naysay.analysis.event_study.options import EventStudyOptions, GivenEvent
from naysay.analysis.event_study.storms import TRIGGER
from naysay.analysis.methods.base import Method, MethodInput
from naysay.study.about import Announcements
from naysay.study.frames import window_column
from naysay.study.panel import DailyPanel
from naysay.study.reasons import because, joined_reasons
from naysay.study.spec import Chatter

OWN_EVENTS: Final = "given"
"""What the column ``trigger`` says of the study's own events."""
RISK_FREE: Final = "RF"
"""The column of a file of factors that is the risk-free return."""


def run(inputs: MethodInput[EventStudyOptions]) -> dict[str, pd.DataFrame]:
    """The tables of ``METHOD``; the study of returns first, the others on the same events."""
    options, outcome = inputs.options, _outcome(inputs)
    events = _events(inputs, pd.DatetimeIndex(outcome.returns.index))
    study = outcome.studied(events)
    excluded = events.assign(excluded=joined_reasons(study.events).to_numpy())
    placebo = placebo_test(
        outcome.returns,
        outcome.market,
        excluded,
        factors=outcome.factors,
        draws=options.placebo_draws,
        **_windows(options),
        seed=inputs.seed,
        executor=inputs.executor,
    )
    further = {**outcome.design, "factors": outcome.factors}
    volatility = volatility_study(outcome.returns, outcome.market, events, **further)
    volume = inputs.panel["volume"] if inputs.volume is None else inputs.volume
    traded = volume_study(volume, events, **{**outcome.design, "model": options.volume_model})
    return {
        "events": study.events,
        "abnormal": study.abnormal,
        "event_tests": pd.concat([study.tests, placebo], ignore_index=True),
        "caar": study.caar,
        "buy_and_hold": study.buy_and_hold,
        "volume_tests": traded.tests,
        "volatility_tests": volatility.tests,
        "announcement_tests": _apart(study, outcome, options),
        "car_regression": _regression(study, options),
    }


@dataclass(frozen=True)
class _Outcome:
    """Returns and benchmark, session x company, with the ``design`` of every study of them."""

    returns: pd.DataFrame
    market: pd.DataFrame | pd.Series
    factors: pd.DataFrame | None
    compounding: Literal["log", "simple"]
    design: dict[str, Any]

    def studied(self, events: pd.DataFrame) -> EventStudy:
        return event_study(
            self.returns,
            self.market,
            events,
            factors=self.factors,
            compounding=self.compounding,
            **self.design,
        )


def _windows(options: EventStudyOptions) -> dict[str, Any]:
    return {
        "model": options.model,
        "estimation": options.estimation,
        "event_window": options.event_window,
        "windows": options.windows,
        "min_observations": options.min_observations,
    }


def _outcome(inputs: MethodInput[EventStudyOptions]) -> _Outcome:
    """Returns, benchmark and factors; a factor RF is taken off the returns and off the factors."""
    options = inputs.options
    returns = inputs.panel["ret"] if inputs.returns is None else inputs.returns
    market: pd.DataFrame | pd.Series = inputs.panel["market_ret"] if inputs.market is None else inputs.market
    if options.compounding == "simple":
        returns, market = returns.transform(np.expm1), market.transform(np.expm1)
    factors = inputs.factors
    if factors is not None and RISK_FREE in factors:
        returns = returns.sub(factors[RISK_FREE].reindex(returns.index), axis=0)
        factors = factors.drop(columns=RISK_FREE)
    if options.benchmark == "peers":
        market = peer_benchmark(returns, compounding=options.compounding)
    design = {
        **_windows(options),
        "exclude_contaminated": options.exclude_contaminated,
        "draws": options.draws,
        "seed": inputs.seed,
    }
    return _Outcome(returns, market, factors, options.compounding, design)


def _events(inputs: MethodInput[EventStudyOptions], sessions: pd.DatetimeIndex) -> pd.DataFrame:
    """Storms, spikes or the study's own, with ``announced`` where the study says what was announced."""
    options = inputs.options
    if inputs.events is not None:
        events = _own(inputs.events, inputs.panel)
    elif options.events:
        events = _own(_frame(options.events), inputs.panel)
    else:
        events = _triggered(inputs)
    if inputs.announcements is None:
        return events
    near = announced(events, inputs.announcements, sessions, near=inputs.section(Announcements).near)
    events = events.assign(announced=near)
    if options.announcements == "exclude":
        events["excluded"] = np.where(near, ANNOUNCED, "")
    return events


def _triggered(inputs: MethodInput[EventStudyOptions]) -> pd.DataFrame:
    """Storms, or spikes by another trigger."""
    panel, options = inputs.panel, inputs.options
    if options.trigger != TRIGGER:
        past = inputs.section(Chatter)
        return find_spikes(
            panel["negativity"],
            panel["n_posts"],
            trigger=options.trigger,
            threshold=options.threshold,
            min_posts=options.min_posts,
            surge=options.surge,
            min_gap=options.min_gap,
            history=past.history,
            min_history=past.min_history,
        )
    posts, negative = panel["n_posts"], panel["n_negative"]
    storms = find_storms(
        # A panel that contradicts itself is no session to judge by, and no error here: data checks its own.
        negative.where(negative <= posts),
        posts,
        panel.get("negative_authors"),
        threshold=options.threshold,
        min_posts=options.min_posts,
        min_authors=options.min_authors,
        surge=options.surge,
        min_gap=options.min_gap,
    )
    return storms.assign(negativity=_chatter(panel, storms)["negativity"].to_numpy())


def _chatter(panel: DailyPanel, events: pd.DataFrame) -> pd.DataFrame:
    """The chatter of the events' sessions, missing where those are none of the panel."""
    sessions = pd.MultiIndex.from_frame(events[["company", "session"]])
    return panel.frame[["negativity", "n_posts"]].reindex(sessions)


def _frame(events: Sequence[GivenEvent]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "company": [event.company for event in events],
            "session": pd.DatetimeIndex([pd.Timestamp(event.session) for event in events]),
        }
    )


def _own(events: pd.DataFrame, panel: DailyPanel) -> pd.DataFrame:
    """The study's own events, with the chatter of their session where that is one."""
    chatter = _chatter(panel, events)
    return events.assign(
        trigger=OWN_EVENTS, negativity=chatter["negativity"].to_numpy(), n_posts=chatter["n_posts"].to_numpy()
    )


def _apart(study: EventStudy, outcome: _Outcome, options: EventStudyOptions) -> pd.DataFrame:
    """The tests of events with and without an announcement near them; no rows unless ``apart`` is chosen."""
    if options.announcements != "apart" or "announced" not in study.events:
        return ANNOUNCEMENT_TESTS.empty()
    events, tables = study.events, []
    for name, with_one in {"announced": True, "unannounced": False}.items():
        left_out = np.where(events["announced"].to_numpy(dtype=bool) == with_one, "", because("other_group"))
        chosen = events[["event_id", "company", "session"]].assign(
            excluded=np.where(events["reason"] == "", left_out, joined_reasons(events))
        )
        tables.append(outcome.studied(chosen).tests.assign(events=name))
    return pd.concat(tables, ignore_index=True)


def _regression(study: EventStudy, options: EventStudyOptions) -> pd.DataFrame:
    events = study.events[study.events["reason"] == ""]
    posts = events["n_posts"].astype(float)
    characteristics = {
        "negativity": events["negativity"].astype(float),
        "log_n_posts": np.log(posts.where(posts > 0.0)),
    }
    columns = pd.DataFrame(
        {name: characteristics[name] for name in options.characteristics}, index=events.index
    )
    return cross_section(events[window_column(options.reported_window)], columns, events["session"])


METHOD = Method(
    "event_study",
    EventStudyOptions,
    (
        EVENTS,
        ABNORMAL,
        EVENT_TESTS,
        CAAR,
        BUY_AND_HOLD,
        VOLUME_TESTS,
        VOLATILITY_TESTS,
        ANNOUNCEMENT_TESTS,
        CAR_REGRESSION,
    ),
    run,
    reads=(Chatter, Announcements),
)
