"""Daily measures of chatter that somebody else made: where they are, and what their columns and days mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, Self

from pydantic import Field, model_validator

from naysay.study.values import Section, StudyPath, Text, refuse

OWN_MEASURE: Final = "own"
"""What ``chatter.measure`` is where files bring the measure."""
OF_POSTS: Final = (
    "measure", "negative_below", "weight", "same_text", "author_posts", "bot_posts", "cutoff",
)  # fmt: skip
"""Keys of ``[chatter]`` that say how posts become a measure: where there are no posts they mean nothing."""
OF_FILES: Final = ("higher", "dates", "timezone", "columns", "date_order", "max_lost")
"""Keys that say how files of daily measures are read."""


class DailyColumns(Section):
    """Which column of a table of daily measures holds what."""

    company: Text = Field(
        default="company", min_length=1, description="the column with the ticker, name, alias or ISIN"
    )
    date: Text = Field(default="date", min_length=1, description="the column with the day or session")
    measure: Text = Field(default="measure", min_length=1, description="the column with the measure")
    n_posts: Text | None = Field(
        default=None, min_length=1, description="the column with the number of posts, if there is one"
    )

    @model_validator(mode="after")
    def _apart(self) -> Self:
        names = [self.company, self.date, self.measure, *([] if self.n_posts is None else [self.n_posts])]
        if len(set(names)) < len(names):
            raise refuse("a column of its own for each", "Name each column once.")
        return self


class DailySource(Section):
    """The keys of ``[chatter]`` for daily measures that stand in for posts. All need ``path``."""

    path: StudyPath = Field(
        default="",
        description="in place of [posts]: a file or glob below the workspace with a measure of each company "
        "and day, such as data/daily/*.csv",
    )
    higher: Literal["positive", "negative"] | None = Field(
        default=None,
        description="with path, positive or negative: what a higher value of the measure means",
    )
    dates: Literal["day", "session"] = Field(
        default="day",
        description="with path, day or session: calendar days, known after their end in timezone, or trading "
        "sessions whose measure holds only what was written before their close",
    )
    timezone: Text = Field(
        default="UTC", description="with path, the time zone of the days, such as America/New_York"
    )
    date_order: Literal["day_first", "month_first"] | None = Field(
        default=None,
        description="with path, day_first or month_first: what 1/2/2024 means; if left out the file must "
        "show it",
    )
    max_lost: float = Field(
        default=0.05,
        ge=0,
        le=1,
        description="with path, the share of rows, 0 to 1, that may be unreadable before a run refuses",
    )
    columns: DailyColumns = DailyColumns()

    @model_validator(mode="before")
    @classmethod
    def _with_own_measure(cls, content: Any) -> Any:
        """The measure that files bring is none that is made of posts."""
        if isinstance(content, dict) and content.get("path") and "measure" not in content:
            return {**content, "measure": OWN_MEASURE}
        return content

    @model_validator(mode="after")
    def _goes_with_path(self) -> Self:
        values, fields = dict(self), type(self).model_fields
        changed = [name for name in (*OF_POSTS, *OF_FILES) if values[name] != fields[name].default]
        if not self.path:
            self._refuse_idle(values, changed)
            return self
        for name in changed:
            if name in OF_POSTS and values[name] != OWN_MEASURE:
                raise refuse(
                    f"no {name} with a path: it says how posts become a measure, and here are no posts",
                    f"Leave {name} out, or read posts with [posts] and leave path out.",
                    field=name,
                    got=values[name],
                )
        if self.higher is None:
            raise refuse(
                "positive or negative: what a higher value of the measure means",
                'Write higher = "positive" or higher = "negative". Nothing in a file shows it, and with the '
                "wrong one every answer is the opposite.",
                field="higher",
                got="nothing",
            )
        if values["min_posts"] > 1 and self.columns.n_posts is None:
            raise refuse(
                "1 where no column has the number of posts",
                "Name that column as n_posts below [chatter.columns], or leave min_posts out.",
                field="min_posts",
                got=values["min_posts"],
            )
        return self

    @staticmethod
    def _refuse_idle(values: Mapping[str, Any], changed: Sequence[str]) -> None:
        """Refuse what is said of files of which there are none."""
        idle = next((name for name in changed if name in OF_FILES), "")
        if values["measure"] == OWN_MEASURE:
            idle = "measure"
        if idle:
            raise refuse(
                f"{idle} = {OWN_MEASURE} with a path alone"
                if idle == "measure"
                else f"{idle} with a path alone",
                f'Write path = "data/daily/*.csv" as well, or leave {idle} out.',
                field=idle,
                got=values[idle] if idle != "columns" else "columns of a table",
            )
