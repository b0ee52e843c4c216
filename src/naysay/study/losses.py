"""What was not used, in one shape from the reader of a file to the report: stage, cause, company, rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


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
