"""The posts of a file as its own format reads them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from naysay.data.excerpts import Excerpts, extent
from naysay.data.forums import Batch, Chunk, Forum, RecordForum, forum
from naysay.data.inspection.recognition import FIRST, HEAD, recognising
from naysay.data.inspection.roles import Roles
from naysay.data.inspection.sampled import KeptRows, SampledRows, sampled
from naysay.data.inspection.unpacked import file_head
from naysay.study.notices import caught
from naysay.study.spec import PostOptions

PARSED: Final = ("id", "posted_at", "text", "company", "author", "forum")
"""What a post of a format has, as the columns of a sample."""
MIDDLES: Final = 6
"""Places between head and tail of a large file that are read, too."""
_ZONES: Final = ("UTC", "Asia/Tokyo")
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_FEWEST_NAMED: Final = 0.2
"""The share of posts with a company from which on it is what names the companies."""
CUT_OFF: Final = "list_cut_off"
"""The warning of a list that ends before it is over."""
_NO_CLOCK: Final = "time_without_clock"


def parsed_rows(path: Path, form: str) -> SampledRows:
    """The posts of ``path`` as the format ``form`` reads them, with the columns ``PARSED``.

    A time is one of UTC where the format itself knows its zone, and else one without zone. Where most rows
    are refused for dates without a clock, these are read as dates.

    Raises
    ------
    DataError
        A file that cannot be read.
    """
    sample = _parsed(path, PostOptions(format=form, path="*"))
    if 2 * sample.refused.get(_NO_CLOCK, 0) > sample.n_rows:
        return _parsed(path, PostOptions(format=form, path="*", clock="date_only"))
    return sample


def parsed_roles(rows: tuple[Mapping[str, Any], ...]) -> Roles:
    """What of a post names what: the company only where posts have one, the forum likewise."""
    named = sum(bool(row["company"]) for row in rows)
    return Roles(
        id="id",
        posted_at=("posted_at",),
        text=("text",),
        company="company" if rows and named >= _FEWEST_NAMED * len(rows) else "",
        author="author" if any(row["author"] for row in rows) else "",
        forum="forum" if any(row["forum"] for row in rows) else "",
    )


def _parsed(path: Path, posts: PostOptions) -> SampledRows:
    of, rows, read = extent([(path.name, path)]), KeptRows(), 0
    own = forum(posts.format)
    marking, others, marked = own.with_marks(), Counter[str](), 0
    is_zoned: bool | None = None
    with caught() as notices:
        for part in Excerpts(posts, of, middles=MIDDLES).parts(HEAD):
            for one in part.chunks:
                read += len(one.chunk.raw or b"")
                others.update(_others(own, one.chunk, posts))
                for batch in marking.parse(one.chunk, posts):
                    if is_zoned is None and batch.posted_at:
                        is_zoned = _is_zoned(own, one.chunk, posts)
                    marked += sum(map(bool, batch.marks))
                    _add(rows, batch, is_zoned=is_zoned is not False, clock=posts.clock)
    head = file_head(path)
    is_cut = any(notice.code == CUT_OFF for notice in notices)
    sample = sampled(path, head.kind, PARSED, rows, of, read)
    return replace(sample, others=dict(others), marked=marked, is_cut_off=is_cut, packed=head.packed)


def _others(own: Forum, chunk: Chunk, posts: PostOptions) -> Iterator[str]:
    """The formats of rows that ``own`` does not recognise, and another does."""
    if not isinstance(own, RecordForum) or own.is_of is None:
        return
    for number, record in enumerate(own.records(chunk, posts)):
        if number >= FIRST:
            return
        if record.fields is not None and not own.recognises(record.fields):
            yield from recognising(record.fields)[:1]


def _is_zoned(own: Forum, chunk: Chunk, posts: PostOptions) -> bool:
    """Whether most times of a chunk mean the same moment in whatever zone they are read."""
    first, second = (_instants(own, chunk, posts.model_copy(update={"timezone": zone})) for zone in _ZONES)
    return 2 * sum(one == other for one, other in zip(first, second, strict=False)) > len(first)


def _instants(own: Forum, chunk: Chunk, posts: PostOptions) -> list[int]:
    return [posted_at for batch in own.parse(chunk, posts) for posted_at in batch.posted_at]


def _add(rows: KeptRows, batch: Batch, *, is_zoned: bool, clock: str) -> None:
    """Take the posts of a batch in as rows, and count the others by their cause."""
    for row in batch.refused:
        rows.refuse(row.reason)
    for cause, n in batch.skipped.items():
        rows.skip(cause, n)
    columns = batch.post_id, batch.posted_at, batch.text, batch.company, batch.author, batch.forum
    for post_id, posted_at, text, company, author, place in zip(*columns, strict=True):
        at = _EPOCH + dt.timedelta(microseconds=posted_at // 1_000)
        if not is_zoned:
            at = at.replace(tzinfo=None)
        when = at if clock == "instant" else (at - dt.timedelta(microseconds=1)).date()
        rows.add(dict(zip(PARSED, (post_id, when, text, company, author, place), strict=True)))
