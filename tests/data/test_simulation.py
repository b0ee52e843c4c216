"""The demo's simulated talk and prices. Expected values: the process as its docstring states it."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from naysay.data import simulation
from naysay.data.phrases import NEGATIVE, NEUTRAL, POSITIVE, Kind, every_phrase
from naysay.data.scorers import scorer
from naysay.data.sessions import trading_sessions
from naysay.data.simulation import BENCHMARK, Simulation, simulate, tickers

SESSIONS = trading_sessions("XETR", dt.date(2023, 1, 2), dt.date(2023, 12, 29))
HISTORY = 60


def made(effect_bp: float = -20.0, seed: int = 1) -> Simulation:
    return simulate(sessions=SESSIONS, history=HISTORY, effect_bp=effect_bp, seed=seed)


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


def written(world: Simulation) -> bytes:
    """Everything of it, as files."""
    frames = [world.posts, *(world.prices[ticker] for ticker in sorted(world.prices))]
    return b"".join(frame.to_csv(index=False, lineterminator="\n").encode() for frame in frames)


def test_one_seed_is_the_same_bytes() -> None:
    assert written(made(seed=3)) == written(made(seed=3))
    assert written(made(seed=3)) != written(made(seed=4))


def test_the_effect_changes_nothing_but_what_shares_cost() -> None:
    with_effect, without = made().prices, made(effect_bp=0.0).prices
    for ticker in (BENCHMARK, *tickers()):
        kept = ["Date", "Volume"]
        pd.testing.assert_frame_equal(with_effect[ticker][kept], without[ticker][kept])


def test_what_the_effect_adds_to_returns_is_proportional_to_it() -> None:
    def returns(effect_bp: float) -> np.ndarray:
        return np.diff(np.log(made(effect_bp).prices["SIM2"]["Adj Close"].to_numpy()))

    none, once, twice = returns(0.0), returns(-20.0), returns(-40.0)
    assert np.abs(once - none).max() > 10e-4
    np.testing.assert_allclose(twice - none, 2 * (once - none), atol=8e-6)  # 4 decimals of a price
    quiet = HISTORY  # the mood of the first session of talk acts on the return of the next
    np.testing.assert_allclose((once - none)[:quiet], 0.0, atol=1e-12)


def test_prices_hang_together() -> None:
    for frame in made().prices.values():
        assert (frame["Low"] <= frame[["Open", "Close"]].min(axis=1)).all()
        assert (frame["High"] >= frame[["Open", "Close"]].max(axis=1)).all()
        assert (frame["Low"] > 0).all()
        assert list(frame["Date"]) == [str(session.date()) for session in SESSIONS.index]


def test_posts_have_names_of_their_own_and_come_in_time() -> None:
    posts = made().posts
    assert posts["id"].is_unique
    for _, own in posts.groupby("company"):
        assert own["posted_at"].is_monotonic_increasing


def test_the_planted_effect_is_that_of_the_mood_which_posts_tell_with_noise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without other risk returns are -20 bp times the mood: of mean 0 and deviation 1, and what the share of
    negative posts is around, so that the mood has a slope of one on nothing but itself."""
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
    price = world.prices["SIM3"]["Adj Close"].to_numpy()
    mood = np.diff(np.log(price))[HISTORY:] / -20e-4
    assert mood.mean() == pytest.approx(0.0, abs=0.02)  # that of the last session moves nothing
    assert mood.std() == pytest.approx(1.0, abs=0.02)
    slope, level = np.polyfit(mood, share[:-1], 1)
    noise = share[:-1] - level - slope * mood
    expected = level + slope * mood
    assert expected.min() > 0.0
    assert expected.max() < 1.0
    chance = expected * (1 - expected) / talked[HISTORY:-1]  # of independent posts around the mood
    assert (noise**2).mean() == pytest.approx(chance.mean(), rel=0.2)
    assert np.corrcoef(mood, share[:-1])[0, 1] < 0.9


def test_everything_says_that_it_is_simulated() -> None:
    assert all(name.startswith("Simulated") for name in simulation.NAMES)
    assert all(ticker.startswith("SIM") for ticker in tickers())
    assert set(made().prices) == {BENCHMARK, *tickers()}
