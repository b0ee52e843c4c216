"""Scores parts of posts: one function mapped over files, by one worker or several, to the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from naysay.data.scorers import Scorer
from naysay.data.sessions import Sessions, session_positions
from naysay.study.executor import Executor, Serial

SCALE: Final = 10_000
"""A score is kept as this many times itself, rounded: whole numbers add up alike in any order."""
PARTS_A_WORKER: Final = 4
"""A process that scores fewer takes longer to start than to work."""
WITHOUT_TEXT: Final = ["company", "posted_at", "session", "author", "said", "forum"]
UNSCORED: Final = np.iinfo(np.int16).min


@dataclass(frozen=True)
class ScoredPosts:
    """N posts without their text. ``score`` is SCALE times the score, UNSCORED where there is none.

    ``session`` is the position of the post's session among those of its company, -1 where it belongs to none.
    ``author`` and ``said`` are hashes of who wrote it, 0 if unknown, and of what it says; ``forum`` is empty
    unless the study tells forums apart.
    """

    company: npt.NDArray[np.object_]
    posted_at: npt.NDArray[np.int64]
    session: npt.NDArray[np.int64]
    score: npt.NDArray[np.int16]
    author: npt.NDArray[np.int64]
    said: npt.NDArray[np.int64]
    forum: npt.NDArray[np.object_]

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
        return cls(company, posted_at, session, score, author, said, forum)

    def where(self, kept: npt.NDArray[np.bool_]) -> ScoredPosts:
        """Those of the posts that are ``kept``."""
        return ScoredPosts(*(getattr(self, field.name)[kept] for field in fields(self)))


def score_posts(
    parts: Sequence[Path],
    chosen: Scorer,
    *,
    executor: Executor | None = None,
    progress: Callable[[int], None] = lambda parts: None,
) -> ScoredPosts:
    """The posts in ``parts``, each scored by ``chosen``; a text is scored once in a part.

    A worker of the ``executor`` gets the scorer once: what that has read stays with it from part to part.
    Without one this process scores alone.
    """
    scores = []
    workers = Serial() if executor is None else executor
    for part in workers.map_shared(_score_part, chosen, parts, parts_a_worker=PARTS_A_WORKER):
        scores.append(part)
        progress(1)
    tables = [pq.read_table(part, columns=WITHOUT_TEXT) for part in parts]
    return ScoredPosts(
        company=_joined([table["company"].to_numpy() for table in tables], np.object_),
        posted_at=_joined([table["posted_at"].to_numpy() for table in tables], np.int64),
        session=_joined([table["session"].to_numpy() for table in tables], np.int64),
        score=_joined(scores, np.int16),
        author=_joined([table["author"].to_numpy() for table in tables], np.int64),
        said=_joined([table["said"].to_numpy() for table in tables], np.int64),
        forum=_joined([table["forum"].to_numpy() for table in tables], np.object_),
    )


def _score_part(chosen: Scorer, part: Path) -> npt.NDArray[np.int16]:
    scores = chosen.score(pq.read_table(part, columns=["text"])["text"].to_pylist())
    known = np.isfinite(scores)
    return np.where(known, np.rint(np.where(known, scores, 0.0) * SCALE), UNSCORED).astype(np.int16)


def _joined(pieces: Sequence[npt.NDArray[Any]], kind: type[np.generic]) -> npt.NDArray[Any]:
    return np.concatenate(pieces) if pieces else np.empty(0, dtype=kind)
