"""How a study's posts are read."""

from __future__ import annotations

from typing import Final, Literal

from pydantic import Field

from naysay.study.post_columns import PostColumns
from naysay.study.post_source import PostSource
from naysay.study.values import PostCount, Text


class PostOptions(PostSource):
    company: Literal["folder", "file", "column", "text"] = Field(
        default="file", description="folder, file, column or text: what names a post's company"
    )
    forum: Literal["one", "folder", "file", "column"] = Field(
        default="one", description="one, folder, file or column: what names the forum a post is from"
    )
    columns: PostColumns = PostColumns()
    timezone: Text = Field(
        default="UTC", description="the time zone of instants that name none, such as Europe/Berlin"
    )
    clock: Literal["instant", "date_only"] = Field(
        default="instant",
        description="instant, or date_only: posts are known only after the end of their day in timezone",
    )
    date_order: Literal["day_first", "month_first"] | None = Field(
        default=None,
        description="day_first or month_first: what 1/2/2024 means; if left out the file must show it",
    )
    retweets: Literal["drop", "keep"] = Field(
        default="drop", description="drop or keep posts that repeat another"
    )
    max_companies: PostCount | None = Field(
        default=None,
        description="a post that names more companies, 1 to 1000000, is left out; none if left out",
    )
    max_lost: float = Field(
        default=0.05,
        ge=0,
        le=1,
        description="the share of rows, 0 to 1, that may be unreadable before a run refuses",
    )


NO_POSTS: Final = PostOptions.model_construct(format="table", path="")
"""Stands for ``[posts]`` in a study of daily measures; nothing reads a file by it."""
