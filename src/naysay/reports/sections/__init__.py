"""Sections a report can have: each file is one, with a constant SECTION of type ``base.Section``."""

from __future__ import annotations

from naysay.reports.sections.base import ReportSection
from naysay.study.parts import load


def section(name: str) -> ReportSection:
    """The section ``name``.

    Raises
    ------
    PartError
        When there is no such section; the error lists those there are.
    """
    return load(__name__, name, "SECTION", ReportSection)
