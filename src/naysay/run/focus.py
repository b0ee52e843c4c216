"""Which company the report tells most of, and the series of companies that its charts show."""

from __future__ import annotations

from collections import Counter
from typing import Final

import pandas as pd

from naysay.run.observed import Observed
from naysay.study.spec import Study

MOST: Final = 100
"""Companies whose series stand in the results: a page with more takes longer to load than to read."""


def focus_of(study: Study, observed: Observed, events: pd.DataFrame) -> str:
    """The company that the study names, else the one with the most events that are used, then posts.

    A peer is compared with the focus, so it is none unless it is named or all companies are peers.
    """
    ranked = _ranked(study, observed, events)
    peers = {company.ticker for company in study.company if company.peer}
    return study.report.focus or next((name for name in ranked if name not in peers), ranked[0])


def series_of(study: Study, observed: Observed, events: pd.DataFrame) -> pd.DataFrame:
    """One row a session and company, the focus first: its adjusted close, its chatter and the log returns.

    With more than ``MOST`` companies those with the most events and posts.
    """
    focus = focus_of(study, observed, events)
    names = [focus, *(name for name in _ranked(study, observed, events) if name != focus)][:MOST]
    return pd.concat([_series_of(name, observed) for name in names], ignore_index=True)


def _series_of(name: str, observed: Observed) -> pd.DataFrame:
    mine = observed.panel.frame.loc[name, ["negativity", "n_posts", "n_negative"]]
    history = observed.prices.get(name)
    prices = pd.Series(dtype=float) if history is None else history.frame["adj_close"]
    own = mine.assign(
        company=name,
        adj_close=prices.reindex(mine.index),
        ret=_column(observed.panel.returns, name).reindex(mine.index),
        market=_column(observed.panel.market_by_company, name).reindex(mine.index),
    ).reset_index()
    return own[["company", "session", "adj_close", "ret", "market", "negativity", "n_posts", "n_negative"]]


def _column(returns: pd.DataFrame | None, name: str) -> pd.Series:
    return pd.Series(dtype=float) if returns is None or name not in returns else returns[name]


def _ranked(study: Study, observed: Observed, events: pd.DataFrame) -> list[str]:
    """The companies, those with the most events first, then those with the most posts."""
    used = events[events["reason"].fillna("") == ""] if len(events) else events
    storms = Counter(used["company"].astype(str)) if len(used) else Counter[str]()
    posts = observed.panel.frame["n_posts"].groupby(level=0).sum()
    return sorted(study.tickers, key=lambda name: (-storms[name], -float(posts.get(name, 0.0))))
