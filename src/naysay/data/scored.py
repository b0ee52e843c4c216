"""Posts of a study with their scores, in columns and without their text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.sessions import Sessions, session_positions

SCALE: Final = 10_000
"""A score is kept as this many times itself, rounded: whole numbers add up alike in any order."""
UNSCORED: Final = np.iinfo(np.int16).min


@dataclass(frozen=True)
class ScoredPosts:
    """N posts without their text. ``score`` is SCALE times the score, UNSCORED where there is none.

    ``session`` is the position of the post's session among those of its company, -1 where it belongs to none.
    ``author`` and ``said`` are hashes of who wrote it, 0 if unknown, and of what it says; ``forum`` is empty
    unless the study tells forums apart. A post that concerns several companies stands here once for each.
    """

    company: pd.Categorical
    posted_at: npt.NDArray[np.int64]
    session: npt.NDArray[np.int32]
    score: npt.NDArray[np.int16]
    author: npt.NDArray[np.int64]
    said: npt.NDArray[np.int64]
    forum: pd.Categorical
    n_companies: npt.NDArray[np.int16] | None = None
    """The companies of the study that each post names; None where every post counts whole."""

    @classmethod
    def placed(
        cls,
        sessions: Mapping[str, Sessions],
        *,
        company: npt.NDArray[np.object_],
        posted_at: npt.NDArray[np.int64],
        score: npt.NDArray[np.int16],
        author: npt.NDArray[np.int64],
        said: npt.NDArray[np.int64],
        forum: npt.NDArray[np.object_],
    ) -> ScoredPosts:
        """Posts that do not come from the parts of a study; the session of each is looked up here."""
        session = session_positions(company, posted_at, sessions)
        return cls(pd.Categorical(company), posted_at, session, score, author, said, pd.Categorical(forum))

    def where(self, kept: npt.NDArray[np.bool_]) -> ScoredPosts:
        """Those of the posts that are ``kept``."""
        columns: list[Any] = [getattr(self, field.name) for field in fields(self)]
        chosen: list[Any] = [None if column is None else column[kept] for column in columns]
        return ScoredPosts(*chosen)


def rows_by_name(names: pd.Categorical) -> dict[str, int]:
    """How many posts each company or forum has, the one of the first post first."""
    labels, rows = names.categories.tolist(), np.bincount(names.codes)
    return {labels[code]: int(rows[code]) for code in pd.unique(names.codes).tolist()}
