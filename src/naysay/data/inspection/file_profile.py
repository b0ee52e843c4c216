"""What a file is: posts in a table, tweets, prices, or nothing that a study reads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from naysay.data.inspection.posts_profile import PostsProfile, posts_profile
from naysay.data.inspection.price_profile import PriceProfile, price_profile
from naysay.data.inspection.sample import SampledRows, kind_of_file, parsed_rows, sampled_rows
from naysay.data.witness import LARGEST_WHOLE
from naysay.study.errors import DataError

TABLE: Final = "table"
TWITTER: Final = "twitter"
FEED: Final = "rss"
_TWEETED: Final = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} [0-9]{1,2} [0-9:]{7,8} [+-][0-9]{4} [0-9]{4}")


@dataclass(frozen=True, slots=True)
class FileProfile:
    """One of ``posts`` and ``prices``, or neither; ``fault`` says why a file could not be read.

    ``format`` is the name that a study gives to the format of posts.
    """

    path: Path
    sample: SampledRows | None = None
    format: str = ""
    posts: PostsProfile | None = None
    prices: PriceProfile | None = None
    fault: str = ""


def file_profile(path: Path) -> FileProfile:
    """What the file ``path`` is. A large one is known by its head, its tail and samples between them."""
    try:
        prices = _prices(path)
        if prices is not None:
            return FileProfile(path, prices=prices)
        form = FEED if kind_of_file(path) == "markup" else TABLE
        sample = parsed_rows(path, FEED) if form == FEED else sampled_rows(path)
        if _are_tweets(sample.rows):
            form, sample = TWITTER, parsed_rows(path, TWITTER)
    except DataError as error:
        return FileProfile(path, fault=f"{error.fault.got}. {error.fault.mend}")
    posts = posts_profile(sample.names, sample.rows)
    if not posts.roles.are_posts and sample.kind == "json":
        sample, posts = _inside(sample, posts)
    return FileProfile(path, sample, form, posts) if posts.roles.are_posts else FileProfile(path, sample)


def _inside(sample: SampledRows, posts: PostsProfile) -> tuple[SampledRows, PostsProfile]:
    """The posts below a key of each row, as in what Reddit and Lemmy give; a run finds them, too."""
    for column in posts.columns:
        if column.kind == "nested":
            rows = tuple(row[column.name] for row in sample.rows if isinstance(row.get(column.name), dict))
            names = tuple(dict.fromkeys(name for row in rows[:1_000] for name in row))
            below = posts_profile(names, rows)
            if below.roles.are_posts:
                return replace(sample, names=names, rows=rows), below
    return sample, posts


def _prices(path: Path) -> PriceProfile | None:
    """The prices of a file that is small enough; a table with a long text is none of prices."""
    try:
        if path.stat().st_size > LARGEST_WHOLE:
            return None
        prices = price_profile(path)
    except OSError:
        return None  # whoever reads it next says why it cannot be read
    if prices is None:
        return None
    sample = sampled_rows(path) if len(prices.columns) < 3 else None
    is_posts = sample is not None and posts_profile(sample.names, sample.rows).roles.are_posts
    return None if is_posts else prices


def _are_tweets(rows: Sequence[Mapping[str, Any]]) -> bool:
    first = rows[:50]
    return bool(first) and all(
        isinstance(row.get("user"), dict) and _TWEETED.fullmatch(str(row.get("created_at"))) for row in first
    )
