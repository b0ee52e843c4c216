"""Event study of returns, volume and volatility around storms, spikes or the study's own events."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

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
from naysay.analysis.event_study.storms import TRIGGER
from naysay.analysis.methods.base import Method, MethodInput, wide
from naysay.study.frames import window_column

GIVEN: Final = "given"
RISK_FREE: Final = "RF"
_SPIKE: Final = ("trigger", "threshold", "min_posts", "surge", "min_gap", "history", "min_history")
_STORM: Final = ("threshold", "min_posts", "min_authors", "surge", "min_gap")
_SHARED: Final = (
    "model", "estimation", "event_window", "windows", "min_observations", "exclude_contaminated", "draws",
)  # fmt: skip


def run(given: MethodInput) -> dict[str, pd.DataFrame]:
    """The tables of ``METHOD``; the study of returns first, the others on the same events.

    Options: those of ``event_study``; ``benchmark`` market or peers; ``trigger`` and those of
    ``find_storms`` or, with a trigger other than surprise, of ``find_spikes``; or ``events``, a list of
    company and session, in their place; ``announcements`` keep, exclude or apart with ``near``;
    ``placebo_draws``; ``volume_model``; ``characteristics`` and the window ``told`` they are regressed on.
    """
    options: dict[str, Any] = dict(given.options)
    compounding = options.get("compounding", "log")
    returns, market, factors = _outcome(given, compounding)
    if options.get("benchmark") == "peers":
        market = peer_benchmark(returns, compounding=compounding)
    events = _events(given, options, pd.DatetimeIndex(returns.index))
    asked: dict[str, Any] = {name: options[name] for name in _SHARED if name in options}
    asked["seed"] = given.seed

    def studied(chosen: pd.DataFrame) -> EventStudy:
        return event_study(returns, market, chosen, factors=factors, compounding=compounding, **asked)

    found = studied(events)
    used = events.assign(excluded=found.events["reason"].to_numpy())
    placebo = placebo_test(
        returns,
        market,
        used,
        factors=factors,
        **{name: value for name, value in asked.items() if name not in ("draws", "exclude_contaminated")},
        draws=options.get("placebo_draws", 999),
    )
    volatility = volatility_study(returns, market, events, factors=factors, **asked)
    return {
        "events": found.events,
        "abnormal": found.abnormal,
        "event_tests": pd.concat([found.tests, placebo], ignore_index=True),
        "caar": found.caar,
        "buy_and_hold": found.buy_and_hold,
        "volume_tests": _volume(given, events, options, asked).tests,
        "volatility_tests": volatility.tests,
        "announcement_tests": _apart(found, studied, options),
        "car_regression": _regression(found, options),
    }


def _outcome(given: MethodInput, compounding: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame | None]:
    """Returns, benchmark and factors; a factor RF is taken off the returns and off the factors."""
    returns = wide(given.panel, "ret") if given.returns is None else given.returns
    market = wide(given.panel, "market_ret") if given.market is None else given.market
    if compounding == "simple":
        returns, market = returns.transform(np.expm1), market.transform(np.expm1)
    factors = given.factors
    if factors is not None and RISK_FREE in factors:
        returns = returns.sub(factors[RISK_FREE].reindex(returns.index), axis=0)
        factors = factors.drop(columns=RISK_FREE)
    return returns, market, factors


def _events(given: MethodInput, options: Mapping[str, Any], sessions: pd.DatetimeIndex) -> pd.DataFrame:
    """Storms, spikes or the study's own, with ``announced`` where the study says what was announced."""
    if given.events is not None:
        events = _own(given.events, given.panel)
    elif dates := options.get("events"):
        events = _own(_frame(dates), given.panel)
    else:
        events = _found(given.panel, options)
    if given.announcements is None:
        return events
    near = announced(events, given.announcements, sessions, near=options.get("near", (-1, 1)))
    events = events.assign(announced=near)
    if options.get("announcements") == "exclude":
        events["excluded"] = np.where(near, ANNOUNCED, "")
    return events


def _found(panel: pd.DataFrame, options: Mapping[str, Any]) -> pd.DataFrame:
    """Storms, or spikes by another trigger."""
    storms = options.get("trigger", TRIGGER) == TRIGGER
    asked = {name: options[name] for name in (_STORM if storms else _SPIKE) if name in options}
    if not storms:
        return find_spikes(wide(panel, "negativity"), wide(panel, "n_posts").fillna(0), **asked)
    authors = wide(panel, "negative_authors") if "negative_authors" in panel else None
    posts, negative = wide(panel, "n_posts"), wide(panel, "n_negative")
    # A panel that contradicts itself is no session to judge by, and no error here: data checks its own.
    found = find_storms(negative.where(negative <= posts), posts, authors, **asked)
    return found.assign(negativity=_said(panel, found)["negativity"].to_numpy())


def _said(panel: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """The chatter of the events' sessions, missing where those are none of the panel."""
    return panel[["negativity", "n_posts"]].reindex(pd.MultiIndex.from_frame(events[["company", "session"]]))


def _frame(dates: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "company": [str(event["company"]) for event in dates],
            "session": pd.DatetimeIndex([pd.Timestamp(event["session"]) for event in dates]),
        }
    )


def _own(events: pd.DataFrame, panel: pd.DataFrame) -> pd.DataFrame:
    """The study's own events, with the chatter of their session where that is one."""
    said = _said(panel, events)
    return events.assign(
        trigger=GIVEN, negativity=said["negativity"].to_numpy(), n_posts=said["n_posts"].to_numpy()
    )


def _volume(
    given: MethodInput, events: pd.DataFrame, options: Mapping[str, Any], asked: Mapping[str, Any]
) -> EventStudy:
    volume = wide(given.panel, "volume") if given.volume is None else given.volume
    model = options.get("volume_model", "constant_mean")
    return volume_study(volume, events, **{**asked, "model": model})


def _apart(
    found: EventStudy, studied: Callable[[pd.DataFrame], EventStudy], options: Mapping[str, Any]
) -> pd.DataFrame:
    """The tests of events with and without an announcement near them; no rows unless asked for."""
    if options.get("announcements") != "apart" or "announced" not in found.events:
        return ANNOUNCEMENT_TESTS.empty()
    events, tables = found.events, []
    for name, with_one in {"announced": True, "unannounced": False}.items():
        left_out = np.where(events["announced"].to_numpy(dtype=bool) == with_one, "", "of the other kind")
        chosen = events[["event_id", "company", "session"]].assign(
            excluded=np.where(events["reason"] == "", left_out, events["reason"])
        )
        tables.append(studied(chosen).tests.assign(events=name))
    return pd.concat(tables, ignore_index=True)


def _regression(found: EventStudy, options: Mapping[str, Any]) -> pd.DataFrame:
    events = found.events[found.events["reason"] == ""]
    windows = found.design.windows
    told = tuple(options.get("told", windows[0]))
    posts = events["n_posts"].astype(float)
    known = {
        "negativity": events["negativity"].astype(float),
        "log_n_posts": np.log(posts.where(posts > 0.0)),
    }
    names = options.get("characteristics", tuple(known))
    columns = pd.DataFrame({name: known[name] for name in names}, index=events.index)
    return cross_section(events[window_column((told[0], told[1]))], columns, events["session"])


METHOD = Method(
    "event_study",
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
)
