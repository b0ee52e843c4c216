"""The daily panel of a draw, by the program's own way from posts and prices, with the effects planted."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from scipy.signal import lfilter

from benchmarks._referee_process import Drawn, Floats, by_company
from naysay.data.daily import abnormal_attention, daily_chatter
from naysay.data.panel import AlignedPanel, align
from naysay.study.panel import DailyPanel

BASIS_POINT: Final = 1e-4


def panel_of(drawn: Drawn, rng: np.random.Generator) -> AlignedPanel:
    """The panel of ``drawn``; ``rng`` decides which closes are stale."""
    daily = daily_chatter(drawn.posts, drawn.studied, drawn.process.chatter)
    return aligned(drawn, daily, prices_of(drawn, daily, rng))


def prices_of(drawn: Drawn, daily: pd.DataFrame, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """Quotes by company; what is planted follows the negativity of ``daily``."""
    process = drawn.process
    reversals = by_company(process.reversal, process.companies)
    leads = _leads(drawn, daily, by_company(process.effect_bp, process.companies))
    return {name: _prices(drawn, name, leads[name], a, rng) for name, a in zip(leads, reversals, strict=True)}


def aligned(drawn: Drawn, daily: pd.DataFrame, prices: dict[str, pd.DataFrame]) -> AlignedPanel:
    """``daily`` and ``prices`` as the panel of a study."""
    dates = pd.DatetimeIndex(drawn.benchmark.index)
    return align(
        daily,
        prices,
        quotes(np.cumsum(drawn.benchmark.to_numpy()), np.zeros(len(dates)), dates),
        {name: every.index for name, every in drawn.every.items()},
        start=next(iter(drawn.studied.values())).index[0].date(),
    )


def _leads(drawn: Drawn, daily: pd.DataFrame, effects: Floats) -> dict[str, Floats]:
    """(n,) log returns of the session after, by company; where chatter is not measured it moves nothing."""
    process = drawn.process
    measured = DailyPanel(daily)
    negativity, posts = measured["negativity"], measured["n_posts"]
    leads = {}
    for effect, (name, own) in zip(effects, drawn.studied.items(), strict=True):
        tone = negativity[name].reindex(own.index).to_numpy()
        attention = abnormal_attention(
            posts[name].reindex(own.index).fillna(0).to_numpy(np.int64),
            history=process.chatter.history,
            min_history=process.chatter.min_history,
        )
        before = len(drawn.every[name]) - len(own)
        planted = effect * np.nan_to_num(tone) + process.attention_bp * np.nan_to_num(attention)
        planted += process.mood_bp * drawn.mood[name][before:]
        leads[name] = np.concatenate([np.zeros(before), BASIS_POINT * planted])
    return leads


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
    return quotes(level - unseen, opened - (level - unseen), drawn.every[name].index)


def quotes(level: Floats, opened: Floats, index: pd.DatetimeIndex) -> pd.DataFrame:
    """``level`` are log closes, ``opened`` the log of the open over the close."""
    close = 100.0 * np.exp(level)
    return pd.DataFrame(
        {"open": close * np.exp(opened), "close": close, "adj_close": close, "volume": 1e6}, index=index
    )
