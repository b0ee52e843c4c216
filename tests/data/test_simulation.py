"""The demo's simulated talk and prices. Expected values: the process as its docstring states it."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from naysay.data import simulation
from naysay.data.daily import standardised_on_past
from naysay.data.phrases import NEGATIVE, NEUTRAL, POSITIVE, Kind, every_phrase
from naysay.data.scorers import scorer
from naysay.data.sessions import trading_sessions
from naysay.data.simulation import BENCHMARK, Simulation, simulate, tickers
from naysay.study.spec import Chatter

SESSIONS = trading_sessions("XETR", dt.date(2023, 1, 2), dt.date(2023, 12, 29))
HISTORY = 60


def made(effect_bp: float = -20.0, seed: int = 1) -> Simulation:
    return simulate(sessions=SESSIONS, history=HISTORY, effect_bp=effect_bp, chatter=Chatter(), seed=seed)


@pytest.mark.parametrize(
    ("kind", "low", "high"), [(NEGATIVE, -1, -0.05), (NEUTRAL, -0.0499, 0.0499), (POSITIVE, 0.05, 1)]
)
def test_every_sentence_is_read_as_its_kind(kind: Kind, low: float, high: float) -> None:
    texts = every_phrase(kind)
    scores = scorer("vader").score(texts)
    assert [text for text, score in zip(texts, scores, strict=True) if not low <= score <= high] == []


def test_one_seed_is_one_world() -> None:
    first, again, other = made(), made(), made(seed=2)
    pd.testing.assert_frame_equal(first.posts, again.posts)
    pd.testing.assert_frame_equal(first.prices["SIM1"], again.prices["SIM1"])
    assert not first.posts.equals(other.posts)


def test_the_effect_changes_prices_and_not_a_post() -> None:
    with_effect, without = made(), made(effect_bp=0.0)
    pd.testing.assert_frame_equal(with_effect.posts, without.posts)
    pd.testing.assert_frame_equal(with_effect.prices[BENCHMARK], without.prices[BENCHMARK])
    assert not with_effect.prices["SIM1"].equals(without.prices["SIM1"])


def test_the_planted_effect_is_that_of_measured_negativity(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation, "OWN_SD", 0.0)
    monkeypatch.setattr(simulation, "MARKET_SD", 0.0)
    world = made(effect_bp=-20.0)
    posts = world.posts[world.posts["company"] == "SIM3"]
    place = SESSIONS.assign(pd.to_datetime(posts["posted_at"]).dt.as_unit("ns").astype("int64").to_numpy())
    negative = scorer("vader").score(posts["text"].tolist()) <= -0.05
    n = len(SESSIONS.index)
    talked = np.bincount(place, minlength=n)
    share = np.bincount(place[negative], minlength=n)[HISTORY:] / talked[HISTORY:]
    assert (talked[:HISTORY] == 0).all()
    assert (talked[HISTORY:] > 0).all()
    negativity = standardised_on_past(share, history=120, min_history=20)
    price = world.prices["SIM3"]["Adj Close"].to_numpy()
    returns = np.diff(np.log(price))[HISTORY:]
    known = np.isfinite(negativity[:-1])
    np.testing.assert_allclose(
        returns[known], -20e-4 * negativity[:-1][known], atol=2e-6
    )  # 4 decimals of a price


def test_everything_says_that_it_is_simulated() -> None:
    assert all(name.startswith("Simulated") for name in simulation.NAMES)
    assert all(ticker.startswith("SIM") for ticker in tickers())
    assert set(made().prices) == {BENCHMARK, *tickers()}
