"""Simulated companies: posts, prices and an effect of known size between them, all from one seed.

Nothing here is real, and the names say so. The effect is planted in the mood behind the posts, which no study
sees: each standard deviation of it on session t moves the return of session t + 1 by ``effect_bp`` basis
points. The posts tell of the mood with noise, since they are few. So the effect as measured and that of the
mood itself can both be compared with the true size.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.phrases import NEGATIVE, NEUTRAL, POSITIVE, TOPICS, phrase
from naysay.data.sessions import Sessions
from naysay.study.units import BASIS_POINTS

BENCHMARK: Final = "^SIM"
NAMES: Final = (
    "Simulated Ahorn AG",
    "Simulated Birke SE",
    "Simulated Distel AG",
    "Simulated Eiche SE",
    "Simulated Farn AG",
    "Simulated Ginster SE",
    "Simulated Hasel AG",
    "Simulated Kiefer SE",
)
MEAN_POSTS: Final = 12.0
MARKET_SD, OWN_SD = 0.009, 0.013
"""Of daily log returns: a market and company risk as European shares of middle size have it."""
PERSISTENCE: Final = 0.6
STORM: Final = 0.015
"""Share of sessions on which a storm of negative posts breaks out."""
ON_TOPIC: Final = 0.5
"""Share of a storm's posts that are about its topic."""
FORUMS: Final = ("Board A", "Board B")
"""Each post is from one of them by chance, whatever it says."""
AUTHORS: Final = 400
QUIET: Final = 20
"""The author of rank k writes a share of all posts that goes with 1 / (k + QUIET)."""

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Simulation:
    """Simulated companies.

    ``posts`` has id, posted_at (UTC), company, text, author, forum; ``prices`` are in Yahoo's columns, by
    ticker. ``storms`` has company, session and topic: the place in ``TOPICS`` of what its posts are about.
    """

    posts: pd.DataFrame
    prices: Mapping[str, pd.DataFrame]
    storms: pd.DataFrame


@dataclass(frozen=True, eq=False)
class _Talk:
    """One company's sessions: its mood, how many posts, and how many of them negative and positive."""

    mood: Floats
    """The chance of a post to be negative."""
    posts: Ints
    negative: Ints
    positive: Ints
    topic: Ints
    """The place in ``TOPICS`` of what a storm is about, -1 on other sessions."""


def tickers() -> tuple[str, ...]:
    """SIM1, SIM2, ...: one for each name."""
    return tuple(f"SIM{number}" for number in range(1, len(NAMES) + 1))


def simulate(*, sessions: Sessions, history: int, effect_bp: float, seed: int) -> Simulation:
    """Companies that are talked about on the sessions behind the first ``history``, with prices on all.

    r_t = beta m_t + effect_bp / 10000 * mood_(t-1) + u_t,   u_t with slowly moving volatility

    with m the market's return and the mood, the chance of a post to be negative, less its mean and over its
    standard deviation in the company's sessions. Before there is talk nothing is added.
    """
    rng, about = np.random.default_rng(seed), np.random.default_rng([seed, 1])
    n = len(sessions.index)
    market = MARKET_SD * rng.standard_normal(n)
    prices = {BENCHMARK: _prices(market, sessions.index, rng)}
    posts, storms = [], []
    for ticker in tickers():
        talk = _talk(n - history, rng, about)
        mood = (talk.mood - talk.mood.mean()) / talk.mood.std()
        effect = np.concatenate([np.zeros(history + 1), mood[:-1]]) * effect_bp / BASIS_POINTS
        returns = rng.uniform(0.7, 1.3) * market + effect + _own_risk(n, rng)
        prices[ticker] = _prices(returns, sessions.index, rng)
        posts.append(_posts(ticker, talk, sessions, history, rng, about))
        at = np.flatnonzero(talk.topic >= 0)
        storms.append(
            pd.DataFrame(
                {"company": ticker, "session": sessions.index[history + at], "topic": talk.topic[at]}
            )
        )
    return Simulation(pd.concat(posts, ignore_index=True), prices, pd.concat(storms, ignore_index=True))


