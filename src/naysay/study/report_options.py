"""What a study says of its report: which edition, what is in it, and for whom."""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field

from naysay.study.values import EACH_ONCE, Section, StudyPath, Text, part, refuse

Edition = Literal["ir", "research"]
"""ir: a few pages in ordinary words for investor relations; research: every test, with its tables."""
MOST_PAGES: Final = 100
"""Companies that can have a page of their own: as many as the results hold series of."""
_COLOUR: Final = re.compile("#[0-9A-Fa-f]{6}")


def _colour(colour: str) -> str:
    if not colour or _COLOUR.fullmatch(colour):
        return colour
    raise refuse('"#rrggbb": # and six digits 0-9 a-f', 'Write the colour such as "#003366".')


class Report(Section):
    edition: Edition = Field(
        default="ir",
        description="ir, a few pages in ordinary words for investor relations, or research, every test",
    )
    sections: (
        Annotated[
            tuple[Annotated[str, part("sections")], ...], Field(min_length=1, max_length=100), EACH_ONCE
        ]
        | None
    ) = Field(
        default=None,
        description="a list of names that `naysay list sections` shows; those of the edition if left out",
    )
    quotes: Literal[False] = Field(default=False, description="false: posts are not quoted")
    formats: Annotated[tuple[Annotated[str, part("exports")], ...], EACH_ONCE] = Field(
        default=("pdf", "html"), max_length=10, description="a list of names that `naysay list exports` shows"
    )
    focus: Text = Field(
        default="",
        description="the ticker whose charts are drawn; the company with the most events if left out",
    )
    since: Literal["", "previous"] = Field(
        default="",
        description="previous: the report says what changed since the newest earlier run of the study",
    )
    companies: Literal["all"] | Annotated[tuple[Text, ...], Field(max_length=MOST_PAGES), EACH_ONCE] = Field(
        default=(),
        description='a list of tickers that get their own page, or "all" for every company with a series',
    )
    logo: StudyPath = Field(
        default="",
        description="a PNG or JPEG file at the head of the report, such as data/logo.png; none if left out",
    )
    colour: Annotated[str, AfterValidator(_colour)] = Field(
        default="",
        description='"#rrggbb", for what stands out; one that is too light for text on white is darkened',
    )
    internal: bool = Field(default=False, description="true: every page is marked as internal")
