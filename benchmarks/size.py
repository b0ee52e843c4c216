"""How often Granger tests reject: a true null, and a planted effect beside it.

First series without posts: chatter and returns whose scale is one and the same moving volatility, neither
leading the other, ``--draws`` companies of 750 sessions. Then the study's own way from raw timestamps: posts
written around the clock on 500 sessions of New York, twelve a session and more in loud times; what they say
answers to the news that moves the price between the same two closes, those after a close to news that the
next session's return will show. ``daily_chatter`` and ``align`` make the panel of it, and nothing said leads
a return. Last, what would come out were posts counted by calendar day: those of an evening see tomorrow.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from naysay.analysis import granger
from naysay.analysis.pairs import FloatArray
from naysay.data.daily import daily_chatter
from naysay.data.panel import align
from naysay.data.scored import SCALE, ScoredPosts
from naysay.data.sessions import Sessions, trading_sessions
from naysay.study.panel import DailyPanel
from naysay.study.spec import Chatter

LAGS: Final = 5
LEVEL: Final = 0.05
ALLOWED: Final = (0.035, 0.065)
"""Where the share of rejected true nulls by HC3 is meant to lie."""
EFFECT: Final = -0.0020
"""Planted: log return of the next session for each standard deviation of negativity."""
TOGETHER: Final = 50
"""Companies whose posts are made at once."""
COVARIANCES: Final = ("classical", "HC0", "HC1", "HC3", "HAC")
Row = tuple[str, str, float, float]


def main(argv: Sequence[str]) -> int:
    """Print the table; 1 where HC3 rejects a true null more or less often than is meant."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks size", description=__doc__)
    parser.add_argument("--draws", type=int, default=2000, help="companies of each process")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(argv)
    print(f"Per cent rejected at 5 %, lag order {LAGS}, {given.draws} draws.\n")
    print("| process | covariance | chatter to return | return to chatter |\n|---|---|---|---|")
    held = True
    for process, covariance, forward, backward in rows(given.draws, given.seed):
        print(f"| {process} | {covariance} | {100 * forward:.1f} | {100 * backward:.1f} |", flush=True)
        if covariance == "HC3" and "null" in process:
            held &= ALLOWED[0] <= forward <= ALLOWED[1] and ALLOWED[0] <= backward <= ALLOWED[1]
    return 0 if held else 1


def rows(draws: int, seed: int) -> Iterator[Row]:
    """Process, covariance and the shares of rejected nulls in both directions."""
    chatter, returns = moving_together(draws, seed)
    yield from _rejected("series, null", chatter, returns, COVARIANCES)
    led = returns + 0.14 * returns.std() * chatter.shift(1)
    yield from _rejected("series, 0.14 sd planted", chatter, led, ("HC3",))
    for name, effect, by_day in (
        ("timestamps, null", 0.0, False),
        (f"timestamps, {EFFECT * 1e4:.0f} bp planted", EFFECT, False),
        ("by calendar day, no lead", 0.0, True),
    ):
        pieces = [
            from_timestamps(min(TOGETHER, draws - first), effect, seed + first, by_day=by_day)
            for first in range(0, draws, TOGETHER)
        ]
        negativity, studied = (pd.concat(part, axis=1) for part in zip(*pieces, strict=True))
        yield from _rejected(name, negativity, studied, COVARIANCES if effect == 0 else ("HC3",))


def _rejected(
    process: str, chatter: pd.DataFrame, returns: pd.DataFrame, covariances: Sequence[str]
) -> Iterator[Row]:
    for covariance in covariances:
        table = granger(chatter, returns, lags=[LAGS], covariance=covariance).table
        forward, backward = (
            table.loc[table["cause"] == cause, "pvalue"].dropna() for cause in ("cause", "effect")
        )
        yield process, covariance, float((forward < LEVEL).mean()), float((backward < LEVEL).mean())


def volatility(sessions: int, draws: int, rng: np.random.Generator) -> FloatArray:
    """(T, draws) whose logarithm is an AR(1) of root .97 and standard deviation .33."""
    log = np.zeros((sessions, draws))
    for t in range(1, sessions):
        log[t] = 0.97 * log[t - 1] + 0.08 * rng.standard_normal(draws)
    return np.exp(log)


