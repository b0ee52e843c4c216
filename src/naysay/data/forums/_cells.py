"""Makes posts of the cells of a table, by the study's columns and by what the head of the file decided."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from naysay.data.forums._checked import checked_name, checked_text
from naysay.data.forums._ids import made_id, table_id
from naysay.data.forums._plain_text import MARKUP, plain_text
from naysay.data.forums._removed import STARTS, is_removed, is_unknown
from naysay.data.forums._titles import joined
from naysay.data.forums.base import (
    LONGEST_NAME,
    Post,
    RefusedError,
    SkippedError,
    quick_post,
)
from naysay.data.instants import instant
from naysay.data.times import ColumnTimes, form_of, together
from naysay.study.characters import whole_characters
from naysay.study.post_columns import LONGEST_SCORE
from naysay.study.spec import PostOptions

ReadPost = Callable[[Mapping[str, Any], PostOptions], Post]

LONGEST_LIST: Final = 2_000
"""Characters of a list of companies."""
BETWEEN: Final = "\n"
"""Stands between the companies of a list, since no name has it."""
_BETWEEN_NAMES: Final = frozenset(f",;|{BETWEEN}")
_REMEMBERED: Final = 10_000


class HeadDecision(NamedTuple):
    """What the head of a file decided for all of its rows; a ``Chunk`` carries it as plain texts."""

    order: str = ""
    serials: str = ""
    zone: str = ""
    without_id: str = ""
    """Not empty where the rows have no id."""

    @property
    def times(self) -> ColumnTimes:
        """How the times are read."""
        return ColumnTimes(self.order, self.serials, self.zone)


def post_reader(posts: PostOptions, decision: HeadDecision | None = None) -> ReadPost:
    """The function that makes a post of a row. It raises RefusedError and SkippedError as a forum does.

    A refusal of a time names its column and the form of its value. Without a ``decision`` each row is read by
    itself.
    """
    columns, clock = posts.columns, posts.clock
    decision = decision or HeadDecision(posts.date_order or "")
    times, timezone, makes_id = decision.times, posts.timezone, bool(decision.without_id)
    id_at, company_at, author_at, forum_at = columns.id, columns.company, columns.author, columns.forum
    time_at, text_at, score_at = columns.times[0], columns.texts[0], columns.score
    is_joined, is_split = len(columns.texts) > 1, len(columns.times) > 1
    authors, companies, forums = _Remembered(_author), _Remembered(_company), _Remembered(_forum)

    def post(fields: Mapping[str, Any], posts: PostOptions) -> Post:
        del posts
        cell = fields.get
        post_id = cell(id_at) if id_at else None
        if type(post_id) is not str or not post_id.isalnum() or len(post_id) > LONGEST_NAME:
            post_id = "" if makes_id and post_id is None else table_id(post_id)
        try:
            at = together(cell(time_at), cell(columns.times[1])) if is_split else cell(time_at)
            posted_at = instant(at, timezone, clock, times)
        except RefusedError as refusal:
            shown = refusal.detail or form_of(cell(time_at))
            raise RefusedError(str(refusal), f"{', '.join(columns.times)}: {shown}") from None
        text = joined(map(cell, columns.texts)) if is_joined else cell(text_at)
        if type(text) is not str or not text.isascii() or not text or text.isspace():
            text = checked_text(text)
        if "<" in text and MARKUP.search(text):
            text = checked_text(plain_text(text))
        start = text[:4]
        if start in STARTS and is_removed(text):
            raise SkippedError("removed")
        company, author, forum = cell(company_at), cell(author_at), cell(forum_at)
        author = "" if author is None else authors[author] if type(author) is str else _author(author)
        return quick_post(
            (
                post_id or made_id(posted_at, author, text),
                posted_at,
                text,
                "" if company is None else companies[company] if type(company) is str else _company(company),
                author,
                "" if forum is None else forums[forum] if type(forum) is str else _forum(forum),
                start == "RT @",
                None if score_at is None else _score(cell(score_at)),
            )
        )

    return post


class _Remembered(dict[str, str]):
    """The names that ``checked`` makes of cells; the same few stand in most rows."""

    def __init__(self, checked: Callable[[object], str]) -> None:
        super().__init__()
        self._checked = checked

    def __missing__(self, cell: str) -> str:
        name = self._checked(cell)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[cell] = name
        return name


def _author(cell: object) -> str:
    name = checked_name(cell, "author")
    return "" if name and is_unknown(name) else name


def _forum(cell: object) -> str:
    return checked_name(cell, "forum")


def _company(value: object) -> str:
    if isinstance(value, list | tuple):
        if not all(isinstance(one, str) for one in value):
            raise RefusedError("company_unreadable")
        value = BETWEEN.join(value)
    if not isinstance(value, str):
        raise RefusedError("company_unreadable")
    if len(value) <= LONGEST_NAME:
        return checked_name(value, "company")
    if len(value) > LONGEST_LIST or not _BETWEEN_NAMES.intersection(value):
        raise RefusedError("company_too_long")
    return whole_characters(value.strip())


def _score(value: object) -> float | str | None:
    """A sentiment as the column has it, None where it has none; a value of another kind is no word at all."""
    if value is None:
        return None
    if isinstance(value, str):
        return value.strip()[:LONGEST_SCORE] or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _finite(value)
    return "?"


def _finite(value: float) -> float | None:
    try:
        number = float(value)
    except OverflowError:
        return math.inf
    return None if math.isnan(number) else number
