"""Raw posts with instants and prices at four blocks a session, from a process whose truth is known.

News of a company and of the market comes in the evening, at night and in two halves of trading. It moves the
price at once, and posts of the same block and of the three that follow are the more negative the worse it
was. Beside the news, posts have a mood that lasts for days. Chatter leads no return unless an effect is
planted. What is planted on the chatter *as measured* needs the program's own daily chatter, so it is added in
``_referee_panel``, where the prices are made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import cycle
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.types import union_categoricals
from scipy.signal import lfilter

from naysay.data.scored import SCALE, ScoredPosts
from naysay.data.sessions import Sessions, session_positions, trading_sessions
from naysay.study.spec import Chatter

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FIRST: Final = date(2018, 1, 3)
LAST: Final = date(2024, 12, 30)
HOUR: Final = 3_600_000_000_000
NEWS_SHARE: Final = np.array([0.30, 0.15, 0.30, 0.25])
"""Of the variance of a session's news: evening, night, first and second half of trading."""
POSTS_SHARE: Final = np.array([0.30, 0.10, 0.35, 0.25])
"""Of the posts of a session, in the same blocks."""
FADING: Final = np.array([1.0, 0.7, 0.4, 0.2])
"""What posts make of the news of their own block and of the three before it."""
REACTION: Final = 0.6
"""Logits of a negative post for a fading sum of news of one standard deviation, times ``reaction``."""
USUAL: Final = -1.3
"""Logit of a negative post without news and mood: 21 % of posts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """What chatter and returns are; a tuple holds one value a company and is repeated for further ones.

    Returns are decimal log returns, effects basis points of the next session's return.
    """

    companies: int = 8
    sessions: int = 500
    history: int = 300
    """Sessions with prices and without posts before the study."""
    calendars: tuple[str, ...] = ("XNYS",)
    own_sd: float = 0.016
    market_sd: float = 0.010
    sector_sd: float = 0.0
    """Of news that all companies share and the benchmark does not."""
    tails: float = 5.0
    """Degrees of freedom of the t distribution that news of a block has."""
    volatility: float = 0.12
    """Standard deviation of the innovations of log volatility, an AR(1) of root .97; 0 is constant."""
    common_volatility: bool = True
    """Each company's volatility is its own times that of the market."""
    late: float = 0.0
    """Share of the market's move that reaches the shares one session late."""
    reversal: tuple[float, ...] = (0.0,)
    """First autocorrelation of returns."""
    posts: tuple[float, ...] = (12.0,)
    """Mean number of posts a session."""
    loudness: float = 0.5
    """Share of the posts whose number follows the size of the news."""
    rise: float = 0.0
    """Log points that the mean number of posts rises by for one standard deviation of mood."""
    reaction: tuple[float, ...] = (0.8,)
    mood_sd: float = 0.6
    """In logits of a negative post."""
    mood_root: float = 0.7
    mood_common: float = 0.3
    """Share of the variance of mood that all companies have in common."""
    price_to_mood: float = 0.0
    """Logits that mood falls by when the return of the last ``price_memory`` sessions is one standard
    deviation high."""
    price_memory: int = 60
    found: float = 1.0
    """Chance that the scorer calls a negative post negative."""
    mistaken: float = 0.0
    """Chance that it calls another post negative."""
    effect_bp: tuple[float, ...] = (0.0,)
    """For one standard deviation of negativity as measured."""
    attention_bp: float = 0.0
    """For one standard deviation of attention, whatever the tone."""
    mood_bp: float = 0.0
    """For one standard deviation of mood, which posts show with noise."""
    stale: float = 0.0
    """Chance that a close is older than the news of the last block, which then moves the next close."""
    early_hours: float = 0.0
    """Hours by which the instants of posts are too early."""
    at_midnight: bool = False
    """All posts carry the first instant of their date in New York, taken for UTC."""
    chatter: Chatter = field(default_factory=Chatter)


@dataclass(frozen=True, eq=False)
class Drawn:
    """One draw, arrays by company: n sessions, those before the study included, and four blocks each."""

    process: Process
    every: Mapping[str, Sessions]
    """From the first price on, by company."""
    studied: Mapping[str, Sessions]
    posts: ScoredPosts
    news: Mapping[str, Floats]
    """(n, 4) log returns; the market's share of it is there at once."""
    pull: Mapping[str, Floats]
    """(n, 4) the part of ``news`` that is the market's."""
    mood: Mapping[str, Floats]
    """(n,) in standard deviations of the study's sessions."""
    benchmark: pd.Series
    """Log returns by session of any calendar."""


