"""What is kept of posts at once: some parts of a file that follow each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from naysay.data.portions import Taken
from naysay.data.post_units import Unit
from naysay.study.errors import Notice
from naysay.study.notices import merged, warn_of
from naysay.study.stages import StageEntry, StageKey

SPAN: Final = 4
"""Parts of a span. Of a large file these are 16 MB of rows, some 50,000 to 150,000 posts: a stopped run loses
seconds of work, an entry is made in a few megabytes of memory, and reading many of them costs no more than
reading one as large."""


@dataclass(slots=True)
class Span:
    """Parts of a unit of files, its ``number``-th span: what is kept of them, and what was read meanwhile.

    The ``place`` is that among all spans of the study.
    """

    place: int
    unit: Unit
    number: int
    posts_key: StageKey
    scores_keys: tuple[StageKey, ...]
    posts: StageEntry | None
    scores: list[StageEntry | None]
    is_last: bool = False
    """Whether the unit ends with it."""
    whole: list[Taken] | None = None
    """What was taken of it as a whole, where nothing had to be read."""
    parts: int = 0
    """Those that were drawn to be read; all of them once it ``is_closed``."""
    is_closed: bool = False
    size: int = 0
    """Bytes of the files."""
    notices: list[Notice] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    quarantine: list[bytes] = field(default_factory=list)

    @property
    def missing(self) -> frozenset[int]:
        """The scorers whose scores are not kept; all where the posts are not."""
        if self.posts is None:
            return frozenset(range(len(self.scores)))
        return frozenset(place for place, of in enumerate(self.scores) if of is None)

    @property
    def is_complete(self) -> bool:
        """Whether nothing of it has to be read any more."""
        return self.whole is not None or (self.is_closed and self.parts == len(self.taken))

    def note(self, notices: list[Notice]) -> None:
        """Keep ``notices`` of it, and warn of them."""
        self.notices += notices
        for notice in notices:
            warn_of(notice)


def plain_notices(notices: list[Notice]) -> list[list[Any]]:
    """``notices`` as JSON has them, those that say the same together."""
    return [
        [notice.code, list(notice.about), notice.rows, [list(value) for value in notice.values]]
        for notice in merged(notices)
    ]


def notices_of(posts: StageEntry) -> list[Notice]:
    """What the reading of a span warned of, from the entry of its posts."""
    return [
        Notice(code, tuple(about), rows, tuple((name, of) for name, of in values))
        for code, about, rows, values in posts.about["notices"]
    ]
