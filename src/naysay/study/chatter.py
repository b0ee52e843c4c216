"""How posts become a daily measure of chatter, or where such a measure is, and how it is standardised."""

from __future__ import annotations

from typing import Final, Literal, Self

from pydantic import Field, model_validator

from naysay.study.daily_source import DailySource
from naysay.study.values import MOST_SESSIONS, PostCount, refuse

WEIGHED: Final = ("negative_share", "mean_score", "bullishness", "disagreement")
"""Measures in which a post can weigh less than another; the others count posts or authors."""


class Chatter(DailySource):
    measure: Literal[
        "negative_share", "mean_score", "n_negative", "negative_authors", "bullishness", "disagreement",
        "mood", "own",
    ] = Field(
        default="negative_share",
        description="negative_share, mean_score, n_negative, negative_authors, bullishness, disagreement or "
        "mood; own, with path, is what the files bring",
    )  # fmt: skip
    negative_below: float = Field(
        default=-0.05,
        ge=-1,
        le=0,
        description="a score, -1 to 0, at or below which a post counts as negative",
    )
    min_posts: PostCount = Field(
        default=1, description="the fewest posts, 1 to 1000000, of a session that is measured"
    )
    weight: Literal["whole", "shared"] = Field(
        default="whole",
        description="whole or shared: a post that names n companies of the study counts 1 for each, or 1/n",
    )
    same_text: Literal["keep", "once"] = Field(
        default="keep", description="keep or once: what becomes of a text that the session had before"
    )
    author_posts: PostCount | None = Field(
        default=None,
        description="the most posts of one author, 1 to 1000000, that count in a session; all if left out",
    )
    bot_posts: PostCount | None = Field(
        default=None,
        description="an author of more posts, 1 to 1000000, in 24 hours is taken for a bot; nobody if left "
        "out",
    )
    cutoff: int = Field(
        default=0, ge=0, le=1439, description="minutes before the close, 0 to 1439, after which a post waits"
    )
    history: int = Field(
        default=120,
        ge=2,
        le=MOST_SESSIONS,
        description="past measured sessions, 2 to 10000, to standardise on",
    )
    min_history: int = Field(
        default=20,
        ge=2,
        le=MOST_SESSIONS,
        description="the fewest past sessions, 2 to 10000, to standardise on",
    )

    @model_validator(mode="after")
    def _enough(self) -> Self:
        if self.min_history > self.history:
            raise refuse(
                f"a min_history up to history = {self.history}", "Lower min_history or raise history."
            )
        if self.weight == "shared" and self.measure not in WEIGHED:
            raise refuse(
                f'{" or ".join(WEIGHED)} with weight = "shared"',
                'Choose one of these measures, since others count whole posts, or write weight = "whole".',
            )
        return self