def draw(process: Process, rng: np.random.Generator) -> Drawn:
    """One draw of ``process``."""
    names = [f"C{i + 1}" for i in range(process.companies)]
    calendar_of = dict(zip(names, cycle(process.calendars), strict=False))
    every, studied = _calendars(process.calendars, process.history, process.sessions)
    dates = every[process.calendars[0]].index
    for calendar in process.calendars[1:]:
        dates = dates.union(every[calendar].index)
    shared = _shared(process, len(dates), rng)
    betas = rng.uniform(0.7, 1.3, len(names))
    pieces: list[ScoredPosts] = []
    news: dict[str, Floats] = {}
    pull: dict[str, Floats] = {}
    mood: dict[str, Floats] = {}
    for calendar in dict.fromkeys(process.calendars):
        mine = np.array([calendar_of[name] == calendar for name in names])
        sessions, place = every[calendar], dates.get_indexer(every[calendar].index)
        market = betas[mine][:, None, None] * _own_dates(shared.market, place)
        told = market + _own_news(process, shared, place, int(mine.sum()), rng)
        moods = _moods(process, shared, place, told, rng)
        members = [name for name, here in zip(names, mine, strict=True) if here]
        since = len(sessions) - len(studied[calendar])
        rate, chance = _talk(process, np.flatnonzero(mine), told, moods)
        rate[:, :since] = 0.0
        pieces.append(_posts(process, members, sessions, rate, chance, rng))
        standard = (moods - moods[:, since:].mean(1, keepdims=True)) / moods[:, since:].std(1, keepdims=True)
        news |= dict(zip(members, told, strict=True))
        pull |= dict(zip(members, market, strict=True))
        mood |= dict(zip(members, standard, strict=True))
    return Drawn(
        process,
        {name: every[calendar_of[name]] for name in names},
        {name: studied[calendar_of[name]] for name in names},
        _moved(process, _joined(pieces), {name: studied[calendar_of[name]] for name in names}),
        news,
        pull,
        mood,
        pd.Series(shared.market.sum(axis=1), index=dates),
    )


@dataclass(frozen=True, eq=False)
class _Shared:
    """What companies have in common, on the dates of all calendars."""

    market: Floats
    """(n, 4)"""
    sector: Floats
    """(n, 4)"""
    volatility: Floats
    """(n,)"""
    mood: Floats
    """(n,) shocks to mood."""


@lru_cache(maxsize=16)
def _calendars(
    names: tuple[str, ...], history: int, sessions: int
) -> tuple[dict[str, Sessions], dict[str, Sessions]]:
    """All sessions and those of the study, by calendar; the first calendar decides on which dates it is."""
    index = trading_sessions(names[0], FIRST, LAST).index
    start, end = index[history].date(), index[history + sessions - 1].date()
    return (
        {name: trading_sessions(name, FIRST, end) for name in names},
        {name: trading_sessions(name, start, end) for name in names},
    )


def _shared(process: Process, n: int, rng: np.random.Generator) -> _Shared:
    volatility = _volatility(process, (n, 1), rng)
    return _Shared(
        market=process.market_sd * volatility * _blocks(process, (n, 4), rng),
        sector=process.sector_sd * volatility * _blocks(process, (n, 4), rng),
        volatility=volatility[:, 0],
        mood=rng.standard_normal(n),
    )


def _blocks(process: Process, shape: tuple[int, ...], rng: np.random.Generator) -> Floats:
    """Heavy-tailed news of variance 1 a session, four blocks last."""
    scale = np.sqrt(NEWS_SHARE * (process.tails - 2.0) / process.tails)
    return np.asarray(rng.standard_t(process.tails, shape) * scale)


def _volatility(process: Process, shape: tuple[int, int], rng: np.random.Generator) -> Floats:
    """Of mean 1, each column a path of its own."""
    spread = process.volatility / np.sqrt(1.0 - 0.97**2)
    log = _autoregression(0.97, rng.standard_normal(shape))
    return np.asarray(np.exp(spread * log - 0.5 * spread**2))


def _autoregression(root: float, shocks: Floats) -> Floats:
    """x_t = root x_(t-1) + sqrt(1 - root^2) e_t along the first axis, stationary from the first on."""
    scaled = np.sqrt(1.0 - root**2) * shocks
    scaled[0] = shocks[0]
    return np.asarray(lfilter([1.0], [1.0, -root], scaled, axis=0))


def _own_dates(values: Floats, place: Ints) -> Floats:
    """(k, 4) of (n, 4): the dates that a calendar lacks reach its next session in the evening before it."""
    own = values[place].copy()
    total = np.cumsum(values.sum(axis=1))[place]
    own[1:, 0] += np.diff(total) - own[1:].sum(axis=1)
    return own


def _own_news(
    process: Process, shared: _Shared, place: Ints, companies: int, rng: np.random.Generator
) -> Floats:
    """(C, n, 4): news of each company, and of the sector."""
    volatility = _volatility(process, (len(place), companies), rng).T
    if process.common_volatility:
        volatility = volatility * shared.volatility[place]
    own = process.own_sd * volatility[:, :, None] * _blocks(process, (companies, len(place), 4), rng)
    return np.asarray(own + _own_dates(shared.sector, place))