def _talk(n: int, rng: np.random.Generator, about: np.random.Generator) -> _Talk:
    """Posts by session: a mood that lasts for days, and now and then a storm."""
    log_odds = np.zeros(n)
    for t in range(1, n):
        log_odds[t] = PERSISTENCE * log_odds[t - 1] + 0.5 * rng.standard_normal()
    storm = rng.random(n) < STORM
    posts = 1 + rng.negative_binomial(4, 4 / (4 + MEAN_POSTS * np.where(storm, 3.0, 1.0)))
    mood = 1 / (1 + np.exp(1.4 - log_odds - np.where(storm, 2.2, 0.0)))
    negative = rng.binomial(posts, mood)
    positive = rng.binomial(posts - negative, 0.4)
    topic = np.where(storm, about.integers(len(TOPICS), size=n), -1)
    return _Talk(mood, posts.astype(np.int64), negative.astype(np.int64), positive.astype(np.int64), topic)


def _own_risk(n: int, rng: np.random.Generator) -> Floats:
    """Company risk whose log volatility is an AR(1): quiet months and loud ones."""
    volatility = np.zeros(n)
    for t in range(1, n):
        volatility[t] = 0.97 * volatility[t - 1] + 0.08 * rng.standard_normal()
    return OWN_SD * np.exp(volatility) * rng.standard_normal(n)


def _prices(returns: Floats, index: pd.DatetimeIndex, rng: np.random.Generator) -> pd.DataFrame:
    close = 100 * np.exp(np.cumsum(returns))
    opening = np.concatenate([[100.0], close[:-1]]) * np.exp(0.002 * rng.standard_normal(len(close)))
    room = 1 + 0.004 * rng.random((2, len(close)))
    return pd.DataFrame(
        {
            "Date": index.strftime("%Y-%m-%d"),
            "Open": opening.round(4),
            "High": (np.maximum(opening, close) * room[0]).round(4),
            "Low": (np.minimum(opening, close) / room[1]).round(4),
            "Close": close.round(4),
            "Adj Close": close.round(4),
            "Volume": rng.lognormal(13, 0.4, len(close)).astype(np.int64),
        }
    )


def _posts(
    ticker: str,
    talk: _Talk,
    sessions: Sessions,
    history: int,
    rng: np.random.Generator,
    about: np.random.Generator,
) -> pd.DataFrame:
    """The posts themselves, each written between the close before its session and the session's own.

    ``about`` draws what prices and the tone of posts do not depend on: topics, authors and forums.
    """
    place = np.repeat(np.arange(len(talk.posts)), talk.posts)
    closes = sessions.closes[history - 1 :]
    waited = rng.random(len(place)) * (closes[place + 1] - closes[place])
    posted_at = closes[place] + waited.astype(np.int64)
    rank = np.arange(len(place)) - np.repeat(np.cumsum(talk.posts) - talk.posts, talk.posts)
    negative = rank < talk.negative[place]
    positive = ~negative & (rank < (talk.negative + talk.positive)[place])
    draws = rng.random((len(place), 3))
    on_topic = np.where(about.random(len(place)) < ON_TOPIC, talk.topic[place], -1)
    texts = [
        phrase(
            NEGATIVE if bad else POSITIVE if good else NEUTRAL, draw, TOPICS[topic] if topic >= 0 else None
        )
        for bad, good, draw, topic in zip(negative, positive, draws, on_topic.tolist(), strict=True)
    ]
    weight = 1 / (np.arange(AUTHORS) + QUIET)
    authors = about.choice(AUTHORS, size=len(place), p=weight / weight.sum())
    frame = pd.DataFrame(
        {
            "id": [f"{ticker}-{number:06d}" for number in range(len(place))],
            "posted_at": pd.to_datetime(posted_at, utc=True).floor("s").strftime("%Y-%m-%dT%H:%M:%SZ"),
            "company": ticker,
            "text": texts,
            "author": [f"user{number:04d}" for number in authors.tolist()],
            "forum": np.array(FORUMS)[about.integers(len(FORUMS), size=len(place))],
        }
    )
    return frame.iloc[np.argsort(posted_at, kind="stable")]
