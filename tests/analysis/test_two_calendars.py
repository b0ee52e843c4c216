"""A study of two exchanges: each company keeps the rows and the numbers that it has in a study of its own.

Expected values: the same functions on the company alone. Frankfurt and New York differ in some nine holidays
a year; the panels are made by the program's own functions from posts and prices drawn here.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest

from naysay.analysis.granger import granger
from naysay.analysis.projections import local_projections
from naysay.data.daily import daily_chatter
from naysay.data.panel import align
from naysay.data.scored import ScoredPosts
from naysay.data.sessions import trading_sessions
from naysay.study.panel import DailyPanel
from naysay.study.spec import Chatter

FROM, START, END = date(2021, 6, 1), date(2022, 6, 1), date(2023, 12, 29)
CALENDARS = {"US": "XNYS", "DE": "XETR"}
RESULTS = ["statistic", "nobs", "n_fitted", "df_denom"]


@cache
def panel(*names: str) -> DailyPanel:
    """The panel of the companies ``names``, one post a session on average, so that some have none."""
    company, posted_at, prices = [], [], {}
    whole = {name: trading_sessions(CALENDARS[name], FROM, END) for name in names}
    studied = {name: trading_sessions(CALENDARS[name], START, END) for name in names}
    for name in names:
        rng = np.random.default_rng(len(name) + ord(name[0]))
        own = studied[name]
        edges = np.concatenate([[own.previous_close], own.closes])
        place = np.repeat(np.arange(len(own.index)), rng.poisson(1.5, len(own.index)))
        inside = rng.random(len(place)) * (edges[place + 1] - edges[place])
        posted_at.append(edges[place] + inside.astype(np.int64))
        company.append(np.full(len(place), name, dtype=object))
        price = 100 * np.exp(np.cumsum(0.01 * rng.standard_normal(len(whole[name].index))))
        columns = {"open": price, "close": price, "adj_close": price, "volume": 1e6}
        prices[name] = pd.DataFrame(columns, index=whole[name].index)
    at = np.concatenate(posted_at)
    score = np.concatenate([score_of(len(part)) for part in posted_at])
    none = np.zeros(len(at), dtype=np.int64)
    posts = ScoredPosts.placed(
        studied, company=np.concatenate(company), posted_at=at, score=score, author=none, said=none,
        forum=np.full(len(at), "", dtype=object),
    )  # fmt: skip
    chatter = daily_chatter(posts, studied, Chatter())
    sessions = {name: whole[name].index for name in names}
    return align(chatter, prices, None, sessions, start=START)


def score_of(count: int) -> np.ndarray:
    return np.where(np.random.default_rng(5).random(count) < 0.4, -5000, 2500).astype(np.int16)


@pytest.mark.parametrize("unmeasured", ["drop", "indicator"])
@pytest.mark.parametrize("listed", [True, False])
def test_granger_keeps_the_rows_of_each_company(listed: bool, unmeasured: str) -> None:
    """``listed`` sessions are those of the panel; else they are those on which a company has values."""
    tables = {}
    for names in (("US",), ("DE",), ("US", "DE")):
        both = panel(*names)
        tables[names] = granger(
            both["negativity"],
            both["ret"],
            lags=[1, 2],
            unmeasured=unmeasured,
            sessions=both.is_open if listed or unmeasured == "drop" else None,
        ).table
    for name in CALENDARS:
        beside = tables["US", "DE"].query("company == @name")
        alone = tables[name,]
        assert (alone["nobs"] > 50).all()
        np.testing.assert_allclose(beside[RESULTS], alone[RESULTS], rtol=1e-9)


@pytest.mark.parametrize("unmeasured", ["drop", "indicator"])
def test_projections_keep_the_rows_of_each_company(unmeasured: str) -> None:
    tables = {}
    for names in (("US",), ("DE",), ("US", "DE")):
        both = panel(*names)
        tables[names] = local_projections(
            both["negativity"],
            both["ret"],
            horizons=[1, 10],
            lags=2,
            unmeasured=unmeasured,
            sessions=both.is_open,
        ).table
    columns = ["horizon", "nobs", "bp_per_sd", "se"]
    for name in CALENDARS:
        beside = tables["US", "DE"].query("company == @name")
        alone = tables[name,].query("company == @name")
        assert (alone["nobs"] > 50).all()
        np.testing.assert_allclose(beside[columns], alone[columns], rtol=1e-9)


def test_the_union_of_two_calendars_would_lose_rows() -> None:
    """What the two tests above guard against: lags over all sessions of both."""
    both, alone = panel("US", "DE"), panel("US")
    over_all = granger(both["negativity"], both["ret"], lags=[2]).table
    own = granger(alone["negativity"], alone["ret"], lags=[2]).table
    assert over_all.query("company == 'US'")["nobs"].iloc[0] < own["nobs"].iloc[0]
