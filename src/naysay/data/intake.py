"""What a worker needs to take chunks of posts in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from naysay.data.carried import at_hand
from naysay.data.forgotten import KeyedNames, without_forgotten
from naysay.data.forums import Batch, Chunk, Forum, forum
from naysay.data.linking import Linker, linker
from naysay.data.readings import Readings
from naysay.data.scorers import Scorer
from naysay.data.sessions import Sessions
from naysay.study.company import Company
from naysay.study.spec import PostOptions


@dataclass(frozen=True)
class Intake:
    """What a worker needs to take chunks in; what it writes goes below ``folder``."""

    posts: PostOptions
    companies: tuple[Company, ...]
    sessions: Mapping[str, Sessions]
    scorers: tuple[Scorer, ...]
    folder: Path
    forgotten: tuple[KeyedNames, ...] = ()
    most: int | None = None
    """Rows of a chunk after which no more are read; all are read if None."""
    is_afar: bool = False
    """Whether workers do not see ``folder``: what they would write there comes back with the result."""

    @cached_property
    def form(self) -> Forum:
        """The format of the study's files, without the posts to forget."""
        return without_forgotten(forum(self.posts.format), self.forgotten)

    @cached_property
    def link(self) -> Linker:
        """Finds the companies of a post."""
        return linker(self.companies, self.posts.company)

    @cached_property
    def read(self) -> Readings:
        """Finds the languages and the scores of posts."""
        return Readings(self.scorers)

    @cached_property
    def tickers(self) -> pd.Index[Any]:
        """The companies, in the order of the study."""
        return pd.Index([company.ticker for company in self.companies], dtype=object)

    def batches(self, chunk: Chunk) -> Iterator[Batch]:
        """The rows of a chunk, whose file may have travelled with it."""
        with at_hand(chunk) as own:
            yield from self.form.parse(own, self.posts)

    @cached_property
    def codes(self) -> Mapping[str, int]:
        """The place of each company in the study."""
        return {ticker: place for place, ticker in enumerate(self.tickers)}
