"""Posts of several forums about the same companies, and prices that follow some of them, of known truth."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import pandas as pd

from benchmarks import _referee_panel as panels
from benchmarks import _referee_process as one_forum
from benchmarks._referee_process import HOUR, Drawn, Floats, Process
from naysay.analysis.methods.base import MethodInput, NoOptions
from naysay.analysis.methods.forums import METHOD
from naysay.analysis.projections.options import ProjectionOptions
from naysay.data.daily import daily_chatter
from naysay.data.forum_chatter import forum_chatter
from naysay.data.sessions import session_positions
from naysay.study.panel import DailyPanel

BASIS_POINT: Final = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Forum:
    """One forum; effects are basis points of the next session's return."""

    posts: float = 12.0
    """Mean number of posts a session."""
    effect_bp: float = 0.0
    """For one standard deviation of its negativity as measured; where it is silent nothing moves."""
    mood_bp: float = 0.0
    """For one standard deviation of the mood of who writes there, whether they write or not."""
    hours_late: int = 0
    """Hours after which its posts say what they would have said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumCase:
    """A process of forums A, B, ...; ``common`` is the share of the variance that their moods share."""

    forums: tuple[Forum, ...]
    common: float = 0.5
    process: Process = field(default_factory=Process)


def drawn_forums(case: ForumCase, rng: np.random.Generator) -> tuple[Drawn, dict[str, Floats]]:
    """One draw: posts with their forum, and what is planted on the next return (n,) of each company."""
    process, names = case.process, [f"C{i + 1}" for i in range(case.process.companies)]
    (calendar,) = process.calendars
    every, studied = one_forum._calendars((calendar,), process.history, process.sessions)
    sessions, own = every[calendar], studied[calendar]
    before = len(sessions) - len(own)
    place = np.arange(len(sessions))
    shared = one_forum._shared(process, len(sessions), rng)
    market = rng.uniform(0.7, 1.3, len(names))[:, None, None] * shared.market
    news = market + one_forum._own_news(process, shared, place, len(names), rng)
    mood = one_forum._moods(process, shared, place, news, rng)
    pieces, planted = [], np.zeros((len(names), len(sessions)))
    for letter, forum in zip("ABCDEFGH", case.forums, strict=False):
        apart = replace(shared, mood=rng.standard_normal(len(sessions)))
        mine = one_forum._moods(process, apart, place, news, rng)
        mine = np.sqrt(case.common) * mood + np.sqrt(1.0 - case.common) * mine
        like = replace(process, posts=(forum.posts,))
        rate, chance = one_forum._talk(like, np.arange(len(names)), news, mine)
        rate[:, :before] = 0.0
        posts = one_forum._posts(process, names, sessions, rate, chance, rng)
        at = posts.posted_at + forum.hours_late * HOUR
        posts = replace(
            posts,
            posted_at=at,
            session=session_positions(posts.company, at, dict.fromkeys(names, own)),
            forum=pd.Categorical(np.full(len(at), letter, dtype=object)),
        )
        pieces.append(posts)
        if forum.effect_bp:
            tone = DailyPanel(daily_chatter(posts, dict.fromkeys(names, own), process.chatter))["negativity"]
            wide = tone.reindex(index=own.index, columns=names).to_numpy().T
            planted[:, before:] += forum.effect_bp * np.nan_to_num(wide)
        standard = (mine - mine.mean(1, keepdims=True)) / mine.std(1, keepdims=True)
        planted[:, before:] += forum.mood_bp * standard[:, before:]
    drawn = Drawn(
        process,
        dict.fromkeys(names, sessions),
        dict.fromkeys(names, own),
        one_forum._joined(pieces),
        dict(zip(names, news, strict=True)),
        dict(zip(names, market, strict=True)),
        dict(zip(names, mood, strict=True)),
        pd.Series(shared.market.sum(axis=1), index=sessions.index),
    )
    return drawn, dict(zip(names, BASIS_POINT * planted, strict=True))


def tables_of(case: ForumCase, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """The tables of the method ``forums`` in one draw, by the program's own way from posts and prices."""
    drawn, leads = drawn_forums(case, rng)
    prices = {name: panels._prices(drawn, name, lead, 0.0, rng) for name, lead in leads.items()}
    daily = daily_chatter(drawn.posts, drawn.studied, case.process.chatter)
    panel = panels.aligned(drawn, daily, prices)
    forums = forum_chatter(drawn.posts, drawn.studied, case.process.chatter, by_hour=True)
    return METHOD.run(MethodInput(panel, NoOptions(), (ProjectionOptions(),), forums=forums))
