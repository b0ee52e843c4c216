"""Processes with a mood behind the posts, what one draw of each says, and the bounds its lines must keep."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import nan
from typing import Final

import numpy as np

from benchmarks._referee_panel import panel_of
from benchmarks._referee_process import Drawn, Process, draw
from naysay.analysis.methods._projected import study_projection
from naysay.analysis.methods.base import MethodInput
from naysay.analysis.projections.estimated_regressor import EstimatedEffect, estimated_effect
from naysay.analysis.projections.options import ProjectionOptions
from naysay.data.mood import Mood, Refit, mood

PLANTED: Final = -20.0
"""Basis points of the next session's return for one standard deviation of mood."""
AS_MEASURED: Final = "as measured"
OF_MOOD: Final = "of the mood"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A process, and how its draws are looked at. Bounds are of the line of the mood."""

    process: Process
    times: int = 1
    """Everybody posts the same this many times."""
    attention: bool = False
    """Whether the number of posts is held fixed."""
    returns: bool = True
    """Whether the equation of the mood has the company's returns."""
    refit: Refit = "never"
    covered: float | None = 0.90
    """The least share of intervals that cover the truth; None has no bounds."""
    centred: bool = True
    """Whether the mean is held to 15 % of the truth."""
    part: int = 1
    """One in so many of the draws is made, where a draw takes long."""

    @property
    def truth(self) -> float:
        return self.process.mood_bp


_USUAL: Final = Process(reaction=(0.0,), mood_sd=0.9, found=0.61, mistaken=0.15, mood_bp=PLANTED)
_RARE: Final = replace(_USUAL, posts=(1.5,))
_DRIVEN: Final = replace(_USUAL, reaction=(0.8,))
_NULL: Final = replace(_DRIVEN, mood_bp=0.0)

CASES: Final = {
    "30 posts": Case(process=replace(_USUAL, posts=(30.0,))),
    "12 posts": Case(process=_USUAL),
    "5 posts": Case(process=replace(_USUAL, posts=(5.0,))),
    "1.5 posts": Case(process=_RARE, centred=False),
    "12 posts, scorer without error": Case(process=replace(_USUAL, found=1.0, mistaken=0.0)),
    "12 posts, mood of root .3": Case(process=replace(_USUAL, mood_root=0.3)),
    "12 posts, mood of root .9": Case(process=replace(_USUAL, mood_root=0.9)),
    "12 posts, each of them twice": Case(process=_USUAL, times=2),
    "12 posts, each of them three times": Case(process=_USUAL, times=3),
    "12 posts, prices drive chatter": Case(process=_DRIVEN),
    "null, 12 posts, prices drive chatter": Case(process=_NULL),
    "null, 3 posts, prices drive chatter": Case(process=replace(_NULL, posts=(3.0,))),
    "null, 1.5 posts": Case(process=replace(_RARE, mood_bp=0.0)),
    "24 companies, 5 posts": Case(process=replace(_USUAL, companies=24, posts=(5.0,)), part=2),
    "30 to 1.5 posts": Case(process=replace(_USUAL, posts=(30.0, 30.0, 12.0, 12.0, 5.0, 5.0, 1.5, 1.5))),
    "12 posts, attention held fixed": Case(process=_USUAL, attention=True),
    "12 posts, prices drive chatter, returns left out": Case(process=_DRIVEN, returns=False, covered=None),
    "12 posts, more posts in a bad mood": Case(process=replace(_USUAL, rise=0.5), covered=None),
    "12 posts, mood follows prices": Case(
        process=replace(_USUAL, price_to_mood=0.5, price_memory=5), covered=None
    ),
    "12 posts, parameters of the past": Case(process=_USUAL, refit="monthly", covered=None, part=5),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of one draw; NaN where the mood is not identified. Estimates are in basis points."""

    line: str
    effect: EstimatedEffect
    left: float
    """Share of the companies in the line."""
    reliability: float = nan
    scale: float = nan


def told(case: Case, rng: np.random.Generator) -> list[Told]:
    """The effect as measured and of the mood in one draw of ``case``."""
    panel = panel_of(repeated(draw(case.process, rng), case.times), rng)
    options = ProjectionOptions(attention=case.attention)
    own, terms = study_projection(MethodInput(panel, options), options)
    found = mood(
        panel["n_posts"],
        panel["n_negative"],
        returns=panel["ret"] if case.returns else None,
        refit=case.refit,
    )
    left = found.identified
    pairs = [
        (own.on_own(up.where(left.notna())), own.on_own(down.where(left.notna()))) for up, down in found.moved
    ]
    if found.not_identified:
        effect = EstimatedEffect(*(nan,) * 7, 0, 0, found.not_identified)
    else:
        effect = estimated_effect(replace(own, negativity=own.on_own(left)), terms, pairs)
    return [
        Told(AS_MEASURED, estimated_effect(own, terms, []), 1.0),
        Told(
            OF_MOOD,
            effect,
            float((found.reason == "").mean()),
            float(found.reliability.mean()),
            _mean_scale(found),
        ),
    ]


def repeated(drawn: Drawn, times: int) -> Drawn:
    """The same with each post ``times`` times."""
    if times == 1:
        return drawn
    posts = drawn.posts
    rows = np.repeat(np.arange(len(posts.score)), times)
    return replace(
        drawn,
        posts=replace(
            posts,
            company=posts.company[rows],
            posted_at=posts.posted_at[rows],
            session=posts.session[rows],
            score=posts.score[rows],
            author=posts.author[rows],
            said=posts.said[rows],
            forum=posts.forum[rows],
        ),
    )


def _mean_scale(found: Mood) -> float:
    return float(found.parameters["noise_scale"].mean())
