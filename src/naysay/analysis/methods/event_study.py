"""Event study of returns around spikes of negativity, or around sessions that the study gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from naysay.analysis.event_study import event_study, find_spikes
from naysay.analysis.methods.base import Method, MethodInput, wide

GIVEN: Final = "given"
_SPIKE: Final[tuple[str, ...]] = ("threshold", "min_posts", "min_gap")


def run(given: MethodInput) -> dict[str, pd.DataFrame]:
    """The tables events, abnormal, event_tests and caar.

    Options: ``model``, ``estimation``, ``event_window``, ``windows``, ``min_observations`` and
    ``exclude_contaminated``; ``threshold``, ``min_posts`` and ``min_gap`` of a spike; or ``events``, a list
    of company and session, in their place.
    """
    options = dict(given.options)
    spike = {name: options.pop(name) for name in _SPIKE if name in options}
    dates = options.pop("events", None)
    events = _given_events(dates, given.panel) if dates else _spikes(given.panel, spike)
    returns = wide(given.panel, "ret") if given.returns is None else given.returns
    market = wide(given.panel, "market_ret") if given.market is None else given.market
    found = event_study(returns, market, events, **options)
    return {
        "events": found.events,
        "abnormal": found.abnormal,
        "event_tests": found.tests,
        "caar": found.caar,
    }


def _spikes(panel: pd.DataFrame, options: Mapping[str, Any]) -> pd.DataFrame:
    return find_spikes(wide(panel, "negativity"), wide(panel, "n_posts").fillna(0), **options)


def _given_events(dates: Sequence[Mapping[str, Any]], panel: pd.DataFrame) -> pd.DataFrame:
    """The events as the study gives them, with the chatter of their session where that is one."""
    events = pd.DataFrame(
        {
            "company": [str(event["company"]) for event in dates],
            "session": pd.DatetimeIndex([pd.Timestamp(event["session"]) for event in dates]),
        }
    )
    said = panel[["negativity", "n_posts"]].reindex(pd.MultiIndex.from_frame(events))
    return events.assign(
        trigger=GIVEN, negativity=said["negativity"].to_numpy(), n_posts=said["n_posts"].to_numpy()
    )


METHOD = Method("event_study", ("events", "abnormal", "event_tests", "caar"), run)
