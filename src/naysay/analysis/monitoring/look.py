"""What a report of a series knows of its place in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """The place of a report in a series of monthly ones on growing data, and what it takes to claim a lead.

    ``level`` is the p-value that a claim has to be below and ``critical`` the |z| that belongs to it, so that
    of all series without any effect no more than ``spent`` have claimed one by now, and no more than 5 %
    ever do. ``wider`` is how many times as wide as a 95 % interval of a single test the repeated interval is.
    """

    number: int
    first_month: str
    month: str
    level: float
    critical: float
    spent: float
    wider: float
