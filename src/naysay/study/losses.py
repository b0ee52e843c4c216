"""What was not used, in one shape from the reader of a file to the report: stage, cause, company, rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from naysay.study.values import Section

Share = Annotated[float, Field(ge=0, le=1)]


class WarnAbove(Section):
    """Of each stage, the share that may be lost before the run warns. Where all is lost it refuses."""

    companies: Share = Field(
        default=0.0, description="the share of companies, 0 to 1, that may be without posts or without prices"
    )
    unlinked: Share = Field(
        default=0.5,
        description="the share of rows, 0 to 1, that may name no company of the study, where a folder, a "
        "file or a column names it",
    )
    duplicates: Share = Field(
        default=0.5, description="the share of posts, 0 to 1, that may have the id of an earlier one"
    )
    outside_period: Share = Field(
        default=0.5, description="the share of posts, 0 to 1, that may lie before or after the study"
    )
    limited: Share = Field(
        default=0.5, description="the share of posts, 0 to 1, that the limits of [chatter] may leave out"
    )
    unscored: Share = Field(
        default=0.5, description="the share of posts, 0 to 1, that the scorer may leave without a score"
    )
    other_language: Share = Field(
        default=0.1, description="the share of posts, 0 to 1, whose language the scorer may not read"
    )
    neutral: Share = Field(
        default=0.95, description="the share of scored posts, 0 to 1, in which the scorer may find no opinion"
    )
    without_return: Share = Field(
        default=0.2,
        description="the share of company-sessions, 0 to 1, that may have no return, or with a benchmark no "
        "abnormal return",
    )
    without_chatter: Share = Field(
        default=0.9, description="the share of company-sessions, 0 to 1, that may have too few posts"
    )
    off_session: Share = Field(
        default=0.01,
        description="the share of rows of prices, 0 to 1, whose date may be no session of the exchange",
    )


@dataclass(frozen=True, slots=True)
class Loss:
    """``rows`` that a ``stage`` of the work did not use, or did not use as they came, for one ``cause``.

    ``company`` is a ticker, and empty where the rows belong to no company or to all. The rows that came in
    and those that were kept have this shape as well, so that the table of losses adds up.
    """

    stage: str
    cause: str
    company: str
    rows: int


def losses_of(stage: str, cause: str, rows: Mapping[str, int], *, or_none: bool = False) -> list[Loss]:
    """One loss for each company that lost ``rows`` (company to rows).

    With ``or_none`` there is one of 0 rows where no company lost any: a check that was made is then visible.
    """
    lost = [Loss(stage, cause, company, int(n)) for company, n in rows.items() if n]
    return lost or [Loss(stage, cause, "", 0)] * or_none


def rows_by_cause(losses: Iterable[Loss], stage: str | None = None) -> dict[str, int]:
    """The rows of each cause, over all companies; of one ``stage`` alone where it is named."""
    rows: dict[str, int] = {}
    for loss in losses:
        if stage in (None, loss.stage):
            rows[loss.cause] = rows.get(loss.cause, 0) + loss.rows
    return rows
