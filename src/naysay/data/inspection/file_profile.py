"""What a file is: posts in a format of their own or in a table, prices, or nothing that a study reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from naysay.data.forums import forum
from naysay.data.inspection.parsed_rows import parsed_roles, parsed_rows
from naysay.data.inspection.posts_profile import PostsProfile, posts_profile
from naysay.data.inspection.price_profile import PriceProfile, price_profile
from naysay.data.inspection.recognition import recognised_format
from naysay.data.inspection.roles import Roles
from naysay.data.inspection.sample import sampled_rows
from naysay.data.inspection.sampled import SampledRows
from naysay.data.inspection.unpacked import file_head
from naysay.data.witness import LARGEST_WHOLE
from naysay.study.errors import DataError

TABLE: Final = "table"


@dataclass(frozen=True, slots=True)
class FileProfile:
    """One of ``posts`` and ``prices``, or neither; ``fault`` says why a file could not be read.

    ``format`` is the name that a study gives to the format of posts. Where the first rows are of several
    formats ``mixed`` has how many are of each.
    """

    path: Path
    sample: SampledRows | None = None
    format: str = ""
    posts: PostsProfile | None = None
    prices: PriceProfile | None = None
    fault: str = ""
    is_part: bool = False
    """Whether it tells of posts only together with other files of its format."""
    mixed: Mapping[str, int] = field(default_factory=dict)


def file_profile(path: Path) -> FileProfile:
    """What the file ``path`` is. A large one is known by its head, its tail and samples between them."""
    try:
        file_head(path)
        own = recognised_format(path)
        if own.name:
            return _of_format(path, own.name)
        if own.is_mixed:
            return FileProfile(path, mixed=own.counts)
        prices = _prices(path)
        if prices is not None:
            return FileProfile(path, prices=prices)
        sample = sampled_rows(path)
    except DataError as error:
        return FileProfile(path, fault=f"{error.fault.got}. {error.fault.mend}")
    posts = posts_profile(sample.names, sample.rows)
    if not posts.roles.are_posts and sample.kind == "json":
        sample, posts = _inside(sample, posts)
    return FileProfile(path, sample, TABLE, posts) if posts.roles.are_posts else FileProfile(path, sample)


def _of_format(path: Path, form: str) -> FileProfile:
    if forum(form).reads_together:
        roles = Roles("id", ("posted_at",), ("text",), company="company")
        return FileProfile(path, sampled_rows(path), form, posts_profile((), (), roles), is_part=True)
    sample = parsed_rows(path, form)
    return FileProfile(
        path, sample, form, posts_profile(sample.names, sample.rows, parsed_roles(sample.rows))
    )


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
