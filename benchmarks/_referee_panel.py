"""The daily panel of a draw, by the program's own way from posts and prices, with the effects planted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
import pandas as pd
from scipy.signal import lfilter

from benchmarks._referee_process import Drawn, Floats, by_company
from naysay.analysis.methods.base import wide
from naysay.data.daily import daily_chatter, standardised_on_past
from naysay.data.panel import AlignedPanel, align
from naysay.data.sessions import Sessions

BASIS_POINT: Final = 1e-4


@dataclass(frozen=True, eq=False)
class Frames:
    """What a projection is given, session x company, and the panel it is from."""

    negativity: pd.DataFrame
    attention: pd.DataFrame
    returns: pd.DataFrame
    """Abnormal returns."""
    market: pd.DataFrame
    """The benchmark's return between the same two sessions as each company's."""
    from_open: pd.DataFrame
    """Returns from the open to the close."""
    panel: AlignedPanel

    def of(self, company: str, sessions: pd.DatetimeIndex) -> Frames:
        """One company on its own ``sessions``, as a study of it alone has them."""
        return Frames(
            **{
                field.name: getattr(self, field.name).loc[sessions, [company]]
                for field in fields(self)
                if field.name != "panel"
            },
            panel=self.panel,
        )


def frames_of(drawn: Drawn, rng: np.random.Generator) -> Frames:
    """The panel of ``drawn``; ``rng`` decides which closes are stale."""
    process = drawn.process
    daily = daily_chatter(drawn.posts, drawn.studied, process.chatter)
    negativity = wide(daily, "negativity")
    attention = attention_of(daily, drawn.studied, process.chatter.history, process.chatter.min_history)
    effects = by_company(process.effect_bp, process.companies)
    reversals = by_company(process.reversal, process.companies)
    prices = {}
    for i, (name, every) in enumerate(drawn.every.items()):
        studied = drawn.studied[name]
        told = (
            effects[i] * negativity[name].reindex(studied.index).fillna(0.0).to_numpy()
            + process.attention_bp * attention[name].reindex(studied.index).fillna(0.0).to_numpy()
            + process.mood_bp * drawn.mood[name][len(every) - len(studied) :]
        )
        lead = np.concatenate([np.zeros(len(every) - len(studied)), BASIS_POINT * told])
        prices[name] = _prices(drawn, name, lead, reversals[i], rng)
    dates = pd.DatetimeIndex(drawn.benchmark.index)
    start = next(iter(drawn.studied.values())).index[0].date()
    panel = align(
        daily,
        prices,
        _quotes(np.cumsum(drawn.benchmark.to_numpy()), np.zeros(len(dates)), dates),
        {name: every.index for name, every in drawn.every.items()},
        start=start,
    )
    returns = wide(panel.frame, "abnormal_ret")
    return Frames(
        negativity=wide(panel.frame, "negativity"),
        attention=attention.reindex_like(returns),
        returns=returns,
        market=panel.market_by_company.reindex(returns.index),
        from_open=wide(panel.frame, "ret") - panel.overnight.reindex_like(returns),
        panel=panel,
    )


def attention_of(
    daily: pd.DataFrame, sessions: Mapping[str, Sessions], history: int, min_history: int
) -> pd.DataFrame:
    """log(1 + n_posts) standardised on the company's own past, from its first session with a post on.

    Later sessions without posts count.
    """
    posts = wide(daily, "n_posts")
    own = {}
    for name, of in sessions.items():
        counts = posts[name].reindex(of.index).fillna(0.0)
        since = counts[counts.gt(0.0).cummax()]
        standard = standardised_on_past(np.log1p(since.to_numpy()), history=history, min_history=min_history)
        own[name] = pd.Series(standard, since.index).reindex(of.index)
    return pd.DataFrame(own).sort_index()


def _prices(drawn: Drawn, name: str, lead: Floats, reversal: float, rng: np.random.Generator) -> pd.DataFrame:
    """Quotes of one company; ``lead`` (n,) moves the next session, in trading, and so does what is late."""
    process, news = drawn.process, drawn.news[name]
    market = process.late * drawn.pull[name].sum(axis=1)
    moves = news.sum(axis=1) - market
    moves[1:] += market[:-1] + lead[:-1]
    returns = lfilter([1.0], [1.0, -reversal], moves)
    level = np.cumsum(returns)
    unseen = news[:, 3] * (rng.random(len(news)) < process.stale)
    overnight = (1.0 - process.late) * drawn.pull[name][:, :2] + (news - drawn.pull[name])[:, :2]
    opened = level - returns + overnight.sum(axis=1)
    return _quotes(level - unseen, opened - (level - unseen), drawn.every[name].index)


def _quotes(level: Floats, opened: Floats, index: pd.DatetimeIndex) -> pd.DataFrame:
    """``level`` are log closes, ``opened`` the log of the open over the close."""
    close = 100.0 * np.exp(level)
    return pd.DataFrame(
        {"open": close * np.exp(opened), "close": close, "adj_close": close, "volume": 1e6}, index=index
    )