def _moods(process: Process, shared: _Shared, place: Ints, news: Floats, rng: np.random.Generator) -> Floats:
    """(C, n) in logits of a negative post."""
    own = rng.standard_normal((len(place), len(news)))
    common = process.mood_common
    shocks = np.sqrt(1.0 - common) * own + np.sqrt(common) * shared.mood[place][:, None]
    moods = process.mood_sd * _autoregression(process.mood_root, shocks).T
    if process.price_to_mood == 0.0:
        return moods
    memory = process.price_memory
    total = np.cumsum(np.pad(news.sum(axis=2), ((0, 0), (memory + 1, 0))), axis=1)
    past = total[:, memory:-1] - total[:, : -memory - 1]
    return np.asarray(moods - process.price_to_mood * past / (np.sqrt(memory) * news.sum(axis=2).std()))


def _talk(process: Process, numbers: Ints, news: Floats, moods: Floats) -> tuple[Floats, Floats]:
    """The mean number of posts of each block, and the chance that one is negative: (C, n, 4) both."""
    companies, n = moods.shape
    typical = np.sqrt((process.own_sd**2 + process.market_sd**2) / 4.0)
    recent = lfilter(FADING, [1.0], news.reshape(companies, 4 * n) / typical, axis=1)
    recent = recent.reshape(companies, n, 4)
    loud = np.abs(recent) / np.abs(recent).mean()
    usual = by_company(process.posts, process.companies)[numbers][:, None, None] * POSTS_SHARE
    lift = process.rise * moods / process.mood_sd - 0.5 * process.rise**2
    rate = usual * (1.0 - process.loudness + process.loudness * loud) * np.exp(lift)[:, :, None]
    reaction = REACTION * by_company(process.reaction, process.companies)[numbers][:, None, None]
    return rate, 1.0 / (1.0 + np.exp(-USUAL - moods[:, :, None] + reaction * recent))


def _posts(
    process: Process,
    names: list[str],
    sessions: Sessions,
    rate: Floats,
    chance: Floats,
    rng: np.random.Generator,
) -> ScoredPosts:
    cell = np.repeat(np.arange(rate.size), rng.poisson(rate).ravel())
    edges = _edges(sessions)
    begins, ends = (np.tile(edge.ravel(), len(rate))[cell] for edge in (edges[:, :-1], edges[:, 1:]))
    negative = rng.random(len(cell)) < chance.ravel()[cell]
    called = rng.random(len(cell)) < np.where(negative, process.found, process.mistaken)
    return ScoredPosts.placed(
        dict.fromkeys(names, sessions),
        company=np.array(names, dtype=object)[cell // (rate.size // len(rate))],
        posted_at=begins + (rng.random(len(cell)) * (ends - begins)).astype(np.int64),
        score=np.where(called, -SCALE // 2, SCALE // 4).astype(np.int16),
        author=np.zeros(len(cell), dtype=np.int64),
        said=np.zeros(len(cell), dtype=np.int64),
        forum=np.full(len(cell), "", dtype=object),
    )


def _edges(sessions: Sessions) -> Ints:
    """(n, 5) instants between which the blocks of each session lie."""
    closes = np.concatenate([[sessions.previous_close], sessions.closes])
    before, own = closes[:-1], closes[1:]
    halves = (own - 13 * HOUR // 2, own - 3 * HOUR)
    return np.stack([before, before + 8 * HOUR, *halves, own], axis=1)


def _moved(process: Process, posts: ScoredPosts, sessions: dict[str, Sessions]) -> ScoredPosts:
    """The posts with the instants that the study is told."""
    at = posts.posted_at - round(process.early_hours * HOUR)
    if process.at_midnight:
        day = pd.DatetimeIndex(at, tz="UTC").tz_convert("America/New_York").tz_localize(None).normalize()
        at = day.as_unit("ns").asi8
    return replace(posts, posted_at=at, session=session_positions(posts.company, at, sessions))


def _joined(pieces: list[ScoredPosts]) -> ScoredPosts:
    if len(pieces) == 1:
        return pieces[0]
    return ScoredPosts(
        company=union_categoricals([piece.company for piece in pieces]),
        posted_at=np.concatenate([piece.posted_at for piece in pieces]),
        session=np.concatenate([piece.session for piece in pieces]),
        score=np.concatenate([piece.score for piece in pieces]),
        author=np.concatenate([piece.author for piece in pieces]),
        said=np.concatenate([piece.said for piece in pieces]),
        forum=union_categoricals([piece.forum for piece in pieces]),
    )


def by_company(values: tuple[float, ...], companies: int) -> Floats:
    """``values``, repeated from the first on until there is one for each company."""
    return np.resize(np.array(values, dtype=np.float64), companies)