def moving_together(draws: int, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Chatter with a root of .5 and heavy-tailed returns, the noise of both on one volatility."""
    rng = np.random.default_rng([seed, 1])
    scale = volatility(750, draws, rng)
    chatter = scale * rng.standard_normal(scale.shape)
    for t in range(1, len(chatter)):
        chatter[t] += 0.5 * chatter[t - 1]
    index = pd.bdate_range("2000-01-03", periods=len(chatter))
    return pd.DataFrame(chatter, index), pd.DataFrame(scale * rng.standard_t(5, scale.shape), index)


def from_timestamps(
    companies: int, effect: float, seed: int, *, by_day: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Negativity and returns, session x company, by the way a study takes from posts and prices."""
    rng = np.random.default_rng([seed, 2])
    sessions = trading_sessions("XNYS", date(2022, 1, 3), date(2023, 12, 29))
    names = [f"C{seed}.{i}" for i in range(companies)]
    scale = 0.013 * volatility(len(sessions), companies, rng)
    news = rng.standard_normal(scale.shape)
    posts = _posts(names, sessions, news, scale / 0.013, rng)
    chatter = Chatter(history=120, min_history=20)
    if by_day:
        posts = _until_midnight(posts, sessions)
    daily = daily_chatter(posts, dict.fromkeys(names, sessions), chatter)
    told = DailyPanel(daily)["negativity"].reindex(sessions.index).fillna(0.0).shift(1).fillna(0.0).to_numpy()
    returns = scale * (0.7 * news + 0.7 * rng.standard_normal(scale.shape)) + effect * told
    prices = {name: _prices(returns[:, i], sessions) for i, name in enumerate(names)}
    panel = align(daily, prices, None, dict.fromkeys(names, sessions.index), start=date(2022, 1, 3))
    return panel["negativity"], panel["ret"]


def _posts(
    names: list[str], sessions: Sessions, news: FloatArray, loudness: FloatArray, rng: np.random.Generator
) -> ScoredPosts:
    """Posts at any time between two closes; the worse the news of these, the more of them are negative."""
    closes = np.concatenate([[sessions.previous_close], sessions.closes])
    company, posted_at, score = [], [], []
    for i, name in enumerate(names):
        place = np.repeat(np.arange(len(sessions)), 1 + rng.poisson(11 * loudness[:, i]))
        waited = rng.random(len(place)) * (closes[place + 1] - closes[place])
        bad = rng.random(len(place)) < 1 / (1 + np.exp(1.0 + news[place, i]))
        company.append(np.full(len(place), name, dtype=object))
        posted_at.append(closes[place] + waited.astype(np.int64))
        score.append(np.where(bad, -SCALE // 2, SCALE // 4).astype(np.int16))
    instants = np.concatenate(posted_at)
    nobody, nowhere = np.zeros(len(instants), dtype=np.int64), np.full(len(instants), "", dtype=object)
    return ScoredPosts.placed(
        dict.fromkeys(names, sessions), company=np.concatenate(company), posted_at=instants,
        score=np.concatenate(score), author=nobody, said=nobody, forum=nowhere,
    )  # fmt: skip


def _until_midnight(posts: ScoredPosts, sessions: Sessions) -> ScoredPosts:
    """The posts of an evening moved to just before its close: what counting by calendar day amounts to."""
    day = pd.DatetimeIndex(posts.posted_at, tz="UTC").tz_convert("America/New_York").tz_localize(None)
    place = sessions.index.get_indexer(day.normalize())
    own = np.where(place >= 0, sessions.closes[np.maximum(place, 0)] - 1, posts.posted_at)
    early = np.minimum(own, posts.posted_at)
    return replace(posts, posted_at=early, session=sessions.assign(early).astype(np.int32))


def _prices(returns: FloatArray, sessions: Sessions) -> pd.DataFrame:
    close = 100 * np.exp(np.cumsum(returns))
    return pd.DataFrame(
        {"open": close, "close": close, "adj_close": close, "volume": 1e6}, index=sessions.index
    )
